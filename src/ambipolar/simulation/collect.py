"""From stored states to a labelled dataset, balances and citations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.citations import CITATION
from ..core.records import Record
from ..numerics.compile import Compiled
from .recording import RunRecord

if TYPE_CHECKING:
    import xarray as xr


def dataset_of(compiled: Compiled, record: RunRecord) -> xr.Dataset:
    """Observables of all rows that were kept, with units, along one time axis."""
    import xarray as xr

    blocks = record.blocks
    time = np.concatenate([b.time for b in blocks]) if blocks else np.empty(0)
    data: dict[str, Any] = {}
    for index, (name, what) in enumerate(compiled.observables.items()):
        rows, columns = what.expression.shape
        parts = [block.values[index] for block in blocks]
        values = np.concatenate(parts) if parts else np.empty((0, rows, columns))
        kept = [axis for axis, dim in enumerate(what.dims) if dim is not None]
        values = values.reshape(len(time), *(values.shape[1 + axis] for axis in kept))
        dims = ("time", *(dim for dim in what.dims if dim is not None))
        data[name] = _plain(dims, values, what.unit, what.label)
    for name, label in (("step", "index of the protocol step"), ("cycle", "number of the cycle")):
        numbers = np.concatenate([getattr(b, name) for b in blocks]) if blocks else np.empty(0, int)
        data[name] = _plain(("time",), numbers, "1", label)
    coords = {"time": _axis("time", time, "s", "time")}
    return xr.Dataset(data, coords | _coordinates(compiled, record))


def _coordinates(compiled: Compiled, record: RunRecord) -> dict[str, Any]:
    if record.last is None:
        return {}
    values = compiled.coordinates.call([record.last.inputs])
    return {
        name: _axis(name, value.full().ravel(), unit, label)
        for value, (name, (unit, label)) in zip(
            values, compiled.coordinate_info.items(), strict=True
        )
    }


def _plain(dims: tuple[str, ...], values: np.ndarray, unit: str, label: str) -> xr.Variable:
    """A variable that is known to hold a NumPy array."""
    import xarray as xr

    # asked whether it might be an array of another library, xarray imports them: dask takes 0.4 s
    return xr.Variable(dims, values, {"units": unit, "long_name": label}, fastpath=True)


def _axis(name: str, values: np.ndarray, unit: str, label: str) -> tuple[str, Any, dict[str, str]]:
    import pandas as pd

    # given an array, xarray imports pint to ask whether it is one of its quantities: 50 ms
    return name, pd.Index(values), {"units": unit, "long_name": label}


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
