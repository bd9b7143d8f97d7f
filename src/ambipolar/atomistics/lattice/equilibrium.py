r"""Free energies of the phases of a lattice model, and which of them is stable.

The grand potential per site :math:`\omega` of a phase follows from its perfect state at low
temperature, where it is :math:`e - \mu n`, by two integrals of what Monte Carlo measures,

.. math::
    \frac{\partial (\beta \omega)}{\partial \beta} = \langle e - \mu n \rangle , \qquad
    \frac{\partial \omega}{\partial \mu} = - \langle n \rangle .

The stable phase has the lowest. Where a metastable phase breaks down on the way, the integral
misses what is lost and is too high ever after, so that the minimum is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.integrate import simpson

from .branch import Effort, Point, run_branch, run_step
from .model import LatticeModel
from .monte_carlo import Walker

Array = Any

#: how much colder than the temperature of interest a phase is perfect, and steps on the way
COLDER, WARMING_STEPS = 8.0, 17
#: guests per site; phases that differ by less are one
LEAST_STEP = 0.02
#: between two chemical potentials grand potentials are compared at so many steps
REFINED = 20


@dataclass(frozen=True)
class Phase:
    """One phase over all chemical potentials, as far as it keeps."""

    name: str
    points: list[Point]  #: at every chemical potential, ascending
    grand_potential: Array  #: eV per site


def stable_range(
    names: list[str], numbers: Array, energies: Array
) -> dict[str, tuple[float, float]]:
    """Chemical potentials (eV) between which each perfect state is stable at zero temperature.

    Parameters
    ----------
    numbers, energies : guests and eV, both per site.

    Returns
    -------
    range of each state on the lower convex hull; minus or plus infinity at the ends.
    """
    order = np.lexsort((energies, numbers))
    hull: list[int] = []
    for k in order:
        while len(hull) >= 2 and _above(hull[-2], hull[-1], k, numbers, energies):
            hull.pop()
        if not hull or numbers[k] > numbers[hull[-1]] + 1e-12:
            hull.append(int(k))
    slope = np.diff(energies[hull]) / np.diff(numbers[hull])
    edges = np.concatenate([[-np.inf], slope, [np.inf]])
    return {names[k]: (float(edges[i]), float(edges[i + 1])) for i, k in enumerate(hull)}


def _above(a: int, b: int, c: int, x: Array, y: Array) -> bool:
    """Whether b is on or above the line from a to c."""
    return (y[b] - y[a]) * (x[c] - x[a]) >= (y[c] - y[a]) * (x[b] - x[a])


def warmed(walker: Walker, potential: float, temperature: float, effort: Effort) -> float:
    """Grand potential per site (eV) of the walker's perfect state, brought to ``temperature``."""
    model = walker.model
    number = walker.occupation.mean()
    ground = model.energy(walker.occupation) / model.size - potential * number
    factors = np.geomspace(COLDER, 1, WARMING_STEPS)
    excess = []
    for factor in factors:
        point = run_step(walker, potential, temperature / factor, effort)
        excess.append(point.energy - potential * point.filling - ground)
    # d(beta omega) = (ground + excess) d(beta); excess is smooth in the logarithm of beta
    return float(ground + simpson(factors * np.array(excess), x=np.log(factors)))


def phases(
    model: LatticeModel, states: Mapping[str, Array], potentials: Array, temperature: float,
    effort: Effort, *, seed: int = 0, superlattice: tuple[float, float] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> list[Phase]:  # fmt: skip
    """The phases that grow from perfect states, over ascending chemical potentials (eV).

    States off the convex hull of energies are left out: they are stable nowhere when cold.
    """
    names = list(states)
    numbers = np.array([np.mean(states[k]) for k in names])
    energies = np.array([model.energy(states[k]) for k in names]) / model.size
    low, high = float(potentials[0]), float(potentials[-1])
    found = []
    for index, (name, edges) in enumerate(stable_range(names, numbers, energies).items()):
        left, right = max(edges[0], low), min(edges[1], high)
        if left > right:
            continue
        middle = left if edges[0] < low else right if edges[1] > high else 0.5 * (left + right)
        if edges[0] < low and edges[1] > high:
            middle = 0.5 * (low + high)
        home = int(np.argmin(np.abs(potentials - middle)))
        walker = Walker(model, states[name], seed=seed + 101 * (index + 1))
        start = warmed(walker, float(potentials[home]), temperature, effort)
        warm = walker.occupation.copy()
        up = run_branch(walker, potentials[home:], temperature, effort, superlattice, tick)
        walker.set(warm)
        down = run_branch(
            walker, potentials[: home + 1][::-1], temperature, effort, superlattice, tick
        )
        points = down[:0:-1] + up
        filling = np.array([p.filling for p in points])
        steps = 0.5 * (filling[1:] + filling[:-1]) * np.diff(potentials)
        sums = np.concatenate([[0.0], np.cumsum(steps)])
        found.append(Phase(name, points, start - (sums - sums[home])))
    return found


@dataclass(frozen=True)
class Transition:
    """Two phases that coexist."""

    potential: float  #: eV
    fillings: tuple[float, ...]  #: guests per site of the two
    names: tuple[str, str]


def stable(found: list[Phase], potentials: Array) -> tuple[Array, list[Transition]]:
    """Index of the stable phase at every chemical potential, and the transitions between them.

    The phase that a broken one has turned into is the same phase: a change of the minimum
    between states of equal filling is no transition. A transition that a branch makes by itself,
    because little holds it back, is part of that branch and shows as its steep part.
    """
    table = np.array([p.grand_potential for p in found])
    best = np.argmin(table, axis=0)
    # a phase may be stable between two of the potentials only
    fine = np.linspace(potentials[0], potentials[-1], REFINED * (len(potentials) - 1) + 1)
    smooth = np.array([np.interp(fine, potentials, row) for row in table])
    lowest = np.argmin(smooth, axis=0)
    transitions = []
    for k in np.nonzero(np.diff(lowest))[0]:
        pair = int(lowest[k]), int(lowest[k + 1])
        gap = smooth[pair[0]] - smooth[pair[1]]
        share = gap[k] / (gap[k] - gap[k + 1])
        potential = fine[k] + share * (fine[k + 1] - fine[k])
        curves = [[q.filling for q in found[i].points] for i in pair]
        ends = tuple(float(np.interp(potential, potentials, c)) for c in curves)
        if abs(ends[1] - ends[0]) > LEAST_STEP:
            names = (found[pair[0]].name, found[pair[1]].name)
            transitions.append(Transition(float(potential), ends, names))
    return best, transitions
