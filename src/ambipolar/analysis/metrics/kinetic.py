"""Metrics of kinetic Monte Carlo: diffusivities, single files, extraction under a bias."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def transport_ratio(
    result: StudyResult, case: str, over: str = "lone_diffusivity",
    of: str = "chemical_diffusivity",
) -> float:  # fmt: skip
    """One number of a transport calculation over another one."""
    data = dataset_of(result, case)
    return float(data[of] / data[over])


def single_file_ratio(result: StudyResult, case: str, record: int, spacing: float = 3e-10) -> float:
    r"""Mean squared displacement in one dimension over the law of single files.

    .. math:: \langle x^2 \rangle = \frac{1-x}{x}\, a \sqrt{\frac{4 D_0 t}{\pi}}

    for sites at the distance a [m] and a filling x [arratia1983]; ``record`` counts the times.
    """
    data = dataset_of(result, case)
    x, time = float(data["filling"]), data["lag_time"].values
    law = (1 - x) / x * spacing * np.sqrt(4 * float(data["lone_diffusivity"]) * time / np.pi)
    return float(data["tracer_msd"].values[record] / law[record])


def onset_voltage(result: StudyResult, case: str, ion: str, amount: float) -> float:
    """First bias [V] at which ``amount`` of an ion has left a formula unit.

    Raises
    ------
    ParameterError
        when it never does.
    """
    data = dataset_of(result, case)
    removed = data[f"{ion}_removed"].isel(record=-1).values
    beyond = np.flatnonzero(removed >= amount)
    if not beyond.size:
        raise ParameterError("claim.arguments.amount", f"{amount:g} {ion} never leaves.")
    return float(data["voltage"].values[beyond[0]])


def removed_at(result: StudyResult, case: str, variable: str, voltage: float) -> float:
    """Value at the end of the step nearest to a bias."""
    data = dataset_of(result, case).isel(record=-1)
    return float(data[variable].sel(voltage=voltage, method="nearest"))
