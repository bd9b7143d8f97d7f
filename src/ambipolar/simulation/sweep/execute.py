"""Run a sweep: plan it, run what is not stored yet, store each case, gather one dataset."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import ParameterError, SpecError
from ..solution import Solution
from ..specification.spec import RunSpec, load_spec
from .cluster import on_cluster
from .designs import Design, Grid
from .gather import gather
from .plan import Plan, make_plan
from .solve import solve_case
from .store import DATASET, CaseResult, Entry, Store, open_store

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class SweepProgress:
    """Where a sweep stands; given to its observer at the start and after every case."""

    total: int
    finished: int  #: stored, failed ones included
    failed: int
    resumed: int  #: of the finished ones, those that an earlier sweep had stored


SweepObserver = Callable[[SweepProgress], None]


@dataclass(frozen=True)
class SweepResult:
    """A finished sweep: the plan, what became of each case, and where it is stored."""

    plan: Plan
    folder: Path
    entries: Mapping[int, Entry]

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The cases without a whole solution, with their messages."""
        return tuple(e for _, e in sorted(self.entries.items()) if e.failed)

    @property
    def dataset(self) -> xr.Dataset:
        """All cases with the swept dimensions; read from the file where it is looked at."""
        import xarray as xr

        return xr.open_dataset(self.folder / DATASET, engine="h5netcdf")

    def solution(self, case: int) -> Solution:
        """The stored solution of one case.

        Raises
        ------
        ParameterError
            for a case that has none.
        """
        entry = self.entries.get(case)
        if entry is None or not entry.file:
            reason = entry.message if entry else f"cases are 0 to {self.plan.size - 1}"
            raise ParameterError("case", f"case {case!r} has no solution: {reason}")
        return Solution.load(self.folder / entry.file)


def sweep(
    spec: RunSpec | str | Path | Mapping[str, Any],
    vary: Mapping[str, Any] | Iterable[str],
    *,
    out: str | Path,
    design: Design | None = None,
    case: str = "",
    workers: int | None = None,
    scheduler: str = "",
    retry: bool = False,
    observer: SweepObserver | None = None,
) -> SweepResult:
    """Run an experiment with varied values and gather one dataset.

    Each finished case is stored at once in ``out``; the same call after an interruption goes on
    where it stopped. A case that fails is recorded with its error and stops no other.

    Parameters
    ----------
    spec : an experiment: a study's name, a YAML file or text, plain data or a ``RunSpec``.
    vary : ``{path: values}`` with lists or text, or ``"path=values"`` texts; text is
        ``a,b,c``, ``start:stop:n`` or ``start:stop:n:log``.
    out : folder of the results, new or of the same sweep.
    design : ``Grid()`` (every combination, the default), ``Zip()`` or
        ``LatinHypercube(samples, seed)``.
    case : of a study with cases; the first when empty.
    workers : processes on this machine, as many as cores when None; 0 runs one case after the
        other in this process, without Dask. In a script, call this with workers below
        ``if __name__ == "__main__":``, because each worker imports the script.
    scheduler : address of a running Dask scheduler, whose workers are used instead.
    retry : run failed cases again as well.
    observer : called with the :class:`SweepProgress`.

    Raises
    ------
    SpecError
        for a path that does not exist, values that cannot be built, or a folder in use.
    SolverError
        when the cluster goes away; what was finished is stored.
    """
    _check_workers(workers, scheduler)
    plan = make_plan(_spec(spec), vary, design or Grid(), case)
    with open_store(Path(out), plan) as store:
        cases = store.pending(retry)
        resumed = plan.size - len(cases)
        tell = _teller(store, resumed, cases, observer)
        tell()
        for index, result in _results(plan, cases, workers, scheduler):
            store.put(index, result)
            tell(index)
        if cases or not (store.folder / DATASET).exists():
            gather(store)
        return SweepResult(plan, store.folder, dict(store.entries))


def _spec(spec: Any) -> RunSpec:
    from ..studies import STUDIES

    if isinstance(spec, RunSpec):
        return spec
    return STUDIES[spec] if isinstance(spec, str) and spec in STUDIES else load_spec(spec)


def _check_workers(workers: int | None, scheduler: str) -> None:
    whole = isinstance(workers, int) and not isinstance(workers, bool)
    if workers is not None and (not whole or workers < 0):
        raise SpecError("workers", f"expected a whole number from 0, got {workers!r}.")
    if scheduler and workers is not None:
        raise SpecError("workers", "belong to the scheduler.", "Give one of the two.")
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        advice = "Call it below: if __name__ == '__main__':"
        raise SpecError("sweep", "was called while a worker imports this script.", advice)


def _results(
    plan: Plan, cases: list[int], workers: int | None, scheduler: str
) -> Iterator[tuple[int, CaseResult]]:
    if workers == 0:
        for case in cases:
            yield case, solve_case(plan.content, plan.folder, plan.settings(case))
    elif cases:
        yield from on_cluster(plan, cases, workers, scheduler)


def _teller(
    store: Store, resumed: int, cases: list[int], observer: SweepObserver | None
) -> Callable[..., None]:
    """Counts without walking all entries each time."""
    again = set(cases)
    failed = sum(e.failed for c, e in store.entries.items() if c not in again)
    count = {"finished": resumed, "failed": failed}

    def tell(case: int | None = None) -> None:
        if case is not None:
            count["finished"] += 1
            count["failed"] += store.entries[case].failed
        if observer is not None:
            observer(SweepProgress(store.plan.size, count["finished"], count["failed"], resumed))

    return tell
