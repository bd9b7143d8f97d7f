r"""Which species sits on which of a set of sites: all arrangements, or the best that were found.

Arrangements are ranked by the Coulomb energy of formal charges (``ewald``). This is a ranking: the
energies are those of rigid point ions and far too large. Arrangements that a symmetry operation of
the crystal takes into each other count once, with their number as ``multiplicity``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .ewald import ewald_matrix
from .symmetry import operations, site_permutations

#: a "species" that leaves its site empty
VACANCY = "vacancy"
#: up to this many arrangements are all priced; above, they are sampled
ENUMERATE_UP_TO = 50_000


@dataclass(frozen=True)
class Ordering:
    """One arrangement: the structure, its Coulomb energy, the number of equivalent ones."""

    atoms: Any
    ewald_energy_eV: float  #: of the cell, rigid formal charges; compare only within one list
    multiplicity: int


@dataclass(frozen=True)
class Problem:
    """The sites, what may sit there, and what it costs; made by :func:`problem`."""

    atoms: Any
    sites: np.ndarray  #: indices of the sites
    species: tuple[str, ...]
    counts: tuple[int, ...]
    charge: np.ndarray  #: charge number of each species
    rest_energy: float  #: eV, of all other atoms
    potential: np.ndarray  #: eV per charge number at the sites, from all other atoms
    matrix: np.ndarray  #: eV, pairs of sites
    permutations: np.ndarray  #: symmetry operations on the sites

    def energy(self, arrangement: np.ndarray) -> np.ndarray:
        """Coulomb energy in eV of arrangements, shape (..., sites) of indices into ``species``."""
        q = self.charge[arrangement]
        pairs = np.einsum("...i,...i->...", q @ self.matrix, q)
        return self.rest_energy + q @ self.potential + 0.5 * pairs

    def structure(self, arrangement: np.ndarray) -> Any:
        """The atoms of one arrangement; sites left empty are removed."""
        atoms = self.atoms.copy()
        symbols = np.array(atoms.get_chemical_symbols(), dtype=object)
        symbols[self.sites] = [self.species[k] for k in arrangement]
        keep = symbols != VACANCY
        atoms = atoms[np.flatnonzero(keep)]
        atoms.set_chemical_symbols(list(symbols[keep]))
        return atoms


def problem(
    atoms: Any,
    sites: Sequence[int] | np.ndarray,
    composition: Mapping[str, int],
    charges: Mapping[str, float],
) -> Problem:
    """Check the request and compute what all arrangements share.

    Raises
    ------
    ParameterError
        when the composition does not fill the sites or a charge is missing.
    """
    places = np.asarray(sites, dtype=int)
    species, counts = tuple(composition), tuple(int(n) for n in composition.values())
    if sum(counts) != len(places) or min(counts, default=-1) < 0:
        raise ParameterError(
            "composition",
            f"{dict(composition)} places {sum(counts)} species on {len(places)} sites.",
            f"The numbers must add up to the sites; name empty ones {VACANCY!r}.",
        )
    rest = np.setdiff1d(np.arange(len(atoms)), places)
    symbols = atoms.get_chemical_symbols()
    known = {**charges, VACANCY: 0.0}
    missing = sorted({symbols[i] for i in rest}.union(species) - set(known))
    if missing:
        raise ParameterError(
            "charges",
            f"no formal charge is given for {', '.join(missing)}.",
            "Name a charge number for every element, such as {'Li': 1, 'Ti': 4, 'O': -2}.",
        )
    matrix = ewald_matrix(atoms)
    q = np.array([known[symbols[i]] for i in rest])
    kinds = np.asarray(atoms.numbers).copy()
    kinds[places] = 200  # one kind for all sites: the symmetry of the undecorated crystal
    rotations, translations = operations(atoms, kinds)
    fractional = atoms.get_scaled_positions()[places]
    return Problem(
        atoms,
        places,
        species,
        counts,
        np.array([known[s] for s in species], dtype=float),
        float(0.5 * q @ matrix[np.ix_(rest, rest)] @ q),
        matrix[np.ix_(places, rest)] @ q,
        matrix[np.ix_(places, places)],
        site_permutations(fractional, rotations, translations, np.asarray(atoms.cell)),
    )


def orderings(
    atoms: Any,
    sites: Sequence[int] | np.ndarray,
    composition: Mapping[str, int],
    charges: Mapping[str, float],
    most: int = 10,
    *,
    seed: int = 0,
    enumerate_up_to: int = ENUMERATE_UP_TO,
) -> list[Ordering]:
    """Symmetry-distinct arrangements of ``composition`` on ``sites``, lowest Coulomb energy first.

    Parameters
    ----------
    atoms : the crystal with any species on the sites.
    sites : indices of the sites.
    composition : species to number on the sites; ``"vacancy"`` leaves sites empty.
    charges : formal charge number of each element of the crystal.
    most : length of the list.
    seed : of the random numbers, used when there are too many arrangements to price all.
    enumerate_up_to : up to this many arrangements all are priced and the list is exact; above,
        annealed exchanges find low ones and nothing better is only likely.

    Raises
    ------
    ParameterError
        when the composition does not fill the sites or a charge is missing.
    """
    task = problem(atoms, sites, composition, charges)
    if arrangements(task.counts) <= enumerate_up_to:
        candidates = np.array(list(_all(task.counts)), dtype=np.int8)
    else:
        from .annealing import low_energy_arrangements

        candidates = low_energy_arrangements(task, seed=seed)
    energies = task.energy(candidates)
    order = np.argsort(np.round(energies, 6), kind="stable")
    return _distinct(task, candidates[order], energies[order], most)


def random_orderings(
    atoms: Any,
    sites: Sequence[int] | np.ndarray,
    composition: Mapping[str, int],
    charges: Mapping[str, float],
    number: int = 1,
    seed: int = 0,
) -> list[Ordering]:
    """``number`` symmetry-distinct random arrangements, the controls of a ranking, as they came.

    Fewer are returned when the crystal has fewer.
    """
    task = problem(atoms, sites, composition, charges)
    generator = np.random.default_rng(seed)
    filled = np.repeat(np.arange(len(task.species), dtype=np.int8), task.counts)
    candidates = np.array([generator.permutation(filled) for _ in range(max(100, 20 * number))])
    return _distinct(task, candidates, task.energy(candidates), number)


def arrangements(counts: Sequence[int]) -> int:
    """Number of ways to place ``counts`` species on their sites: a multinomial coefficient."""
    return math.factorial(sum(counts)) // math.prod(math.factorial(n) for n in counts)


def _all(counts: Sequence[int]) -> Iterator[list[int]]:
    """Every arrangement of ``counts`` as a list of species indices."""

    def place(kind: int, free: tuple[int, ...], row: list[int]) -> Iterator[list[int]]:
        if kind == len(counts) - 1:
            yield [kind if k in free else s for k, s in enumerate(row)]
            return
        for taken in itertools.combinations(free, counts[kind]):
            new = row.copy()
            for k in taken:
                new[k] = kind
            yield from place(kind + 1, tuple(k for k in free if k not in taken), new)

    yield from place(0, tuple(range(sum(counts))), [0] * sum(counts))


def _distinct(
    task: Problem, candidates: np.ndarray, energies: np.ndarray, most: int
) -> list[Ordering]:
    """The first ``most`` candidates that no symmetry operation takes into an earlier one."""
    seen: set[bytes] = set()
    found: list[Ordering] = []
    for arrangement, energy in zip(candidates, energies):
        if arrangement.tobytes() in seen:
            continue
        orbit = {row.tobytes() for row in arrangement[task.permutations]}
        seen |= orbit
        found.append(Ordering(task.structure(arrangement), float(energy), len(orbit)))
        if len(found) == most:
            break
    return found
