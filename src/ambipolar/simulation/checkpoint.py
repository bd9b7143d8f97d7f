"""The state after the last finished cycle, in a file from which a stopped run starts again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.errors import ParameterError
from .recording import Rows, RunRecord
from .solution import Outcome, Solution, Status

#: least seconds between two writes: a cycle may take milliseconds, a file tens of them
INTERVAL = 10.0


@dataclass
class Checkpoint:
    """Writes the state at the end of cycles, not more often than every ten seconds.

    The file is a solution of one sample with the table of the finished cycles. It counts as
    failed, so that nobody takes it for the whole run.
    """

    path: Path
    make: Callable[[RunRecord], Solution]
    interval: float = INTERVAL
    _finished: Rows | None = None
    _written: float = 0.0

    def __call__(self, record: RunRecord) -> None:
        """A cycle has finished: its last rows are those of the record."""
        self._finished = record.last
        if not self._written:
            self._written = time.monotonic()
        elif time.monotonic() - self._written > self.interval:
            self.write(record)

    def write(self, record: RunRecord) -> None:
        """Write the last finished cycle, if there is one."""
        if self._finished is None:
            return
        solution = self.make(record.snapshot(self._finished))
        message = f"the run was stopped after cycle {self._finished.cycle}."
        advice = f"Go on with start={str(self.path)!r} and the remaining cycles."
        status = Status(Outcome.FAILED, message, advice, solution.status.steps)
        replace(solution, status=status).save(self.path)
        self._written = time.monotonic()


@contextmanager
def leaving(
    path: str | Path | None, record: RunRecord, make: Callable[[RunRecord], Solution]
) -> Iterator[None]:
    """While a run goes on, leave its checkpoint at ``path``; nothing without one.

    Raises
    ------
    ParameterError
        when the folder is missing: a long run should not end with an error.
    """
    if path is None:
        yield
        return
    if not Path(path).absolute().parent.is_dir():
        raise ParameterError("checkpoint", f"the folder of {str(path)!r} is missing.", "Make it.")
    record.finished = kept = Checkpoint(Path(path), make)
    try:
        yield
    except BaseException:
        kept.write(record)
        raise
