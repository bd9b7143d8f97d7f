"""The inverse of ``build``: any record as plain data, ready for YAML, with units."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from itertools import groupby
from typing import Any

import numpy as np

from ...core.errors import UnknownNameError
from ...core.records import Record
from .kinds import IMPLIED, KINDS, name_of, registry_of

#: kinds whose registry holds objects rather than classes: described by name and differences
_NAMED_OBJECTS = {"material", "electrolyte"}


def describe_run(device: Record, protocol: Any, settings: Record) -> dict[str, Any]:
    """The specification of a run as plain data; ``load_spec`` reads its YAML back."""
    return {
        "device": describe(device, "device"),
        "protocol": describe_protocol(protocol),
        "solver": _fields(settings),
    }


def describe_protocol(protocol: Any) -> list[Any]:
    """Steps as plain data; equal cycles that follow each other are one entry with ``repeat``."""
    known: dict[int, Any] = {}
    for step in protocol.steps:
        if id(step) not in known:
            known[id(step)] = _fields(step)
    found: list[Any] = []
    last: tuple[int, ...] = ()
    steps = zip(protocol.steps, getattr(protocol, "labels", ()), strict=False)
    for label, group in groupby(steps, key=lambda pair: pair[1]):
        cycle = tuple(id(step) for step, _ in group)
        if label == 0:
            found += [known[key] for key in cycle]
        elif cycle == last:
            found[-1]["repeat"] += 1
        else:
            found.append({"repeat": 1, "steps": [known[key] for key in cycle]})
        last = cycle if label else ()
    return found


def steps_of(protocol: list[Any]) -> list[Any]:
    """The steps of :func:`describe_protocol` one by one, repeated ones as often as they are run."""
    found: list[Any] = []
    for entry in protocol:
        steps = entry["steps"] * entry["repeat"] if "repeat" in entry else [entry]
        found += steps
    return found


def describe(record: Any, kind: str | None = None) -> Any:
    """A record as a mapping with its registered ``type`` and all its fields, units included.

    A registered material is described by its name, a changed one by ``base`` and what differs.
    What has no plain form (a Python function) is given by its import path, which ``build``
    refuses to read back.
    """
    terms = getattr(record, "terms", None)
    if isinstance(terms, tuple):  # a sum of free energies
        return [describe(term, kind) for term in terms]
    if kind in _NAMED_OBJECTS and (short := _as_difference(record, kind)) is not None:
        return short
    head = {} if kind in KINDS and KINDS[kind].base else {"type": name_of(kind, type(record))}
    return head | _fields(record)


def _as_difference(record: Any, kind: str) -> Any:
    registry = registry_of(kind)
    try:
        name = registry.resolve(getattr(record, "name", ""))
    except UnknownNameError:
        return None
    original = registry[name]
    if original is record:
        return name
    if type(original) is not type(record):
        return None
    before, after = _fields(original), _fields(record)
    changed = {k: v for k, v in after.items() if k not in before or before[k] != v}
    if any(k not in after for k in before):  # a field was emptied: describe in full
        return None
    return {"base": name, **changed} if changed else name


def _fields(record: Any) -> dict[str, Any]:
    found = {}
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        if not spec.init or spec.name in IMPLIED:
            continue
        if _is_empty(value) and _is_empty(_default(spec)):
            continue
        found[spec.name] = _value(value, spec)
    return found


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | Mapping) and len(value) == 0)


def _default(spec: dataclasses.Field) -> Any:
    """What a field is when it is left out; nothing where it may not be."""
    if spec.default_factory is not dataclasses.MISSING:
        return spec.default_factory()
    return None if spec.default is dataclasses.MISSING else spec.default


def _value(value: Any, spec: dataclasses.Field) -> Any:
    if value is None:  # a part that was left out although it has a default
        return None
    if "unit" in spec.metadata:
        return _quantity(value, spec.metadata["unit"])
    kind = spec.metadata.get("registry")
    if isinstance(value, tuple) and any(isinstance(v, Record) for v in value):
        return [describe(v, kind) for v in value]
    if isinstance(value, Record):
        return describe(value, kind) if kind else _fields(value)
    return _plain(value)


def _quantity(value: Any, unit: str) -> Any:
    if isinstance(value, tuple):
        numbers = [[float(n) for n in v] if isinstance(v, tuple) else float(v) for v in value]
        return numbers if unit == "1" else {"unit": unit, "values": numbers}
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return [[_quantity(float(v), unit)] for v in value.ravel()]
    if isinstance(value, int | np.integer) and unit == "1":
        return int(value)
    return float(value) if unit == "1" else f"{float(value)!r} {unit}"


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool | int | float) or value is None:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.name
    return f"{getattr(value, '__module__', '')}:{getattr(value, '__qualname__', value)}"
