"""Run a calculation of atoms or lattices; its result is a solution like any other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..core.errors import ParameterError
from .solution import Outcome, Solution, Status
from .specification.describe import describe

if TYPE_CHECKING:
    from ..atomistics.calculation import Calculation, Work


def calculate(calculation: Calculation, observer: Callable[[Work], None] | None = None) -> Solution:
    """Compute, and gather dataset, wall time, notes and citations.

    Raises
    ------
    MissingExtraError
        when a library of an optional extra is not installed.
    ParameterError
        for input that cannot be computed.
    """
    started, cpu = time.perf_counter(), time.process_time()
    dataset = calculation.compute(*([] if observer is None else [observer]))
    _check(dataset, calculation)
    return Solution(
        dataset=dataset,
        status=Status(Outcome.COMPLETED),
        stats={
            "solve_seconds": time.perf_counter() - started,
            "processor_seconds": time.process_time() - cpu,
        },
        spec={"calculation": describe(calculation, "calculation")},
        citations=tuple(dict.fromkeys(calculation.references())),
        notes=tuple(dataset.attrs.pop("notes", ())),
    )


def _check(dataset: Any, calculation: Calculation) -> None:
    """Every variable says its unit: what a reader of the file cannot guess."""
    bare = [str(name) for name, v in dataset.data_vars.items() if "units" not in v.attrs]
    if bare:
        raise ParameterError(type(calculation).__name__, f"gives no units for {', '.join(bare)}.")
