"""``ambipolar list``, ``show`` and ``citations``: what there is and where it comes from."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import UnknownNameError

show = typer.Typer(no_args_is_help=True, help="Show a material, a rate law or a study.")


class Listed(Enum):
    """What can be listed."""

    materials = "materials"
    kinetics = "kinetics"
    devices = "devices"
    particles = "particles"
    studies = "studies"


def list_command(kind: Annotated[Listed, typer.Argument(help="What to list.")]) -> None:
    """List what can be named in a specification or on the command line."""
    from rich.table import Table

    from .summary import wide_console

    table = Table(box=None, show_header=False)
    for name, text in _entries(kind):
        table.add_row(name, text)
    wide_console().print(table)


def _entries(kind: Listed) -> list[tuple[str, str]]:
    if kind is Listed.studies:
        from ..simulation.studies import STUDIES

        return [(name, spec.title) for name, spec in STUDIES.items()]
    from ..simulation.specification.kinds import registry_of

    kinds = {Listed.materials: "material", Listed.devices: "device", Listed.particles: "particle"}
    registry = registry_of(kinds.get(kind, "kinetics"))
    return [(name, _first_line(registry[name])) for name in registry]


def _first_line(entry: Any) -> str:
    if isinstance(entry, type):
        return (entry.__doc__ or "").strip().splitlines()[0]
    return " ".join(filter(None, [entry.formula, entry.note]))


@show.command("material")
def show_material(
    name: Annotated[
        str, typer.Argument(help="A name from 'ambipolar list materials', or a host file.")
    ],
    figure: Annotated[Path | None, typer.Option(help="Draw free energy and voltage.")] = None,
) -> None:
    """Parameters with sources, and the equilibrium they imply."""
    from ..simulation.specification.build import build
    from .tables import print_equilibrium, print_parameters
    from .targets import SPECIFICATIONS

    is_file = Path(name).suffix in SPECIFICATIONS
    material = build({"file": name} if is_file else name, "material")
    typer.echo(" ".join(filter(None, [material.name, material.formula, material.note])))
    print_parameters(material)
    print_equilibrium(material)
    if figure is not None:
        from ..plot.free_energy import plot_free_energy
        from .figures import write_figure

        write_figure(plot_free_energy(material), figure)


@show.command("kinetics")
def show_kinetics(
    name: Annotated[str, typer.Argument(help="A name from 'ambipolar list kinetics'.")],
    figure: Annotated[Path | None, typer.Option(help="Draw current against overpotential.")] = None,
) -> None:
    """Equation, parameters and sources of a rate law."""
    import inspect

    from ..physics.kinetics.registry import KINETICS
    from .tables import print_fields

    law = KINETICS[name]
    typer.echo(inspect.getdoc(law) or "")
    print_fields(law)
    if figure is not None:
        from ..plot.kinetics import plot_kinetics
        from .figures import write_figure

        write_figure(plot_kinetics(law), figure)


@show.command("study")
def show_study(
    name: Annotated[str, typer.Argument(help="A name from 'ambipolar list studies'.")],
) -> None:
    """The specification of a study, as it stands in its file."""
    from ..simulation.specification.spec import dump_spec
    from ..simulation.studies import STUDIES

    typer.echo(dump_spec(STUDIES[name]))


def citations_command(
    target: Annotated[
        str | None, typer.Argument(help="A study, material, reference key or solution.nc.")
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
) -> None:
    """Print the sources of laws, materials and studies."""
    from ..core.citations import bibtex_of, cite, references

    keys = tuple(references()) if target is None else _cited_by(target)
    for key in keys:
        typer.echo(bibtex_of(key) if bibtex else f"[{key}] {cite(key)}")


def _cited_by(target: str) -> tuple[str, ...]:
    from ..core.citations import references
    from ..materials.registry import MATERIALS
    from ..simulation.collect import references_of
    from ..simulation.solution import Solution
    from ..simulation.studies import STUDIES

    if target in references():
        return (target,)
    if target in STUDIES:
        spec = STUDIES[target]
        keys = dict.fromkeys(filter(None, [spec.source.key]))
        if spec.device is not None:
            cases = [spec.case(c.name) for c in spec.cases] or [spec]
            for case in cases:
                keys |= dict.fromkeys(references_of(case.experiment().device))
        return tuple(keys)
    if target.endswith(".nc"):
        return Solution.load(target).citations
    try:
        return references_of(MATERIALS[target])
    except UnknownNameError:
        names = [*STUDIES, *MATERIALS, *references()]
        raise UnknownNameError("study, material or reference", target, names) from None
