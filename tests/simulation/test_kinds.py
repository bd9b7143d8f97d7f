"""Every object field of every registered record can be written in a specification."""

from __future__ import annotations

import dataclasses

import pytest

from ambipolar.core.errors import SpecError
from ambipolar.core.records import Record
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe
from ambipolar.simulation.specification.kinds import KINDS, base_of, registry_of

ENTRIES = [(kind, name) for kind in KINDS if kind != "protocol" for name in registry_of(kind)]


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_object_field_has_a_registry(kind: str, name: str) -> None:
    target = registry_of(kind)[name]
    cls = target if isinstance(target, type) else type(target)
    assert issubclass(cls, Record)
    for field in dataclasses.fields(cls):
        if "registry" in field.metadata:
            assert field.metadata["registry"] in KINDS, field.name


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_what_needs_no_arguments_round_trips(kind: str, name: str) -> None:
    try:
        record = build(name, kind, "here")
    except SpecError as error:  # it needs values
        record, refusal = None, error
    if record is None:
        assert refusal.path.startswith("here"), refusal
    else:
        assert build(describe(record, kind), kind, "here") == record


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_names_are_named(kind: str) -> None:
    if kind != "protocol":
        with pytest.raises(SpecError, match=f"unknown {kind}"):
            build("no such thing", kind, "here")
    assert base_of(kind) is None or issubclass(base_of(kind), Record)
