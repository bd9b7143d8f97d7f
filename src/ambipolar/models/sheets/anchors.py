"""Potentials that nothing fixes: there one cell of a sheet is held at 0 V.

A sheet without a terminal at a given potential takes its own from the electrolyte. When that is
taken away, or where a part of a sheet never had any, its equations leave a constant open. No
current flows into a cell that is held in its stead, since there is no way back for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from ...core import ops
from ...numerics.grid import SheetMesh
from ...numerics.system import apply

if TYPE_CHECKING:
    from .stack import Side

Expression = Any

#: from a sheet through the electrolyte to the other one, and through another pool back
ROUNDS = 2


def anchors(
    sides: Sequence[Side], pools: SheetMesh, present: Expression, lid: Expression,
    held: Mapping[str, Expression],
) -> list[list[tuple[int, Expression]]]:  # fmt: skip
    """For every side the cells that may have to be held, each with 1 where it must be, else 0.

    ``present`` is 1 on pool cells that are there, ``lid`` whether the upper side is, ``held`` 1
    for terminals at a given potential. A sheet in one part that reaches all terminals has none:
    a device does not let all of its terminals float.
    """
    parts = [side.mesh.islands for side in sides]
    if len(sides) == 1 and parts[0][0] == 1:
        return [[]]
    first = np.cumsum([0, *(count for count, _ in parts)])
    count, patches, patch = int(first[-1]), *pools.islands
    links, grip = [], ops.constant(np.zeros(count))
    for side, begin, (_, part) in zip(sides, first, parts, strict=False):
        links.append(_incidence(begin + part[side.wet], patch[side.pool], (count, patches)))
        for contact in side.contacts:
            touched = np.zeros(count)
            touched[begin + part[contact.touched(side.mesh)[0]]] = 1.0
            grip = grip + held[contact.name] * ops.constant(touched)
    switches = (1.0, lid)[: len(sides)]
    there = present[:, np.unique(patch, return_index=True)[1].tolist()] if patches else None
    found: list[list[tuple[int, Expression]]] = [[] for _ in sides]
    for number in range(count):
        side = int(np.searchsorted(first, number, side="right")) - 1
        grip = _spread(ops.minimum(grip, 1.0), links, switches, there)
        loose = 1.0 - grip[:, number]
        cell = int(np.flatnonzero(parts[side][1] == number - first[side])[0])
        found[side].append((cell, loose))
        grip = grip + loose * ops.constant(np.eye(1, count, number))
    return found


def _spread(
    grip: Expression, links: list[sp.csr_matrix], switches: tuple[Expression, ...],
    there: Expression,
) -> Expression:  # fmt: skip
    """Parts whose potential is fixed through the electrolyte besides those that are already."""
    if there is None:
        return grip
    for _ in range(ROUNDS):
        wet: Expression = 0.0
        for link, switch in zip(links, switches, strict=True):
            wet = wet + switch * apply(link.T, grip)
        wet = there * ops.minimum(wet, 1.0)
        for link, switch in zip(links, switches, strict=True):
            grip = grip + switch * apply(link, wet)
        grip = ops.minimum(grip, 1.0)
    return grip


def _incidence(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sp.csr_matrix:
    """Ones where a part of a sheet is wetted by a patch of electrolyte."""
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape)
    matrix.data[:] = 1.0
    return matrix
