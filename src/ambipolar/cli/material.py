"""``ambipolar material``: from a structure to a host that ``run`` takes."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

material = typer.Typer(no_args_is_help=True, help="Make a host from its crystal.")


@material.callback()
def _group() -> None:
    """Make a host from its crystal."""


@material.command("from-structure")
def from_structure_command(
    structure: Annotated[str, typer.Argument(help="CIF, POSCAR, ... or a shipped prototype.")],
    guest: Annotated[str, typer.Option(help="Element that is inserted.")] = "Li",
    out: Annotated[Path, typer.Option("--out", "-o", help="Host to write.")] = Path("host.yaml"),
    engine: Annotated[str, typer.Option(help="What computes energies.")] = "sevennet",
    checkpoint: Annotated[str | None, typer.Option(help="Weights of the engine.")] = None,
    calculator: Annotated[
        str | None, typer.Option(help="Instead: a calculator of ASE, as emt.")
    ] = None,
    second_engine: Annotated[
        str | None, typer.Option(help="Another engine, for the error of the voltage.")
    ] = None,
    atoms: Annotated[int, typer.Option(min=2, help="Atoms of the filled cell, at most.")] = 48,
    configurations: Annotated[int, typer.Option(min=2, help="Arrangements to relax.")] = 24,
    images: Annotated[int, typer.Option(min=1, help="Images of the path of a hop.")] = 5,
    sites: Annotated[
        list[str] | None, typer.Option(help="Label of the guest's sites; may be repeated.")
    ] = None,
    temperature: Annotated[
        str | None, typer.Option(help="Of the Monte Carlo [default: 298.15 K].")
    ] = None,
    no_barrier: Annotated[bool, typer.Option("--no-barrier", help="Assume diffusivity.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="A first look in a small cell.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the random arrangements.")] = 0,
    figure: Annotated[Path | None, typer.Option(help="Picture [default: beside the host].")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar, no summary.")] = False,
) -> None:
    """Voltage, diffusivity and site density of a crystal, as a host for 'ambipolar run'."""
    from ..atomistics.engines.calculator import AseCalculator
    from ..atomistics.upscale.settings import FromStructure, quickened
    from ..core.constants import ROOM_TEMPERATURE
    from ..core.units import to_si
    from ..simulation.specification.build import build

    started = time.perf_counter(), time.process_time()
    chosen = {"type": engine} | ({"checkpoint": checkpoint} if checkpoint else {})
    first = AseCalculator(calculator) if calculator else build(chosen, "engine", "--engine")
    engines = [first]
    engines += [build(second_engine, "engine", "--second-engine")] if second_engine else []
    kelvin = to_si(temperature, "K", "--temperature") if temperature else ROOM_TEMPERATURE
    settings = FromStructure(
        most_atoms=atoms, configurations=configurations, images=images, barrier=not no_barrier,
        sites=tuple(sites or ()), temperature=kelvin, seed=seed,
    )  # fmt: skip
    settings = quickened(settings) if quick else settings
    answer, recalled = _answer(structure, guest, engines, settings, out, force, quiet)
    picture = figure or out.with_suffix(".png")
    _write(answer, out, picture, force)
    if not quiet:
        _summary(answer, recalled, time.perf_counter() - started[0], started[1])
        typer.echo(f"wrote {out} (use it as 'material: {{file: {out.name}}}') and {picture}")


def _answer(
    structure: str, guest: str, engines: list[Any], settings: Any,
    out: Path, force: bool, quiet: bool,
) -> tuple[dict[str, Any], bool]:  # fmt: skip
    """The finished material from the store, or a new one; and which of the two."""
    from ..atomistics.store import Store, content_key, default_folder
    from ..atomistics.upscale.settings import question_of
    from ..core.errors import SpecError

    store = Store(default_folder())
    second = engines[1] if len(engines) > 1 else None
    content = _content(structure)
    question = question_of(
        content, guest, engines[0].identity(), settings, second.identity() if second else None
    )
    if content and (found := store.get(content_key(question))):
        return found, True
    if out.exists() and not force:  # before hours of work, not after
        raise SpecError(str(out), "exists already.", "Use --force to overwrite it.")

    def compute() -> dict[str, Any]:
        from ..atomistics.structures.read import read_structure
        from ..atomistics.upscale.material import material_from_structure

        atoms = read_structure(structure, structure)
        with _bar(quiet) as watch:
            return material_from_structure(
                atoms, guest, engines[0], store, settings, second=second, watch=watch
            )

    return store.recall(question, compute), False


def _content(structure: str) -> str:
    """Hash of the file of a structure, given or shipped; empty where there is none."""
    from importlib.resources import files

    shipped = files("ambipolar.atomistics.structures") / "data" / f"{Path(structure).name}.yaml"
    path = Path(structure)
    source = path if path.is_file() else shipped
    if not source.is_file():
        return ""
    kind = path.suffix if path.is_file() else "prototype"
    return f"{kind} {hashlib.sha256(source.read_bytes()).hexdigest()}"


@contextmanager
def _bar(quiet: bool) -> Iterator[Any]:
    """A watcher that draws one bar."""
    from ..atomistics.calculation import silent

    if quiet:
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr)
    columns = (BarColumn(30), TaskProgressColumn(), TimeElapsedColumn(),
               TextColumn("{task.description}"))  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda work: bar.update(task, completed=work.share, description=work.text)


def _write(answer: Mapping[str, Any], out: Path, picture: Path, force: bool) -> None:
    """Host and picture; what is there already and the same is left alone."""
    from ..simulation.specification.build import build
    from ..simulation.specification.describe import describe
    from ..simulation.specification.yaml_text import write_yaml
    from .textfiles import write_text

    host = build({"name": out.stem, **answer["material"]}, "material", str(out))
    text = write_yaml(describe(host, "material"))
    same = out.is_file() and out.read_text(encoding="utf-8") == text
    if not same:
        write_text(out, text, force)
    if same and picture.exists():
        return  # drawing costs more than all the rest
    from ..plot.insertion import plot_insertion
    from .figures import write_figure

    title = f"{host.formula}, {host.sources['free_energy'].split(',')[0].split(': ')[-1]}"
    write_figure(plot_insertion(answer["curves"], title=title), picture)


def _summary(answer: Mapping[str, Any], recalled: bool, wall: float, before: float) -> None:
    from rich.table import Table

    from .summary import wide_console

    curves = answer["curves"]
    table = Table(show_header=False)
    hull = f"{max(curves['steps']):.3f} to {min(curves['steps']):.3f} V"
    count = len(curves["filling"])
    table.add_row("cell", f"{curves['atoms']} atoms, {curves['sites']} sites, {count} arrangements")
    table.add_row("voltage", f"average {curves['average']:.3f} V, hull {hull}")
    table.add_row("table from", curves["method"])
    error = curves["cross_validation_error"]
    if error is not None:
        text = f"{curves['interactions']} interactions, {1e3 * error:.1f} meV/site left out"
        table.add_row("cluster expansion", text)
    hop = curves["transport"]
    if hop is not None:
        text = f"{hop['barrier']:.3f} eV, {hop['frequency']:.2e} Hz, {hop['distance']:.2f} angstrom"
        table.add_row("hop", f"{text}, of a {hop['carrier']}")
    table.add_row("diffusivity", f"{answer['material']['diffusivity']['prefactor']:.2e} m^2/s")
    spent = f"{wall:.1f} s of wall time, {time.process_time() - before:.1f} s of this processor"
    table.add_row("time", f"{spent}{', recalled' if recalled else ''}")
    wide_console().print(table)
    for note in answer["notes"]:
        typer.echo(note)
