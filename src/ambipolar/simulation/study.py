"""Run a specification with all its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import SpecError
from .calculate import calculate
from .continuation import Start
from .run import Progress, run
from .solution import Solution
from .specification.spec import RunSpec

if TYPE_CHECKING:
    from ..atomistics.calculation import Work

#: called with the name of the case and its progress
StudyObserver = Callable[[str, "Progress | Work"], None]


@dataclass(frozen=True)
class StudyResult:
    """Devices (or calculations) and solutions of a specification, by case as in the file.

    A specification without cases has one, called after the specification.
    """

    spec: RunSpec
    devices: Mapping[str, Any]
    solutions: Mapping[str, Solution]

    def case(self, name: str = "") -> str:
        """The name of a case; the first when none is given."""
        return name or next(iter(self.solutions))


def case_names(spec: RunSpec) -> tuple[str, ...]:
    """Names of the cases that :func:`run_study` runs."""
    return tuple(c.name for c in spec.cases) or (spec.name or "run",)


def run_study(
    spec: RunSpec,
    observer: StudyObserver | None = None,
    *,
    start: Start = None,
    save_cycles: int = 1,
    checkpoint: str | Path | None = None,
) -> StudyResult:
    """Run every case of a specification, one after the other.

    ``start``, ``save_cycles`` and ``checkpoint`` are those of :func:`.run`.

    Raises
    ------
    SpecError
        when a case cannot be built, or several are to share one start or checkpoint; a case that
        fails numerically is in its status.
    """
    if len(spec.cases) > 1 and (start is not None or checkpoint is not None):
        name = "start" if start is not None else "checkpoint"
        raise SpecError(name, f"serves one case, and there are {len(spec.cases)}.", "Run one case.")
    devices, solutions = {}, {}
    for name in case_names(spec):
        case = spec.case(name) if spec.cases else spec
        watch = None if observer is None else _named(observer, name)
        if case.calculation is not None:
            devices[name] = case.built_calculation()
            solutions[name] = calculate(devices[name], watch)
            continue
        experiment = case.experiment()
        devices[name] = experiment.device
        solutions[name] = run(
            experiment.device, experiment.protocol, experiment.settings, observer=watch,
            start=start, save_cycles=save_cycles, checkpoint=checkpoint,
        )  # fmt: skip
    return StudyResult(spec, devices, solutions)


def _named(observer: StudyObserver, name: str) -> Callable[[Any], None]:
    return lambda progress: observer(name, progress)
