"""Low-energy arrangements by simulated annealing of exchanges, for cells too large to enumerate."""

from __future__ import annotations

import numpy as np

from .orderings import Problem

_REPLICAS, _SWEEPS = 300, 100
#: eV, of rigid formal charges: an exchange of neighbours changes the energy by several eV
_HOT, _COLD = 15.0, 0.1
_KEEP = 2000


def low_energy_arrangements(task: Problem, seed: int = 0, replicas: int = _REPLICAS) -> np.ndarray:
    """Ends of ``replicas`` independent annealings and what is one exchange away, lowest first.

    A move exchanges the species of two sites. With the potential of all charges at hand its energy
    takes constant time, and an accepted one updates the potential in a time linear in the sites.
    All replicas move together as rows of one array. Returns shape (found, sites).
    """
    generator = np.random.default_rng(seed)
    filled = np.repeat(np.arange(len(task.species), dtype=np.int8), task.counts)
    states = np.array([generator.permutation(filled) for _ in range(replicas)])
    met: dict[bytes, float] = {}
    ends = {row.tobytes() for row in _anneal(task, states, generator)}
    for end in sorted(ends):
        _quench(task, np.frombuffer(end, dtype=np.int8), met)
    ranked = sorted(met, key=lambda code: (round(met[code], 6), code))[:_KEEP]
    return np.array([np.frombuffer(code, dtype=np.int8) for code in ranked])


def _anneal(task: Problem, states: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Cool all replicas from ``_HOT`` to ``_COLD`` by Metropolis steps; rows are replicas."""
    replicas, sites = states.shape
    rows = np.arange(replicas)
    q = task.charge[states]
    potential = task.potential + q @ task.matrix
    diagonal = np.diagonal(task.matrix)
    steps = _SWEEPS * sites
    for temperature in _HOT * (_COLD / _HOT) ** np.linspace(0, 1, steps):
        a, b = generator.integers(0, sites, (2, replicas))
        change = q[rows, b] - q[rows, a]
        selfs = diagonal[a] + diagonal[b] - 2 * task.matrix[a, b]
        cost = change * (potential[rows, a] - potential[rows, b]) + 0.5 * change**2 * selfs
        moves = (states[rows, a] != states[rows, b]) & (
            cost < -temperature * np.log(generator.random(replicas))
        )
        k, a, b, change = rows[moves], a[moves], b[moves], change[moves]
        states[k, a], states[k, b] = states[k, b], states[k, a]
        q[k, a], q[k, b] = q[k, b], q[k, a]
        potential[k] += change[:, None] * (task.matrix[a] - task.matrix[b])
    return states


def _quench(task: Problem, state: np.ndarray, met: dict[bytes, float]) -> None:
    """Follow the best exchange until none lowers the energy; note the neighbours of the end."""
    while state.tobytes() not in met:
        energy = float(task.energy(state))
        neighbours = _exchanged(state)
        energies = task.energy(neighbours)
        best = int(energies.argmin())
        if energies[best] > energy - 1e-6:
            met[state.tobytes()] = energy
            for row, value in zip(neighbours, energies):
                met.setdefault(row.tobytes(), float(value))
            return
        state = neighbours[best]


def _exchanged(state: np.ndarray) -> np.ndarray:
    """All arrangements one exchange away, shape (exchanges, sites)."""
    first, second = np.nonzero(np.triu(state[:, None] != state[None, :]))
    rows = np.repeat(state[None, :], len(first), axis=0)
    index = np.arange(len(first))
    rows[index, first], rows[index, second] = state[second], state[first]
    return rows
