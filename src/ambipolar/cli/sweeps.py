"""``ambipolar sweep``: an experiment with varied values to one dataset."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

#: failed cases that are listed at the end; the index has them all
MOST_LISTED = 5


def sweep_command(
    target: Annotated[
        str, typer.Argument(help="A study, a specification (.yaml) or an MPET file (.cfg).")
    ],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="PATH=VALUES",
            help="What to vary: a,b,c or start:stop:n or start:stop:n:log; may be repeated.",
        ),
    ] = None,
    grid: Annotated[bool, typer.Option("--grid", help="Every combination (default).")] = False,
    zipped: Annotated[bool, typer.Option("--zip", help="First with first, and so on.")] = False,
    lhs: Annotated[
        int | None, typer.Option("--lhs", metavar="N", help="N cases of a Latin hypercube.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the Latin hypercube.")] = 0,
    case: Annotated[str, typer.Option(help="Case of the study [default: the first].")] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes [default: one per core]; 0: in this one, without Dask."),
    ] = None,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of a running Dask scheduler: tcp://host:8786.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results [default: results/NAME-sweep].")
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Run failed cases again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar, no summary.")] = False,
) -> None:
    """Run an experiment with varied values; the same command goes on after an interruption."""
    from ..simulation.sweep.execute import sweep
    from .errors import INTERRUPTED, complain
    from .targets import read_target

    design = _design(grid, zipped, lhs, seed)
    spec = read_target(target, tuple(changes or ()))
    folder = out or Path("results") / f"{spec.name or 'run'}-sweep"
    try:
        with _progress(quiet) as observer:
            result = sweep(
                spec, vary or (), out=folder, design=design, case=case, workers=workers,
                scheduler=scheduler, retry=retry, observer=observer,
            )  # fmt: skip
    except KeyboardInterrupt:
        complain(f"interrupted; finished cases are in {folder}, the same command goes on.")
        raise typer.Exit(INTERRUPTED) from None
    _tell(result, folder, quiet)
    if result.failed:
        raise typer.Exit(1)


def _tell(result: Any, folder: Path, quiet: bool) -> None:
    from .errors import complain

    if not quiet:
        typer.echo(f"{result.plan.size} cases, {len(result.failed)} failed: {folder}/dataset.nc")
    for entry in result.failed[:MOST_LISTED]:
        complain(f"case {entry.case} ({entry.values}) failed: {entry.message}")
    if len(result.failed) > MOST_LISTED:
        complain(f"... and {len(result.failed) - MOST_LISTED} more, see {folder}/index.jsonl")


def _design(grid: bool, zipped: bool, lhs: int | None, seed: int) -> Any:
    from ..core.errors import SpecError
    from ..simulation.sweep.designs import Grid, LatinHypercube, Zip

    if grid + zipped + (lhs is not None) > 1:
        raise SpecError("sweep", "has more than one of --grid, --zip and --lhs.", "Keep one.")
    if lhs is not None:
        return LatinHypercube(lhs, seed)
    return Zip() if zipped else Grid()


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """An observer that draws one bar with the time left; None when quiet."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    # cases take minutes: their speed is averaged over the last hour
    bar = Progress(
        *columns, console=console, transient=not console.is_terminal, speed_estimate_period=3600.0
    )
    with bar:
        task: Any = None

        def observe(progress: Any) -> None:
            nonlocal task
            if task is None:
                task = bar.add_task("sweep", total=progress.total, completed=progress.finished)
            failed = f", {progress.failed} failed" if progress.failed else ""
            bar.update(task, completed=progress.finished, description=f"sweep{failed}")

        yield observe
