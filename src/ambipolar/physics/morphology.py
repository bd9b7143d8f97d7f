r"""Intercalation wave or shrinking core: closed forms of a phase-separating particle.

Filling compares the time of insertion with that of diffusion in the slower phase. A Damkoehler
number well below one leaves time to coarsen along the surface (a wave sweeps the particle); well
above one the guest piles up in a shell around a shrinking core. [fraggedakis2020]

The working definitions here may differ from the published scaling by factors of order one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import ops
from ..core.constants import FARADAY
from .thermodynamics.free_energy import FreeEnergy
from .thermodynamics.spinodal import thermodynamic_factor

Array = Any


def insertion_time(
    current: Array, site_density: Array, filling_change: Array, area_per_volume: Array
) -> Array:
    r"""Time to fill a particle, :math:`t_{ins} = F\rho\,\Delta x / (a j)` [s].

    Parameters
    ----------
    current : current density j [A/m^2] on the reacting area.
    site_density : rho [mol/m^3].
    filling_change : Delta x, for a full transformation the width of the miscibility gap.
    area_per_volume : reacting area per particle volume a [1/m].
    """
    return FARADAY * site_density * filling_change / (area_per_volume * current)


def damkohler_number(length: Array, chemical_diffusivity: Array, insertion_time: Array) -> Array:
    r""":math:`Da = (L^2/D_{chem})/t_{ins}` with the chemical diffusivity of the slower phase.

    Da << 1: intercalation wave; Da >> 1: shrinking core; the crossover is of order one.
    [fraggedakis2020]
    """
    return length**2 / chemical_diffusivity / insertion_time


def shell_capacity(energy: FreeEnergy, temperature: float, rich_phase: float) -> float:
    r"""Integral of the chemical diffusivity from the rich phase to the full host.

    .. math:: v = \frac{1}{D_0}\int_{x_2}^{1} D_{chem}\,dx
        = \int_{x_2}^{1} \frac{x(1-x)}{RT} \frac{\partial\mu}{\partial x}\, dx

    with the lattice mobility :math:`D_0 x(1-x)/RT`, for any free energy. It measures how much
    flux a shell of the rich phase carries before its surface saturates. Gauss-Legendre
    quadrature.

    Parameters
    ----------
    rich_phase : filling :math:`x_2` of the rich phase at coexistence.
    """
    nodes, weights = np.polynomial.legendre.leggauss(32)
    half = (1 - rich_phase) / 2
    filling = rich_phase + half * (1 + nodes)
    factor = thermodynamic_factor(energy, filling, temperature)
    return float(half * np.sum(weights * factor))


def regular_solution_shell_capacity(interaction: Array, binodal: Array) -> Array:
    r"""Shell capacity of a regular solution, :math:`v = u - \tilde\Omega u^2 +
    \frac23\tilde\Omega u^3`.

    Parameters
    ----------
    interaction : :math:`\tilde\Omega = \Omega/RT`.
    binodal : filling u of the poor phase (the rich one is 1 - u by symmetry).
    """
    return binodal - interaction * binodal**2 + 2 / 3 * interaction * binodal**3


def saturation_depth(
    capacity: Array, site_density: Array, diffusivity: Array, current: Array
) -> Array:
    r"""Thickness of a flat shell when its surface saturates, :math:`s^* = v F\rho D_0/j` [m].

    Quasi-steady: the shell conducts the full flux at every moment. With an interface of finite
    width expect agreement within about one interface width. ``current`` j in A/m^2.
    """
    return capacity * FARADAY * site_density * diffusivity / current


def slab_utilisation(saturation_depth: Array, thickness: Array) -> Array:
    r"""Transformed fraction of a slab at saturation, :math:`\min(1, s^*/L)`."""
    return ops.minimum(saturation_depth / thickness, 1.0)


def cylinder_utilisation(saturation_depth: Array, radius: Array) -> Array:
    r"""Transformed fraction of a cylinder at saturation, :math:`1 - e^{-2 s^*/R}`.

    The flux through the shell grows inwards as 1/r, so that :math:`\ln(R/r) = s^*/R`.
    """
    return 1 - ops.exp(-2 * saturation_depth / radius)


def sphere_utilisation(saturation_depth: Array, radius: Array) -> Array:
    r"""Transformed fraction of a sphere at saturation, :math:`1 - (1 + s^*/R)^{-3}`.

    The flux through the shell grows inwards as 1/r^2, so that :math:`R/r - 1 = s^*/R`.
    """
    return 1 - (1 + saturation_depth / radius) ** -3
