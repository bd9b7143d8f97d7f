"""Metrics of filling profiles."""

from __future__ import annotations

from ...simulation.study import StudyResult


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
