"""Sites of a periodic crystal, and which of them are neighbours."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import Record

Array = Any

#: relative to the distance: neighbours that differ by less belong to one shell
SAME_DISTANCE = 1e-6


@dataclass(frozen=True)
class Lattice(Record):
    """Guest sites of a crystal: a primitive cell that repeats along ``dimension`` directions.

    Subclasses give ``cell`` (rows are vectors, angstrom), ``basis`` (fractional positions of the
    sites) and, where sites differ, ``sublattice``.
    """

    @property
    @abstractmethod
    def cell(self) -> Array:
        """Vectors of the primitive cell, one a row, in angstrom."""

    @property
    def basis(self) -> Array:
        """Fractional positions of the sites of the cell, shape (sites, 3)."""
        return np.zeros((1, 3))

    @property
    def sublattice(self) -> tuple[int, ...]:
        """Sublattice of each site of the cell."""
        return (0,) * len(self.basis)

    @property
    def dimension(self) -> int:
        """How many directions repeat: the first ones of the cell."""
        return 3

    @property
    def layered(self) -> bool:
        """Whether the cells along the third vector are layers of a host."""
        return False

    def repeat(self, counts: tuple[int, ...]) -> Sites:
        """A periodic supercell of ``counts`` primitive cells along each direction."""
        return Sites.of(self, counts)

    def neighbours(self, cutoff: float) -> Offsets:
        """Every ordered pair of sites closer than ``cutoff`` (angstrom), by distance.

        Raises
        ------
        ParameterError
            for a cut-off that is not positive.
        """
        if not cutoff > 0:
            raise ParameterError("cutoff", f"must be positive, got {cutoff}.")
        return _neighbours(self, cutoff)

    def shells(self, count: int) -> Offsets:
        """Ordered pairs of the nearest ``count`` shells; ``Offsets.shell`` counts from 0.

        Shells are counted by distance over the whole lattice, whatever the sublattices.
        """
        shortest = np.linalg.norm(self.cell[: self.dimension], axis=1).min()
        cutoff = 1.01 * shortest
        while True:
            found = self.neighbours(cutoff)
            if found.shell.size and found.shell.max() >= count:
                return found.select(found.shell < count)
            cutoff *= 1.3


@dataclass(frozen=True)
class Offsets:
    """Ordered pairs of sites: from a site of the home cell to one of another cell."""

    start: Array  #: site of the home cell, shape (pairs,)
    end: Array  #: site of the other cell, shape (pairs,)
    cell: Array  #: which other cell, integers of shape (pairs, 3)
    vector: Array  #: from start to end, angstrom, shape (pairs, 3)
    distance: Array  #: angstrom, shape (pairs,)
    shell: Array  #: 0 for the smallest distance, 1 for the next, ...

    def select(self, which: Array) -> Offsets:
        """Those where ``which`` is true."""
        return Offsets(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Sites:
    """The sites of a periodic supercell.

    The index of a site is ``((i1 n2 + i2) n3 + i3) b + k``, with cell (i1, i2, i3) and site k of b.
    """

    lattice: Lattice
    counts: tuple[int, int, int]

    @classmethod
    def of(cls, lattice: Lattice, counts: tuple[int, ...]) -> Sites:
        """Sites of a supercell; counts along directions that do not repeat are 1.

        Raises
        ------
        ParameterError
            when there are too few or too many counts, or one below 1.
        """
        dimension = lattice.dimension
        if len(counts) < dimension or any(int(n) != n or n < 1 for n in counts):
            advice = f"Give {dimension} whole numbers of at least 1."
            raise ParameterError("repeat", f"got {counts!r} for {type(lattice).__name__}.", advice)
        if any(n != 1 for n in counts[dimension:]) or len(counts) > 3:
            raise ParameterError(
                "repeat", f"{type(lattice).__name__} repeats along {dimension} direction(s)."
            )
        full = tuple(int(n) for n in counts) + (1,) * (3 - len(counts))
        return cls(lattice, full)  # type: ignore[arg-type]

    @property
    def size(self) -> int:
        """Number of sites."""
        return int(np.prod(self.counts)) * len(self.lattice.basis)

    @property
    def cell(self) -> Array:
        """Vectors of the supercell in angstrom."""
        return np.asarray(self.counts)[:, None] * self.lattice.cell

    @property
    def cells(self) -> Array:
        """Cell (i1, i2, i3) of each site, shape (sites, 3)."""
        grid = np.indices(self.counts).reshape(3, -1).T
        return np.repeat(grid, len(self.lattice.basis), axis=0)

    @property
    def positions(self) -> Array:
        """Cartesian positions in angstrom, shape (sites, 3)."""
        basis = np.tile(self.lattice.basis, (int(np.prod(self.counts)), 1))
        return (self.cells + basis) @ self.lattice.cell

    @property
    def sublattice(self) -> Array:
        """Sublattice of each site."""
        return np.tile(np.asarray(self.lattice.sublattice), int(np.prod(self.counts)))

    @property
    def layer(self) -> Array:
        """Layer of each site: its cell along the third vector of a layered host, 0 elsewhere."""
        cells = self.cells[:, 2]
        return (cells if self.lattice.layered else np.zeros_like(cells)).astype(np.int32)

    def index(self, cells: Array, basis: Array) -> Array:
        """Index of site ``basis`` of ``cells`` (integers, last axis 3), periodic."""
        n1, n2, n3 = self.counts
        c = np.asarray(cells)
        flat = ((c[..., 0] % n1) * n2 + c[..., 1] % n2) * n3 + c[..., 2] % n3
        return flat * len(self.lattice.basis) + basis


def _neighbours(lattice: Lattice, cutoff: float) -> Offsets:
    cell, basis = np.asarray(lattice.cell, float), np.asarray(lattice.basis, float)
    # planes of the lattice are 1/|reciprocal vector| apart, which bounds how far to look
    reach = np.ceil(cutoff * np.linalg.norm(np.linalg.inv(cell), axis=0)).astype(int) + 1
    reach[lattice.dimension :] = 0
    shifts = np.array(list(product(*(range(-r, r + 1) for r in reach))))
    parts = []
    for start in range(len(basis)):
        for end in range(len(basis)):
            vectors = (shifts + basis[end] - basis[start]) @ cell
            distance = np.linalg.norm(vectors, axis=1)
            keep = (distance > 1e-9) & (distance <= cutoff * (1 + SAME_DISTANCE))
            count = int(keep.sum())
            parts.append(
                (np.full(count, start), np.full(count, end), shifts[keep], vectors[keep],
                 distance[keep])
            )  # fmt: skip
    start, end, shift, vector, distance = (np.concatenate(p) for p in zip(*parts, strict=True))
    order = np.lexsort((*shift.T[::-1], end, start, np.round(distance, 6)))
    return Offsets(
        start[order], end[order], shift[order], vector[order], distance[order],
        _shells(distance[order]),
    )  # fmt: skip


def _shells(distance: Array) -> Array:
    if not distance.size:
        return np.zeros(0, int)
    steps = np.diff(distance) > SAME_DISTANCE * 10 * distance[1:]
    return np.concatenate([[0], np.cumsum(steps)])
