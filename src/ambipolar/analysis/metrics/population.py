"""Metrics of populations: who takes part, and how far apart the fillings are."""

from __future__ import annotations

import numpy as np

from ...simulation.study import StudyResult
from .access import dataset_of

FILLING, ACTIVE = "population.filling", "population.active_fraction"


def active_fractions(
    result: StudyResult, case: str, cases: list[str], filling: float = 0.5, within: float = 0.2
) -> list[float]:
    """Active fraction of several cases, averaged over the mean fillings near one."""
    return [_near(result, name, ACTIVE, filling, within, np.mean) for name in cases]


def active_fraction(
    result: StudyResult, case: str, filling: float = 0.5, within: float = 0.2
) -> float:
    """Share of the particles between the two phases, averaged over the mean fillings near one."""
    return _near(result, case, ACTIVE, filling, within, np.mean)


def spread_growth(result: StudyResult, case: str, start: float, stop: float) -> float:
    """Logarithm of the growth of the standard deviation of the fillings of all particles.

    Between two mean fillings.
    """
    dataset = dataset_of(result, case)
    mean, spread = dataset["filling"].values, dataset[FILLING].values.std(axis=1)
    first, last = np.interp([start, stop], mean, np.log(spread))
    return float(last - first)


def _near(
    result: StudyResult, case: str, name: str, filling: float, within: float, mean: object
) -> float:
    dataset = dataset_of(result, case)
    chosen = np.abs(dataset["filling"].values - filling) <= within
    return float(mean(dataset[name].values[chosen]))  # type: ignore[operator]
