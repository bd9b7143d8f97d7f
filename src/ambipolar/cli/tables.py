"""Tables of parameters and of equilibrium properties."""

from __future__ import annotations

import dataclasses
from typing import Any


def print_parameters(record: Any) -> None:
    """Every number of a record with unit, meaning and source."""
    from rich.console import Console
    from rich.table import Table

    from ..report.parameters import parameter_rows

    table = Table()
    for name in ("parameter", "value", "unit", "meaning", "source"):
        table.add_column(name, overflow="fold")
    for row in parameter_rows(record):
        table.add_row(row.path, row.value, row.unit, row.meaning, row.source)
    Console().print(table)


def print_fields(law: type) -> None:
    """The parameters that a law takes, with unit, meaning and default."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("parameter", "unit", "meaning", "default"):
        table.add_column(name, overflow="fold")
    for spec in dataclasses.fields(law):
        if "doc" in spec.metadata:
            default = "" if spec.default is dataclasses.MISSING else f"{spec.default}"
            table.add_row(spec.name, spec.metadata.get("unit", ""), spec.metadata["doc"], default)
    Console().print(table)


def print_equilibrium(material: Any) -> None:
    """Spinodals, binodals, plateaus and interface properties of a host."""
    from rich.console import Console
    from rich.table import Table

    from ..physics.thermodynamics.summary import equilibrium_summary

    summary = equilibrium_summary(
        material.free_energy,
        material.standard_potential,
        gradient_energy=material.gradient_energy or None,
        site_density=material.site_density,
        coherency=material.coherency or 0.0,
    )
    table = Table(title="Equilibrium at 298.15 K", title_justify="left", show_header=False)
    for spec in dataclasses.fields(summary):
        value = getattr(summary, spec.name)
        if value not in (None, ()):
            table.add_row(spec.name.replace("_", " "), str(value))
    Console().print(table)
