"""What can happen on a lattice: hops, hops of two ions at once, exchange with reservoirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...core.errors import ParameterError
from ..lattice.geometry import Sites

#: occupation of a site that never takes part
BLOCKED = -1
#: occupation of an empty site; species are counted from 1
EMPTY = 0


@dataclass(frozen=True)
class Neighbours:
    """Directed pairs of sites: ``origin``, ``target``, ``shell`` (m,) and ``vector`` (m, 3)."""

    origin: np.ndarray
    target: np.ndarray
    shell: np.ndarray
    vector: np.ndarray

    def select(self, which: np.ndarray) -> Neighbours:
        """Those where ``which`` is true."""
        return Neighbours(
            self.origin[which], self.target[which], self.shell[which], self.vector[which]
        )


def neighbours(sites: Sites, shells: int = 1) -> Neighbours:
    """All directed pairs of a supercell up to a number of shells, the nearest is 0.

    Two sites may be neighbours more than once, through different sides of a small cell.

    Raises
    ------
    ParameterError
        when a site would be a neighbour of its own image.
    """
    found = sites.lattice.shells(shells)
    cells = sites.cells[:: len(sites.lattice.basis)]
    origin = sites.index(cells[:, None, :], found.start[None, :]).ravel()
    target = sites.index(cells[:, None, :] + found.cell[None, :, :], found.end[None, :]).ravel()
    if np.any(origin == target):
        raise ParameterError(
            "repeat", f"{sites.counts} is so small that a site meets its own image.",
            "Repeat the cell more often.",
        )  # fmt: skip
    return Neighbours(
        origin.astype(np.int32), target.astype(np.int32),
        np.tile(found.shell, len(cells)).astype(np.int32), np.tile(found.vector, (len(cells), 1)),
    )  # fmt: skip


@dataclass(frozen=True)
class EventKind:
    r"""What events of one kind have in common.

    ``species`` and ``displacement`` (moves, 3) have one entry for each ion that moves.
    ``barrier`` [eV] is that at equal energies before and after, ``attempt_frequency`` is in Hz.
    ``exchange`` is +1 for insertion from a reservoir, -1 for extraction into it and 0 for hops;
    ``chemical_potential`` [eV] is that of the reservoir.
    """

    name: str
    species: tuple[int, ...]
    barrier: float
    attempt_frequency: float
    displacement: np.ndarray = field(repr=False)
    exchange: int = 0
    chemical_potential: float = 0.0

    def __post_init__(self) -> None:
        if not (self.barrier >= 0 and np.isfinite(self.barrier)):
            raise ParameterError(
                f"{self.name}.barrier", f"must be at least 0 eV, got {self.barrier!r}."
            )
        if not (self.attempt_frequency > 0 and np.isfinite(self.attempt_frequency)):
            raise ParameterError(
                f"{self.name}.attempt_frequency",
                f"must be greater than 0 Hz, got {self.attempt_frequency!r}.",
            )


@dataclass(frozen=True)
class Network:
    """Sites and directed events between them.

    ``moves`` (m, 4) lists origin and target of the first and the second ion; the number of sites
    stands for "none": the second pair of ordinary hops, the origin of an insertion, the target of
    an extraction. ``kind`` (m,) points into ``kinds``. Species are counted from 1; ``charges`` are
    in elementary charges.
    """

    sites: Sites
    species: tuple[str, ...]
    charges: tuple[float, ...]
    moves: np.ndarray
    kind: np.ndarray
    kinds: tuple[EventKind, ...]

    @property
    def none(self) -> int:
        """The index that stands for no site."""
        return self.sites.size

    def species_index(self, name: str) -> int:
        """Number of a species, from 1.

        Raises
        ------
        ParameterError
            for a species that the network does not have.
        """
        if name not in self.species:
            raise ParameterError("species", f"there is no {name!r}, only {self.species}.")
        return self.species.index(name) + 1


def empty_network(
    sites: Sites, species: Sequence[str] = ("ion",), charges: Sequence[float] = (1.0,)
) -> Network:
    """Sites on which nothing happens yet."""
    none = np.zeros((0, 4), np.int32), np.zeros(0, np.int32)
    return Network(sites, tuple(species), tuple(charges), *none, ())


def with_hops(
    network: Network, pairs: Neighbours, *, barrier: float, attempt_frequency: float,
    species: str | None = None, shell: int | None = 0, name: str = "hop",
) -> Network:  # fmt: skip
    """Add hops of one species along directed pairs (of one shell, or of all with ``None``).

    Every displacement vector becomes a kind of its own, so that a field acts on each.
    """
    number = network.species_index(species or network.species[0])
    chosen = np.full(len(pairs.origin), True) if shell is None else pairs.shell == shell
    vectors, kind = np.unique(np.round(pairs.vector[chosen], 9), axis=0, return_inverse=True)
    kinds = tuple(
        EventKind(name, (number,), barrier, attempt_frequency, vector[None, :])
        for vector in vectors
    )
    moves = np.full((int(chosen.sum()), 4), network.none, np.int32)
    moves[:, 0], moves[:, 1] = pairs.origin[chosen], pairs.target[chosen]
    return add_events(network, moves, kind.ravel(), kinds)


def with_reservoir(
    network: Network, sites: np.ndarray, *, chemical_potential: float, barrier: float = 0.0,
    attempt_frequency: float, species: str | None = None, name: str = "reservoir",
    insertion: bool = True,
) -> Network:  # fmt: skip
    """Let sites exchange a species with a reservoir; one way only without ``insertion``."""
    number = network.species_index(species or network.species[0])
    sites = np.asarray(sites, np.int32)
    still = np.zeros((1, 3))
    found = network
    for sign, column in ((-1, 0), (1, 1)) if insertion else ((-1, 0),):
        moves = np.full((len(sites), 4), network.none, np.int32)
        moves[:, column] = sites
        verb = "insertion" if sign > 0 else "extraction"
        kind = EventKind(
            f"{name}: {verb}", (number,), barrier, attempt_frequency, still, sign,
            chemical_potential,
        )  # fmt: skip
        found = add_events(found, moves, np.zeros(len(sites), np.int32), (kind,))
    return found


def add_events(
    network: Network, moves: np.ndarray, kind: np.ndarray, kinds: tuple[EventKind, ...]
) -> Network:
    """The network with further events; ``kind`` points into the added ``kinds``.

    Raises
    ------
    ParameterError
        when an event names a site that does not exist, or the same site twice.
    """
    moves = np.asarray(moves, np.int32).reshape(-1, 4)
    if moves.size and (moves.min() < 0 or moves.max() > network.none):
        raise ParameterError("moves", f"sites are numbered from 0 to {network.none - 1}.")
    for first in range(4):
        for second in range(first):
            same = (moves[:, first] == moves[:, second]) & (moves[:, first] < network.none)
            if np.any(same):
                raise ParameterError("moves", "an event uses the same site twice.")
    return replace(
        network,
        moves=np.concatenate([network.moves, moves]),
        kind=np.concatenate([network.kind, np.asarray(kind, np.int32) + len(network.kinds)]),
        kinds=(*network.kinds, *kinds),
    )


def at_potentials(network: Network, potentials: Sequence[float]) -> Network:
    """The network with reservoirs at other chemical potentials [eV], one for each species."""
    kinds = tuple(
        replace(k, chemical_potential=potentials[k.species[0] - 1]) if k.exchange else k
        for k in network.kinds
    )
    return replace(network, kinds=kinds)


@dataclass(frozen=True)
class Interactions:
    r"""Energies of a configuration: sites, and pairs of ions.

    .. math:: E = \sum_i \varepsilon_{s_i, i} + \frac12 \sum_i \sum_{j \in N(i)} J^{(ij)}_{s_i s_j}

    ``site_energy`` has the shape (species, sites), ``pair_energy`` (shells, species, species),
    symmetric in the species; both in eV. ``pairs`` are directed and contain both directions.
    """

    pairs: Neighbours | None
    pair_energy: np.ndarray
    site_energy: np.ndarray

    def __post_init__(self) -> None:
        energy = np.asarray(self.pair_energy, float)
        if not (np.all(np.isfinite(energy)) and np.all(np.isfinite(self.site_energy))):
            raise ParameterError("interactions", "energies must be finite.")
        if energy.size and not np.allclose(energy, np.swapaxes(energy, 1, 2)):
            raise ParameterError("interactions.pair_energy", "must be symmetric in the species.")


def no_interactions(network: Network) -> Interactions:
    """Ions that only exclude each other from a site."""
    species = len(network.species)
    return Interactions(
        None, np.zeros((0, species, species)), np.zeros((species, network.sites.size))
    )


def pair_interactions(
    network: Network, pairs: Neighbours, energies: Sequence[float] | np.ndarray
) -> Interactions:
    """Equal ions repel (positive) or attract with ``energies`` [eV] of each shell."""
    table = np.asarray(energies, float)
    if table.ndim == 1:
        table = table[:, None, None] * np.eye(len(network.species))
    return Interactions(pairs, table, np.zeros((len(network.species), network.sites.size)))


def total_energy(interactions: Interactions, occupation: np.ndarray) -> float:
    """Energy of a configuration [eV], by summation over all sites and pairs."""
    occupation = np.asarray(occupation)
    site = np.flatnonzero(occupation > 0)
    energy = interactions.site_energy[occupation[site] - 1, site].sum()
    pairs = interactions.pairs
    if pairs is not None and interactions.pair_energy.size:
        used = pairs.shell < len(interactions.pair_energy)
        first, second = occupation[pairs.origin], occupation[pairs.target]
        both = used & (first > 0) & (second > 0)
        table = interactions.pair_energy[pairs.shell[both], first[both] - 1, second[both] - 1]
        energy += 0.5 * table.sum()
    return float(energy)
