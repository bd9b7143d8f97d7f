"""Records check their numbers, can be changed by path, and lift them to solver inputs."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import casadi as ca
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.core.records import (
    Record,
    annotation,
    choice,
    lift,
    parameters,
    positive,
    quantities,
    quantity,
    replace_path,
    signature,
)


@dataclass(frozen=True)
class Part(Record):
    length: float = positive("m", "a length", 1.0)
    filling: float = quantity("1", "a site filling", 0.5, above=0.0, below=1.0)
    cells: int = quantity("1", "mesh cells", 10, structural=True)
    source: str = annotation("")


@dataclass(frozen=True)
class Whole(Record):
    parts: tuple[Part, ...] = (Part(), Part(length=2.0))
    main: Part = Part(length=3.0)
    coefficients: tuple[float, ...] = quantity("J/mol", "a table", (1.0, 2.0))
    model: str = "plain"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"length": 0.0},
            r"Part\.length: must be greater than 0 m, got 0 m",
        ),
        ({"length": -1.0}, r"Part\.length"),
        ({"length": float("nan")}, "must be finite"),
        ({"length": "wide"}, "expected a number in m, got 'wide'"),
        ({"filling": 1.01}, r"from 0 to 1"),
        ({"filling": np.array([0.5, -0.1])}, r"Part\.filling"),
    ],
)
def test_numbers_out_of_range_are_refused(changes, complaint):
    with pytest.raises(ParameterError, match=complaint):
        Part(**changes)


@given(st.floats(0.0, 1.0))
def test_numbers_in_range_are_kept(value):
    assert Part(filling=value).filling == value


def test_records_are_frozen_and_expressions_pass_the_check():
    with pytest.raises(FrozenInstanceError):
        Part().length = 2.0
    assert isinstance(Part(length=ca.MX.sym("L")).length, ca.MX)


def test_declarations_know_unit_and_meaning():
    declared = {f.name: (f.metadata["unit"], f.metadata["doc"]) for f in quantities(Part)}
    assert declared["length"] == ("m", "a length")
    assert list(declared) == ["length", "filling", "cells"]


def test_replace_path_reaches_into_records_and_tuples():
    whole = replace_path(Whole(), "parts.1.length", 7.0)
    assert [p.length for p in whole.parts] == [1.0, 7.0]
    assert replace_path(whole, "main.filling", 0.1).main.filling == 0.1
    assert Whole().parts[1].length == 2.0


@pytest.mark.parametrize("path", ["lenght", "main.lenght", "parts.5.length", "main.length.x"])
def test_replace_path_refuses_unknown_paths(path):
    with pytest.raises(ParameterError):
        replace_path(Whole(), path, 1.0)


def test_replace_path_suggests_the_nearest_field():
    with pytest.raises(ParameterError, match="Did you mean length?"):
        replace_path(Part(), "lenght", 1.0)


def test_lifting_reaches_every_number_except_structural_ones():
    numbers = parameters(Whole())
    assert list(numbers) == [
        "parts.0.length", "parts.0.filling", "parts.1.length", "parts.1.filling",
        "main.length", "main.filling", "coefficients",
    ]  # fmt: skip
    assert numbers["coefficients"].shape == (1, 2)
    symbols = {path: ca.MX.sym(path, *value.shape) for path, value in numbers.items()}
    lifted = lift(Whole(), symbols)
    assert lifted.parts[1].length is symbols["parts.1.length"]
    assert lifted.coefficients is symbols["coefficients"]
    assert lifted.main.cells == 10
    assert lifted.model == "plain"


def test_signature_ignores_liftable_numbers_and_annotations_only():
    same = Whole(main=Part(length=9.0, source="elsewhere"), coefficients=(3.0, 4.0))
    assert signature(same) == signature(Whole())
    assert hash(signature(same)) == hash(signature(Whole()))
    different = [
        Whole(main=Part(cells=11)),
        Whole(parts=(Part(),)),
        Whole(coefficients=(1.0, 2.0, 3.0)),
        Whole(model="other"),
        Whole(main=Part(length=np.array([1.0, 2.0]))),
    ]
    assert signature(Whole()) not in [signature(w) for w in different]


@dataclass(frozen=True)
class Coloured(Record):
    size: float = positive("m", "a length", 1.0)
    colour: Part | None = choice("part", "applied to results", None, read_out=True)


def test_what_is_applied_to_results_is_never_lifted():
    plain, coloured = Coloured(), Coloured(colour=Part(length=4.0))
    assert set(parameters(coloured)) == {"size"}
    assert lift(coloured, {"size": ca.MX.sym("size")}).colour is coloured.colour
    assert signature(plain) == signature(coloured)
    assert replace_path(coloured, "colour.length", 5.0).colour.length == 5.0
