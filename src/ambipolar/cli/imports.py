"""``ambipolar import``: files of other programs to specifications."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

imports = typer.Typer(
    no_args_is_help=True, help="Turn files of other programs into specifications."
)


@imports.callback()
def _group() -> None:
    """Turn files of other programs into specifications."""


@imports.command("mpet")
def import_mpet_command(
    config: Annotated[Path, typer.Argument(help="params_system.cfg; the others stand beside it.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Specification to write (.yaml).")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Read an MPET configuration and write the same experiment as a specification."""
    from ..simulation.importers.mpet import import_mpet

    _write(import_mpet(config), out, force)


@imports.command("bpx")
def import_bpx_command(
    file: Annotated[Path, typer.Argument(help="Battery parameters (.json) in the format BPX.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Specification to write (.yaml).")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Read a BPX file and write its cell with a discharge as a specification."""
    from ..simulation.importers.bpx import import_bpx

    _write(import_bpx(file), out, force)


def _write(imported: Any, out: Path, force: bool) -> None:
    """The specification of an imported run, and what its reader should know."""
    from ..simulation.specification.spec import dump_spec
    from .textfiles import write_text

    write_text(out, dump_spec(imported.spec()), force)
    for note in imported.notes:
        typer.echo(note)
    typer.echo(f"wrote {out}; run it with: ambipolar run {out}")
