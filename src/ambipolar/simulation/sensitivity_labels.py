"""Derivatives of observables as labelled datasets."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.records import parameters as numbers_of
from .run import Plan
from .solution import Solution

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Labels:
    """Names, units and coordinates of derivatives.

    ``paths`` as they were asked for, ``entries`` where their numbers are, ``names`` of observables.
    """

    plan: Plan
    solution: Solution
    paths: tuple[str, ...]
    entries: Sequence[tuple[str, int]]
    names: tuple[str, ...]

    def dataset(
        self, parts: Sequence[tuple[np.ndarray, ...]], ends: Mapping[int, np.ndarray]
    ) -> xr.Dataset:
        """Derivatives (rows, parameters, members, positions) by segment, and of ends of steps."""
        import xarray as xr

        data = {
            name: self._variable(name, [p[i] for p in parts]) for i, name in enumerate(self.names)
        }
        steps, count = sorted(ends), len(self.paths)
        moved = np.array([ends[step] for step in steps]).reshape(len(steps), count).T
        label = "derivative of the end of a step"
        attributes = {"units": "s per unit of the parameter", "long_name": label}
        data["end_time"] = (("parameter", "protocol_step"), moved, attributes)
        used = {dim for dims, *_ in data.values() for dim in dims}
        numbers = numbers_of(self.plan.device)
        coords: dict[str, Any] = {
            str(name): axis
            for name, axis in self.solution.dataset.coords.items()
            if {*axis.dims} <= used
        }
        coords |= {
            "parameter": np.array(self.paths),
            "protocol_step": np.array(steps, dtype=int),
            "value": ("parameter", [numbers[p].ravel(order="F")[i] for p, i in self.entries]),
            "parameter_unit": ("parameter", np.array([self._unit(p) for p, _ in self.entries])),
        }
        return xr.Dataset(data, coords)

    def _variable(self, name: str, parts: list[np.ndarray]) -> Any:
        what = self.plan.compiled.observables[name]
        values = np.concatenate(parts) if parts else np.empty((0, len(self.paths), 1, 1))
        values = values.swapaxes(0, 1)
        kept = [axis for axis, dim in enumerate(what.dims) if dim is not None]
        shape = (*values.shape[:2], *(values.shape[2 + axis] for axis in kept))
        dims = ("parameter", "time", *(dim for dim in what.dims if dim is not None))
        unit, label = f"{what.unit} per unit of the parameter", f"derivative of {what.label}"
        return dims, values.reshape(shape), {"units": unit, "long_name": label}

    def _unit(self, path: str) -> str:
        """Unit of a declared number."""
        *parents, last = path.split(".")
        node = self.plan.device
        for name in parents:
            node = node[int(name)] if isinstance(node, tuple) else getattr(node, name)
        return next(f.metadata["unit"] for f in dataclasses.fields(node) if f.name == last)
