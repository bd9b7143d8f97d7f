r"""The master equation of small networks, exactly.

.. math:: \frac{dp_a}{dt} = \sum_b \left(k_{b \to a}\, p_b - k_{a \to b}\, p_a\right)

over all configurations that can be reached. Energies of whole configurations give the rates, by
another way than the tables of the simulation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from .network import EMPTY, Interactions, Network, no_interactions, total_energy
from .rates import thermal_energy

#: more configurations than this are not asked of dense linear algebra
MOST_STATES = 4000


@dataclass(frozen=True)
class MasterEquation:
    """Configurations ``states`` (K, n) and ``generator`` (K, K): dp/dt = p @ generator, 1/s."""

    states: np.ndarray
    generator: np.ndarray
    energy: np.ndarray

    def index(self, occupation: np.ndarray) -> int:
        """Number of a configuration.

        Raises
        ------
        ParameterError
            when it is not among the states.
        """
        found = np.flatnonzero(np.all(self.states == np.asarray(occupation), axis=1))
        if not found.size:
            raise ParameterError("occupation", "cannot be reached from the first configuration.")
        return int(found[0])

    def stationary(self) -> np.ndarray:
        """The distribution that does not change, from the null space of the generator."""
        scale = np.abs(np.diag(self.generator)).max()
        system = np.vstack([self.generator.T / scale, np.ones(len(self.states))])
        right = np.append(np.zeros(len(self.states)), 1.0)
        return np.linalg.lstsq(system, right, rcond=None)[0]

    def propagate(self, start: int, times: np.ndarray) -> np.ndarray:
        """Probabilities (T, K) at ``times`` [s] after the configuration number ``start``."""
        from scipy.linalg import expm

        first = np.zeros(len(self.states))
        first[start] = 1.0
        return np.array([first @ expm(self.generator * t) for t in times])

    def first_passage(self, start: int, end: int) -> float:
        """Mean time [s] from one configuration to another."""
        keep = np.arange(len(self.states)) != end
        times = np.linalg.solve(self.generator[np.ix_(keep, keep)], -np.ones(int(keep.sum())))
        full = np.zeros(len(self.states))
        full[keep] = times
        return float(full[start])

    def relaxation_time(self) -> float:
        """Of the slowest mode [s]."""
        rates = np.sort(np.linalg.eigvals(self.generator).real)[::-1]
        return float(-1.0 / rates[1])


def build_master_equation(
    network: Network, occupation: np.ndarray, temperature: float,
    interactions: Interactions | None = None,
    field: np.ndarray | tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> MasterEquation:  # fmt: skip
    """All configurations that events lead to, and the rates between them.

    Raises
    ------
    ParameterError
        when there are more than ``MOST_STATES`` configurations.
    """
    found = interactions or no_interactions(network)
    first = tuple(int(v) for v in occupation)
    number, queue = {first: 0}, [first]
    entries: list[tuple[int, int, float]] = []
    thermal = thermal_energy(temperature)
    vector = np.asarray(field, float)
    for state in queue:  # grows while it is read
        before = total_energy(found, np.array(state))
        for event in range(len(network.moves)):
            after = _apply(network, state, event)
            if after is None:
                continue
            if after not in number:
                number[after] = len(queue)
                queue.append(after)
            change = total_energy(found, np.array(after)) - before
            rate = _rate(network, event, change, vector, thermal)
            entries.append((number[state], number[after], rate))
        if len(queue) > MOST_STATES:
            raise ParameterError("network", f"has more than {MOST_STATES} configurations.")
    generator = np.zeros((len(queue), len(queue)))
    for a, b, rate in entries:
        generator[a, b] += rate
        generator[a, a] -= rate
    states = np.array(queue, np.int8)
    return MasterEquation(states, generator, np.array([total_energy(found, s) for s in states]))


def _apply(network: Network, state: tuple[int, ...], event: int) -> tuple[int, ...] | None:
    kind = network.kinds[network.kind[event]]
    after = list(state)
    for ion, species in enumerate(kind.species):
        origin, target = network.moves[event, 2 * ion : 2 * ion + 2]
        if origin < network.none:
            if state[origin] != species:
                return None
            after[origin] = EMPTY
        if target < network.none:
            if state[target] != EMPTY:
                return None
            after[target] = species
    return tuple(after)


def _rate(network: Network, event: int, change: float, field: np.ndarray, thermal: float) -> float:
    kind = network.kinds[network.kind[event]]
    for species, displacement in zip(kind.species, kind.displacement):
        change -= network.charges[species - 1] * float(field @ displacement)
    change -= kind.exchange * kind.chemical_potential
    barrier = max(kind.barrier + 0.5 * change, change, 0.0)
    return kind.attempt_frequency * float(np.exp(-barrier / thermal))
