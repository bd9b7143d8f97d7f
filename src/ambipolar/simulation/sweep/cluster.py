"""Cases on the workers of a Dask cluster: processes of this machine, or wherever they are.

The only place that knows Dask. Its scheduler notices a worker that dies and gives the worker's
cases to the others; a case that takes four workers with it is an error.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

from ...core.errors import SolverError, SpecError
from .plan import Plan
from .solve import solve_case
from .store import CaseResult

log = logging.getLogger("ambipolar")

#: seconds until a scheduler that does not answer is given up
PATIENCE = 10.0
#: cases in hand for each thread of the cluster: no worker waits, and few results wait in memory
IN_HAND = 3


def on_cluster(
    plan: Plan, cases: list[int], workers: int | None = None, scheduler: str = ""
) -> Iterator[tuple[int, CaseResult]]:
    """Run cases on a cluster and yield each as soon as it is finished.

    Parameters
    ----------
    plan, cases : what to run.
    workers : processes to start on this machine; as many as there are cores when None.
    scheduler : address of a running Dask scheduler, which is used instead.

    Raises
    ------
    SpecError
        when Dask is not installed, the scheduler does not answer or workers do not start.
    SolverError
        when the cluster goes away before all cases are finished.
    """
    with _client(min(workers or len(cases), len(cases)), workers, scheduler) as client:
        try:
            yield from _finished(client, plan, iter(cases))
        except (OSError, CancelledError) as error:
            log.debug("lost the cluster: %s", error)
            advice = "What was finished is stored; the same sweep goes on."
            raise SolverError("the cluster went away.", advice=advice) from None


def _finished(client: Any, plan: Plan, cases: Iterator[int]) -> Iterator[tuple[int, CaseResult]]:
    from distributed import as_completed

    token = uuid.uuid4().hex[:8]
    running: dict[str, int] = {}
    finished = as_completed(loop=client.loop)

    def refill() -> None:
        most = IN_HAND * max(sum(client.nthreads().values()), 4)  # workers come and go
        while len(running) < most and (case := next(cases, None)) is not None:
            key = f"ambipolar-{token}-{case}"
            # plain data, so that nothing compiled is ever sent
            arguments = (plan.content, plan.folder, plan.settings(case))
            running[key] = case
            finished.add(client.submit(solve_case, *arguments, key=key, pure=False))

    refill()
    for future in finished:
        yield running.pop(str(future.key)), _result(future)
        future.release()
        refill()


def _result(future: Any) -> CaseResult:
    if future.status == "error":
        error = future.exception()
        return CaseResult("error", f"{type(error).__name__}: {error}")
    if future.status == "finished":
        return future.result()
    raise CancelledError(f"a case is {future.status}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the tracebacks that Dask logs about a lost scheduler; the error says it in words."""
    theirs = logging.getLogger("distributed.client")
    before = theirs.level
    theirs.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        theirs.setLevel(before)


@contextmanager
def _client(at_most: int, workers: int | None, scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise SpecError(
            "sweep", "Dask is not installed.",
            "Install ambipolar[sweep], or use 0 workers: one case after the other, right here.",
        ) from None  # fmt: skip
    if not scheduler:
        with (
            _local_cluster(at_most, workers) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        advice = "Give the address that dask scheduler printed, e.g. tcp://host:8786."
        raise SpecError("scheduler", f"{scheduler!r} does not answer: {reason}.", advice) from None
    with _quiet(), client:
        if not client.nthreads():
            log.warning("the scheduler %s has no workers yet; waiting for them", scheduler)
        yield client


def _local_cluster(at_most: int, workers: int | None) -> Any:
    from dask.system import CPU_COUNT
    from distributed import LocalCluster

    count = min(workers or CPU_COUNT, at_most)
    options: Any = {"processes": True, "threads_per_worker": 1, "dashboard_address": None}
    try:
        return LocalCluster(n_workers=count, silence_logs=logging.CRITICAL, **options)
    except (RuntimeError, OSError) as error:
        raise SpecError(
            "workers", f"{count} processes could not be started: {str(error).rstrip('.')}.",
            "In a Python script, call sweep below: if __name__ == '__main__':",
        ) from None  # fmt: skip
