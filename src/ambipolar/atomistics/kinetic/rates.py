r"""Rates of events, and their compilation into flat tables.

The barrier of an event that changes the energy by :math:`\Delta E` is

.. math:: E_a = \max(E_b + \tfrac12 \Delta E,\; \Delta E,\; 0), \qquad
          k = \nu\, e^{-E_a/k_B T},

so that forward and backward barriers differ by exactly :math:`\Delta E` (detailed balance), also
where a barrier would be negative (kinetically resolved activation barrier [vanderven2001]).
:math:`\Delta E` contains sites, pairs, the field (:math:`-q\,\mathbf E\cdot\mathbf d`) and, for
exchange with a reservoir, its chemical potential. With :math:`r = e^{-\Delta E/2k_BT}` the rate is
:math:`\nu \min(e^{-E_b/k_BT} r, r^2, 1)`, and :math:`r` is a product of factors of the sites: no
exponential is evaluated for an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from .network import EventKind, Interactions, Network, no_interactions


class Tables(NamedTuple):
    """What the kernels read; n sites, m events, c kinds of rates, S species.

    Events are sorted by their owner, the origin of the first ion (of an insertion, its target).
    """

    events_of: np.ndarray  #: (n+1,) first event of each owner
    filled: np.ndarray  #: (n,) owners whose events all need an ion on them
    moves: np.ndarray  #: (m, 5) origin and target of the ions (n for none), row of what follows
    species: np.ndarray  #: (c, 2) of the first and the second ion; 0 for none
    law: np.ndarray  #: (c, 3) frequency [Hz], exp(-E_b/kT), factor of r that is the event's own
    vector: np.ndarray  #: (c, 2, 3) displacements
    owner_of: np.ndarray  #: (m,)
    used_of: np.ndarray  #: (n+1,) into ``used``
    used: np.ndarray  #: events that use a site which is not their owner
    owners_of: np.ndarray  #: (n+1,) into ``owners``
    owners: np.ndarray  #: owners whose rates depend on the occupation of a site
    neighbours_of: np.ndarray  #: (n+1,) into ``neighbours``
    neighbours: np.ndarray
    shell: np.ndarray
    pair_energy: np.ndarray  #: (shells, S, S) eV
    pair_factor: np.ndarray  #: (2, shells, S, S) exp(-+J/2kT): an ion left, an ion entered
    site_energy: np.ndarray  #: (S, n) eV
    half_beta: float  #: 1/(2 kT) [1/eV]


@dataclass(frozen=True)
class Compiled:
    """Tables, and which kind of the network each row of rates belongs to."""

    network: Network
    tables: Tables
    kind_of_row: np.ndarray
    temperature: float


def thermal_energy(temperature: float) -> float:
    """k_B T [eV].

    Raises
    ------
    ParameterError
        for a temperature that is not positive.
    """
    if not (np.isfinite(temperature) and temperature > 0):
        raise ParameterError("temperature", f"must be greater than 0 K, got {temperature!r}.")
    return BOLTZMANN * temperature / ELEMENTARY_CHARGE


def compile_rates(
    network: Network, temperature: float, interactions: Interactions | None = None,
    field: np.ndarray | tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Compiled:  # fmt: skip
    """Everything the kernels need at a temperature [K] and in a field [V/angstrom]."""
    found = interactions or no_interactions(network)
    none = network.none
    owner = np.where(network.moves[:, 0] < none, network.moves[:, 0], network.moves[:, 1])
    order = np.argsort(owner, kind="stable")
    moves, kind, owner = network.moves[order], network.kind[order], owner[order]
    half_beta = 0.5 / thermal_energy(temperature)
    own = np.array([_own_energy(k, network, np.asarray(field, float)) for k in network.kinds])
    change = own[kind] + _mutual_energy(network, found, moves, kind)
    rows, row = np.unique(
        np.column_stack([kind, np.round(change, 12)]), axis=0, return_inverse=True
    )
    kind_of_row = rows[:, 0].astype(np.int64)
    kinds = [network.kinds[k] for k in kind_of_row]
    neighbours_of, neighbours, shell = _neighbour_lists(found, none)
    pair_energy = np.ascontiguousarray(found.pair_energy, float)
    insertions = np.bincount(owner[moves[:, 0] == none], minlength=none)
    tables = Tables(
        np.searchsorted(owner, np.arange(none + 1)).astype(np.int32), insertions == 0,
        np.column_stack([moves, row.ravel()]).astype(np.int32),
        np.array([(*k.species, 0)[:2] for k in kinds], np.int8).reshape(-1, 2),
        np.column_stack([
            [k.attempt_frequency for k in kinds],
            np.exp([-2 * half_beta * k.barrier for k in kinds]),
            np.exp(-half_beta * rows[:, 1]),
        ]),
        np.array([np.resize([*k.displacement, np.zeros(3)], (2, 3)) for k in kinds]),
        owner.astype(np.int32), *_users(none, moves, owner),
        *_dependents(none, moves, owner, neighbours_of, neighbours), neighbours_of, neighbours,
        shell,
        pair_energy, np.exp(half_beta * np.stack([-pair_energy, pair_energy])),
        np.ascontiguousarray(found.site_energy, float), half_beta,
    )  # fmt: skip
    return Compiled(network, tables, kind_of_row, temperature)


def _own_energy(kind: EventKind, network: Network, field: np.ndarray) -> float:
    """Energy change [eV] from the field and the reservoir."""
    work = sum(
        network.charges[s - 1] * float(field @ d) for s, d in zip(kind.species, kind.displacement)
    )
    return -work - kind.exchange * kind.chemical_potential


def _mutual_energy(
    network: Network, interactions: Interactions, moves: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    """What the difference of the local energies counts wrongly among the moving ions [eV].

    The energy of an ion at its target, in the configuration before, contains the ion itself at its
    origin and its partner at the partner's origin.
    """
    pairs, energy = interactions.pairs, interactions.pair_energy
    change = np.zeros(len(moves))
    if pairs is None or not energy.size:
        return change
    from scipy.sparse import csr_matrix

    size, used = network.none + 1, pairs.shell < len(energy)
    first = np.array([k.species[0] for k in network.kinds])[kind]
    second = np.array([k.species[-1] for k in network.kinds])[kind]
    double = np.array([len(k.species) > 1 for k in network.kinds])[kind]
    origin, target, origin_2, target_2 = moves.T
    for a in range(1, len(network.species) + 1):
        for b in range(1, len(network.species) + 1):
            values = energy[pairs.shell[used], a - 1, b - 1]
            index = pairs.origin[used], pairs.target[used]
            table = csr_matrix((values, index), shape=(size, size))

            def of(i: np.ndarray, j: np.ndarray, table: csr_matrix = table) -> np.ndarray:
                return np.asarray(table[i, j]).ravel()

            if a == b:
                change -= np.where(first == a, of(origin, target), 0.0)
                change -= np.where(double & (second == a), of(origin_2, target_2), 0.0)
            mutual = of(target, target_2) + of(origin, origin_2)
            mutual = mutual - of(target, origin_2) - of(origin, target_2)
            change += np.where(double & (first == a) & (second == b), mutual, 0.0)
    return change


def _neighbour_lists(
    interactions: Interactions, none: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pairs, energy = interactions.pairs, interactions.pair_energy
    if pairs is None or not np.any(energy):
        return np.zeros(none + 1, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32)
    used = pairs.shell < len(energy)
    order = np.argsort(pairs.origin[used], kind="stable")
    origin = pairs.origin[used][order]
    starts = np.searchsorted(origin, np.arange(none + 1)).astype(np.int32)
    return starts, pairs.target[used][order], pairs.shell[used][order]


def _users(none: int, moves: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Events that use each site without belonging to it, as compressed rows."""
    event = np.repeat(np.arange(len(moves), dtype=np.int32), 4)
    site = moves.ravel()
    real = (site < none) & (site != owner[event])
    order = np.argsort(site[real], kind="stable")
    starts = np.searchsorted(site[real][order], np.arange(none + 1)).astype(np.int32)
    return starts, event[real][order]


def _dependents(
    none: int, moves: np.ndarray, owner: np.ndarray, starts: np.ndarray, near: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Owners of events whose rate changes with the occupation of each site."""
    from scipy.sparse import csr_matrix, identity

    event = np.repeat(np.arange(len(moves)), 4)
    site = moves.ravel()
    real = site < none
    ones = np.ones(int(real.sum()), np.float32)
    uses = csr_matrix((ones, (site[real], owner[event[real]])), shape=(none, none))
    reach = csr_matrix((np.ones(len(near), np.float32), near, starts), shape=(none, none))
    found = ((reach + identity(none, dtype=np.float32, format="csr")) @ uses).tocsr()
    found.sort_indices()
    return found.indptr.astype(np.int32), found.indices.astype(np.int32)
