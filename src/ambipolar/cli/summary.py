"""What the terminal says at the end of a run, and tables of claims."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .progress import duration_text


def print_summary(result: Any, verdicts: Iterable[Any], folder: Path, files: list[str]) -> None:
    """How every case ended, the verdicts, and where the files are."""
    from rich.table import Table

    console = wide_console()
    labels = {c.name: c.label or c.name for c in result.spec.cases}
    table = Table(title=result.spec.title or None, title_justify="left")
    calculated = result.spec.calculation is not None
    columns = ("simulated", "voltage [V]", "filling", "guest drift", "solved in")
    for name in ("case", "ended", *(("computed in",) if calculated else columns)):
        table.add_column(name)
    for name, solution in result.solutions.items():
        row = _calculated_row(solution) if calculated else _row(solution)
        table.add_row(labels.get(name, name), *row)
    console.print(table)
    verdicts = tuple(verdicts)
    if verdicts:
        passed = sum(v.verdict == "pass" for v in verdicts)
        console.print(f"{passed} of {len(verdicts)} claims hold (ambipolar validate shows them).")
    for note in dict.fromkeys(n for s in result.solutions.values() for n in s.notes):
        console.print(note)
    console.print(f"{len(files)} files in {folder}; open {folder / 'report.html'}", soft_wrap=True)


def _calculated_row(solution: Any) -> list[str]:
    return [solution.status.outcome.value, duration_text(solution.stats["solve_seconds"])]


def _row(solution: Any) -> list[str]:
    data = solution.dataset
    drift = max(solution.conservation.values(), default=0.0)
    solved = f"{solution.stats.get('solve_seconds', 0.0):.3f} s"
    if data.sizes["time"] == 0:
        return [solution.status.outcome.value, "-", "-", "-", "-", solved]
    voltage, filling = data["voltage"].values, data["filling"].values
    return [
        solution.status.outcome.value,
        duration_text(float(data["time"][-1])),
        f"{voltage[0]:.3f} to {voltage[-1]:.3f}",
        f"{filling[0]:.3f} to {filling[-1]:.3f}",
        f"{drift:.0e}",
        solved,
    ]


def print_verdicts(verdicts: Iterable[Any]) -> None:
    """Claims by study: published, computed, verdict; reasons of failures below each table."""
    from itertools import groupby

    from rich.table import Table

    from ..report.html import value_text

    console = wide_console()
    for study, group in groupby(verdicts, key=lambda v: v.study):
        claims = list(group)
        table = Table(title=study, title_justify="left", title_style="bold", expand=True)
        for name, ratio in (("claim", 5), ("published", 3), ("computed", 3), ("tolerance", 2)):
            table.add_column(name, ratio=ratio, overflow="fold")
        table.add_column("verdict", width=7)
        for v in claims:
            colour = "green" if v.verdict == "pass" else "red"
            values = (value_text(v.published, v.unit), value_text(v.computed, v.unit))
            table.add_row(v.claim, *values, v.tolerance, f"[{colour}]{v.verdict}[/]")
        console.print(table)
        for v in claims:
            if v.verdict != "pass":
                reason = v.reason or "no known reason"
                console.print(f"  {v.claim}: {reason}", highlight=False)


def wide_console() -> Any:
    """The terminal, or a width that keeps tables readable in a file."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=120)
