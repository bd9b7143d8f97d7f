"""Hops of atoms into vacancies of their own kind, alone or together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ..cells import site_classes
from ..thermodynamics.vacancies import without

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class Hop:
    """One atom goes to the place of another of its class, which is empty."""

    moving: int  #: atom of the full host that moves
    empty: int  #: atom of the full host whose place is empty at first


def vacancy_hops(atoms: Atoms, site_class: str, empty: int | None = None) -> list[Hop]:
    """Hops between nearest sites of one class, the shortest first.

    Parameters
    ----------
    empty : the vacancy; that of the first site of the class when not given.

    Raises
    ------
    ParameterError
        for a class with fewer than two sites.
    """
    classes = site_classes(atoms)
    sites = [i for i, name in enumerate(classes) if name == site_class]
    if len(sites) < 2:
        raise ParameterError(
            "site_class",
            f"the structure has {len(sites)} sites {site_class!r}; a hop needs two.",
            f"It has {', '.join(dict.fromkeys(classes))}.",
        )
    empty = sites[0] if empty is None else empty
    others = [i for i in sites if i != empty]
    distances = atoms.get_distances(empty, others, mic=True)
    order = np.argsort(distances.round(3), kind="stable")
    near = distances.min() * 1.3
    return [Hop(others[k], empty) for k in order if distances[k] <= near]


def end_points(host: Atoms, hops: Sequence[Hop]) -> tuple[Atoms, Atoms]:
    """Structures before and after some hops at once, atom by atom in the same order.

    Raises
    ------
    ParameterError
        when two hops share an atom.
    """
    first, *_, last = stages(host, hops)
    return first, last


def stages(host: Atoms, hops: Sequence[Hop], sequence: Sequence[int] = ()) -> list[Atoms]:
    """Structures before the hops, between them and after them, in the same order of atoms.

    ``sequence`` gives the order of the hops; when it is empty they happen at once.

    Raises
    ------
    ParameterError
        when two hops share an atom, or the sequence does not name each hop once.
    """
    atoms = [i for hop in hops for i in (hop.moving, hop.empty)]
    if len(set(atoms)) != len(atoms):
        raise ParameterError("hops", "two of the hops share an atom.", "Choose other sites.")
    if sequence and sorted(sequence) != list(range(len(hops))):
        raise ParameterError(
            "sequence", f"{tuple(sequence)} is no order of {len(hops)} hops.", "Count from 0."
        )
    removed = [hop.empty for hop in hops]
    groups = [[hops[int(k)]] for k in sequence] or [list(hops)]
    now = host.copy()
    found = [without(now, removed)]
    for group in groups:
        for hop in group:
            now.positions[hop.moving] = host.positions[hop.empty]
        found.append(without(now, removed))
    return found


def moving_atoms(hops: Sequence[Hop]) -> list[int]:
    """Where the moving atoms stand in the structures of :func:`end_points`."""
    removed = sorted(hop.empty for hop in hops)
    return [hop.moving - sum(r < hop.moving for r in removed) for hop in hops]
