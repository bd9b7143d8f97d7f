"""Arrangements of a guest and its vacancies over the sites of a host, relaxed one by one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ..calculation import Watch, Work, silent
from ..engines.engine import Engine
from ..relaxation import Relaxation, relax
from ..store import Store
from ..structures.orderings import VACANCY, Ordering, orderings, random_orderings
from ..structures.sites import SiteSet
from .guest_cells import GuestCell, best_counts, guest_cell, site_choices

if TYPE_CHECKING:
    from ase import Atoms

#: positions and cell move
FREE = Relaxation(force_tolerance=0.05, free_cell=True, most_steps=200)
#: candidates for the site of a guest that the structure does not hold
MOST_CHOICES = 6


@dataclass(frozen=True)
class Configuration:
    """One arrangement."""

    filled: tuple[int, ...]  #: numbers of the filled sites
    sites: int  #: of the cell
    weight: float  #: how many of all arrangements of this filling it stands for
    origin: str  #: ``end member``, ``low Coulomb energy`` or ``random``

    @property
    def filling(self) -> float:
        """Share of the sites that are filled."""
        return len(self.filled) / self.sites

    @property
    def occupation(self) -> np.ndarray:
        """0 or 1 for each site."""
        return np.isin(np.arange(self.sites), self.filled).astype(np.int8)


@dataclass(frozen=True)
class Priced:
    """An arrangement with what its relaxation gave."""

    configuration: Configuration
    energy: float  #: of the cell [eV]
    volume: float  #: of the cell [angstrom^3]
    converged: bool
    strays: int  #: guests that ended nearest to another site
    atoms: Atoms


def configurations(
    cell: GuestCell, charges: Mapping[str, float], number: int = 24, seed: int = 0
) -> list[Configuration]:
    """About ``number`` symmetry-distinct arrangements over all fillings of a cell.

    Both end members; at every other filling the arrangement of lowest Coulomb energy, then
    random ones, so that more of them make the sample broader. Equal arguments give equal lists.

    Parameters
    ----------
    charges : formal charge numbers; all zero leaves the ranking out.

    Raises
    ------
    ParameterError
        for fewer than two arrangements or a missing charge.
    """
    if number < 2:
        raise ParameterError("configurations", f"needs at least 2, got {number}.", "Take 20.")
    size = cell.size
    counts = range(1, size)
    each, left = divmod(max(number - 2, 0), max(len(counts), 1))
    # what is left over goes where most arrangements are: to the middle
    middle = sorted(counts, key=lambda n: (abs(n - size / 2), n))[:left]
    found = [Configuration((), size, 1.0, "end member")]
    for count in counts:
        wanted = each + (count in middle)
        found += _at_filling(cell, count, charges, wanted, seed) if wanted else []
    return [*found, Configuration(tuple(range(size)), size, 1.0, "end member")]


def _at_filling(
    cell: GuestCell, count: int, charges: Mapping[str, float], wanted: int, seed: int
) -> list[Configuration]:
    full = cell.full
    sites = np.flatnonzero(full.get_tags() >= 0)
    # names of atoms are free here: the sites hold a species of their own that is not the framework
    task = (full, sites, {cell.guest: count, VACANCY: cell.size - count}, charges)
    random = random_orderings(*task, number=3 * wanted, seed=seed + count)
    low = orderings(*task, most=max(1, wanted // 3)) if any(charges.values()) else []
    chosen = [(_sites_of(o), o, "low Coulomb energy") for o in low]
    images = {_energy_and_orbit(o) for o in low}
    for ordering in random:
        if len(chosen) >= wanted:
            break
        if _energy_and_orbit(ordering) not in images:
            chosen.append((_sites_of(ordering), ordering, "random"))
    total = math.comb(cell.size, count)
    known = sum(o.multiplicity for _, o, kind in chosen if kind != "random")
    drawn = sum(kind == "random" for *_, kind in chosen)
    found = []
    for filled, ordering, kind in chosen:
        share = ordering.multiplicity * (1 if drawn else total / max(known, 1))
        weight = share if kind != "random" else (total - known) / drawn
        found.append(Configuration(filled, cell.size, float(weight), kind))
    return found


def _sites_of(ordering: Ordering) -> tuple[int, ...]:
    tags = ordering.atoms.get_tags()
    return tuple(sorted(int(t) for t in tags[tags >= 0]))


def _energy_and_orbit(ordering: Ordering) -> tuple[float, int]:
    """Equal for arrangements that symmetry makes equal (and, rarely, for others)."""
    return round(ordering.ewald_energy_eV, 5), ordering.multiplicity


def price(
    cell: GuestCell,
    wanted: Sequence[Configuration],
    engine: Engine,
    store: Store,
    relaxation: Relaxation = FREE,
    watch: Watch = silent,
) -> list[Priced]:
    """Relax every arrangement, positions and cell; a killed run repeats the one it was at.

    The end members come first; all others start between them, by their filling.
    """
    found: dict[int, Priced] = {}
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k].filling not in (0.0, 1.0), k))
    for place, index in enumerate(order):
        one = wanted[index]
        ends = [p.atoms for p in found.values() if p.configuration.filling in (0.0, 1.0)]
        start = cell.filled(one.filled)
        if len(ends) == 2:
            start = between(start, ends[0], ends[1], one.filling)
        name = f"arrangement {place + 1} of {len(wanted)}, x = {one.filling:.2f}"
        told = part(watch, place, len(wanted), name)
        result = relax(start, engine, relaxation, store, told)
        found[index] = Priced(
            one, result.energy, result.atoms.get_volume(), result.converged,
            cell.strays(result.atoms), result.atoms,
        )  # fmt: skip
    return [found[k] for k in range(len(wanted))]


def between(start: Atoms, empty: Atoms, full: Atoms, filling: float) -> Atoms:
    """A structure with cell and positions interpolated between relaxed end members.

    Parameters
    ----------
    start : framework first, then guests tagged with their site; all others alike.
    """
    size = len(empty)
    low, high = (a.get_scaled_positions(wrap=False) for a in (empty, full))
    shift = low - high[:size]
    shift -= np.round(shift)
    shift -= shift.mean(axis=0)  # the crystal as a whole does not move
    moved = start.copy()
    cells = (np.asarray(empty.cell), np.asarray(full.cell))
    moved.set_cell((1 - filling) * cells[0] + filling * cells[1])
    guests = size + start.get_tags()[size:]
    moved.set_scaled_positions(np.concatenate([high[:size] + (1 - filling) * shift, high[guests]]))
    return moved


def part(watch: Watch, place: float, parts: float, name: str) -> Watch:
    """The watcher of one of several parts; a part is told by its own share."""
    return lambda work: watch(Work(place + work.share, parts, f"{name}: {work.text}"))


def best_cell(
    atoms: Atoms,
    guest: str,
    engine: Engine,
    store: Store,
    *,
    most_atoms: int = 48,
    sites: Sequence[str] = (),
    watch: Watch = silent,
) -> tuple[GuestCell, list[tuple[str, float]]]:
    """The supercell with the guest's sites, and what one guest costs on each kind of sites tried.

    Where the structure does not hold the guest and no sites are named, one guest is relaxed on
    each kind of empty sites in the cell of the host; the cheapest kind is taken. Energies [eV]
    count from the cheapest.

    Raises
    ------
    ParameterError
        see :func:`~.guest_cells.site_choices` and :func:`~.guest_cells.guest_cell`.
    """
    choices = site_choices(atoms, guest, sites)[:MOST_CHOICES]
    if len(choices) == 1:
        return guest_cell(atoms, guest, choices[0], most_atoms), []
    fixed = Relaxation(force_tolerance=0.05, most_steps=100)
    found = best_counts(atoms, len(atoms) + 1, most_atoms)
    counts = found[2] if found else (1, 1, 1)
    energies = []
    for place, choice in enumerate(choices):
        places = np.concatenate([s.positions for s in choice])
        host = GuestCell(guest, atoms, places, counts, _name(choice), False)
        result = relax(
            host.filled([0]), engine, fixed, store,
            part(watch, place, len(choices), f"one {guest} on {host.label}"),
        )  # fmt: skip
        energies.append(result.energy)
    lowest = int(np.argmin(energies))
    tried = [(_name(c), e - energies[lowest]) for c, e in zip(choices, energies)]
    return guest_cell(atoms, guest, choices[lowest], most_atoms), tried


def _name(choice: Sequence[SiteSet]) -> str:
    return ", ".join(s.parent or s.label for s in choice)
