"""Rejection-free kinetic Monte Carlo: from tables and a configuration to a trajectory.

At each step one event is chosen with a probability proportional to its rate, and time advances by
an exponentially distributed waiting time of mean 1/(sum of rates) [bortz1975] [gillespie1977].
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from .network import BLOCKED, EMPTY, Network
from .rates import Compiled


class Walk:
    """A configuration that moves in time. ``run`` changes it; seeds make it reproducible."""

    def __init__(self, compiled: Compiled, occupation: np.ndarray, seed: int = 0) -> None:
        """Place the ions.

        Raises
        ------
        ParameterError
            when the occupation does not fit the network.
        MissingExtraError
            when Numba is not installed.
        """
        require("numba", extra="atoms")
        from . import kernels

        self._kernels: Any = kernels
        self.compiled = compiled
        sites, species = compiled.network.sites.size, len(compiled.network.species)
        occupation = np.asarray(occupation)
        if occupation.shape != (sites,):
            raise ParameterError("occupation", f"needs {sites} entries, has {occupation.shape}.")
        if occupation.min() < BLOCKED or occupation.max() > species:
            raise ParameterError("occupation", f"entries are from {BLOCKED} to {species}.")
        self.time = 0.0
        self.hops = 0
        self._starts = tree_levels(sites, kernels.SHIFT)
        self._state = _state(compiled, occupation.astype(np.int8), kernels.seed_random(seed))
        self._refresh()

    def restart(self, occupation: np.ndarray) -> None:
        """Place the ions anew at time zero; the random numbers go on."""
        random = self._state[-1]
        self._state = _state(self.compiled, np.asarray(occupation, np.int8), random)
        self.time = 0.0
        self._refresh()

    def _refresh(self) -> None:
        occupation, energy, up, down = (self._state[i] for i in (0, 4, 5, 6))
        tables = self.compiled.tables
        self._kernels.local_energies(tables, occupation, energy, up, down)
        self.total_rate = self._kernels.build_tree(
            tables, occupation, up, down, self._state[7], self._state[8], self._starts
        )

    def run(self, until: float = np.inf, events: int | None = None) -> int:
        """Advance to a time [s] or by a number of events, whichever comes first; events done."""
        if not np.isfinite(until) and events is None:
            raise ParameterError("until", "needs a finite time where no number of events is given.")
        limit = np.iinfo(np.int64).max if events is None else int(events)
        self.time, self.total_rate, done = self._kernels.advance(
            self.compiled.tables, self._state, self._starts, self.total_rate, self.time,
            float(until), limit,
        )  # fmt: skip
        self.hops += done
        return int(done)

    @property
    def occupation(self) -> np.ndarray:
        """Species at each site, a copy."""
        return self._state[0][:-1].copy()

    @property
    def particle(self) -> np.ndarray:
        """Number of the particle at each site, -1 where there is none; a copy."""
        return self._state[1].copy()

    @property
    def displacement(self) -> np.ndarray:
        """Unwrapped displacement of each particle since the start; a copy."""
        return self._state[2].copy()

    @property
    def counts(self) -> np.ndarray:
        """Events of each kind of the network."""
        kinds = len(self.compiled.network.kinds)
        return np.bincount(
            self.compiled.kind_of_row, weights=self._state[9], minlength=kinds
        ).astype(np.int64)


def tree_levels(leaves: int, shift: int) -> np.ndarray:
    """First node of each level of the tree of sums, and the end; the root is not stored."""
    starts, size = [0], leaves
    while True:
        starts.append(starts[-1] + size)
        if size <= 1 << shift:
            return np.array(starts, np.int64)
        size = (size + (1 << shift) - 1) >> shift


def _state(compiled: Compiled, occupation: np.ndarray, random: np.ndarray) -> tuple:
    from . import kernels

    network, tables = compiled.network, compiled.tables
    sites, species = network.sites.size, len(network.species)
    ions = np.flatnonzero(occupation > 0)
    particle = np.full(sites, -1, np.int32)
    particle[ions] = np.arange(len(ions))
    # particles that enter later take numbers from a stack
    spare = np.arange(sites, len(ions) - 1, -1)[1:]
    free = np.zeros(sites + 2, np.int32)
    free[0] = len(spare)
    free[1 : 1 + len(spare)] = spare
    nodes = tree_levels(sites, kernels.SHIFT)[-1]
    return (
        np.append(occupation, np.int8(EMPTY)), particle, np.zeros((sites, 3)), free,
        np.zeros((species, sites + 1)), np.ones((species, sites + 1)),
        np.ones((species, sites + 1)), np.zeros(len(tables.moves)), np.zeros(nodes),
        np.zeros(len(tables.law), np.int64), np.zeros(sites + 1, np.int64), random,
    )  # fmt: skip


def random_occupation(
    network: Network,
    filling: float | dict[str, float],
    seed: int,
    allowed: np.ndarray | None = None,
) -> np.ndarray:
    """Ions of each species on randomly chosen sites: a share of all, or of the ``allowed`` ones.

    Raises
    ------
    ParameterError
        when the shares exceed one.
    """
    shares = filling if isinstance(filling, dict) else {network.species[0]: filling}
    places = np.arange(network.sites.size) if allowed is None else np.flatnonzero(allowed)
    numbers = {s: round(share * len(places)) for s, share in shares.items()}
    if min(numbers.values()) < 0 or sum(numbers.values()) > len(places):
        raise ParameterError("filling", f"must be from 0 to 1 in all, got {shares}.")
    order = np.random.default_rng(seed).permutation(places)
    found = np.zeros(network.sites.size, np.int8)
    for name, number in numbers.items():
        found[order[:number]] = network.species_index(name)
        order = order[number:]
    return found
