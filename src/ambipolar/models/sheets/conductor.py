"""Conducting sheets, their contacts, and the terminals that contacts belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError, suggestion
from ...core.records import Record, choice, positive, quantity
from ...numerics.grid import Grid, SheetMesh
from ...numerics.system import apply
from ..regions import Everywhere, Region

Expression = Any

SIDES = ("left", "right", "lower", "upper")


@dataclass(frozen=True)
class Contact(Record):
    """Where a terminal touches a sheet: on a side of the device, or on a region of it.

    A contact on a side lies on the edge of the cells between ``start`` and ``end``; a contact on
    a region is a strip of metal with the contact resistivity below it. ``sheet`` names what it
    lies on: ``conductor`` (which is the film itself where there is no conductor below it) or
    ``lid``.
    """

    name: str
    side: str = ""
    sheet: str = "conductor"
    start: float = quantity("m", "where it begins along the side", 0.0, structural=True)
    end: float | None = quantity(
        "m", "where it ends; at the end of the side", None, structural=True
    )
    region: Region | None = choice("region", "where it lies, instead of a side", None)
    resistivity: float = positive("ohm*m^2", "contact resistivity on a region (assumed)", 1e-8)

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.region is None) == (self.side == ""):
            raise ParameterError(f"contact {self.name}", "needs either a side or a region.")
        if self.side and self.side not in SIDES:
            advice = suggestion(self.side, SIDES)
            raise ParameterError(f"contact {self.name}", f"unknown side {self.side!r}.", advice)

    def touched(self, mesh: SheetMesh) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the cells of a sheet that it touches, and the aspect of each.

        The aspect is face length over the distance from the cell's centre to its edge, for
        contacts on a side.

        Raises
        ------
        ParameterError
            when it touches no conducting cell.
        """
        grid, cells = mesh.grid, mesh.cells
        x, y = grid.x[cells], grid.y[cells]
        if self.region is not None:
            inside, aspect = self.region.inside(x, y), 1.0
        else:
            along, across, step = (y, x, grid.dx) if self.side in SIDES[:2] else (x, y, grid.dy)
            extent = grid.length if self.side in SIDES[:2] else grid.width
            edge = across < step if self.side in ("left", "lower") else across > extent - step
            last = np.inf if self.end is None else self.end
            inside = edge & (along >= self.start) & (along <= last)
            aspect = 2 * (grid.dy if self.side in SIDES[:2] else grid.dx) / step
        found = np.flatnonzero(inside)
        if len(found) == 0:
            raise ParameterError(
                f"contact {self.name}", "touches no conducting cell.",
                "Move it onto the sheet, or refine the grid.",
            )  # fmt: skip
        return found, np.full(len(found), float(aspect))

    def conductances(self, aspect: np.ndarray, sheet: Expression, area: float) -> Expression:
        """Conductance [S] from the terminal to each touched cell, (1, touched).

        ``sheet`` is the sheet conductance of these cells [S].
        """
        if self.region is not None:
            return area / self.resistivity * np.ones((1, len(aspect)))
        return aspect[None, :] * sheet


@dataclass(frozen=True)
class ConductingSheet(Record):
    r"""A sheet that conducts along itself.

    .. math:: \nabla\cdot\left(\frac{1}{R_\square}\nabla\phi\right) + j = 0
    """

    sheet_resistance: float = positive("ohm", "resistance per square", 8.0)
    region: Region = choice("region", "where it is", Everywhere())

    def where(self, grid: Grid, name: str = "conductor") -> np.ndarray:
        """Whether it covers each cell of a grid; ``name`` is that of the sheet, for messages.

        Raises
        ------
        ParameterError
            when it covers none.
        """
        inside = np.asarray(self.region.inside(grid.x, grid.y), dtype=bool)
        if not inside.any():
            raise ParameterError(
                f"{name}.region", f"covers no cell of the grid: there is no {name}.",
                "Check its position in metres, or refine the grid.",
            )  # fmt: skip
        return inside


def lateral(mesh: SheetMesh, conductance: Expression, potential: Expression) -> Expression:
    """Net current [A] into every cell through its faces, (1, cells).

    ``conductance`` [S] is one number, or a row of cell values whose harmonic mean is that of the
    face.
    """
    if mesh.difference.shape[0] == 0:
        return 0.0 * potential
    if getattr(conductance, "shape", (1, 1)) in ((1, 1), ()):
        return conductance * apply(mesh.laplacian, potential)
    # 2 a b/(a + b) by the sums of a and of 1/a: 2/(1/a + 1/b)
    faces = 2.0 / apply(mesh.face_sum, 1.0 / conductance)
    return apply(mesh.into_cells, faces * apply(mesh.difference, potential))
