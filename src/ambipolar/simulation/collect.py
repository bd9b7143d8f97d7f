"""From stored states to a labelled dataset, balances and citations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.citations import CITATION
from ..core.records import Record
from ..numerics.compile import Compiled
from ..numerics.evaluate import along

if TYPE_CHECKING:
    import xarray as xr


def dataset_of(compiled: Compiled, record: Any) -> xr.Dataset:
    """Observables of all stored states, with units, along one time axis."""
    import xarray as xr

    blocks = [
        along(compiled.observe, t, y, p)
        for t, y, p in zip(record.times, record.states, record.inputs, strict=True)
    ]
    times = [t + offset for t, offset in zip(record.times, record.offsets, strict=True)]
    time = np.concatenate(times) if times else np.empty(0)
    data: dict[str, Any] = {}
    for index, (name, what) in enumerate(compiled.observables.items()):
        rows, columns = what.expression.shape
        parts = [block[index] for block in blocks]
        values = np.concatenate(parts) if parts else np.empty((0, rows, columns))
        kept = [axis for axis, dim in enumerate(what.dims) if dim is not None]
        values = values.reshape(len(time), *(values.shape[1 + axis] for axis in kept))
        dims = ("time", *(dim for dim in what.dims if dim is not None))
        data[name] = (dims, values, {"units": what.unit, "long_name": what.label})
    steps = np.concatenate(record.steps) if record.steps else np.empty(0, int)
    data["step"] = ("time", steps, {"units": "1", "long_name": "index of the protocol step"})
    coords = {"time": _axis("time", time, "s", "time")}
    return xr.Dataset(data, coords | _coordinates(compiled, record))


def _coordinates(compiled: Compiled, record: Any) -> dict[str, Any]:
    if not record.inputs:
        return {}
    values = compiled.coordinates.call([record.inputs[-1]])
    return {
        name: _axis(name, value.full().ravel(), unit, label)
        for value, (name, (unit, label)) in zip(
            values, compiled.coordinate_info.items(), strict=True
        )
    }


def _axis(name: str, values: np.ndarray, unit: str, label: str) -> tuple[str, Any, dict[str, str]]:
    import pandas as pd

    # given an array, xarray imports pint to ask whether it is one of its quantities: 50 ms
    return name, pd.Index(values), {"units": unit, "long_name": label}


def drift_of(compiled: Compiled, record: Any) -> dict[str, float]:
    """Largest change of every balance since the start of the run, relative to its scale."""
    parts = [
        along(compiled.balances, t, y, p)[0][:, :, 0]
        for t, y, p in zip(record.times, record.states, record.inputs, strict=True)
    ]
    if not parts:
        return dict.fromkeys(compiled.balance_names, 0.0)
    values = np.concatenate(parts)
    drift = np.max(np.abs(values - values[0]), axis=0)
    return dict(zip(compiled.balance_names, drift.tolist(), strict=True))


def references_of(*roots: Any) -> tuple[str, ...]:
    """Reference keys named by the records of a run: in docstrings and in material sources."""
    found: dict[str, None] = {}
    for record in (r for root in roots for r in _records(root)):
        texts = [type(record).__doc__ or ""]
        texts += [f"[{v}]" for v in (getattr(record, "sources", None) or {}).values()]
        for text in texts:
            for match in CITATION.finditer(text):
                for key in match.group(1).replace(";", ",").split(","):
                    found[key.strip()] = None
    return tuple(found)


def _records(node: Any) -> Iterator[Record]:
    if isinstance(node, tuple):
        for item in node:
            yield from _records(item)
    elif isinstance(node, Record):
        yield node
        for spec in dataclasses.fields(node):
            yield from _records(getattr(node, spec.name))
