"""The table of a run's cycles: what was charged and discharged, and how every step ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..numerics.system import Observable

if TYPE_CHECKING:
    import xarray as xr

#: sums of one cycle: discharged, charged; energy of both
_SUMS = ("discharge_capacity", "charge_capacity", "discharge_energy", "charge_energy")


@dataclass
class CycleTable:
    r"""Sums over the rows of every cycle, also of those whose rows are not kept.

    .. math:: Q_\pm = \sum_k \max(\pm\Delta q_k, 0), \qquad
              E_\pm = \sum_k \tfrac12 (V_k + V_{k+1}) \max(\pm\Delta q_k, 0)

    with the charge passed :math:`q`, which rises on discharge (insertion), between neighbouring
    samples of one segment. A current that changes its sign between two samples counts with its
    mean. Devices with several terminals, or an array of members, have times and reasons only.
    """

    sums: dict[int, np.ndarray] = field(default_factory=dict)
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    unit: str = ""

    def add(
        self, observables: Mapping[str, Observable], time: np.ndarray, cycle: np.ndarray,
        segment: np.ndarray, values: list[np.ndarray],
    ) -> None:  # fmt: skip
        """Add evaluated rows; ``segment`` tells which of them belong together."""
        numbers, first = np.unique(cycle, return_index=True)
        last = np.append(first[1:], len(cycle)) - 1
        for n, a, b in zip(numbers.tolist(), first, last, strict=True):
            begin = self.spans[n][0] if n in self.spans else float(time[a])
            self.spans[n] = begin, float(time[b])
        names = list(observables)
        if not {"voltage", "charge"} <= observables.keys():
            return
        voltage, charge = (values[names.index(n)] for n in ("voltage", "charge"))
        if voltage[0].size != 1 or charge[0].size != 1:
            return
        self.unit = observables["charge"].unit
        passed = np.where(np.diff(segment) == 0, np.diff(charge.ravel()), 0.0)
        voltage = voltage.ravel()
        mean = (voltage[1:] + voltage[:-1]) / 2
        ways = (np.maximum(passed, 0.0), np.maximum(-passed, 0.0))
        parts = (*ways, ways[0] * mean, ways[1] * mean)
        index = np.searchsorted(numbers, cycle[1:])
        found = np.array([np.bincount(index, part, len(numbers)) for part in parts])
        for k, n in enumerate(numbers.tolist()):
            self.sums[n] = self.sums.get(n, 0.0) + found[:, k]

    def until(self, cycle: int) -> CycleTable:
        """A copy without what came after a cycle."""
        return CycleTable(
            {n: v for n, v in self.sums.items() if n <= cycle},
            {n: v for n, v in self.spans.items() if n <= cycle},
            {n: list(v) for n, v in self.reasons.items() if n <= cycle},
            self.unit,
        )

    def ended(self, cycle: int, reason: str) -> None:
        """Note how a step of a cycle ended."""
        self.reasons.setdefault(cycle, []).append(reason)

    def dataset(self) -> xr.Dataset:
        """One row for each cycle, with units; see :attr:`Solution.cycles`."""
        import pandas as pd
        import xarray as xr

        numbers = sorted(self.spans)
        spans = np.array([self.spans[n] for n in numbers]).reshape(-1, 2)
        data: dict[str, Any] = {
            "start": ("cycle", spans[:, 0], {"units": "s", "long_name": "start of the cycle"}),
            "end": ("cycle", spans[:, 1], {"units": "s", "long_name": "end of the cycle"}),
        }
        if self.sums:
            sums = np.array([self.sums[n] for n in numbers])
            data |= {
                name: ("cycle", values, {"units": unit, "long_name": label})
                for name, values, unit, label in _columns(sums, self.unit)
            }
        ended = np.array(["; ".join(self.reasons.get(n, [])) for n in numbers], dtype=object)
        data["ended"] = ("cycle", ended, {"units": "1", "long_name": "how each step ended"})
        attributes = {"units": "1", "long_name": "number of the cycle"}
        return xr.Dataset(data, {"cycle": ("cycle", pd.Index(numbers, dtype=int), attributes)})


def _columns(sums: np.ndarray, unit: str) -> list[tuple[str, np.ndarray, str, str]]:
    """Name, values, unit and label of everything that follows from the sums."""
    area = unit.removeprefix("C")
    found = []
    for index, name in enumerate(_SUMS):
        capacity = index < 2
        label, own = name.replace("_", " "), unit if capacity else f"J{area}"
        found.append((name, sums[:, index], own, label))
        hours = f"{'A' if capacity else 'W'} h{area}"
        found.append((f"{name}_hours", sums[:, index] / 3600.0, hours, label))
    out, into, given, taken = sums.T
    for name, top, bottom, own in (
        ("mean_discharge_voltage", given, out, "V"),
        ("mean_charge_voltage", taken, into, "V"),
        ("coulombic_efficiency", out, into, "1"),
        ("energy_efficiency", given, taken, "1"),
    ):
        ratio = np.full(len(top), np.nan)
        np.divide(top, bottom, out=ratio, where=bottom != 0)
        found.append((name, ratio, own, name.replace("_", " ")))
    return found
