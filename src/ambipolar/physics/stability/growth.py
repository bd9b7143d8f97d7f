"""Growth rate of a composition wave on a driven surface, and its map over filling and current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import GAS_CONSTANT
from .base_state import overpotential
from .surface import DrivenSurface, Response

Array = Any


def growth_rate(
    surface: DrivenSurface, wavenumber: Array, filling: Array, current: Array
) -> np.ndarray:
    r"""Growth rate s(k) of a wave :math:`\delta x\,\cos kx` on a uniform driven filling.

    .. math::
        s = \frac{a}{F\rho}\left[\left.\frac{\partial j}{\partial x}\right|_{\mu,\mu_{res}}
            + \left.\frac{\partial j}{\partial\mu}\right|_{x,\mu_{res}} M\right]
            - \frac{D\,x(1-x)}{RT} k^2 M, \qquad
        M = \frac{\partial\mu_h}{\partial x} + \frac{B}{\rho} + \frac{\kappa}{\rho}k^2

    The derivative by mu at fixed reservoir includes the change of an activity-based exchange
    current. It holds at constant current and at constant potential alike; a wavenumber of zero
    means the limit of long waves. The base state moves while the wave grows, so compare
    :func:`.accumulated_growth` with a simulation, not s at one instant. [bazant2017]

    Parameters
    ----------
    wavenumber : k [1/m].
    filling : mean filling x.
    current : current density [A/m^2], positive for insertion; all three broadcast.

    Returns
    -------
    s [1/s]; NaN where the rate law cannot carry the current.
    """
    filling = np.asarray(filling, dtype=float)
    return growth_of_response(surface, wavenumber, filling, _response(surface, filling, current))


def growth_of_response(
    surface: DrivenSurface, wavenumber: Array, filling: Array, response: Response
) -> np.ndarray:
    """Growth rate [1/s] where the response of the base state is known, see :func:`growth_rate`."""
    stiffness = surface.stiffness(filling, wavenumber)
    reaction = response.by_filling + response.by_potential * stiffness
    diffusion = _mobility(surface, filling) * np.asarray(wavenumber) ** 2 * stiffness
    return surface.filling_rate(reaction) - diffusion


def uniform_growth_rate(surface: DrivenSurface, filling: Array, current: Array) -> np.ndarray:
    r"""Growth rate [1/s] of a uniform change of filling at constant potential.

    .. math:: s = \frac{a}{F\rho}\left[\frac{\partial j}{\partial x}
        + \frac{\partial j}{\partial\mu}\frac{\partial\mu_h}{\partial x}\right]

    Coherency strain does not act on the mean. At constant current it is zero.
    """
    filling = np.asarray(filling, dtype=float)
    response = _response(surface, filling, current)
    soft = surface.curve.curvature(filling)
    return surface.filling_rate(response.by_filling + response.by_potential * soft)


def fastest_mode(
    surface: DrivenSurface, filling: Array, current: Array, smallest_wavenumber: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    r"""Largest growth rate over all wavenumbers, and the wavenumber it belongs to.

    Without diffusion it is the longest wave; with diffusion alone it is
    :math:`k_m^2 = -(\mu_h' + B/\rho)\rho/2\kappa` of Cahn and Hilliard. [cahn1961]

    Parameters
    ----------
    smallest_wavenumber : longest wave that fits, e.g. pi/L on a surface of length L [1/m].

    Returns
    -------
    growth rate [1/s] and wavenumber [1/m]. Both are infinite where short waves grow without
    bound: a law in its inverted region, or unstable diffusion without gradient energy.
    """
    filling = np.asarray(filling, dtype=float)
    response = _response(surface, filling, current)
    relaxation = surface.filling_rate(response.by_potential)
    diffusion = _mobility(surface, filling)
    soft = surface.stiffness(filling, 0.0)
    stiff = surface.gradient_energy / surface.site_density
    # s is a parabola in q = k^2: a + b q - c q^2
    linear, quadratic = relaxation * stiff - diffusion * soft, diffusion * stiff
    smallest = smallest_wavenumber**2
    with np.errstate(divide="ignore", invalid="ignore"):
        vertex = np.where(quadratic > 0, linear / (2 * quadratic), np.where(linear > 0, np.inf, 0))
    square = np.maximum(vertex, smallest)
    unbounded = np.isinf(square)
    square = np.where(unbounded, 0.0, square)
    longest = surface.filling_rate(response.by_filling) + relaxation * soft
    growth = longest + linear * square - quadratic * square**2
    wavenumber = np.where(np.isnan(growth), np.nan, np.sqrt(square))
    return np.where(unbounded, np.inf, growth), np.where(unbounded, np.inf, wavenumber)


@dataclass(frozen=True)
class PhaseMap:
    """Fate of a uniform filling under current; arrays of shape (filling, current)."""

    filling: np.ndarray  #: x, shape (n,)
    current: np.ndarray  #: current density [A/m^2], shape (m,)
    growth_rate: np.ndarray  #: largest growth rate over k [1/s]; NaN beyond the reaction limit
    wavenumber: np.ndarray  #: wavenumber of the fastest mode [1/m]

    @property
    def unstable(self) -> np.ndarray:
        """True where some wave grows: the spinodal region as driven."""
        return self.growth_rate > 0


def phase_map(
    surface: DrivenSurface, filling: Array, current: Array, smallest_wavenumber: float = 0.0
) -> PhaseMap:
    """Largest growth rate on a grid of filling against current density [A/m^2].

    The contour of zero is the spinodal of the driven surface. [bazant2017]
    """
    filling = np.atleast_1d(np.asarray(filling, dtype=float))
    current = np.atleast_1d(np.asarray(current, dtype=float))
    growth, wavenumber = fastest_mode(
        surface, filling[:, None], current[None, :], smallest_wavenumber
    )
    return PhaseMap(filling, current, growth, wavenumber)


def _response(surface: DrivenSurface, filling: np.ndarray, current: Array) -> Response:
    eta = overpotential(surface, filling, current)
    return surface.response(filling, eta / surface.thermal_voltage)


def _mobility(surface: DrivenSurface, filling: Array) -> Array:
    """In-plane mobility D x(1-x)/RT [m^2/s per J/mol]."""
    diffusivity = surface.in_plane_diffusivity * filling * (1 - filling)
    return diffusivity / (GAS_CONSTANT * surface.temperature)
