"""A lattice model compiled to flat tables, as Monte Carlo reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .geometry import Sites
from .terms import Clusters, LayerTerms

Array = Any


@dataclass(frozen=True)
class LatticeModel:
    r"""Energy of the occupations of a periodic supercell.

    .. math::
        E(n) = \sum_i \epsilon_i n_i + \tfrac12 \sum_{ij} J_{ij} n_i n_j
        + \tfrac16 \sum_{ijk} K_{ijk} n_i n_j n_k + E_{layers}(n_1, n_2, \dots)

    Pairs and triplets are compressed rows: the neighbours of site i are
    ``pair_site[pair_start[i]:pair_start[i + 1]]``, each pair stands in both rows, each triplet in
    three. Energies in eV, relative to the empty host.
    """

    sites: Sites
    site_energy: Array  #: (sites,)
    pair_start: Array  #: (sites + 1,)
    pair_site: Array  #: (entries,)
    pair_energy: Array  #: (entries,)
    triplet_start: Array  #: (sites + 1,)
    triplet_sites: Array  #: (entries, 2), the two others
    triplet_energy: Array  #: (entries,)
    layer: Array  #: layer of each site, (sites,)
    layer_table: Array  #: e(n) of n guests in a layer, (sites of a layer + 1,)
    layer_coupling: Array  #: G, (layers, layers)

    @property
    def size(self) -> int:
        """Number of sites."""
        return len(self.site_energy)

    @property
    def layers(self) -> int:
        """Number of layers; 1 where the lattice has none."""
        return len(self.layer_coupling)

    def counts(self, occupation: Array) -> Array:
        """Guests of each layer."""
        return np.bincount(self.layer, weights=occupation, minlength=self.layers)

    def layer_energy(self, counts: Array) -> float:
        """The part of the energy that depends on the guests of each layer only, in eV."""
        n = np.asarray(counts, float)
        pair = 0.5 * n @ self.layer_coupling @ n * self.layers / self.size
        return float(pair + self.layer_table[np.asarray(counts, int)].sum())

    def fields(self, occupation: Array) -> Array:
        """Energy of a guest at each site by points, pairs and triplets, in eV."""
        n = np.asarray(occupation, float)
        rows = np.repeat(np.arange(self.size), np.diff(self.pair_start))
        found = self.site_energy + np.bincount(
            rows, self.pair_energy * n[self.pair_site], self.size
        )
        if len(self.triplet_energy):
            rows = np.repeat(np.arange(self.size), np.diff(self.triplet_start))
            both = n[self.triplet_sites[:, 0]] * n[self.triplet_sites[:, 1]]
            found = found + np.bincount(rows, self.triplet_energy * both, self.size)
        return found

    def energy(self, occupation: Array) -> float:
        """Energy of an occupation (0 or 1 for each site), in eV.

        Raises
        ------
        ParameterError
            when it has not one number for each site.
        """
        n = np.asarray(occupation, float)
        if n.shape != (self.size,):
            raise ParameterError("occupation", f"has shape {n.shape}, expected ({self.size},).")
        rows = np.repeat(np.arange(self.size), np.diff(self.pair_start))
        total = self.site_energy @ n + 0.5 * (n[rows] * self.pair_energy) @ n[self.pair_site]
        if len(self.triplet_energy):
            rows = np.repeat(np.arange(self.size), np.diff(self.triplet_start))
            both = n[self.triplet_sites[:, 0]] * n[self.triplet_sites[:, 1]]
            total += (n[rows] * self.triplet_energy) @ both / 3
        return float(total + self.layer_energy(self.counts(n)))


def compile_model(
    sites: Sites, clusters: Sequence[Clusters], layer_terms: LayerTerms | None = None
) -> LatticeModel:
    """Tables of a supercell.

    In a supercell smaller than a cluster some of its sites coincide with images of others; such
    a cluster becomes one of fewer sites, so that the energy is that of the periodic crystal.

    Raises
    ------
    ParameterError
        for clusters of more than three sites, or layer terms of another number of layers.
    """
    points = np.zeros(sites.size)
    pairs: list[tuple[Array, Array]] = []
    triplets: list[tuple[Array, Array]] = []
    for part in clusters:
        if part.basis.shape[1] > 3:
            raise ParameterError("clusters", "may have up to three sites.")
        for index, energy in _distinct(*part.sites(sites)):
            order = index.shape[1]
            if order == 1:
                points += np.bincount(index[:, 0], energy, sites.size)
            else:
                (pairs if order == 2 else triplets).append((index, energy))
    layer = sites.layer
    layers = int(layer.max()) + 1
    terms = layer_terms or LayerTerms(np.zeros((layers, layers)))
    _check_layers(terms, sites.size, layers)
    return LatticeModel(
        sites, points, *_rows(pairs, sites.size, 2), *_rows(triplets, sites.size, 3), layer,
        terms.own if len(terms.own) else np.zeros(sites.size // layers + 1),
        np.ascontiguousarray(terms.coupling, dtype=float),
    )  # fmt: skip


def _check_layers(terms: LayerTerms, size: int, layers: int) -> None:
    if terms.coupling.shape != (layers, layers):
        raise ParameterError(
            "layer_terms.coupling", f"has shape {terms.coupling.shape}, expected {(layers, layers)}"
        )
    if len(terms.own) not in (0, size // layers + 1):
        raise ParameterError(
            "layer_terms.own", f"needs the energies of 0 to {size // layers} guests."
        )


def _distinct(index: Array, energy: Array) -> list[tuple[Array, Array]]:
    """Clusters by the number of their distinct sites, sorted; n n = n for an occupation."""
    index = np.sort(index, axis=1)
    new = np.concatenate([np.ones((len(index), 1), bool), np.diff(index, axis=1) != 0], axis=1)
    found = []
    for order in range(1, index.shape[1] + 1):
        chosen = new.sum(axis=1) == order
        if chosen.any():
            found.append((index[chosen][new[chosen]].reshape(-1, order), energy[chosen]))
    return found


def _rows(parts: list[tuple[Array, Array]], size: int, order: int) -> tuple[Array, Array, Array]:
    """Compressed rows of clusters, equal ones added: (start, others, energy)."""
    others_shape = (0,) if order == 2 else (0, 2)
    if not parts:
        return np.zeros(size + 1, np.int64), np.zeros(others_shape, np.int32), np.zeros(0)
    index = np.concatenate([p[0] for p in parts])
    energy = np.concatenate([p[1] for p in parts])
    unique, inverse = np.unique(index, axis=0, return_inverse=True)
    energy = np.bincount(inverse.ravel(), energy)
    unique, energy = unique[energy != 0], energy[energy != 0]
    rows, others, values = [], [], []
    for column in range(order):
        rows.append(unique[:, column])
        others.append(np.delete(unique, column, axis=1))
        values.append(energy)
    row, other, value = np.concatenate(rows), np.concatenate(others), np.concatenate(values)
    by_row = np.lexsort((*other.T[::-1], row))
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))]).astype(np.int64)
    other = other[by_row].astype(np.int32)
    return start, np.ascontiguousarray(other[:, 0] if order == 2 else other), value[by_row]
