"""Lithium on 8a and oxygen on 32e sites of a spinel, as a slab between two electrodes.

Lithium hops from 8a to 8a through an empty 16c site, oxygen between nearest 32e sites, and both
together: lithium p -> q while an oxygen next to p goes to an empty place next to q. Titanium and
lithium on 16d stay where they are. Oxygen sits on the ideal positions (u = 1/4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.records import positive
from ..lattice.geometry import Lattice, Sites
from .network import (
    EventKind,
    Interactions,
    Neighbours,
    Network,
    add_events,
    empty_network,
    neighbours,
    with_hops,
    with_reservoir,
)

LITHIUM, OXYGEN = 1, 2
#: shells by distance over both sublattices
CONTACT, OXYGEN_PAIR, LITHIUM_PAIR = 0, 1, 3


@dataclass(frozen=True)
class SpinelIons(Lattice):
    """8a (sublattice 0) and 32e (sublattice 1) of the cubic cell, 8 and 32 sites."""

    lattice_constant: float = positive("angstrom", "edge of the cubic cell", 8.36)

    @property
    def cell(self) -> np.ndarray:
        return self.lattice_constant * np.eye(3)

    @property
    def basis(self) -> np.ndarray:
        centring = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
        tetrahedral = np.array([[0.125] * 3, [0.875] * 3])
        lithium = (centring[:, None, :] + tetrahedral[None]).reshape(-1, 3)
        quarters = np.indices((4, 4, 4)).reshape(3, -1).T
        oxygen = quarters[quarters.sum(axis=1) % 2 == 1] / 4
        return np.vstack([lithium, oxygen]) % 1.0

    @property
    def sublattice(self) -> tuple[int, ...]:
        return (0,) * 8 + (1,) * 32


@dataclass(frozen=True)
class SlabEnergies:
    """Energies in eV; vacancies far from others cost ``lithium`` and ``oxygen``."""

    lithium: float
    oxygen: float
    vacancy_attraction: float  #: of a lithium and an oxygen vacancy in contact
    oxygen_repulsion: float  #: of oxygen vacancies on nearest sites
    lithium_repulsion: float  #: of lithium vacancies on nearest 8a sites
    lithium_barrier: float
    oxygen_barrier: float
    joint_barrier: float


def slab_pairs(sites: Sites) -> Neighbours:
    """Pairs up to the nearest 8a sites; none through the upper and lower faces."""
    pairs = neighbours(sites, LITHIUM_PAIR + 1)
    z = sites.positions[:, 2]
    inside = np.isclose(z[pairs.origin] + pairs.vector[:, 2], z[pairs.target])
    return pairs.select(inside)


def slab_network(
    sites: Sites, energies: SlabEnergies, attempt_frequency: float
) -> tuple[Network, Interactions]:
    """Events and energies of a slab whose lithium leaves below and whose oxygen leaves above.

    Chemical potentials of the reservoirs are zero, that is what the vacancy energies refer to.
    """
    pairs = slab_pairs(sites)
    species = sites.sublattice + 1
    network = empty_network(sites, ("Li", "O"), (1.0, -2.0))
    own = {
        name: pairs.select((species[pairs.origin] == s) & (pairs.shell == shell))
        for name, s, shell in (("Li", LITHIUM, LITHIUM_PAIR), ("O", OXYGEN, OXYGEN_PAIR))
    }
    for name, barrier in (("Li", energies.lithium_barrier), ("O", energies.oxygen_barrier)):
        network = with_hops(
            network, own[name], species=name, shell=None, barrier=barrier,
            attempt_frequency=attempt_frequency, name=f"{name} hop",
        )  # fmt: skip
    network = _with_joint_hops(network, pairs, own["Li"], own["O"], energies, attempt_frequency)
    height = sites.positions[:, 2]
    for name, s, barrier in (
        ("Li", LITHIUM, energies.lithium_barrier),
        ("O", OXYGEN, energies.oxygen_barrier),
    ):
        mine = species == s
        end = height[mine].min() if s == LITHIUM else height[mine].max()
        network = with_reservoir(
            network, np.flatnonzero(mine & np.isclose(height, end)), species=name,
            chemical_potential=0.0, barrier=barrier, attempt_frequency=attempt_frequency,
            name=name,
        )  # fmt: skip
    return network, _slab_interactions(sites, pairs, energies)


def _with_joint_hops(
    network: Network, pairs: Neighbours, lithium: Neighbours, oxygen: Neighbours,
    energies: SlabEnergies, attempt_frequency: float,
) -> Network:  # fmt: skip
    """Lithium p -> q with an oxygen in contact with p that goes to a place in contact with q."""
    touching = (pairs.shell == CONTACT) & (network.sites.sublattice[pairs.origin] == 0)
    contact: dict[int, set[int]] = {}
    for p, o in zip(pairs.origin[touching], pairs.target[touching]):
        contact.setdefault(int(p), set()).add(int(o))
    reach: dict[int, list[tuple[int, np.ndarray]]] = {}
    for o, target, vector in zip(oxygen.origin, oxygen.target, oxygen.vector):
        reach.setdefault(int(o), []).append((int(target), vector))
    moves, steps = [], []
    for p, q, vector in zip(lithium.origin, lithium.target, lithium.vector):
        for o in sorted(contact.get(int(p), ())):
            for target, step in reach.get(o, ()):
                if target in contact.get(int(q), ()) and target not in contact[int(p)]:
                    moves.append((p, q, o, target))
                    steps.append(np.concatenate([vector, step]))
    if not moves:
        return network
    distinct, kind = np.unique(np.round(steps, 9), axis=0, return_inverse=True)
    kinds = tuple(
        EventKind(
            "Li and O together", (LITHIUM, OXYGEN), energies.joint_barrier, attempt_frequency,
            step.reshape(2, 3),
        )
        for step in distinct
    )  # fmt: skip
    return add_events(network, np.array(moves), kind.ravel(), kinds)


def _slab_interactions(sites: Sites, pairs: Neighbours, energies: SlabEnergies) -> Interactions:
    """Pair energies of ions equal those of their vacancies; site energies make up the rest.

    n n' = (1 - v)(1 - v') has the pair energy of the vacancies v v', and terms of single sites
    that are taken out, so that a lone vacancy costs the same at every site.
    """
    table = np.zeros((LITHIUM_PAIR + 1, 2, 2))
    table[CONTACT, 0, 1] = table[CONTACT, 1, 0] = -energies.vacancy_attraction
    table[OXYGEN_PAIR, 1, 1] = energies.oxygen_repulsion
    table[LITHIUM_PAIR, 0, 0] = energies.lithium_repulsion
    kind = sites.sublattice
    around = np.bincount(
        pairs.origin, table[pairs.shell, kind[pairs.origin], kind[pairs.target]], sites.size
    )
    site = np.zeros((2, sites.size))
    for row, cost in enumerate((energies.lithium, energies.oxygen)):
        site[row] = np.where(kind == row, -cost - around, 0.0)
    return Interactions(pairs, table, site)
