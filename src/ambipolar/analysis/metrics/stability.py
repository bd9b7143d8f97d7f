"""Metrics of driven stability. Currents are relative to the exchange current at half filling."""

from __future__ import annotations

import math

import numpy as np

from ...physics.stability.growth import growth_rate
from ...physics.stability.surface import DrivenSurface
from ...physics.stability.thresholds import (
    accumulated_growth,
    apparent_suppression_current,
    suppression_current,
)
from ...simulation.study import StudyResult


def linear_suppression_current(result: StudyResult, case: str) -> float:
    """Insertion current above which the uniform state is stable at every filling, over i0(1/2)."""
    surface = driven_surface(result, case)
    return suppression_current(surface).current / _unit(surface)


def linear_suppression_filling(result: StudyResult, case: str) -> float:
    """The filling that needs the largest current to be stable."""
    return suppression_current(driven_surface(result, case)).filling


def apparent_suppression(
    result: StudyResult, case: str, amplification: list[float], wavelength: float = math.inf
) -> list[float]:
    """Currents, over i0(1/2), at which fluctuations grow by given factors and no more."""
    surface = driven_surface(result, case)
    currents = (apparent_suppression_current(surface, a, wavelength) for a in amplification)
    return [j / _unit(surface) for j in currents]


def relative_growth_rates(
    result: StudyResult, case: str, filling: float, current: float, wavelengths: list[float]
) -> list[float]:
    """Growth rates in units of k0 per site; ``current`` in A/m^2, wavelengths in m."""
    surface = driven_surface(result, case)
    unit = surface.filling_rate(getattr(surface.kinetics, "rate_constant", math.nan))
    waves = 2 * math.pi / np.asarray(wavelengths, dtype=float)
    return (growth_rate(surface, waves, filling, current) / unit).tolist()


def predicted_amplification(
    result: StudyResult, case: str, start: float, stop: float, wavelength: float
) -> float:
    """Logarithm of the growth of a wave between two fillings at the current of the case, from
    linear stability.
    """
    solution = result.solutions[result.case(case)]
    current = float(solution.dataset["current_density"][-1])
    return accumulated_growth(driven_surface(result, case), start, stop, current, wavelength)


def driven_surface(result: StudyResult, case: str) -> DrivenSurface:
    """The reacting surface of the particle of a case."""
    return result.devices[result.case(case)].driven_surface()


def _unit(surface: DrivenSurface) -> float:
    return float(surface.exchange_current(0.5))
