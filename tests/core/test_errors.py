"""One family of errors; each says what to do."""

from __future__ import annotations

import pytest

from ambipolar.core import errors


def test_family_also_belongs_to_the_builtin_it_refines():
    assert issubclass(errors.ParameterError, ValueError)
    assert issubclass(errors.SpecError, ValueError)
    assert issubclass(errors.UnknownNameError, KeyError)
    assert issubclass(errors.SolverError, RuntimeError)
    kinds = [
        v for v in vars(errors).values() if isinstance(v, type) and v.__module__ == errors.__name__
    ]
    assert all(issubclass(kind, errors.AmbipolarError) for kind in kinds)


def test_message_names_the_path_and_carries_the_advice():
    error = errors.SpecError("protocol.steps[2]", "unknown key 'untill'.", "Did you mean until?")
    assert str(error) == "protocol.steps[2]: unknown key 'untill'. Did you mean until?"
    assert error.advice == "Did you mean until?"


def test_unknown_name_reads_as_a_sentence_and_not_as_a_repr():
    error = errors.UnknownNameError("material", "LPF", ["LFP", "LTO"])
    assert str(error) == "unknown material 'LPF'. Did you mean LFP?"


def test_solver_error_carries_the_partial_solution():
    partial = object()
    assert errors.SolverError("stopped.", partial).solution is partial


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lfp", "Did you mean LFP?"),
        ("xyz", "Known: LFP, graphite."),
        ("Grafite", "Did you mean graphite?"),
    ],
)
def test_suggestion(name, text):
    assert errors.suggestion(name, ["graphite", "LFP"]) == text
