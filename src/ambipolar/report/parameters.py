"""The parameters of an experiment as rows: value, unit, meaning and source of each number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
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

    A source named by a record for one of its fields holds for everything below that field.
    """
    yield from _rows(record, prefix, "")


def _rows(record: Record, prefix: str, inherited: str) -> Iterator[ParameterRow]:
    sources = getattr(record, "sources", None) or {}
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        path, source = f"{prefix}{spec.name}", sources.get(spec.name, inherited)
        if "unit" in spec.metadata:
            if value is not None:
                meaning, unit = spec.metadata["doc"], spec.metadata["unit"]
                yield ParameterRow(path, number_text(value), _unit(unit), meaning, source)
        elif isinstance(value, Record):
            meaning = f"{spec.metadata.get('doc', '')}"
            yield ParameterRow(path, type(value).__name__, "", meaning, source)
            yield from _rows(value, f"{path}.", source)
        elif isinstance(value, tuple):
            for index, item in enumerate(v for v in value if isinstance(v, Record)):
                yield ParameterRow(f"{path}.{index}", type(item).__name__, "", "term", source)
                yield from _rows(item, f"{path}.{index}.", source)
        elif isinstance(value, int) and not isinstance(value, bool) and spec.name != "fields":
            yield ParameterRow(path, str(value), "", "", source)


def _unit(unit: str) -> str:
    return "" if unit == "1" else unit


def number_text(value: Any) -> str:
    """A number with six digits; long arrays by size and range."""
    array = np.asarray(value, dtype=float)
    if array.size > 6:
        return f"{array.size} values, {array.min():.6g} to {array.max():.6g}"
    return ", ".join(f"{v:.6g}" for v in array.ravel())
