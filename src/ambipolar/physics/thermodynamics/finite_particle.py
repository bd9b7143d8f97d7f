"""Equilibrium of a finite slab between no-flux faces: half a kink, or uniform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import GAS_CONSTANT
from ...core.errors import ParameterError, SolverError
from .common_tangent import coherent, miscibility_gaps
from .curve import EnergyCurve
from .free_energy import FreeEnergy
from .phase_boundary import boundary_of, profile_of


@dataclass(frozen=True)
class SlabEquilibrium:
    """Composition of least free energy in a slab of given mean filling."""

    position: np.ndarray  #: distance from the rich face [m]
    filling: np.ndarray  #: x at each position, falling
    chemical_potential: float  #: uniform mu [J/mol], with gradient and strain parts
    free_energy: float  #: mean free energy [J/mol of sites], with gradient and strain parts
    uniform: bool  #: True where the slab does not phase separate


def finite_slab(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    length: float,
    mean: float,
    coherency: float = 0.0,
) -> SlabEquilibrium:
    r"""Equilibrium of a no-flux slab, also shorter than its interface.

    .. math::
        \frac{\kappa}{\rho} x'' = \mu_h(x) + \frac{B}{\rho}(x - \bar x) - \mu, \qquad
        x'(0) = x'(L) = 0, \quad \frac1L \int_0^L x\, dy = \bar x

    Solved by a fourth-order compact scheme whose grid resolves the interface with 40 points;
    an implicit descent in free energy from the interface of the infinite host leads to the
    stable solution near it, which is then compared with the uniform state. [burch2009]

    Parameters
    ----------
    length : L [m]; ``mean`` the mean filling; the others as in :func:`phase_boundary`.

    Raises
    ------
    ParameterError
        for a mean filling outside 0 to 1 or a slab too long for its interface (10,000 widths).
    SolverError
        when the iteration does not converge.
    """
    if not 0 < mean < 1:
        raise ParameterError("mean", f"the mean filling must lie between 0 and 1, got {mean}.")
    strained = coherent(energy, coherency, site_density, reference=mean)
    curve = EnergyCurve(strained, temperature)
    level = float(curve.potential(mean))
    flat = SlabEquilibrium(
        np.array([0.0, length]), np.full(2, mean), level, float(curve.molar(mean)), True
    )
    gaps = miscibility_gaps(strained, temperature)
    gap = next((gap for gap in gaps if gap.lower < mean < gap.upper), None)
    if gap is None:
        return flat
    ratio = length / boundary_of(curve, gap, gradient_energy, site_density).width
    if ratio > 1e4:
        raise ParameterError("length", f"{length:g} m is {ratio:.0f} interface widths long.")
    position, filling = profile_of(curve, gap, gradient_energy, site_density)
    wall = length * (mean - gap.lower) / gap.width  # lever rule
    y = np.linspace(0.0, length, max(200, int(np.ceil(40 * ratio))) + 1)
    guess = np.interp(wall - y, position, filling)
    split = _descend(curve, gradient_energy / site_density, y, guess, mean)
    lower = split.free_energy < flat.free_energy - 1e-12 * GAS_CONSTANT * temperature
    return split if lower and np.ptp(split.filling) > 1e-6 else flat


def _descend(
    curve: EnergyCurve, stiffness: float, y: np.ndarray, x: np.ndarray, mean: float
) -> SlabEquilibrium:
    """Implicit Euler steps of growing length down the free energy at fixed mean filling."""
    from scipy.linalg import solve_banded

    thermal = GAS_CONSTANT * curve.temperature
    gradient = stiffness / thermal / (y[1] - y[0]) ** 2
    weights = np.full(y.size, 1.0 / (y.size - 1))
    weights[[0, -1]] /= 2
    mu, step, previous = float(weights @ curve.potential(x)) / thermal, 1.0, np.inf
    for _ in range(300):
        g, potential, slope = (value / thermal for value in curve.all(x))
        residual = gradient * _second_difference(x) - _compact(potential) + mu
        size = max(float(np.max(np.abs(residual))), abs(float(weights @ x) - mean))
        if size < 1e-10:
            kinetic = weights @ (x * (mu - potential)) / 2  # half of kappa x'^2, by parts
            energy = float(weights @ g + kinetic) * thermal
            return SlabEquilibrium(y, x, mu * thermal, energy, False)
        step = min(1e6, step * min(4.0, max(0.2, 1.5 * previous / size)))
        previous = size
        matrix = _bands(gradient, slope, 1 / step)
        sides = np.stack([residual, np.ones_like(x)], axis=1)
        change, lift = solve_banded((1, 1), matrix, sides).T
        shift = (mean - weights @ x - weights @ change) / (weights @ lift)
        change = change + shift * lift
        # an iterate may come nine tenths of its way closer to 0 or 1, never beyond
        room = np.where(change < 0, x, 1 - x)
        scale = min(1.0, 0.9 / float(np.max(np.abs(change) / room)))
        x, mu = x + scale * change, mu + scale * float(shift)
    raise SolverError(
        f"the slab equilibrium did not converge, residual {size:.2g} RT.",
        advice="Check that the free energy is smooth inside its gap.",
    )


def _second_difference(x: np.ndarray) -> np.ndarray:
    """Neighbours minus twice the centre; mirror images beyond the no-flux faces."""
    padded = np.concatenate([x[1:2], x, x[-2:-1]])
    return padded[2:] - 2 * x + padded[:-2]


def _compact(values: np.ndarray) -> np.ndarray:
    """Fourth-order weights (1, 10, 1)/12 of the compact scheme."""
    return values + _second_difference(values) / 12


def _bands(gradient: float, slope: np.ndarray, inverse_step: float) -> np.ndarray:
    """Tridiagonal matrix of an implicit step, in the layout of ``solve_banded``."""
    bands = np.zeros((3, slope.size))
    bands[0, 1:] = slope[1:] / 12 - gradient
    bands[1] = inverse_step + 2 * gradient + slope * 10 / 12
    bands[2, :-1] = slope[:-1] / 12 - gradient
    bands[0, 1] *= 2  # the mirror image of the neighbour of a face is the neighbour itself
    bands[2, -2] *= 2
    return bands
