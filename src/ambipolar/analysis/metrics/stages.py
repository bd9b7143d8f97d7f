"""Metrics of the stages of graphite in an electrode."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.stages import STAGES, Stages, stages_of
from ...simulation.study import StudyResult
from .access import dataset_of


def stage_order(result: StudyResult, case: str, filling: float, step: int = 0) -> float:
    """Smallest distance between the mean depths of two neighbouring stages, over the thickness.

    Positive where stage 1 is nearest to the separator, stage 2 behind it and the dilute host
    behind both, at a mean filling during one step.
    """
    stages, row = _at(result, case, step, filling)
    shares = stages.shares[row]
    depth = stages.depths / (stages.depths.max() + stages.depths.min())
    present = shares.sum(axis=0) > 0
    means = [float(depth @ shares[:, s] / shares[:, s].sum()) for s in np.flatnonzero(present)]
    if len(means) < 2:
        return 0.0
    return float(np.min(-np.diff(means)))


def stage_spread(result: StudyResult, case: str, step: int = 0, stage: str = "stage 1") -> float:
    """Largest less smallest share of a stage among the depths, at the end of a step."""
    stages, row = _at(result, case, step, None)
    share = stages.shares[row][:, _index(stage)]
    return float(share.max() - share.min())


def stage_share(
    result: StudyResult,
    case: str,
    filling: float | None = None,
    step: int = 0,
    stage: str = "stage 1",
) -> float:
    """Share of a stage in the whole electrode at a mean filling during a step, or at its end."""
    stages, row = _at(result, case, step, filling)
    return float(stages.shares[row][:, _index(stage)].mean())


def depth_spread(result: StudyResult, case: str, step: int = 0) -> float:
    """Largest less smallest mean filling among the depths, at the end of a step."""
    stages, row = _at(result, case, step, None)
    each = stages.inside[row] @ stages.weights * stages.particles
    means = each.reshape(len(stages.depths), -1).sum(axis=1)
    return float(np.ptp(means))


def _index(stage: str) -> int:
    if stage not in STAGES:
        raise ParameterError("claim.arguments.stage", f"{stage!r} is none of {', '.join(STAGES)}.")
    return STAGES.index(stage)


def _at(result: StudyResult, case: str, step: int, filling: float | None) -> tuple[Stages, int]:
    """The stages, and the row of a step nearest to a mean filling, or its last."""
    data = dataset_of(result, case)
    rows = np.flatnonzero(data["step"].values == step)
    if len(rows) == 0:
        raise ParameterError("claim.arguments.step", f"there is no step {step}.")
    row = int(rows[-1])
    if filling is not None:
        row = int(rows[np.argmin(np.abs(data["filling"].values[rows] - filling))])
    return stages_of(result.devices[result.case(case)], data), row
