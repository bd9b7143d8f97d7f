"""Tables of parameters and of equilibrium properties."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any


def print_parameters(record: Any) -> None:
    """Every number of a record with unit, meaning and source."""
    from rich.table import Table

    from ..report.parameters import parameter_rows
    from .summary import wide_console

    table = Table()
    for name in ("parameter", "value", "unit", "meaning", "source"):
        table.add_column(name, overflow="fold")
    for row in parameter_rows(record):
        table.add_row(row.path, row.value, row.unit, row.meaning, row.source)
    wide_console().print(table)


def print_fields(law: type) -> None:
    """The parameters that a law takes, with unit, meaning and default."""
    from rich.table import Table

    from .summary import wide_console

    table = Table()
    for name in ("parameter", "unit", "meaning", "default"):
        table.add_column(name, overflow="fold")
    for spec in dataclasses.fields(law):
        if "doc" in spec.metadata:
            default = "" if spec.default is dataclasses.MISSING else f"{spec.default}"
            table.add_row(spec.name, spec.metadata.get("unit", ""), spec.metadata["doc"], default)
    wide_console().print(table)


def print_equilibrium(material: Any) -> None:
    """Spinodals, plateaus, interfaces and critical sizes of a host."""
    from rich.table import Table

    from ..core.constants import ROOM_TEMPERATURE
    from ..physics.thermodynamics.summary import equilibrium_summary
    from .summary import wide_console

    summary = equilibrium_summary(
        material.free_energy,
        material.standard_potential,
        ROOM_TEMPERATURE,
        gradient_energy=material.gradient_energy or None,
        site_density=material.site_density,
        coherency=material.coherency or 0.0,
    )
    title = f"Equilibrium at {ROOM_TEMPERATURE:g} K"
    table = Table(title=title, title_justify="left", show_header=False)
    for name, value in _equilibrium_rows(summary):
        table.add_row(name, value)
    wide_console().print(table)


def _equilibrium_rows(summary: Any) -> Iterator[tuple[str, str]]:
    if not (summary.plateaus or summary.layered):
        yield "phases", "a solid solution at every filling"
    for gap in summary.layered:
        (low, high), level = gap.fillings, gap.plateau_potential(summary.standard_potential)
        yield "plateau", f"{1e3 * level:.2f} mV, fillings {low:.4f} to {high:.4f}"
    for plateau, switching in zip(summary.plateaus, summary.switching):
        yield from _plateau_rows(plateau, "plateau")
        yield "many-particle hysteresis", f"{1e3 * switching.hysteresis:.2f} mV"
    for plateau in summary.coherent_plateaus:
        yield from _plateau_rows(plateau, "coherent plateau")
        yield "tilt of the coherent plateau", f"{1e3 * plateau.tilt:.2f} mV per filling"
    for shape, length in summary.critical_lengths.items():
        if length is not None and length < float("inf"):
            yield f"critical size, {shape}", f"{1e9 * length:.3f} nm"


def _plateau_rows(plateau: Any, name: str) -> Iterator[tuple[str, str]]:
    gap = plateau.gap
    yield name, f"{plateau.potential:.5f} V, fillings {gap.lower:.5f} to {gap.upper:.5f}"
    yield "spinodals", ", ".join(f"{x:.5f}" for x in gap.spinodals)
    if plateau.boundary is not None:
        energy, width = 1e3 * plateau.boundary.energy, 1e9 * plateau.boundary.width
        yield "phase boundary", f"{energy:.2f} mJ/m^2, {width:.3f} nm wide"
