"""Metrics of loops of many particles: filled and emptied, reversed and left at rest.

Voltages are in units of RT/F. A device has one temperature and many uniform particles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...physics.thermodynamics.curve import EnergyCurve
from ...physics.thermodynamics.scanning import scanning_filling
from ...physics.thermodynamics.spinodal import spinodals
from ...simulation.study import StudyResult
from .access import dataset_of

FILLING = "population.filling"
#: distance from a spinodal potential at which no particle switches yet, over RT
MARGIN = 0.01


def loop_gap(result: StudyResult, case: str, filling: float = 0.5, within: float = 0.2) -> float:
    """Voltage of charge above that of discharge near a filling, medians, in RT/F."""
    data = dataset_of(result, case)
    near = np.abs(data["filling"].values - filling) <= within
    current, voltage = data["current_density"].values, data["voltage"].values
    filled, emptied = (voltage[near & side] for side in (current > 0, current < 0))
    if not (filled.size and emptied.size):
        raise ParameterError("claim", f"the case {case!r} is not filled and emptied there.")
    return float(np.median(emptied) - np.median(filled)) / _thermal(result, case)


def loop_energy(result: StudyResult, case: str) -> float:
    r"""Energy lost in a whole loop, :math:`-(F/RT)\oint V\,d\bar x`, per site in RT."""
    data = dataset_of(result, case)
    voltage, filling = data["voltage"].values, data["filling"].values
    return -float(np.trapezoid(voltage, filling)) / _thermal(result, case)


def rest_gap(result: StudyResult, case: str) -> float:
    """Largest difference between the voltages at the ends of the rests, in RT/F."""
    data = dataset_of(result, case)
    step, resting = data["step"].values, data["current_density"].values == 0
    ends = [data["voltage"].values[(step == s) & resting][-1] for s in np.unique(step[resting])]
    if len(ends) < 2:
        raise ParameterError("claim", f"the case {case!r} has no two rests.")
    return float(np.ptp(ends)) / _thermal(result, case)


def landed_filling(result: StudyResult, case: str, filling: float = 0.5) -> float:
    """Median filling of the filled particles while the others wait, at a mean on discharge."""
    data = dataset_of(result, case)
    away = np.where(data["current_density"].values > 0, data["filling"].values - filling, np.inf)
    members = data[FILLING].values[int(np.argmin(np.abs(away)))]
    return float(np.median(members[members > 0.5]))


def intermediate_share(
    result: StudyResult, case: str, filling: float = 0.5, within: float = 0.2
) -> float:
    """Share of the particles on their way (0.25 to 0.75), averaged over mean fillings near one."""
    data = dataset_of(result, case)
    near = np.abs(data["filling"].values - filling) <= within
    return float(np.mean(_on_their_way(data[FILLING].values[near])))


def scanning_error(result: StudyResult, case: str, step: int) -> float:
    """Largest distance in mean filling of a reversed branch from the closed form.

    From the beginning of a step (counted from 0) until the voltage comes to the next spinodal,
    where particles switch.
    """
    data, device = dataset_of(result, case), _device(result, case)
    energy, temperature = device.material.free_energy, device.temperature
    rows = np.flatnonzero(data["step"].values == step)
    mu = FARADAY * (device.material.standard_potential - data["voltage"].values[rows])
    limits = EnergyCurve(energy, temperature).potential(np.array(spinodals(energy, temperature)))
    margin = MARGIN * GAS_CONSTANT * temperature
    members = data[FILLING].values[rows]
    quiet = (mu < limits.max() - margin) & (mu > limits.min() + margin)
    quiet &= ~_on_their_way(members).any(axis=1)
    first = int(np.argmax(quiet)) if quiet.any() else len(rows)
    count = int(np.argmin(np.append(quiet[first:], False)))
    if count < 2:
        raise ParameterError("claim.arguments.step", f"step {step} crosses no loop.")
    inside = slice(first, first + count)
    share = float(np.mean(members[first] > 0.5))
    mean = scanning_filling(energy, temperature, share, mu[inside])
    return float(np.max(np.abs(mean - data["filling"].values[rows][inside])))


def returned(result: StudyResult, case: str, steps: list[int]) -> float:
    """Largest difference of the filling of any particle between the ends of two steps."""
    data = dataset_of(result, case)
    ends = [np.flatnonzero(data["step"].values == s)[-1] for s in steps]
    first, last = (data[FILLING].values[row] for row in ends)
    return float(np.max(np.abs(first - last)))


def _on_their_way(members: np.ndarray) -> np.ndarray:
    """Which particles are far from both phases."""
    return (members > 0.25) & (members < 0.75)


def _device(result: StudyResult, case: str) -> Any:
    return result.devices[result.case(case)]


def _thermal(result: StudyResult, case: str) -> float:
    return GAS_CONSTANT * _device(result, case).temperature / FARADAY
