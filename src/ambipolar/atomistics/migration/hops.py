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
    atoms = [i for hop in hops for i in (hop.moving, hop.empty)]
    if len(set(atoms)) != len(atoms):
        raise ParameterError("hops", "two of the hops share an atom.", "Choose other sites.")
    after = host.copy()
    for hop in hops:
        after.positions[hop.moving] = host.positions[hop.empty]
    removed = [hop.empty for hop in hops]
    return without(host, removed), without(after, removed)


def moving_atoms(hops: Sequence[Hop]) -> list[int]:
    """Where the moving atoms stand in the structures of :func:`end_points`."""
    removed = sorted(hop.empty for hop in hops)
    return [hop.moving - sum(r < hop.moving for r in removed) for hop in hops]
