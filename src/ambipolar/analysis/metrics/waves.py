"""Metrics of waves and phase boundaries in simulated profiles along one position."""

from __future__ import annotations

import math

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult

PROFILE, POSITION = "particle.filling", "particle.position"


def spread_at(result: StudyResult, case: str, filling: float) -> float:
    """Difference of filling within the particle when the mean passes a value."""
    profile = _profile_at(result, case, filling)
    return float(np.ptp(profile))


def amplification(
    result: StudyResult, case: str, filling: float | None = None, mode: int | None = None
) -> float:
    """ln(d/d0) of the cosine the particle started with, until a mean filling or the end.

    ``mode`` counts the half waves along the particle; by default what the particle declares.
    """
    dataset, device = _dataset(result, case), result.devices[result.case(case)]
    mode = mode or getattr(device.particle.initial_profile, "mode", None)
    if mode is None:
        raise ParameterError("claim.case", "the particle of this case starts without a wave.")
    profile = dataset[PROFILE].values
    last = profile[-1] if filling is None else _profile_at(result, case, filling)
    count = profile.shape[1]
    wave = np.cos(mode * np.pi * (np.arange(count) + 0.5) / count)
    return float(math.log(abs(last @ wave) / abs(profile[0] @ wave)))


def profile_width(result: StudyResult, case: str, filling: float = 0.5) -> float:
    """Filling step over the steepest slope of the simulated profile [m] at a mean filling."""
    from scipy.interpolate import CubicSpline

    position = _dataset(result, case)[POSITION].values
    profile = _profile_at(result, case, filling)
    fine = np.linspace(position[0], position[-1], 20 * len(position))
    steepest = np.max(np.abs(CubicSpline(position, profile)(fine, 1)))
    return float(np.ptp(profile) / steepest)


def phase_fillings(result: StudyResult, case: str, filling: float = 0.5) -> list[float]:
    """Smallest and largest filling in the particle at a mean filling."""
    profile = _profile_at(result, case, filling)
    return [float(profile.min()), float(profile.max())]


def boundary_count(result: StudyResult, case: str, filling: float = 0.5) -> int:
    """Number of places at which the profile crosses one half, at a mean filling."""
    return int(np.count_nonzero(np.diff(_profile_at(result, case, filling) > 0.5)))


def boundary_speed(result: StudyResult, case: str, start: float, stop: float) -> float:
    """Mean speed [m/s] of a single phase boundary while the mean filling changes."""
    dataset = _dataset(result, case)
    times = np.interp([start, stop], dataset["filling"].values, dataset["time"].values)
    places = [_crossing(result, case, x) for x in (start, stop)]
    return float(abs(places[1] - places[0]) / (times[1] - times[0]))


def critical_length_from_growth(result: StudyResult, case: str, longer: str) -> float:
    r"""Length [m] at which a half wave neither grows nor decays.

    Two cases of different length give :math:`s(L) = a - b/L^2`, which vanishes at
    :math:`\sqrt{b/a}`.
    """
    rates, squares = [], []
    for name in (case, longer):
        dataset = _dataset(result, name)
        elapsed = float(dataset["time"][-1] - dataset["time"][0])
        rates.append(amplification(result, name) / elapsed)
        squares.append(result.devices[result.case(name)].particle.length ** -2)
    slope = (rates[1] - rates[0]) / (squares[0] - squares[1])
    return float(math.sqrt(slope / (rates[0] + slope * squares[0])))


def _crossing(result: StudyResult, case: str, filling: float) -> float:
    """Position [m] of the only phase boundary at a mean filling.

    Raises
    ------
    ParameterError
        when there is none, or more than one.
    """
    position, profile = _dataset(result, case)[POSITION].values, _profile_at(result, case, filling)
    found = np.flatnonzero(np.diff(profile > 0.5))
    if len(found) != 1:
        raise ParameterError("claim", f"{len(found)} phase boundaries at filling {filling:g}.")
    i = int(found[0])
    share = (0.5 - profile[i]) / (profile[i + 1] - profile[i])
    return float(position[i] + share * (position[i + 1] - position[i]))


def _profile_at(result: StudyResult, case: str, filling: float) -> np.ndarray:
    """Profile at the stored time whose mean filling is nearest to a value."""
    dataset = _dataset(result, case)
    nearest = int(np.argmin(np.abs(dataset["filling"].values - filling)))
    return dataset[PROFILE].values[nearest]


def _dataset(result: StudyResult, case: str):  # noqa: ANN202 xarray is imported late
    return result.solutions[result.case(case)].dataset
