"""The parameters of an experiment as rows: value, unit, meaning and source of each number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.records import Record


@dataclass(frozen=True)
class ParameterRow:
    """One number of an experiment."""

    path: str
    value: str
    unit: str
    meaning: str
    source: str = ""


def parameter_rows(record: Record, prefix: str = "") -> Iterator[ParameterRow]:
    """Rows of all declared quantities below ``record``, in the order of their declaration.

    A source that a material names for a field holds for everything below it, unless a longer
    path has its own.
    """
    yield from _rows(record, prefix, {}, "")


def _rows(
    record: Record, prefix: str, sources: Mapping[str, str], inherited: str
) -> Iterator[ParameterRow]:
    sources = {**sources, **(getattr(record, "sources", None) or {})}
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        path, source = f"{prefix}{spec.name}", sources.get(spec.name, inherited)
        meaning = spec.metadata.get("doc", "")
        if "unit" in spec.metadata:
            if value is not None:
                unit = _unit(spec.metadata["unit"])
                yield ParameterRow(path, number_text(value), unit, meaning, source)
        elif isinstance(value, Record | tuple):
            parts = {path: value} if isinstance(value, Record) else _members(path, value)
            below = {
                key.removeprefix(f"{spec.name}."): text
                for key, text in sources.items()
                if key.startswith(f"{spec.name}.")
            }
            for place, part in parts.items():
                yield ParameterRow(place, type(part).__name__, "", meaning, source)
                yield from _rows(part, f"{place}.", below, source)
        elif isinstance(value, int) and not isinstance(value, bool) and spec.name != "fields":
            yield ParameterRow(path, str(value), "", meaning, source)


def _members(path: str, values: tuple) -> dict[str, Record]:
    return {f"{path}.{i}": v for i, v in enumerate(values) if isinstance(v, Record)}


def _unit(unit: str) -> str:
    return "" if unit == "1" else unit


def number_text(value: Any) -> str:
    """A number with six digits; long arrays by size and range."""
    array = np.asarray(value, dtype=float)
    if array.size > 6:
        return f"{array.size} values, {array.min():.6g} to {array.max():.6g}"
    return ", ".join(f"{v:.6g}" for v in array.ravel())
