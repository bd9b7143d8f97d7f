"""The equilibrium interface between two phases: its energy, width and profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from .common_tangent import MiscibilityGap, coherent, miscibility_gaps
from .curve import EnergyCurve, from_logit, logit, root
from .free_energy import FreeEnergy


@dataclass(frozen=True)
class PhaseBoundary:
    """A flat interface between the phases of one miscibility gap."""

    gap: MiscibilityGap  #: the phases, of the free energy including ``coherency``
    energy: float  #: interface energy sigma [J/m^2]
    width: float  #: filling step over the steepest slope [m]
    barrier: float  #: largest excess free energy over the common tangent [J/mol]
    coherency: float  #: B [Pa] that was included; 0 means strain-free


def phase_boundary(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
    gap: int = 0,
) -> PhaseBoundary:
    r"""Energy and width of the interface of a gap.

    .. math::
        \sigma = \int_{x_1}^{x_2} \sqrt{2 \kappa \rho\, \Delta g}\; dx, \qquad
        w = (x_2 - x_1) \sqrt{\frac{\kappa}{2 \rho \max \Delta g}}

    where :math:`\Delta g` is the excess of g over its common tangent. [cahn1958]

    Parameters
    ----------
    gradient_energy : kappa [J/m].
    site_density : rho [mol/m^3].
    coherency : B [Pa]. The coherent interface uses the phases of g plus the strain energy
        (for a regular solution :math:`\Omega - B/2\rho`), the default those of g alone.
    gap : which miscibility gap, counted from the poor side.

    Raises
    ------
    ParameterError
        when there is no such gap.
    """
    curve, phases = _phases(energy, temperature, site_density, coherency, gap)
    return boundary_of(curve, phases, gradient_energy, site_density, coherency)


def interface_energy(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
) -> float:
    """Interface energy sigma [J/m^2] of the first gap; see :func:`phase_boundary`."""
    return phase_boundary(energy, temperature, gradient_energy, site_density, coherency).energy


def interface_width(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
) -> float:
    """Interface width w [m] of the first gap; see :func:`phase_boundary`."""
    return phase_boundary(energy, temperature, gradient_energy, site_density, coherency).width


def interface_profile(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
    gap: int = 0,
    points: int = 201,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Positions [m] and fillings of the equilibrium interface in an infinite host.

    .. math:: y(x) = \sqrt{\frac{\kappa}{2\rho}} \int_{(x_1+x_2)/2}^{x} \frac{dx'}{\sqrt{\Delta g}}

    The fillings come within 1e-4 of the gap's width of both phases, which are reached at
    infinity. [cahn1958]
    """
    curve, phases = _phases(energy, temperature, site_density, coherency, gap)
    return profile_of(curve, phases, gradient_energy, site_density, points)


# --- the same for phases that are already known ---------------------------------------------


def boundary_of(
    curve: EnergyCurve,
    gap: MiscibilityGap,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
) -> PhaseBoundary:
    """The interface of a known gap of ``curve``, which includes ``coherency`` already."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    edges = np.linspace(logit(gap.lower), logit(gap.upper), 13)
    half = np.diff(edges)[:, None] / 2
    x = from_logit((edges[:-1, None] + half) + half * nodes)
    area = float(np.sum(half * weights * np.sqrt(_excess(curve, gap, x)) * x * (1 - x)))
    barrier = _barrier(curve, gap)
    return PhaseBoundary(
        gap=gap,
        energy=float(np.sqrt(2 * gradient_energy * site_density)) * area,
        width=gap.width * float(np.sqrt(gradient_energy / (2 * site_density * barrier))),
        barrier=barrier,
        coherency=coherency,
    )


def profile_of(
    curve: EnergyCurve,
    gap: MiscibilityGap,
    gradient_energy: float,
    site_density: float,
    points: int = 201,
) -> tuple[np.ndarray, np.ndarray]:
    """Positions and fillings of the interface of a known gap of ``curve``."""
    # With s = ln[(x - x1)/(x2 - x)] the integrand is smooth up to both ends.
    s = np.linspace(-9.2, 9.2, points)
    nodes, weights = np.polynomial.legendre.leggauss(8)
    half = np.diff(s)[:, None] / 2
    fraction = from_logit(s[:-1, None] + half + half * nodes)
    stretch = gap.width * fraction * (1 - fraction)
    excess = _excess(curve, gap, gap.lower + gap.width * fraction)
    steps = np.sum(half * weights * stretch / np.sqrt(excess), axis=1)
    position = np.concatenate([[0.0], np.cumsum(steps)])
    position = position - np.interp(0.0, s, position)
    filling = gap.lower + gap.width * from_logit(s)
    return np.sqrt(gradient_energy / (2 * site_density)) * position, filling


def _phases(
    energy: FreeEnergy, temperature: float, site_density: float, coherency: float, gap: int
) -> tuple[EnergyCurve, MiscibilityGap]:
    strained = coherent(energy, coherency, site_density)
    gaps = miscibility_gaps(strained, temperature)
    if not -len(gaps) <= gap < len(gaps):
        raise ParameterError(
            "energy",
            f"there are {len(gaps)} miscibility gaps at {temperature:g} K with B = {coherency:g}"
            f" Pa, so gap {gap} has no interface.",
        )
    return EnergyCurve(strained, temperature), gaps[gap]


def _excess(curve: EnergyCurve, gap: MiscibilityGap, x: np.ndarray) -> np.ndarray:
    """Free energy over the common tangent [J/mol]; round-off below zero is cut."""
    tangent = curve.molar(gap.lower) + gap.chemical_potential * (x - gap.lower)
    return np.maximum(curve.molar(x) - tangent, 0.0)


def _barrier(curve: EnergyCurve, gap: MiscibilityGap) -> float:
    """Largest excess inside the gap, at a filling where mu is that of the plateau."""
    grid = curve.grid
    inner = np.concatenate(
        [[gap.lower], grid[(grid > gap.lower) & (grid < gap.upper)], [gap.upper]]
    )
    excess = _excess(curve, gap, inner)
    best = int(np.clip(np.argmax(excess), 1, len(inner) - 2))
    low, high = inner[best - 1], inner[best + 1]
    x = root(lambda z: curve.potential(z) - gap.chemical_potential, low, high)
    return float(_excess(curve, gap, np.asarray(x)))
