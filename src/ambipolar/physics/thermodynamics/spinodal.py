"""Limits of local stability of a homogeneous composition."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.constants import GAS_CONSTANT
from .curve import EnergyCurve, root
from .free_energy import FreeEnergy

Array = Any


def spinodals(energy: FreeEnergy, temperature: float) -> tuple[float, ...]:
    r"""All fillings where :math:`\partial\mu/\partial x` changes sign, in ascending order.

    For the regular solution :math:`x_s = [1 \mp \sqrt{1 - 2RT/\Omega}]/2`. The list is empty
    for a solid solution. Unstable ranges narrower than 1/1000 may be missed. [bazant2013]
    """
    curve = EnergyCurve(energy, temperature)
    grid = curve.grid
    negative = curve.curvature(grid) < 0
    changes = np.flatnonzero(negative[1:] != negative[:-1])
    return tuple(root(curve.curvature, grid[i], grid[i + 1]) for i in changes)


def thermodynamic_factor(energy: FreeEnergy, x: Array, temperature: Array) -> Array:
    r"""Thermodynamic factor :math:`\Gamma = \frac{x(1-x)}{RT}\frac{\partial\mu}{\partial x}`.

    It is one for ideal mixing and negative between the spinodals; the chemical diffusivity of a
    lattice gas is the tracer diffusivity times :math:`\Gamma`. Element-wise, NumPy or CasADi.
    """
    return x * (1 - x) * energy.curvature((x,), temperature) / (GAS_CONSTANT * temperature)


def least_stable_filling(energy: FreeEnergy, temperature: float) -> float:
    r"""Filling at which :math:`\partial\mu/\partial x` is smallest (1/2 of a regular solution)."""
    from scipy.optimize import minimize_scalar

    curve = EnergyCurve(energy, temperature)
    grid = curve.grid
    best = int(np.argmin(curve.curvature(grid)))
    low, high = grid[max(best - 2, 0)], grid[min(best + 2, len(grid) - 1)]
    options = {"xatol": 1e-10}
    found = minimize_scalar(curve.curvature, bounds=(low, high), method="bounded", options=options)
    return float(found.x)
