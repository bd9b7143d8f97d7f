"""Many-particle hysteresis: particles that switch one by one at their spinodals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from .common_tangent import MiscibilityGap, miscibility_gaps
from .curve import EnergyCurve, root
from .free_energy import FreeEnergy
from .spinodal import spinodals


@dataclass(frozen=True)
class Jump:
    """A particle that leaves a spinodal at the potential of its reservoir."""

    start: float  #: spinodal filling
    landing: float  #: filling at which the particle is stable again
    chemical_potential: float  #: mu [J/mol] during the jump
    dissipation: float  #: free energy lost [J/mol of sites]


def hysteresis_of(energy: FreeEnergy, temperature: float, gap: MiscibilityGap) -> float:
    r"""Voltage [V] between slow insertion and slow extraction through one gap.

    .. math:: \Delta V = [\max_s \mu(x_s) - \min_s \mu(x_s)]/F

    over the spinodals of the gap: many particles in one reservoir fill at the highest and empty
    at the lowest of them. [dreyer2010]
    """
    mu = EnergyCurve(energy, temperature).potential(np.array(gap.spinodals))
    return float(np.max(mu) - np.min(mu)) / FARADAY


def hysteresis_gap(energy: FreeEnergy, temperature: float) -> float:
    r"""Largest spinodal-to-spinodal voltage [V] over all miscibility gaps, 0 without one.

    For the regular solution, with :math:`w = \Omega/RT`,

    .. math:: \frac{F \Delta V}{RT} = 2\sqrt{w (w-2)} - 4 \tanh^{-1} \sqrt{1 - 2/w}

    [dreyer2010]
    """
    gaps = miscibility_gaps(energy, temperature)
    return max((hysteresis_of(energy, temperature, gap) for gap in gaps), default=0.0)


def jump_from_spinodal(energy: FreeEnergy, temperature: float, start: float | None = None) -> Jump:
    r"""The jump of a particle at constant potential from a spinodal filling.

    .. math:: \mu(x_1) = \mu(x_s), \qquad
        \Delta = \mu_s (x_1 - x_s) - [g(x_1) - g(x_s)]

    Parameters
    ----------
    start : spinodal filling; a maximum of mu jumps up (insertion), a minimum jumps down
        (extraction). None takes the first spinodal.

    Raises
    ------
    ParameterError
        for a solid solution, or when no stable filling has that potential.
    """
    unstable = spinodals(energy, temperature)
    if not unstable:
        raise ParameterError("energy", "a solid solution has no spinodal to jump from.")
    index = 0 if start is None else int(np.argmin(np.abs(np.array(unstable) - start)))
    leaving = unstable[index]
    # stable below an even-numbered spinodal and unstable above it, the reverse at an odd one
    upward = index % 2 == 0
    curve = EnergyCurve(energy, temperature)
    level = float(curve.potential(leaving))
    landing = _landing(curve, leaving, level, upward)
    dissipation = level * (landing - leaving) - float(curve.molar(landing) - curve.molar(leaving))
    return Jump(leaving, landing, level, dissipation)


def landing_filling(energy: FreeEnergy, temperature: float, start: float | None = None) -> float:
    """Filling at which a particle lands from the spinodal ``start``; see the jump."""
    return jump_from_spinodal(energy, temperature, start).landing


def jump_dissipation(energy: FreeEnergy, temperature: float, start: float | None = None) -> float:
    """Free energy [J/mol] dissipated by the jump from the spinodal ``start``."""
    return jump_from_spinodal(energy, temperature, start).dissipation


def _landing(curve: EnergyCurve, start: float, level: float, upward: bool) -> float:
    """First filling beyond ``start`` where mu returns to ``level`` on a stable branch."""
    grid = curve.grid
    beyond = grid[grid > start] if upward else grid[grid < start][::-1]
    excess = (curve.potential(beyond) - level) * (1 if upward else -1)
    back = np.flatnonzero((excess[:-1] < 0) & (excess[1:] >= 0))
    if back.size == 0:
        raise ParameterError("energy", f"no stable filling follows the spinodal at {start:.6g}.")
    low, high = sorted((float(beyond[back[0]]), float(beyond[back[0] + 1])))
    return root(lambda x: curve.potential(x) - level, low, high)
