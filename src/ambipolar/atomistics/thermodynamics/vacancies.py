r"""Formation energies of vacancies, site by site.

.. math:: E_f = E(\mathrm{host} - X) + \mu_X - E(\mathrm{host})

for neutral cells of fixed size. Every distinct site is priced unrelaxed; of each class of sites
some are relaxed, spread over the unrelaxed energies from the lowest to the highest, so that the
spread over the sites is seen and none is picked for its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ..calculation import Watch, silent
from ..cells import equivalent_atoms, site_classes
from ..engines.engine import Engine
from ..relaxation import Relaxation, Relaxed, relax
from ..single_points import single_points
from ..store import Store

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class Vacancy:
    """One vacancy: where, and what removing the atom costs without its reference energy."""

    site: int  #: index of the atom in the host
    site_class: str  #: such as ``O 32e``
    neighbours: str  #: cations (or anions) next to it, such as ``2Ti 1Li``
    unrelaxed: float  #: E(host - X) - E(host) with no atom moved [eV]
    relaxed: float  #: the same, relaxed; NaN where it was not [eV]
    converged: bool


def distinct_sites(atoms: Atoms, site_class: str, most: int) -> list[int]:
    """One atom of every set that symmetry makes equivalent; evenly chosen when they are too many.

    Raises
    ------
    ParameterError
        for a class that the structure does not have.
    """
    classes = site_classes(atoms)
    if site_class not in classes:
        raise ParameterError(
            "sites",
            f"the structure has no {site_class!r}.",
            f"It has {', '.join(dict.fromkeys(classes))}.",
        )
    first = equivalent_atoms(atoms)
    sites = [i for i, name in enumerate(classes) if name == site_class]
    kept = list(dict.fromkeys(int(first[i]) for i in sites))
    if len(kept) <= most:
        return kept
    return [kept[int(k)] for k in np.linspace(0, len(kept) - 1, most).round()]


def without(atoms: Atoms, removed: Sequence[int]) -> Atoms:
    """A copy without some atoms."""
    kept = atoms.copy()
    del kept[sorted(removed)]
    return kept


def unrelaxed_energies(
    host: Relaxed, sites: Sequence[int], engine: Engine, store: Store, watch: Watch = silent
) -> list[float]:
    """E(host - X) - E(host) of single vacancies with no atom moved [eV]."""
    cells = [without(host.atoms, [site]) for site in sites]
    points = single_points(cells, engine, store, watch)
    return [point["energy"] - host.energy for point in points]


def vacancies(
    host: Relaxed,
    site_class: str,
    engine: Engine,
    store: Store,
    *,
    relaxation: Relaxation,
    relaxed_sites: int = 3,
    screened_sites: int = 12,
    watch: Watch = silent,
) -> list[Vacancy]:
    """All screened vacancies of one class of sites, the cheapest first.

    Parameters
    ----------
    host : relaxed, with the labels of its sites.
    relaxed_sites : how many are relaxed: the lowest, the highest and some between.
    screened_sites : how many distinct sites are priced unrelaxed.
    """
    sites = distinct_sites(host.atoms, site_class, screened_sites)
    prices = unrelaxed_energies(host, sites, engine, store, watch)
    order = np.argsort(prices)
    chosen = _spread(len(sites), relaxed_sites)
    found = []
    for place, index in enumerate(order):
        site, energy, converged = sites[index], np.nan, True
        if place in chosen:
            cell = without(host.atoms, [site])
            result = relax(cell, engine, relaxation, store, watch)
            energy, converged = result.energy - host.energy, result.converged
        found.append(
            Vacancy(
                site, site_class, neighbours(host.atoms, site), prices[index], energy, converged
            )
        )
    return found


def _spread(length: int, most: int) -> set[int]:
    """Places in a sorted list from its first to its last."""
    return {round(k) for k in np.linspace(0, length - 1, min(most, length))}


def neighbours(atoms: Atoms, site: int) -> str:
    """Elements that coordinate an atom, as ``3Ti`` or ``2Ti 2Li``: those of other elements
    nearer than 1.25 times the nearest.
    """
    symbols = atoms.get_chemical_symbols()
    others = [i for i, s in enumerate(symbols) if s != symbols[site]]
    if not others:
        return ""
    distances = atoms.get_distances(site, others, mic=True)
    close = [symbols[i] for i, d in zip(others, distances) if d < 1.25 * distances.min()]
    return " ".join(
        f"{close.count(e)}{e}" for e in sorted(set(close), key=lambda e: -close.count(e))
    )
