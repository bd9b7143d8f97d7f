"""A progress bar with simulated time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..simulation.specification.spec import RunSpec

#: seconds between two updates: the solver takes thousands of steps a second
INTERVAL = 0.05


@contextmanager
def study_progress(spec: RunSpec, quiet: bool = False) -> Iterator[Any]:
    """An observer for ``run_study`` that draws one bar for each case; None when quiet."""
    from ..simulation.study import case_names

    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[simulated]}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        names = case_names(spec)
        labels = {c.name: c.label or c.name for c in spec.cases}
        tasks = {n: bar.add_task(labels.get(n, n), total=1.0, simulated="") for n in names}
        yield _Painter(bar, tasks)
        for task in tasks.values():
            bar.update(task, completed=1.0)


class _Painter:
    """Passes on the progress of a run, not more often than the eye can follow."""

    def __init__(self, bar: Any, tasks: dict[str, Any]) -> None:
        self._bar, self._tasks, self._last = bar, tasks, 0.0

    def __call__(self, case: str, progress: Any) -> None:
        now = time.monotonic()
        if now - self._last < INTERVAL:
            return
        self._last = now
        for task in self._tasks.values():
            if task == self._tasks[case]:
                break
            self._bar.update(task, completed=1.0)
        self._bar.update(
            self._tasks[case], completed=progress.share, simulated=_progress_text(progress)
        )


def _progress_text(progress: Any) -> str:
    """Simulated time of a run, or what a calculation is doing."""
    if hasattr(progress, "text"):
        return progress.text
    return f"{duration_text(progress.time)} of at most {duration_text(progress.end)} simulated"


def duration_text(seconds: float) -> str:
    """A time span in the unit that suits it."""
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.3g} s"
