"""Clusters of sites that symmetry makes equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from .geometry import Lattice
from .terms import Clusters

Array = Any
#: sites of a cluster as (site of the cell, cell), sorted
Cluster = tuple[tuple[int, ...], ...]

#: angstrom; positions closer than this are one
TOLERANCE = 1e-3


@dataclass(frozen=True)
class Orbit:
    """All clusters of a primitive cell that symmetry maps on one another."""

    members: tuple[Cluster, ...]
    diameter: float  #: largest distance of two of its sites, angstrom; 0 for points

    @property
    def order(self) -> int:
        """Number of sites."""
        return len(self.members[0])

    def clusters(self, energy: float = 1.0) -> Clusters:
        """The members as terms of a model, each with ``energy`` in eV."""
        table = np.array(self.members)
        return Clusters.of(table[..., 0], table[..., 1:], np.full(len(table), energy))


def find_orbits(
    lattice: Lattice, cutoffs: Mapping[int, float], host: tuple[Array, Array] | None = None
) -> list[Orbit]:
    """Points, and pairs and triplets up to their largest distance, by order and diameter.

    Parameters
    ----------
    cutoffs : largest distance (angstrom) of two sites of a cluster, by the number of its sites:
        ``{2: 6.0, 3: 4.0}``.
    host : fractional positions and atomic numbers of other atoms of the primitive cell, which
        lower the symmetry; None where the sites alone have it.

    Raises
    ------
    ParameterError
        for clusters of other sizes than 2 and 3.
    MissingExtraError
        when spglib is not installed.
    """
    if any(k not in (2, 3) or not v > 0 for k, v in cutoffs.items()):
        advice = "Give distances in angstrom for pairs (2) and triplets (3)."
        raise ParameterError("cutoffs", f"got {dict(cutoffs)!r}.", advice)
    operations = list(_operations(lattice, host))
    seen: set[Cluster] = set()
    found = []
    for cluster in _candidates(lattice, cutoffs):
        if cluster in seen:
            continue
        images = {canonical(_mapped(cluster, o)) for o in operations}
        seen |= images
        found.append(Orbit(tuple(sorted(images)), _diameter(lattice, cluster)))
    return sorted(found, key=lambda o: (o.order, round(o.diameter, 6), o.members))


def canonical(cluster: Cluster) -> Cluster:
    """The same cluster in the home cell: of all its translations the first in order."""
    options = []
    for site in cluster:
        moved = (tuple(np.subtract(s[1:], site[1:]).tolist()) for s in cluster)
        options.append(tuple(sorted((s[0], *m) for s, m in zip(cluster, moved, strict=True))))
    return min(options)


def _candidates(lattice: Lattice, cutoffs: Mapping[int, float]) -> Iterator[Cluster]:
    size = len(lattice.basis)
    for k in range(size):
        yield canonical(((k, 0, 0, 0),))
    if not cutoffs:
        return
    near = lattice.neighbours(max(cutoffs.values()))
    for home in range(size):
        rows = near.select(near.start == home)
        others = [(int(b), *map(int, c)) for b, c in zip(rows.end, rows.cell, strict=True)]
        for k, other in enumerate(others):
            if rows.distance[k] <= cutoffs.get(2, 0) * (1 + 1e-6):
                yield canonical(((home, 0, 0, 0), other))
        reach = cutoffs.get(3, 0) * (1 + 1e-6)
        close = [k for k in range(len(others)) if rows.distance[k] <= reach]
        for a, b in combinations(close, 2):
            if np.linalg.norm(rows.vector[a] - rows.vector[b]) <= reach:
                yield canonical(((home, 0, 0, 0), others[a], others[b]))


def _diameter(lattice: Lattice, cluster: Cluster) -> float:
    table = np.array(cluster)
    places = (table[:, 1:] + np.asarray(lattice.basis)[table[:, 0]]) @ lattice.cell
    return max((float(np.linalg.norm(a - b)) for a, b in combinations(places, 2)), default=0.0)


def _mapped(cluster: Cluster, operation: tuple[Array, Array, Array]) -> Cluster:
    """Image of a cluster; the operation holds a rotation, and image and cell of each site."""
    rotation, image, shift = operation
    return tuple(
        (int(image[s[0]]), *(rotation @ np.array(s[1:]) + shift[s[0]]).tolist()) for s in cluster
    )


def _operations(
    lattice: Lattice, host: tuple[Array, Array] | None
) -> Iterator[tuple[Array, Array, Array]]:
    """Symmetry operations that keep the directions that do not repeat."""
    spglib = require("spglib", extra="atoms")
    cell, basis = np.array(lattice.cell, float), np.asarray(lattice.basis, float)
    flat = lattice.dimension
    for k in range(flat, 3):  # of other lengths, so that they are not mapped on the rest
        cell[k] *= 1.37 + 0.4 * k
    positions, numbers = basis, 200 + np.asarray(lattice.sublattice)
    if host is not None:
        positions = np.vstack([positions, host[0]])
        numbers = np.concatenate([numbers, host[1]])
    found = spglib.get_symmetry((cell, positions, numbers), symprec=TOLERANCE)
    for rotation, translation in zip(found["rotations"], found["translations"], strict=True):
        moved = basis @ rotation.T + translation
        difference = moved[:, None, :] - basis[None]
        whole = np.round(difference)
        distance = np.linalg.norm((difference - whole) @ cell, axis=-1)
        image = distance.argmin(axis=1)
        shift = whole[np.arange(len(basis)), image].astype(int)
        shift[:, flat:] = 0
        yield rotation.astype(int), image, shift
