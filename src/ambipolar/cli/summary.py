"""What the terminal says at the end of a run, and tables of claims."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .progress import duration_text


def print_summary(result: Any, verdicts: Iterable[Any], folder: Path, files: list[str]) -> None:
    """How every case ended, the verdicts, and where the files are."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    labels = {c.name: c.label or c.name for c in result.spec.cases}
    table = Table(title=result.spec.title or None, title_justify="left")
    columns = ("case", "ended", "simulated", "voltage [V]", "filling", "guest drift", "solved in")
    for name in columns:
        table.add_column(name)
    for name, solution in result.solutions.items():
        table.add_row(labels.get(name, name), *_row(solution))
    console.print(table)
    verdicts = tuple(verdicts)
    if verdicts:
        passed = sum(v.verdict == "pass" for v in verdicts)
        console.print(f"{passed} of {len(verdicts)} claims hold (ambipolar validate shows them).")
    console.print(f"{len(files)} files in {folder}; open {folder / 'report.html'}", soft_wrap=True)


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
    """The table of claims: published, computed, verdict; reasons of failures below."""
    from rich.console import Console
    from rich.table import Table

    from ..report.html import value_text

    console = Console()
    table = Table(show_lines=False)
    for name in ("study", "claim", "published", "computed", "tolerance", "verdict"):
        table.add_column(name, overflow="fold")
    last = ""
    for v in verdicts:
        colour = "green" if v.verdict == "pass" else "red"
        table.add_row(
            v.study if v.study != last else "", v.claim, value_text(v.published, v.unit),
            value_text(v.computed, v.unit), v.tolerance, f"[{colour}]{v.verdict}[/]",
        )  # fmt: skip
        last = v.study
    console.print(table)
    for v in verdicts:
        if v.verdict != "pass":
            console.print(f"{v.study}: {v.claim}: {v.reason or 'no known reason'}", highlight=False)
