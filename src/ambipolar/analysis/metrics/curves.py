"""Metrics of scalar observables."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult


def _series(result: StudyResult, case: str, observable: str) -> np.ndarray:
    dataset = result.solutions[result.case(case)].dataset
    if observable not in dataset:
        raise ParameterError(
            "claim.arguments.observable", f"there is no observable {observable!r}."
        )
    return dataset[observable].values


def final(result: StudyResult, case: str, observable: str) -> float:
    """Last value of an observable."""
    return float(_series(result, case, observable)[-1])


def value_at(
    result: StudyResult,
    case: str,
    observable: str,
    at: list[float],
    along: str = "time",
    step: int | None = None,
) -> list[float]:
    """An observable at given values of another one, linearly interpolated within one step."""
    x, y = _series(result, case, along), _series(result, case, observable)
    if step is not None:
        chosen = _series(result, case, "step") == step
        x, y = x[chosen], y[chosen]
    order = np.argsort(x, kind="stable")
    return np.interp(at, x[order], y[order]).tolist()


def extreme(
    result: StudyResult,
    case: str,
    observable: str,
    which: str = "maximum",
    above: float = 0.0,
    below: float = 1.0,
) -> float:
    """Maximum or minimum of an observable while the mean filling is between two values."""
    filling, values = _series(result, case, "filling"), _series(result, case, observable)
    inside = values[(filling >= above) & (filling <= below)]
    return float(np.max(inside) if which == "maximum" else np.min(inside))


def filling_of_extreme(
    result: StudyResult,
    case: str,
    observable: str = "voltage",
    which: str = "maximum",
    above: float = 0.0,
    below: float = 1.0,
) -> float:
    """Mean filling, between two values, at which an observable is largest or smallest."""
    filling, values = _series(result, case, "filling"), _series(result, case, observable)
    inside = (filling >= above) & (filling <= below)
    index = np.argmax(values[inside]) if which == "maximum" else np.argmin(values[inside])
    return float(filling[inside][index])
