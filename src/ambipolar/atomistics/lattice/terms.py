"""Energy terms of a lattice model: clusters of a primitive cell, and means over layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .geometry import Offsets, Sites

Array = Any


@dataclass(frozen=True)
class Clusters:
    r"""Clusters of m sites that repeat with the lattice, each with an energy.

    Their energy is :math:`\sum_{R,c} J_c \prod_{a} n_{R + r_{ca}}` over all cells R, with
    occupations n of 0 or 1. A cluster stands once, not once for each of its sites.
    """

    basis: Array  #: which site of its cell, integers of shape (clusters, m)
    cell: Array  #: which cell relative to R, integers of shape (clusters, m, 3)
    energy: Array  #: J in eV, shape (clusters,)

    @classmethod
    def of(cls, basis: Any, cell: Any, energy: Any) -> Clusters:
        """Clusters of plain numbers."""
        where = np.asarray(basis, int)
        return cls(where, np.asarray(cell, int).reshape(*where.shape, 3), np.asarray(energy, float))

    @classmethod
    def pairs(cls, offsets: Offsets, energy: Array) -> Clusters:
        """Pairs of ``Lattice.neighbours``, which holds each in both directions: half of each."""
        basis = np.stack([offsets.start, offsets.end], axis=1)
        cell = np.stack([np.zeros_like(offsets.cell), offsets.cell], axis=1)
        return cls.of(basis, cell, 0.5 * np.asarray(energy, float))

    @classmethod
    def points(cls, energies: Any) -> Clusters:
        """One energy for each site of the primitive cell."""
        values = np.atleast_1d(np.asarray(energies, float))
        return cls.of(np.arange(len(values))[:, None], np.zeros((len(values), 1, 3)), values)

    def sites(self, supercell: Sites) -> tuple[Array, Array]:
        """Sites (all clusters of a supercell, m) and the energy of each."""
        n1, n2, n3 = supercell.counts
        home = np.indices((n1, n2, n3)).reshape(3, -1).T
        index = supercell.index(home[:, None, None, :] + self.cell[None], self.basis[None])
        return index.reshape(-1, self.basis.shape[1]), np.tile(self.energy, len(home))


@dataclass(frozen=True)
class LayerTerms:
    r"""Energies that depend only on how many guests each layer holds.

    .. math:: E = \sum_l e_l(n_l) + \frac{1}{2 M} \sum_{l l'} G_{l l'} n_l n_{l'}

    with M sites a layer. Both are extensive and of infinite range inside a layer: elastic
    energies and what long-range interactions leave. A lattice without layers is one layer.
    """

    coupling: Array  #: G in eV, shape (layers, layers), symmetric
    own: Array = field(default_factory=lambda: np.zeros(0))  #: e(n), n = 0..M in eV, or empty

    @classmethod
    def infinite_range(cls, energy: float, layers: int) -> LayerTerms:
        r"""The Bragg-Williams term :math:`E = g N x^2` of the filling x of all N sites."""
        return cls(np.full((layers, layers), 2 * energy / layers))
