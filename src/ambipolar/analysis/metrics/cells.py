"""Metrics of electrodes and cells: who fills when, and where fronts are."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def transformation_order(
    result: StudyResult, case: str, filling: float = 0.5, electrode: str = "positive"
) -> float:
    """Rank correlation between the size of the particles and when they first reach a filling.

    1 where small particles fill first, in the order of their sizes, and -1 where large ones do;
    particles that never get there are the last.
    """
    from scipy.stats import spearmanr

    sizes = _population(result, case, electrode).member_sizes().ravel()
    moments = _crossings(result, case, electrode, filling)
    return float(spearmanr(sizes, moments)[0])  # type: ignore[arg-type]


def transformation_span(
    result: StudyResult, case: str, filling: float = 0.5, electrode: str = "positive"
) -> float:
    """Mean fillings between the first and the last particle that reaches a filling.

    Near 1 where they fill one after the other, 0 where all fill together.
    """
    moments = _crossings(result, case, electrode, filling)
    return float(np.nanmax(moments) - np.nanmin(moments))


def activation_potentials(
    result: StudyResult, case: str, members: list[int], electrode: str = "positive"
) -> list[float]:
    """Potential [V] of the host against the guest when particles pass their lower spinodal.

    For the particles with the given numbers, each with the spinodal of its own interaction.
    """
    device, data = _device(result, case), dataset_of(result, case)
    host = _electrode(device, electrode).material
    particles = _population(result, case, electrode)
    omega = particles.each(host)[1].free_energy.omega.ravel()
    fillings, potential = data[f"{electrode}.filling"].values, data[f"{electrode}.potential"].values
    per_cell = fillings.shape[1] // potential.shape[1]
    found = []
    for member in members:
        share = 2.0 * _thermal(device) / omega[member]
        spinodal = (1.0 - np.sqrt(max(1.0 - share, 0.0))) / 2
        found.append(_first_value(fillings[:, member], potential[:, member // per_cell], spinodal))
    return found


def _thermal(device: Any) -> float:
    from ...core.constants import GAS_CONSTANT

    return GAS_CONSTANT * device.temperature


def _first_value(along: np.ndarray, values: np.ndarray, threshold: float) -> float:
    """A quantity where another first rises to a threshold, linear between samples."""
    above = np.flatnonzero(along >= threshold)
    if len(above) == 0:
        return float("nan")
    row = int(above[0])
    if row == 0:
        return float(values[0])
    return float(np.interp(threshold, along[row - 1 : row + 1], values[row - 1 : row + 1]))


def _crossings(result: StudyResult, case: str, electrode: str, filling: float) -> np.ndarray:
    """Mean filling of the electrode when each particle first reaches one."""
    data = dataset_of(result, case)
    name = f"{electrode}.filling"
    if name not in data:
        raise ParameterError("claim.case", f"there is no {name!r}: the case is no cell.")
    mean = data[f"{electrode}.mean_filling"].values
    found = [_first_value(column, mean, filling) for column in data[name].values.T]
    return np.nan_to_num(np.array(found), nan=float(mean[-1]))


def _device(result: StudyResult, case: str) -> Any:
    return result.devices[result.case(case)]


def _electrode(device: Any, name: str) -> Any:
    """An electrode of a half or a full cell."""
    found = getattr(device, name, None) or getattr(device, "electrode", None)
    if found is None:
        raise ParameterError("claim.arguments.electrode", f"the device has no {name} electrode.")
    return found


def _population(result: StudyResult, case: str, electrode: str) -> Any:
    return _electrode(_device(result, case), electrode).population()
