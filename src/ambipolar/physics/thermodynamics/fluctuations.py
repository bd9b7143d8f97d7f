"""Equilibrium fluctuations and late-stage coarsening in closed form."""

from __future__ import annotations

from typing import Any

from ...core.constants import GAS_CONSTANT
from ...core.ops import sqrt
from .free_energy import FreeEnergy

Array = Any


def structure_factor(
    energy: FreeEnergy,
    x: Array,
    wavenumber: Array,
    temperature: Array,
    gradient_energy: Array,
    site_density: Array,
    coherency: Array = 0.0,
) -> Array:
    r"""Structure factor per site of a stable uniform state.

    .. math:: S(k) = \frac{RT}{\partial\mu/\partial x + B/\rho + \kappa k^2/\rho}

    The variance of the filling over n sites is S(0)/n for an unstrained host. It fixes the
    amplitude of thermal noise. ``wavenumber`` in 1/m, kappa J/m, rho mol/m^3, B Pa. [cahn1961]
    """
    curvature = energy.curvature((x,), temperature)
    gradient = gradient_energy * wavenumber * wavenumber / site_density
    return GAS_CONSTANT * temperature / (curvature + coherency / site_density + gradient)


def shrinking_radius(
    initial: Array, time: Array, mobility: Array, gradient_energy: Array, dimension: int = 2
) -> Array:
    r"""Radius of a domain at coexistence with non-conserved dynamics.

    .. math:: R^2 = R_0^2 - 2 (d-1) M \kappa t

    for :math:`\partial x/\partial t = -M\, \delta F/\delta x` with a constant mobility M
    [m^3/(J s)], a circle (d = 2) or sphere (d = 3) wide compared with its interface. NaN after
    it has vanished. [allen1979]
    """
    return sqrt(initial * initial - 2 * (dimension - 1) * mobility * gradient_energy * time)


def coarsening_length(initial: Array, time: Array, rate: Array, conserved: bool = True) -> Array:
    r"""Mean domain size during late-stage coarsening.

    .. math:: \ell^n = \ell_0^n + K t, \qquad n = 3 \text{ (conserved)}, \; 2 \text{ (not)}

    ``rate`` K in m^n/s. [lifshitz1961]
    """
    power = 3 if conserved else 2
    return (initial**power + rate * time) ** (1 / power)
