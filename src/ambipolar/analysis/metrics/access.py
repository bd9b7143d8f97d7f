"""What metrics read from: the dataset of a case, or an error that says why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import ParameterError, suggestion
from ...simulation.study import StudyResult

if TYPE_CHECKING:
    import xarray as xr


def dataset_of(result: StudyResult, case: str) -> xr.Dataset:
    """Dataset of a case; the first case when none is named.

    Raises
    ------
    ParameterError
        for a case that does not exist, or a run that stopped at its start.
    """
    name = result.case(case)
    if name not in result.solutions:
        advice = suggestion(name, result.solutions)
        raise ParameterError("claim.case", f"there is no case {name!r}.", advice)
    solution = result.solutions[name]
    if solution.dataset.sizes.get("time", 2) < 2:  # a calculation has no time
        raise ParameterError("claim.case", f"the run stopped at its start: {solution.status}")
    return solution.dataset
