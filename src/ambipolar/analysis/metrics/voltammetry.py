"""Metrics of voltammograms: peaks in the units of their closed forms.

Sweeps are counted as steps of the protocol; by default a hold comes first.
"""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of
from .diffusion import diffusion_scales


def film_peak(result: StudyResult, case: str, step: int = 1) -> list[float]:
    """Height of the peak in Q v F/RT and its full width at half maximum in RT/F."""
    voltage, current, rate, thermal = _sweep(result, case, step)
    capacity = float(result.devices[result.case(case)].capacity)
    peak, position = _maximum(voltage, current)
    left, right = _half_height(voltage, current, position, peak)
    return [peak * thermal / (capacity * rate), abs(right - left) / thermal]


def diffusion_peak(result: StudyResult, case: str, step: int = 1) -> list[float]:
    """Height in F c sqrt(D F v/RT), position F (V0 - V)/RT, and half-peak width in RT/F."""
    voltage, current, rate, thermal = _sweep(result, case, step)
    scales = diffusion_scales(result, case)
    unit = FARADAY * scales.site_density * np.sqrt(scales.diffusivity * rate / thermal)
    peak, position = _maximum(voltage, current)
    foot, _ = _half_height(voltage, current, position, peak)
    standard = result.devices[result.case(case)].material.standard_potential
    return [peak / unit, (standard - position) / thermal, (foot - position) / thermal]


def sweep_current(result: StudyResult, case: str, at: list[float], step: int = 1) -> list[float]:
    """Current in F c sqrt(D F v/RT) at potentials F (V0 - V)/RT."""
    voltage, current, rate, thermal = _sweep(result, case, step)
    scales = diffusion_scales(result, case)
    unit = FARADAY * scales.site_density * np.sqrt(scales.diffusivity * rate / thermal)
    standard = result.devices[result.case(case)].material.standard_potential
    potential = (standard - voltage) / thermal
    order = np.argsort(potential)
    return np.interp(at, potential[order], current[order] / unit).tolist()


def peak_distance(
    result: StudyResult, case: str, filling: float = 0.5, steps: tuple[int, int] = (1, 2)
) -> float:
    """Voltage between two sweeps where they pass a filling, in RT/F."""
    data = dataset_of(result, case)
    found = []
    for step in steps:
        inside = data["step"].values == step
        x, voltage = data["filling"].values[inside], data["voltage"].values[inside]
        order = np.argsort(x, kind="stable")
        found.append(float(np.interp(filling, x[order], voltage[order])))
    return abs(found[0] - found[1]) / _thermal(result, case)


def _thermal(result: StudyResult, case: str) -> float:
    return GAS_CONSTANT * result.devices[result.case(case)].temperature / FARADAY


def _sweep(
    result: StudyResult, case: str, step: int
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Voltage, current magnitude, sweep rate [V/s] and RT/F [V] of one linear sweep."""
    data = dataset_of(result, case)
    inside = data["step"].values == step
    if inside.sum() < 5:
        raise ParameterError("claim.arguments.step", f"there is no sweep in step {step}.")
    time, voltage = data["time"].values[inside], data["voltage"].values[inside]
    rate = abs(voltage[-1] - voltage[0]) / (time[-1] - time[0])
    return voltage, np.abs(data["current_density"].values[inside]), rate, _thermal(result, case)


def _maximum(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Height and position of a maximum, by a parabola through the three highest samples."""
    top = int(np.clip(np.argmax(y), 1, len(y) - 2))
    curve = np.polyfit(x[top - 1 : top + 2] - x[top], y[top - 1 : top + 2], 2)
    shift = -curve[1] / (2 * curve[0])
    return float(np.polyval(curve, shift)), float(x[top] + shift)


def _half_height(x: np.ndarray, y: np.ndarray, position: float, peak: float) -> tuple[float, float]:
    """Where y is half the peak, before it and behind it in the order of the samples."""
    top = int(np.argmin(np.abs(x - position)))
    before = np.interp(peak / 2, y[: top + 1], x[: top + 1])
    behind = np.interp(peak / 2, y[top:][::-1], x[top:][::-1])
    return float(before), float(behind)
