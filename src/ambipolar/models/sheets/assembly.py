"""From the parts of a device and a grid to a stack of sheets, with every mask checked."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...numerics.grid import Grid, SheetMesh, sheet_mesh
from ..regions import Region
from .conductor import ConductingSheet, Contact
from .electrode import SheetElectrode
from .electrolyte import ElectrolyteSheet
from .mechanism import BipolarElectrode, Mechanism
from .stack import SheetStack, Side

SHEETS = ("conductor", "lid")


def assemble(
    grid: Grid,
    plate: Region,
    film: SheetElectrode,
    conductor: ConductingSheet | None,
    electrolyte: ElectrolyteSheet,
    contacts: tuple[Contact, ...],
    lid: ConductingSheet | None = None,
    lid_electrode: SheetElectrode | None = None,
    mechanism: Mechanism | None = None,
) -> SheetStack:
    """The stack of a device.

    Raises
    ------
    ParameterError
        for masks that cover nothing, contacts that touch nothing, and terminals of one sheet
        that no conductor joins.
    """
    on_plate = np.asarray(plate.inside(grid.x, grid.y), dtype=bool)
    if not on_plate.any():
        raise ParameterError("plate", "covers no cell of the grid.", "Check its position.")
    labels = electrolyte.labels(grid, on_plate)
    pools = sheet_mesh(grid, labels)
    _check_contacts(contacts, lid)
    covered = np.zeros(grid.size, bool) if conductor is None else conductor.where(grid)
    lower = _side("film", grid, on_plate | covered, covered, conductor, film, contacts, pools)
    upper = None
    if lid is not None and lid_electrode is not None:
        where = lid.where(grid, "lid")
        upper = _side("lid", grid, where, where, lid, lid_electrode, contacts, pools)
        if len(upper.pool) == 0:
            raise ParameterError("lid.region", "covers no electrolyte.", "Move it over a pool.")
    return SheetStack(lower, upper, electrolyte, pools, mechanism or BipolarElectrode())


def _side(
    prefix: str, grid: Grid, cells: np.ndarray, covered: np.ndarray,
    sheet: ConductingSheet | None, electrode: SheetElectrode, contacts: tuple[Contact, ...],
    pools: SheetMesh,
) -> Side:  # fmt: skip
    mesh = sheet_mesh(grid, np.where(cells, 0, -1))
    place = np.full(grid.size, -1)
    place[mesh.cells] = np.arange(mesh.size)
    wet = place[pools.cells]
    own = tuple(c for c in contacts if (c.sheet == "lid") == (prefix == "lid"))
    side = Side(
        prefix, sheet, electrode, own, mesh, covered[mesh.cells], wet[wet >= 0],
        np.flatnonzero(wet >= 0),
    )  # fmt: skip
    _check_islands(side, grid, covered)
    return side


def _check_contacts(contacts: tuple[Contact, ...], lid: ConductingSheet | None) -> None:
    if not contacts:
        raise ParameterError("contacts", "there are none.", "Give at least two terminals.")
    for contact in contacts:
        if contact.sheet not in SHEETS:
            raise ParameterError(
                f"contact {contact.name}", f"lies on {contact.sheet!r}.", "Use conductor or lid."
            )
        if contact.sheet == "lid" and lid is None:
            raise ParameterError(
                f"contact {contact.name}", "lies on the lid, but the device has none."
            )


def _check_islands(side: Side, grid: Grid, covered: np.ndarray) -> None:
    """Refuse terminals of one sheet on parts of it that no conductor joins.

    Where there is a conductor the film does not count: its resistance is thousands of times higher.
    """
    if not side.contacts:
        return
    mesh = side.mesh
    if side.sheet is not None:
        mesh = sheet_mesh(grid, np.where(covered, 0, -1))
    _, part = mesh.islands
    homes = {c.name: set(part[c.touched(mesh)[0]].tolist()) for c in side.contacts}
    first, *others = homes
    for other in others:
        if not homes[first] & homes[other]:
            raise ParameterError(
                f"contact {other}",
                f"lies on another island of the conductor than {first}: no current can flow.",
                "Join the islands, or leave one of the contacts out.",
            )
