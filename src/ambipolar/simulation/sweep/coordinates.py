"""Coordinates of a swept dimension: numbers in SI where there are any, otherwise names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from ...core.errors import ParameterError
from ...core.units import to_si
from ..protocol.c_rate import is_c_rate, read_c_rate

_UNIT = re.compile(r"[\d.eE+\-\s]*\d\.?\s*([^\d\s.].*)")


def coordinate_axis(
    keys: tuple[str, ...], values: tuple[Any, ...], experiments: Mapping[int, Any]
) -> tuple[tuple[float | str, ...], str]:
    """Coordinates and unit of the values at a path.

    Where the path leads to a declared quantity of the device, its SI number and unit are taken
    from the built device; elsewhere (in a protocol) text is read: a number, a C-rate [1/h] or
    a quantity in the unit of the first value. What is no number is named.

    Parameters
    ----------
    keys : the path.
    values : as given.
    experiments : a built experiment for the index of each value that could be built.
    """
    declared = [_declared(experiments.get(i), keys) for i in range(len(values))]
    if all(found is not None for found in declared):
        pairs = [found for found in declared if found is not None]
        return tuple(number for number, _ in pairs), pairs[0][1]
    unit = _unit_of(values[0])
    numbers = [_number(value, unit) for value in values]
    if all(number is not None for number in numbers):
        return tuple(n for n in numbers if n is not None), unit
    return tuple(_name(value) for value in values), ""


def _declared(experiment: Any, keys: tuple[str, ...]) -> tuple[float, str] | None:
    """The number and unit at a path of the built device or solver settings."""
    node = getattr(experiment, {"solver": "settings"}.get(keys[0], keys[0]), None)
    for key in keys[1:-1]:
        if isinstance(node, tuple) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            node = getattr(node, key, None)
    specs = dataclasses.fields(node) if dataclasses.is_dataclass(node) else ()
    unit = next((s.metadata.get("unit") for s in specs if s.name == keys[-1]), None)
    value = getattr(node, keys[-1], None)
    if unit is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value), unit


def _unit_of(value: Any) -> str:
    if not isinstance(value, str):
        return "1"
    if is_c_rate(value):
        return "1/h"
    found = _UNIT.fullmatch(value.strip())
    return found[1].strip() if found else "1"


def _number(value: Any, unit: str) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        if unit == "1/h":
            return read_c_rate(value)
        return to_si(value, unit)
    except ParameterError:
        return None


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name", value.get("type", value.get("base", dict(value)))))
    return str(getattr(value, "name", "") or value)
