"""Uniform rectangles of cells, and the graph of conductances of any part of them.

Sheets live on the active cells of a grid. Everything lateral is written with differences across
faces between active neighbours, so that a mask is a choice of rows and no flux leaves its edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from ..core.errors import ParameterError

#: more cells than this are refused: the sparse factorisation would exhaust the memory
MAX_CELLS = 200_000


@dataclass(frozen=True)
class Grid:
    """``columns`` by ``rows`` cells on a rectangle; x to the right, y up, origin lower left.

    Cells are numbered row by row from the lower left: ``index = row * columns + column``.

    Raises
    ------
    ParameterError
        for a number of cells that cannot be meant.
    """

    length: float
    width: float
    columns: int
    rows: int

    def __post_init__(self) -> None:
        for name, count in (("columns", self.columns), ("rows", self.rows)):
            whole = isinstance(count, int | np.integer) and not isinstance(count, bool)
            if not whole or count < 1:
                raise ParameterError(name, f"must be a positive whole number, got {count!r}.")
        if self.size > MAX_CELLS:
            raise ParameterError("columns", f"{self.size} cells are more than {MAX_CELLS}.")

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.columns * self.rows

    @property
    def dx(self) -> float:
        """Cell length along x [m]."""
        return self.length / self.columns

    @property
    def dy(self) -> float:
        """Cell length along y [m]."""
        return self.width / self.rows

    @property
    def cell_area(self) -> float:
        """Area of a cell [m^2]."""
        return self.dx * self.dy

    @cached_property
    def x(self) -> np.ndarray:
        """Centres along x of every cell [m], (size,)."""
        return np.tile((np.arange(self.columns) + 0.5) * self.dx, self.rows)

    @cached_property
    def y(self) -> np.ndarray:
        """Centres along y of every cell [m], (size,)."""
        return np.repeat((np.arange(self.rows) + 0.5) * self.dy, self.columns)

    def axes(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the columns and of the rows [m]."""
        return self.x[: self.columns], self.y[:: self.columns]


@dataclass(frozen=True, eq=False)
class SheetMesh:
    """The active cells of a grid and the faces between neighbours with equal labels.

    ``difference`` (m, n) is phi_b - phi_a across every face and ``face_sum`` (m, n) the sum of the
    two; ``aspect`` (m,) is face length over distance of the centres, so that a sheet of
    conductance g [S] carries ``g * aspect * difference @ phi`` [A]. ``cells`` are the numbers of
    the active cells in the grid.
    """

    grid: Grid
    cells: np.ndarray
    labels: np.ndarray
    difference: sp.csr_matrix
    aspect: np.ndarray
    along_x: np.ndarray  #: (m,) whether a face is crossed along x

    @property
    def size(self) -> int:
        """Number of active cells."""
        return len(self.cells)

    @cached_property
    def laplacian(self) -> sp.csr_matrix:
        """Net current [A] into every cell of a sheet of unit conductance, (n, n)."""
        return -(self.difference.T @ sp.diags(self.aspect) @ self.difference).tocsr()

    @cached_property
    def into_cells(self) -> sp.csr_matrix:
        """Sums face currents (counted from the first to the second cell) into cells, (n, m).

        A current driven by ``difference`` flows from high to low potential, that is against it.
        """
        return (-self.difference.T @ sp.diags(self.aspect)).tocsr()

    @cached_property
    def face_sum(self) -> sp.csr_matrix:
        """Sum of the values of the two cells of every face, (m, n)."""
        return abs(self.difference).tocsr()

    @cached_property
    def islands(self) -> tuple[int, np.ndarray]:
        """Number of connected parts, and the part of every active cell."""
        if self.size == 0:
            return 0, np.empty(0, int)
        return connected_components(self.laplacian, directed=False)

    def scatter(self) -> sp.csr_matrix:
        """Places values of the active cells into the whole grid, (grid.size, n)."""
        ones = np.ones(self.size)
        shape = (self.grid.size, self.size)
        return sp.csr_matrix((ones, (self.cells, np.arange(self.size))), shape)

    def inside(self, other: SheetMesh) -> np.ndarray:
        """Positions of these cells among the active cells of ``other``.

        Raises
        ------
        ValueError
            when a cell is not active there.
        """
        place = np.full(self.grid.size, -1)
        place[other.cells] = np.arange(other.size)
        found = place[self.cells]
        if np.any(found < 0):
            raise ValueError("a cell is not part of the other sheet")
        return found


def sheet_mesh(grid: Grid, labels: np.ndarray) -> SheetMesh:
    """The cells with a label of at least zero, joined to neighbours of the same label.

    Parameters
    ----------
    labels : (grid.size,) whole numbers; negative where there is nothing.
    """
    labels = np.asarray(labels, dtype=int).reshape(grid.rows, grid.columns)
    number = np.arange(grid.size).reshape(grid.rows, grid.columns)
    pairs, aspects, along = [], [], []
    for first, second, aspect, is_x in (
        (np.s_[:, :-1], np.s_[:, 1:], grid.dy / grid.dx, True),
        (np.s_[:-1, :], np.s_[1:, :], grid.dx / grid.dy, False),
    ):
        joined = (labels[first] == labels[second]) & (labels[first] >= 0)
        pairs.append(np.stack([number[first][joined], number[second][joined]], axis=1))
        aspects.append(np.full(len(pairs[-1]), aspect))
        along.append(np.full(len(pairs[-1]), is_x))
    faces = np.concatenate(pairs)
    cells = np.flatnonzero(labels.ravel() >= 0)
    place = np.full(grid.size, -1)
    place[cells] = np.arange(len(cells))
    rows = np.repeat(np.arange(len(faces)), 2)
    signs = np.tile([-1.0, 1.0], len(faces))
    difference = sp.csr_matrix((signs, (rows, place[faces.ravel()])), (len(faces), len(cells)))
    return SheetMesh(
        grid=grid,
        cells=cells,
        labels=labels.ravel()[cells],
        difference=difference,
        aspect=np.concatenate(aspects),
        along_x=np.concatenate(along),
    )
