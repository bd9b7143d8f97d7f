"""``ambipolar validate`` and ``ambipolar compare``: computed against published and measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def validate_command(
    names: Annotated[list[str] | None, typer.Argument(help="Studies [default: all].")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the verdicts to this file as well.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Run long studies in full, not in their quick form.")
    ] = False,
) -> None:
    """Run studies and print every claim: published, computed, verdict.

    Ends with status 1 when a claim fails for which no reason is known.
    """
    from ..analysis.validation import validate
    from .summary import print_verdicts

    def tell(name: str) -> None:
        typer.echo(f"running {name}", err=True)

    verdicts = validate(names or (), tell, full=full)
    if json_file is not None:
        _write_json(json_file, [v.as_row() for v in verdicts])
    print_verdicts(verdicts)
    passed = sum(v.verdict == "pass" for v in verdicts)
    unknown = [v for v in verdicts if v.verdict != "pass" and not v.reason]
    skipped = sum(v.verdict == "not run" for v in verdicts)
    more = f" {skipped} were not run: an optional extra is not installed." if skipped else ""
    typer.echo(f"{passed} of {len(verdicts)} claims pass.{more}")
    if unknown:
        raise typer.Exit(1)


def _write_json(path: Path, rows: list[dict]) -> None:
    import json
    import os

    from ..core.errors import SpecError

    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(json.dumps({"claims": rows}, indent=1) + "\n", encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise SpecError(str(path), f"cannot be written: {error.strerror}.") from None


def compare_command(
    solution: Annotated[Path, typer.Argument(help="solution.nc of a run.")],
    reference: Annotated[Path, typer.Argument(help="CSV with time_s and voltage_V.")],
    median: Annotated[str | None, typer.Option(help="Largest median difference, as 0.2mV.")] = None,
    maximum: Annotated[
        str | None, typer.Option("--max", help="Largest difference after the first sample.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--figure", help="Write the picture to this file.")
    ] = None,
) -> None:
    """Compare a run with a reference curve; status 1 when a limit is exceeded."""
    from ..analysis.compare import compare
    from ..core.units import to_si
    from ..plot.comparison import plot_comparison
    from ..simulation.solution import Solution
    from .figures import write_figure

    limits: dict[str, float] = {}
    if median is not None:
        limits["median"] = to_si(median, "V", "--median")
    if maximum is not None:
        limits["maximum"] = to_si(maximum, "V", "--max")
    found = compare(Solution.load(solution), reference)
    _print_rows(found)
    typer.echo(f"median |dV| {found.median * 1e3:.4g} mV, largest {found.maximum * 1e3:.4g} mV")
    picture = picture or solution.with_name("comparison.png")
    figure = plot_comparison(found, median=limits.get("median"), maximum=limits.get("maximum"))
    write_figure(figure, picture)
    typer.echo(f"picture: {picture}")
    if not found.passes(**limits):
        typer.echo("a limit is exceeded", err=True)
        raise typer.Exit(1)


def _print_rows(found: object) -> None:
    from rich.table import Table

    from .summary import wide_console

    rows = list(found.rows())  # type: ignore[attr-defined]
    if not rows:
        return
    table = Table()
    for name in rows[0]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*(f"{v:.7g}" for v in row.values()))
    wide_console().print(table)
