"""The lattices that specifications can name. Vectors of rows, lengths in angstrom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.records import positive
from .geometry import Lattice

Array = Any


@dataclass(frozen=True)
class Chain(Lattice):
    """Sites on a line, 2 neighbours."""

    spacing: float = positive("angstrom", "distance of nearest sites", 3.0)

    @property
    def cell(self) -> Array:
        return self.spacing * np.eye(3)

    @property
    def dimension(self) -> int:
        return 1


@dataclass(frozen=True)
class Square(Lattice):
    """Square lattice in a plane, 4 neighbours."""

    spacing: float = positive("angstrom", "distance of nearest sites", 3.0)

    @property
    def cell(self) -> Array:
        return self.spacing * np.eye(3)

    @property
    def dimension(self) -> int:
        return 2


@dataclass(frozen=True)
class Triangular(Lattice):
    """Triangular lattice in a plane, 6 neighbours."""

    spacing: float = positive("angstrom", "distance of nearest sites", 3.0)

    @property
    def cell(self) -> Array:
        return self.spacing * np.array([[1, 0, 0], [0.5, np.sqrt(0.75), 0], [0, 0, 1]])

    @property
    def dimension(self) -> int:
        return 2


@dataclass(frozen=True)
class LayeredTriangular(Lattice):
    """Triangular layers, site above site: the centres of the carbon rings of lithiated graphite.

    The defaults are graphite: 2.46 angstrom in the plane; layers 3.35 angstrom apart.
    """

    spacing: float = positive("angstrom", "distance of nearest sites of a layer", 2.46)
    layer_spacing: float = positive("angstrom", "distance of the layers", 3.35)

    @property
    def cell(self) -> Array:
        flat = self.spacing * np.array([[1, 0, 0], [0.5, np.sqrt(0.75), 0]])
        return np.vstack([flat, [0, 0, self.layer_spacing]])

    @property
    def layered(self) -> bool:
        return True


@dataclass(frozen=True)
class SimpleCubic(Lattice):
    """Simple cubic lattice, 6 neighbours."""

    spacing: float = positive("angstrom", "distance of nearest sites", 3.0)

    @property
    def cell(self) -> Array:
        return self.spacing * np.eye(3)


@dataclass(frozen=True)
class FaceCentredCubic(Lattice):
    """Face-centred cubic lattice, 12 neighbours."""

    lattice_constant: float = positive("angstrom", "edge of the cubic cell", 4.2)

    @property
    def cell(self) -> Array:
        return 0.5 * self.lattice_constant * np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]])


@dataclass(frozen=True)
class BodyCentredCubic(Lattice):
    """Body-centred cubic lattice, 8 neighbours."""

    lattice_constant: float = positive("angstrom", "edge of the cubic cell", 3.5)

    @property
    def cell(self) -> Array:
        return 0.5 * self.lattice_constant * (np.ones((3, 3)) - 2 * np.eye(3))


@dataclass(frozen=True)
class Diamond(Lattice):
    """Diamond lattice, 4 neighbours: the tetrahedral 8a sites of a spinel."""

    lattice_constant: float = positive("angstrom", "edge of the cubic cell", 8.36)

    @property
    def cell(self) -> Array:
        return 0.5 * self.lattice_constant * np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]])

    @property
    def basis(self) -> Array:
        return np.array([[0.0, 0, 0], [0.25, 0.25, 0.25]])


@dataclass(frozen=True)
class SpinelSites(Lattice):
    """Guest sites of a spinel: 8a (sublattice 0) and 16c (sublattice 1), two and four a cell.

    A 16c site lies midway between two nearest 8a sites.
    """

    lattice_constant: float = positive("angstrom", "edge of the cubic cell", 8.36)

    @property
    def cell(self) -> Array:
        return 0.5 * self.lattice_constant * np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]])

    @property
    def basis(self) -> Array:
        middle = [[0.125] * 3, [0.625, 0.125, 0.125], [0.125, 0.625, 0.125], [0.125, 0.125, 0.625]]
        return np.array([[0.0, 0, 0], [0.25, 0.25, 0.25], *middle])

    @property
    def sublattice(self) -> tuple[int, ...]:
        return (0, 0, 1, 1, 1, 1)


@dataclass(frozen=True)
class Honeycomb(Lattice):
    """Honeycomb lattice in a plane, 3 neighbours."""

    spacing: float = positive("angstrom", "distance of nearest sites", 1.42)

    @property
    def cell(self) -> Array:
        flat = np.array([[1, 0, 0], [0.5, np.sqrt(0.75), 0]]) * np.sqrt(3)
        return self.spacing * np.vstack([flat, [0, 0, 1]])

    @property
    def basis(self) -> Array:
        return np.array([[1 / 3, 1 / 3, 0], [2 / 3, 2 / 3, 0]])

    @property
    def dimension(self) -> int:
        return 2
