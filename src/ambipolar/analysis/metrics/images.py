"""Metrics of simulated micrographs: how columns compare, and what removal changes."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError, suggestion
from ...simulation.study import StudyResult
from .access import dataset_of


def _mean(result: StudyResult, case: str, label: str, detector: str, state: str) -> float:
    """Mean intensity of the columns called ``label``."""
    data = dataset_of(result, case)
    labels = data["column_label"].values
    if label not in labels:
        raise ParameterError(
            "claim.arguments.label", f"no column is {label!r}.", suggestion(label, set(labels))
        )
    return float(data[f"{detector}_column"].sel(state=state).values[labels == label].mean())


def image_column_ratio(
    result: StudyResult, case: str, label: str, other: str,
    detector: str = "haadf", state: str = "pristine",
) -> float:  # fmt: skip
    """Mean intensity of columns ``label`` over that of columns ``other``, no background taken."""
    means = [_mean(result, case, name, detector, state) for name in (label, other)]
    return means[0] / means[1]


def image_column_change(
    result: StudyResult, case: str, label: str, state: str, detector: str = "abf"
) -> float:
    """Relative change of the intensity of columns ``label`` from pristine to ``state``."""
    changed = _mean(result, case, label, detector, state)
    return changed / _mean(result, case, label, detector, "pristine") - 1


def image_modulation(
    result: StudyResult, case: str, label: str, other: str, state: str, detector: str = "abf"
) -> float:
    """Difference of columns ``label`` and ``other`` over their mean in one state."""
    means = np.array([_mean(result, case, name, detector, state) for name in (label, other)])
    return float((means[0] - means[1]) / means.mean())
