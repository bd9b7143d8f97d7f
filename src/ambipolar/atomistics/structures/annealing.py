"""Low-energy arrangements by simulated annealing of exchanges, for cells too large to enumerate."""

from __future__ import annotations

import numpy as np

from .orderings import Problem

_RUNS, _SWEEPS = 24, 80
#: eV, of rigid formal charges: an exchange of neighbours changes the energy by several eV
_HOT, _COLD = 20.0, 0.2
_KEEP = 2000


def low_energy_arrangements(task: Problem, seed: int = 0, runs: int = _RUNS) -> np.ndarray:
    """Arrangements met near the ends of ``runs`` annealings, lowest first: shape (found, sites).

    A move exchanges the species of two sites. With the potential of all charges at hand its energy
    takes constant time, and an accepted one updates the potential in a time linear in the sites.
    """
    generator = np.random.default_rng(seed)
    filled = np.repeat(np.arange(len(task.species), dtype=np.int8), task.counts)
    met: dict[bytes, float] = {}
    for _ in range(runs):
        _anneal(task, generator.permutation(filled), generator, met)
    ranked = sorted(met, key=lambda code: (round(met[code], 6), code))[:_KEEP]
    return np.array([np.frombuffer(code, dtype=np.int8) for code in ranked])


def _anneal(
    task: Problem, state: np.ndarray, generator: np.random.Generator, met: dict[bytes, float]
) -> None:
    """Cool from ``_HOT`` to ``_COLD``, then follow the energy down; note what is met late."""
    sites = len(state)
    q = task.charge[state]
    potential = task.potential + task.matrix @ q
    energy = float(task.energy(state))
    steps = _SWEEPS * sites
    temperatures = _HOT * (_COLD / _HOT) ** np.linspace(0, 1, steps)
    pairs = generator.integers(0, sites, (steps, 2))
    threshold = -np.log(generator.random(steps))
    for step in range(steps):
        a, b = pairs[step]
        change = q[b] - q[a]
        if state[a] == state[b]:
            continue
        self_terms = task.matrix[a, a] + task.matrix[b, b] - 2 * task.matrix[a, b]
        cost = change * (potential[a] - potential[b]) + 0.5 * change**2 * self_terms
        if cost > temperatures[step] * threshold[step]:
            continue
        state[a], state[b] = state[b], state[a]
        q[a], q[b] = q[b], q[a]
        potential += change * (task.matrix[:, a] - task.matrix[:, b])
        energy += float(cost)
        if step > 0.6 * steps:
            met.setdefault(state.tobytes(), energy)
    _quench(task, state, met)


def _quench(task: Problem, state: np.ndarray, met: dict[bytes, float]) -> None:
    """Follow the best exchange until none lowers the energy; note the neighbours of the end."""
    while True:
        neighbours = _exchanged(state)
        energies = task.energy(neighbours)
        best = int(energies.argmin())
        if energies[best] > float(task.energy(state)) - 1e-6:
            break
        state = neighbours[best]
    met.setdefault(state.tobytes(), float(task.energy(state)))
    for row, value in zip(neighbours, energies):
        met.setdefault(row.tobytes(), float(value))


def _exchanged(state: np.ndarray) -> np.ndarray:
    first, second = np.nonzero(np.triu(state[:, None] != state[None, :]))
    rows = np.repeat(state[None, :], len(first), axis=0)
    index = np.arange(len(first))
    rows[index, first], rows[index, second] = state[second], state[first]
    return rows
