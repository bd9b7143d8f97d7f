"""Study results made by hand, so that a metric is tested on curves that are known exactly."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np
import xarray as xr

from ambipolar.simulation.specification.spec import RunSpec
from ambipolar.simulation.study import StudyResult


def made_up(device: object, status: str = "", **curves: object) -> StudyResult:
    """A result of one case; every curve is along time, or a pair (dims, values)."""
    data: dict[str, object] = {}
    for name, value in curves.items():
        key = name.replace("__", ".")
        data[key] = value if isinstance(value, tuple) else ("time", np.asarray(value))
    solution = _Solution(dataset=xr.Dataset(data), final_state={}, status=status)
    return StudyResult(RunSpec(name="made up"), {"only": device}, {"only": solution})


def several(results: Mapping[str, StudyResult]) -> StudyResult:
    """One result with a case for each of the given ones."""
    return StudyResult(
        RunSpec(name="made up"),
        {name: r.devices["only"] for name, r in results.items()},
        {name: r.solutions["only"] for name, r in results.items()},
    )


class _Solution(SimpleNamespace):
    """Reads observables like a solution."""

    def __getitem__(self, name: str) -> xr.DataArray:
        return self.dataset[name]
