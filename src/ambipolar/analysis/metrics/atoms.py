"""Energies of defects, barriers and voltages of atomistic calculations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError, suggestion
from ...simulation.study import StudyResult
from .access import dataset_of

if TYPE_CHECKING:
    import xarray as xr

#: how the energies of several sites become one number
STATISTICS = {"lowest": np.min, "median": np.median, "highest": np.max}


def scalar(result: StudyResult, case: str, *, variable: str) -> float:
    """A number of the dataset of a calculation.

    Raises
    ------
    ParameterError
        for a variable that the calculation does not have, or one with several values.
    """
    data = dataset_of(result, case)
    if variable not in data:
        advice = suggestion(variable, map(str, data.data_vars))
        raise ParameterError("variable", f"there is no {variable!r}.", advice)
    if data[variable].size != 1:
        raise ParameterError("variable", f"{variable!r} has {data[variable].size} values.")
    return float(data[variable].values.reshape(-1)[0])


def barrier(result: StudyResult, case: str, *, direction: str = "stable") -> float:
    """Barrier of a converged path [eV]: ``forward``, ``reverse`` or from the more ``stable`` end.

    Raises
    ------
    ParameterError
        for a path that did not converge: its highest energy is no result.
    """
    data = dataset_of(result, case)
    if not bool(data["converged"]):
        force, limit = float(data["largest_force"]), float(data["barrier"])
        raise ParameterError(
            "barrier", f"no path converged (largest force {force:.2f} eV/Å, highest image "
            f"{limit:.2f} eV above the start).",
        )  # fmt: skip
    both = {"forward": float(data["barrier"]), "reverse": float(data["reverse_barrier"])}
    return both[direction] if direction in both else max(both.values())


def vacancy_energy(
    result: StudyResult,
    case: str,
    *,
    site_class: str,
    statistic: str = "median",
    oxygen: str = "",
) -> float:
    """Formation energy of the relaxed vacancies of one class [eV].

    ``oxygen`` names the reference state; the first when it is not given.
    """
    data = dataset_of(result, case)
    chosen = _of_oxygen(data["formation_energy"], oxygen).values[
        data["site_class"].values == site_class
    ]
    chosen = chosen[np.isfinite(chosen)]
    if not len(chosen):
        raise ParameterError("site_class", f"no vacancy of {site_class!r} was relaxed.")
    return float(STATISTICS[statistic](chosen))


def vacancy_difference(
    result: StudyResult,
    case: str,
    *,
    site_class: str,
    other: str,
    statistic: str = "median",
    oxygen: str = "",
) -> float:
    """How much more a vacancy of one class costs than one of another [eV]."""
    options = {"statistic": statistic, "oxygen": oxygen}
    return vacancy_energy(result, case, site_class=site_class, **options) - vacancy_energy(
        result, case, site_class=other, **options
    )


def threshold_voltage(
    result: StudyResult, case: str, *, defect: str, oxygen: str = "", counter: bool = False
) -> float:
    """Voltage where a group of vacancies forms by itself [V].

    Against the guest metal, or against the counter electrode of the experiment (``counter``).
    """
    data = dataset_of(result, case)
    value = float(_of_oxygen(data["threshold"].sel(defect=defect), oxygen))
    if not np.isfinite(value):
        raise ParameterError("defect", f"the energy of {defect} does not depend on the voltage.")
    return value - float(data["counter_potential"]) if counter else value


def _of_oxygen(values: xr.DataArray, oxygen: str) -> xr.DataArray:
    """The values for one reference state of oxygen; the first when none is named."""
    return values.sel(oxygen=oxygen) if oxygen else values.isel(oxygen=0)
