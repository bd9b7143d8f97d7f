"""``ambipolar measured``: a battery parameter file against measured discharges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def measured_command(
    file: Annotated[Path, typer.Argument(help="Battery parameters (.json) in the format BPX.")],
    curves: Annotated[
        list[Path], typer.Argument(help="CSV files of discharges: time [s], current [A], voltage.")
    ],
    fit: Annotated[
        list[Path] | None,
        typer.Option("--fit", metavar="CSV", help="Fit to this discharge; may be repeated."),
    ] = None,
    staging: Annotated[
        bool, typer.Option("--staging", help="Graphite driven by its chemical potential.")
    ] = False,
    fickian: Annotated[
        bool, typer.Option("--fickian", help="Fit the diffusivity of graphite alone (a control).")
    ] = False,
    heat_transfer: Annotated[
        float | None,
        typer.Option(help="Of the outer surface [W/(m^2 K)]; isothermal if not given."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/measured"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Compare the cell as the file has it, and with phase-separating LiFePO4, with measurements.

    Without --fit the parameters stored for the 18650 cell of the documentation are used.
    """
    from ..analysis.measured_cell.discharges import compare_discharge, read_discharge
    from ..plot.measured_cell import plot_measured
    from ..simulation.importers.bpx import import_bpx
    from .figures import write_figure
    from .textfiles import write_text

    imported = import_bpx(file, heat_transfer=heat_transfer)
    discharges = sorted((read_discharge(c) for c in curves), key=lambda m: m.current)
    model = _model(imported.device, fit or (), staging, fickian)
    cells = {
        "file": imported.device,
        "fitted" if fickian else "mosaic": model.cell(imported.device),
    }
    found = {n: [compare_discharge(c, m) for m in discharges] for n, c in cells.items()}
    rows = [row for n, parts in found.items() for row in _rows(n, parts)]
    _print(rows)
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / "measured.csv", _csv(rows), force)
    write_figure(plot_measured(found, imported.title), out / "measured.png")
    typer.echo(f"wrote measured.csv and measured.png to {out}")


def _model(cell: Any, fit: Any, staging: bool, fickian: bool) -> Any:
    """The stored model, or one that is fitted to the discharges that are named."""
    from dataclasses import replace

    from ..analysis.measured_cell.discharges import read_discharge
    from ..analysis.measured_cell.fit import FITTED, FITTED_GRAPHITE, fit_mosaic
    from ..analysis.measured_cell.graphite import StagingGraphite
    from ..analysis.measured_cell.lfp_18650 import LFP_18650, STARTS

    def changed(model: Any) -> Any:
        if staging:
            graphite = StagingGraphite(diffusivity=1.5e-15, initial_filling=0.825)
            model = replace(model, graphite=graphite)
        return replace(model, mosaic=None) if fickian else model

    if not fit:
        return changed(LFP_18650)
    discharges = [read_discharge(path) for path in fit]
    fitted = FITTED_GRAPHITE if fickian else (*FITTED, *FITTED_GRAPHITE)
    starts = STARTS[:1] if fickian else STARTS
    results = [
        fit_mosaic(
            cell, discharges, changed(start), fitted=fitted,
            observer=lambda text: typer.echo(text, err=True),
        )
        for start in starts
    ]  # fmt: skip
    result = min(results, key=lambda r: r.rms)
    _print(
        [
            {
                "fitted": f.name, "value": f"{f.value:.4g}", "error": f"{f.error:.2g}",
                "bounds": f"{f.low:g} to {f.high:g}{' (at a bound)' if f.at_bound else ''}",
                "mV per 1 %": f"{1e3 * f.sensitivity:.2f}",
            }
            for f in result.found
        ]
    )  # fmt: skip
    typer.echo(f"rms of all that was fitted {1e3 * result.rms:.1f} mV, {result.runs} runs")
    return result.model


def _rows(name: str, parts: Any) -> list[dict[str, str]]:
    return [
        {
            "model": name,
            "discharge": a.measured.name,
            "rms [mV]": f"{1e3 * a.rms:.1f}",
            "rms of 5-95 % [mV]": f"{1e3 * a.rms_middle:.1f}",
            "capacity [%]": f"{100 * a.capacity_error:+.2f}",
        }
        for a in parts
    ]


def _csv(rows: list[dict[str, str]]) -> str:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def _print(rows: list[dict[str, str]]) -> None:
    from rich.table import Table

    from .summary import wide_console

    table = Table()
    for name in rows[0]:
        table.add_column(name)
    for row in rows:
        table.add_row(*row.values())
    wide_console().print(table)
