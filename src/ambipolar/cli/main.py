"""The command ``ambipolar``: parse, call, print. Heavy imports stand inside the commands."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import __version__
from . import (
    explore,
    exports,
    fits,
    imports,
    material,
    measured,
    runs,
    sensitivities,
    sweeps,
    validation,
)
from .errors import Commands

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Electrochemical ion insertion, from atoms to devices.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ambipolar {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Electrochemical ion insertion, from atoms to devices."""


app.command("run")(runs.run_command)
app.command("sweep")(sweeps.sweep_command)
app.command("sensitivities")(sensitivities.sensitivities_command)
app.command("validate")(validation.validate_command)
app.command("measured")(measured.measured_command)
app.command("compare")(validation.compare_command)
app.command("list")(explore.list_command)
app.command("citations")(explore.citations_command)
app.add_typer(explore.show, name="show")
app.add_typer(imports.imports, name="import")
app.add_typer(exports.exports, name="export")
app.add_typer(fits.fit, name="fit")
app.add_typer(material.material, name="material")
