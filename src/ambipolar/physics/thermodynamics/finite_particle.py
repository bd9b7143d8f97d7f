"""Equilibrium of a finite slab between no-flux faces: half a kink, or uniform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import GAS_CONSTANT
from ...core.errors import ParameterError, SolverError
from .common_tangent import coherent, miscibility_gaps
from .curve import EnergyCurve, from_logit, logit
from .free_energy import FreeEnergy
from .phase_boundary import boundary_of, profile_of

#: Iterates stay this far from the pure phases; exp(-30) = 1e-13.
_LOGIT_LIMIT = 30.0


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
        when the iteration does not converge. Known to happen when a phase is purer than about
        1e-7: its potential is then steeper than the mesh can follow.
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
    y = np.linspace(0.0, length, max(200, int(np.ceil(40 * ratio))) + 1)
    guess = _kink_of_mean(y, position, filling, mean)
    split = _descend(curve, gradient_energy / site_density, y, guess, mean)
    lower = split.free_energy < flat.free_energy - 1e-12 * GAS_CONSTANT * temperature
    return split if lower and np.ptp(split.filling) > 1e-6 else flat


def _kink_of_mean(
    y: np.ndarray, position: np.ndarray, filling: np.ndarray, mean: float
) -> np.ndarray:
    """The infinite profile, falling along ``y`` and placed so that its mean is right."""
    from scipy.optimize import brentq

    def at(wall: float) -> np.ndarray:
        return np.interp(wall - y, position, filling)

    weights = _weights(y.size)
    reach = y[-1] + position[-1] - position[0]
    wall = brentq(lambda w: float(weights @ at(w)) - mean, -reach, reach, xtol=1e-12 * reach)
    return _with_mean(logit(at(float(wall))), weights, mean)


def _with_mean(z: np.ndarray, weights: np.ndarray, mean: float) -> np.ndarray:
    """Fillings of the logits ``z`` after one common shift that makes their mean right."""
    for _ in range(20):
        x = from_logit(z)
        shift = (mean - weights @ x) / (weights @ (x * (1 - x)))
        if abs(shift) < 1e-15:
            break
        z = z + np.clip(shift, -1.0, 1.0)
    return from_logit(z)


@dataclass(frozen=True)
class _Iterate:
    """A composition and what the descent needs to know about it, in units of RT."""

    x: np.ndarray
    slope: np.ndarray
    residual: np.ndarray
    mu: float
    energy: float  #: second order in the mesh, falls along the descent
    exact: float  #: fourth order, of an equilibrium only
    size: float  #: largest residual
    noise: float  #: what round-off in x leaves of it


def _descend(
    curve: EnergyCurve, stiffness: float, y: np.ndarray, x: np.ndarray, mean: float
) -> SlabEquilibrium:
    """Implicit Euler steps of growing length down the free energy at fixed mean filling."""
    from scipy.linalg import solve_banded

    thermal = GAS_CONSTANT * curve.temperature
    gradient = stiffness / thermal / (y[1] - y[0]) ** 2
    weights = _weights(y.size)
    here, step = _iterate(curve, gradient, x), 1.0
    for _ in range(300):
        if here.size < 1e-10 + here.noise:
            return SlabEquilibrium(y, here.x, here.mu * thermal, here.exact * thermal, False)
        matrix = _bands(gradient, here.slope, 1 / step)
        sides = np.stack([here.residual, np.ones_like(x)], axis=1)
        change, lift = solve_banded((1, 1), matrix, sides).T
        change += (mean - weights @ here.x - weights @ change) / (weights @ lift) * lift
        # logits never leave 0 < x < 1, and in the dilute tails mu is linear in them
        shift = np.clip(change / (here.x * (1 - here.x)), -2.0, 2.0)
        z = np.clip(logit(here.x) + shift, -_LOGIT_LIMIT, _LOGIT_LIMIT)
        there = _iterate(curve, gradient, _with_mean(z, weights, mean))
        # near the end the residual decides: energies are then equal up to the mesh error
        close = np.max(np.abs(shift)) < 0.1 and there.size < here.size
        if close or there.energy < here.energy:
            here, step = there, min(1e6, 4 * step)
        else:
            step /= 8
    raise SolverError(
        f"the slab equilibrium did not converge, residual {here.size:.2g} RT.",
        advice="Check that the free energy is smooth inside its gap.",
    )


def _iterate(curve: EnergyCurve, gradient: float, x: np.ndarray) -> _Iterate:
    thermal, weights = GAS_CONSTANT * curve.temperature, _weights(x.size)
    g, potential, slope = (value / thermal for value in curve.all(x))
    mu = float(weights @ potential)
    residual = gradient * _second_difference(x) - _compact(potential) + mu
    # The mean of kappa x'^2/2, integrated by parts; at equilibrium kappa x'' is known exactly.
    bulk = float(weights @ g)
    wall = -gradient / 2 * float(weights @ (x * _second_difference(x)))
    exact = float(weights @ (x * (mu - potential))) / 2
    noise = 16 * float(np.max((np.abs(slope) + 4 * gradient) * np.spacing(x)))
    size = float(np.max(np.abs(residual)))
    return _Iterate(x, slope, residual, mu, bulk + wall, bulk + exact, size, noise)


def _weights(points: int) -> np.ndarray:
    """Trapezoidal weights of a mean; spectrally accurate between no-flux faces."""
    weights = np.full(points, 1.0 / (points - 1))
    weights[[0, -1]] /= 2
    return weights


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
