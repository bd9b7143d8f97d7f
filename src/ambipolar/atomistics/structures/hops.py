"""Hops between neighbouring sites: which are distinct, what lies between, how far they lead.

A hop goes from a site to a neighbouring one, perhaps in another cell. Hops that a symmetry
operation of the host takes into each other, or into the reverse, are one with a multiplicity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from .sites import SiteSet
from .symmetry import operations

#: a site lies between two others when the way over it is at most this much longer
DETOUR = 1.15


@dataclass(frozen=True)
class Hop:
    """One of a set of equivalent hops.

    ``initial`` and ``final`` are fractional coordinates (``final`` may lie in another cell),
    ``displacement`` is in angstrom, ``multiplicity`` counts the equivalent hops that leave one
    initial site, and ``clearance`` is the least distance from the straight path to an atom of the
    host in angstrom.
    """

    initial_label: str
    final_label: str
    initial: np.ndarray
    final: np.ndarray
    displacement: np.ndarray
    distance: float
    multiplicity: int
    clearance: float
    via: str = ""  #: label of a site on the way
    edges: tuple[tuple[int, int, tuple[int, int, int]], ...] = ()  #: all of them in the cell

    def __str__(self) -> str:
        names = [self.initial_label, self.via, self.final_label]
        return f"{'-'.join(filter(None, names))}, {self.distance:.2f} angstrom"


def distinct_hops(
    host: Any, sites: Sequence[SiteSet], cutoff: float, between: Sequence[SiteSet] = ()
) -> list[Hop]:
    """Symmetry-distinct hops of at most ``cutoff`` angstrom between ``sites``, shortest first.

    Parameters
    ----------
    host : the crystal whose symmetry counts, without the moving species.
    sites : sets of sites from :mod:`.sites`; indices in ``edges`` count them in this order.
    between : sites to name on the way; a hop between two of ``sites`` may pass one of these.

    Raises
    ------
    ParameterError
        when no two sites are that near.
    """
    positions = np.concatenate([s.positions for s in sites])
    labels = [s.parent or s.label for s in sites for _ in range(len(s.positions))]
    cell = np.asarray(host.cell)
    edges = _edges(positions, cell, cutoff)
    if not edges:
        raise ParameterError(
            "cutoff",
            f"no two of the {len(positions)} sites are within {cutoff:g} angstrom.",
            "Raise the cutoff.",
        )
    images, shifts, rotations = _site_images(host, positions)
    left = dict.fromkeys(edges)
    hops = []
    while left:
        i, j, wrap = next(iter(left))
        orbit = _orbit(i, j, np.array(wrap), images, shifts, rotations)
        found = tuple(e for e in left if e in orbit)
        for edge in found:
            del left[edge]
        vector = positions[j] + np.array(wrap) - positions[i]
        start, end = positions[i], positions[i] + vector
        hops.append(
            Hop(
                labels[i],
                labels[j],
                start,
                end,
                vector @ cell,
                float(np.linalg.norm(vector @ cell)),
                sum(1 for e in found if e[0] == i),
                _clearance(host, start, end),
                _passes(start, end, between, cell),
                found,
            )
        )
    return sorted(hops, key=lambda h: (round(h.distance, 4), h.initial_label, h.final_label))


def dimensionality(
    edges: Iterable[tuple[int, int, tuple[int, int, int]]], sites: int | None = None
) -> int:
    """In how many directions the network of ``edges`` leads to infinity: 0 to 3.

    The largest rank over its connected parts of the lattice vectors by which a closed walk can
    leave its cell. An edge is (initial site, final site, cell of the final site).
    """
    neighbours: dict[int, list[tuple[int, np.ndarray]]] = {}
    for i, j, wrap in edges:
        neighbours.setdefault(i, []).append((j, np.array(wrap)))
        neighbours.setdefault(j, []).append((i, -np.array(wrap)))
    place: dict[int, np.ndarray] = {}
    best = 0
    for start in neighbours:
        if start in place:
            continue
        place[start] = np.zeros(3, dtype=int)
        cycles, stack = [np.zeros(3, dtype=int)], [start]
        while stack:
            here = stack.pop()
            for there, wrap in neighbours[here]:
                arrived = place[here] + wrap
                if there not in place:
                    place[there] = arrived
                    stack.append(there)
                else:
                    cycles.append(arrived - place[there])
        best = max(best, int(np.linalg.matrix_rank(np.unique(np.array(cycles), axis=0))))
    return best


def percolation(hops: Sequence[Hop]) -> list[tuple[float, int]]:
    """``(distance, dimensionality)`` of the network with all hops up to each distance.

    The distance at which it first reaches 1, 2 or 3 says which hop opens long-range transport.
    """
    result: list[tuple[float, int]] = []
    edges: list[tuple[int, int, tuple[int, int, int]]] = []
    for hop in sorted(hops, key=lambda h: h.distance):
        edges.extend(hop.edges)
        result.append((hop.distance, dimensionality(edges)))
    return result


def _edges(
    positions: np.ndarray, cell: np.ndarray, cutoff: float
) -> list[tuple[int, int, tuple[int, int, int]]]:
    ase = require("ase", extra="atoms")
    neighbours = require("ase.neighborlist", extra="atoms")
    points = ase.Atoms(f"X{len(positions)}", scaled_positions=positions, cell=cell, pbc=True)
    points.set_scaled_positions(positions)
    first, second, wraps = neighbours.neighbor_list("ijS", points, cutoff + 1e-6)
    return [
        (int(i), int(j), (int(w[0]), int(w[1]), int(w[2]))) for i, j, w in zip(first, second, wraps)
    ]


def _site_images(host: Any, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each operation takes each site: its index and the cell it lands in."""
    cell = np.asarray(host.cell)
    rotations, translations = operations(host)
    images, shifts, kept = [], [], []
    for rotation, translation in zip(rotations, translations):
        moved = positions @ rotation.T + translation
        offset = moved[:, None, :] - positions[None, :, :]
        wrap = np.round(offset)
        distance = np.linalg.norm((offset - wrap) @ cell, axis=-1)
        nearest = distance.argmin(axis=1)
        rows = np.arange(len(positions))
        if (distance[rows, nearest] < 0.1).all():
            images.append(nearest)
            shifts.append(wrap[rows, nearest].astype(int))
            kept.append(rotation)
    return np.array(images), np.array(shifts), np.array(kept)


def _orbit(
    i: int,
    j: int,
    wrap: np.ndarray,
    images: np.ndarray,
    shifts: np.ndarray,
    rotations: np.ndarray,
) -> set[tuple[int, int, tuple[int, int, int]]]:
    """All hops equivalent to ``i -> j`` in cell ``wrap``, forward and backward."""
    moved = np.einsum("kab,b->ka", rotations, wrap).astype(int) + shifts[:, j] - shifts[:, i]
    forward = {
        (int(a), int(b), (int(w[0]), int(w[1]), int(w[2])))
        for a, b, w in zip(images[:, i], images[:, j], moved)
    }
    return forward | {(b, a, (-w[0], -w[1], -w[2])) for a, b, w in forward}


def _clearance(host: Any, start: np.ndarray, end: np.ndarray, points: int = 41) -> float:
    """Least distance from the straight path to an atom of the host, in angstrom."""
    geometry = require("ase.geometry", extra="atoms")
    path = start + np.linspace(0, 1, points)[:, None] * (end - start)
    cell = np.asarray(host.cell)
    _, distances = geometry.get_distances(
        path @ cell, host.get_scaled_positions() @ cell, cell=cell, pbc=True
    )
    return float(distances.min())


def _passes(
    start: np.ndarray, end: np.ndarray, between: Sequence[SiteSet], cell: np.ndarray
) -> str:
    """Label of the site with the least detour between ``start`` and ``end``; "" for none."""
    direct = float(np.linalg.norm((end - start) @ cell))
    middle = 0.5 * (start + end)
    best, label = DETOUR * direct, ""
    for site in between:
        # the image of each site nearest to the middle of the path
        near = site.positions - np.round(site.positions - middle)
        way = np.linalg.norm((near - start) @ cell, axis=1) + np.linalg.norm(
            (end - near) @ cell, axis=1
        )
        away = np.linalg.norm((near - start) @ cell, axis=1) > 0.2 * direct
        away &= np.linalg.norm((near - end) @ cell, axis=1) > 0.2 * direct
        if away.any() and way[away].min() < best - 1e-9:
            best, label = float(way[away].min()), site.parent or site.label
    return label
