"""``ambipolar fit``: from measured data to a host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

fit = typer.Typer(no_args_is_help=True, help="Fit a host to measured data.")


@fit.callback()
def _group() -> None:
    """Fit a host to measured data."""


@fit.command("ocv")
def fit_ocv_command(
    data: Annotated[Path | None, typer.Argument(help="CSV: filling or capacity, V.")] = None,
    charge: Annotated[Path | None, typer.Option(help="Charge branch, with --discharge.")] = None,
    discharge: Annotated[Path | None, typer.Option(help="Discharge branch.")] = None,
    capacity: Annotated[
        str | None, typer.Option(help="Theoretical capacity of the axis, as 169.9mAh/g.")
    ] = None,
    guest: Annotated[str, typer.Option(help="Guest ion.")] = "Li",
    temperature: Annotated[str, typer.Option(help="Temperature.")] = "298.15 K",
    order: Annotated[
        int | None, typer.Option(help="Number of coefficients [default: chosen].")
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Material for all that a voltage curve does not tell.")
    ] = None,
    site_density: Annotated[
        str, typer.Option(help="Site density without --base.")
    ] = "22900 mol/m^3",
    out: Annotated[Path, typer.Option("--out", "-o", help="Host to write.")] = Path("host.yaml"),
    figure: Annotated[Path | None, typer.Option(help="Picture [default: beside the host].")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Turn a measured open-circuit curve into a thermodynamically consistent host."""
    from ..analysis.open_circuit.fit import fit_open_circuit
    from ..analysis.open_circuit.read_curve import read_curve
    from ..core.units import to_si
    from ..materials.registry import MATERIALS
    from ..plot.open_circuit import plot_fit
    from ..simulation.specification.describe import describe
    from ..simulation.specification.yaml_text import write_yaml
    from .figures import write_figure
    from .textfiles import write_text

    scale = None if capacity is None else _capacity(capacity)
    curves = {
        name: None if path is None else read_curve(path, scale)
        for name, path in (("curve", data), ("charge", charge), ("discharge", discharge))
    }
    result = fit_open_circuit(
        **curves, temperature=to_si(temperature, "K", "--temperature"), order=order
    )
    donor = None if base is None else MATERIALS[base]
    density = None if donor is not None else to_si(site_density, "mol/m^3", "--site-density")
    ion = guest if guest.endswith(("+", "-")) else f"{guest}+"
    material = result.material(out.stem, site_density=density, base=donor, guest=ion)
    write_text(out, write_yaml(describe(material, "material")), force)
    picture = figure or out.with_suffix(".png")
    write_figure(plot_fit(result), picture)
    _print_report(result, donor is None)
    typer.echo(f"wrote {out} (use it as 'material: {{file: {out.name}}}') and {picture}")


def _capacity(text: str) -> float:
    """The number of "169.9mAh/g": the file's unit stays the file's unit."""
    from ..core.errors import SpecError

    found = re.fullmatch(r"\s*([0-9.]+(?:[eE][+-]?\d+)?)\s*([A-Za-z/*^0-9 ]*)", text)
    if not found or float(found[1]) <= 0:
        raise SpecError("--capacity", f"cannot read {text!r}.", "Write for example 169.9mAh/g.")
    return float(found[1])


def _print_report(result: Any, assumed: bool) -> None:
    from rich.table import Table

    from .summary import wide_console

    table = Table(show_header=False)
    for name, value in _report_rows(result):
        table.add_row(name, value)
    if assumed:
        table.add_row(
            "kinetics, diffusivity, gradient energy", "assumed; give --base to use others"
        )
    wide_console().print(table)


def _report_rows(result: Any) -> list[tuple[str, str]]:
    target = result.target
    parts = f"{_mv(result.rms_single_phase)}, {_mv(result.rms_plateaus)}"
    share = f"{100 * result.steep_share:.1f} % of the filling range"
    tried = ", ".join(f"{t.order}: {1e3 * t.rms:.2f}" for t in result.trials)
    return [
        ("data", f"{', '.join(target.sources)}; {target.note}"),
        ("free energy", f"{result.family} with {result.order} terms: {result.reason}"),
        ("rms without the steep ends", _mv(result.rms)),
        ("rms of single phases, of plateaus", parts),
        ("steep ends", f"{share}, rms {_mv(result.rms_steep)}"),
        ("standard potential", f"{result.standard_potential:.5f} V ± {_mv(result.errors[0])}"),
        *_phase_rows(result),
        *_coefficient_rows(result),
        ("tried, terms: rms [mV]", tried),
    ]


def _mv(value: float) -> str:
    return "–" if value != value else f"{1e3 * value:.2f} mV"


def _phase_rows(result: Any) -> list[tuple[str, str]]:
    rows = []
    for gap in result.phases:
        level = gap.plateau_potential(result.standard_potential)
        turns = ", ".join(f"{x:.4f}" for x in gap.spinodals)
        ends = f"binodals {gap.lower:.4f} and {gap.upper:.4f}"
        rows.append(("plateau", f"{level:.5f} V, {ends}, spinodals {turns}"))
    if not rows:
        rows.append(("phases", "a solid solution: no gap is needed to describe the data"))
    measured = result.target.hysteresis
    if measured is not None:
        text = f"{_mv(measured)}, {_mv(result.barrier)}"
        rows.append(("hysteresis, measured and model", text))
    elif result.phases:
        text = "spinodal to spinodal; one curve does not fix it (smoothest taken)"
        rows.append(("barrier", f"{_mv(result.barrier)} {text}"))
    return rows


def _coefficient_rows(result: Any) -> list[tuple[str, str]]:
    if result.family != "Redlich-Kister":
        return []
    pairs = zip(result.free_energy.coefficients, result.errors[1:])
    return [("coefficients [J/mol]", ", ".join(f"{c:.5g} ± {e:.2g}" for c, e in pairs))]
