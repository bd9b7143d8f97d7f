"""Metrics of salt between two electrodes."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def rest_voltage(result: StudyResult, case: str, step: int = 1) -> float:
    """Voltage [V] at the first instant of a step, just after the current was interrupted."""
    return float(_step(result, case, step)[1][0])


def relaxation_time(result: StudyResult, case: str, step: int = 1, after: float = 0.0) -> float:
    """Time constant [s] of the voltage at rest, ``after`` [s] from the start of the step."""
    time, voltage = _step(result, case, step)
    late = time >= time[0] + after
    if np.count_nonzero(late) < 3 or np.any(voltage[late] == 0):
        raise ParameterError("claim.arguments.after", "leaves no voltage to fit.")
    return float(-1 / np.polyfit(time[late], np.log(np.abs(voltage[late])), 1)[0])


def _step(result: StudyResult, case: str, step: int) -> tuple[np.ndarray, np.ndarray]:
    data = dataset_of(result, case)
    inside = data["step"].values == step
    if not np.any(inside):
        raise ParameterError("claim.arguments.step", f"there is no step {step}.")
    return data["time"].values[inside], data["voltage"].values[inside]
