"""Arrangements of a guest and its vacancies over the sites of a host, relaxed one by one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ..calculation import Watch, silent, within
from ..engines.engine import Engine
from ..relaxation import Relaxation, relax
from ..store import Store
from ..structures.annealing import low_energy_arrangements
from ..structures.orderings import ENUMERATE_UP_TO, VACANCY, Problem, problem
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
    full = cell.full
    places = np.flatnonzero(full.get_tags() >= 0)
    task = problem(full, places, {cell.guest: size, VACANCY: 0}, charges)
    found = [Configuration((), size, 1.0, "end member")]
    for count in counts:
        wanted = each + (count in middle)
        if wanted:
            these = replace(task, counts=(count, size - count))
            found += _at_filling(these, wanted, any(charges.values()), seed + count)
    return [*found, Configuration(tuple(range(size)), size, 1.0, "end member")]


def _at_filling(task: Problem, wanted: int, ranked: bool, seed: int) -> list[Configuration]:
    """Distinct arrangements of one filling: those of lowest Coulomb energy, then random ones."""
    count, size = task.counts[0], sum(task.counts)
    low = max(1, wanted // 3) if ranked else 0
    chosen: list[tuple[np.ndarray, int, str]] = []
    seen: set[bytes] = set()
    for rows, most, origin in (
        (_lowest(task, seed) if low else (), low, "low Coulomb energy"),
        (_random(task, 3 * wanted, seed), wanted, "random"),
    ):
        for row in rows:
            if len(chosen) >= most:
                break
            if row.tobytes() in seen:
                continue
            orbit = {image.tobytes() for image in row[task.permutations]}
            seen |= orbit
            chosen.append((row, len(orbit), origin))
    total = math.comb(size, count)
    known = sum(n for _, n, origin in chosen if origin != "random")
    drawn = sum(origin == "random" for *_, origin in chosen)
    found = []
    for row, number, origin in chosen:
        weight = (total - known) / drawn if origin == "random" else number
        if not drawn:
            weight = number * total / known
        sites = tuple(np.flatnonzero(row == 0).tolist())
        found.append(Configuration(sites, size, float(weight), origin))
    return found


def _lowest(task: Problem, seed: int) -> np.ndarray:
    """Arrangements by rising Coulomb energy: all, or where they are too many the best found."""
    count, size = task.counts[0], sum(task.counts)
    if math.comb(size, count) <= ENUMERATE_UP_TO:
        filled = np.array(list(combinations(range(size), count)))
        rows = np.ones((len(filled), size), np.int8)
        rows[np.arange(len(filled))[:, None], filled] = 0
    else:
        rows = low_energy_arrangements(task, seed=seed)
    return rows[np.argsort(np.round(task.energy(rows), 6), kind="stable")]


def _random(task: Problem, number: int, seed: int) -> list[np.ndarray]:
    generator = np.random.default_rng(seed)
    row = np.repeat(np.arange(2, dtype=np.int8), task.counts)
    return [generator.permutation(row) for _ in range(max(100, 20 * number))]


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
        told = within(watch, place, len(wanted), name)
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
            within(watch, place, len(choices), f"one {guest} on {host.label}"),
        )  # fmt: skip
        energies.append(result.energy)
    lowest = int(np.argmin(energies))
    tried = [(_name(c), e - energies[lowest]) for c, e in zip(choices, energies)]
    return guest_cell(atoms, guest, choices[lowest], most_atoms), tried


def _name(choice: Sequence[SiteSet]) -> str:
    return ", ".join(s.parent or s.label for s in choice)
