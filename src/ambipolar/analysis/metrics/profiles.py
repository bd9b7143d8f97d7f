"""Metrics of filling profiles."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def largest_spread(
    result: StudyResult,
    case: str,
    observable: str = "particle.filling",
    above: float = 0.0,
    below: float = 1.0,
) -> float:
    """Largest difference of filling within the particle, while the mean is between two values."""
    dataset = result.solutions[result.case(case)].dataset
    inside = dataset.where((dataset["filling"] >= above) & (dataset["filling"] <= below), drop=True)
    profile = inside[observable]
    along = [d for d in profile.dims if d != "time"]
    return float((profile.max(along) - profile.min(along)).max())


def profile_at(
    result: StudyResult, case: str, observable: str, at: float, entries: list[int] | None = None
) -> list[float]:
    """An observable with one value per place or member at one time [s], linear in between.

    Of all entries, or of those whose numbers (from 0) are given.
    """
    dataset = dataset_of(result, case)
    if observable not in dataset or dataset[observable].ndim != 2:
        raise ParameterError(
            "claim.arguments.observable", f"{observable!r} is no observable along one axis."
        )
    values = dataset[observable].values
    times = dataset["time"].values
    row = np.array([np.interp(at, times, column) for column in values.T])
    return (row if entries is None else row[entries]).tolist()
