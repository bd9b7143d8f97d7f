"""The excess free energy as a sum of polynomials, and its equilibrium with phase separation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.polynomial import legendre
from scipy.interpolate import CubicSpline

from ...core.constants import FARADAY, GAS_CONSTANT
from ...physics.thermodynamics.free_energy import FreeEnergy
from ...physics.thermodynamics.redlich_kister import RedlichKister
from ...physics.thermodynamics.tabulated import TabulatedPotential

Law = tuple[FreeEnergy, float]

#: fillings at which the free energy is looked at, fine near both pure phases
_LOGIT = np.linspace(-14, 14, 401)
GRID = np.unique(np.concatenate([np.linspace(0.0, 1.0, 1201)[1:-1], 1 / (1 + np.exp(-_LOGIT))]))


@dataclass(frozen=True)
class PolynomialBasis:
    r"""Redlich-Kister terms in Legendre form, :math:`\varphi_k(x) = x(1-x) P_k(1-2x)`.

    The Legendre polynomials span the same functions as the powers of a Redlich-Kister
    polynomial and keep a fit of high order well conditioned.
    """

    size: int

    def energy(self, x: np.ndarray) -> np.ndarray:
        """phi_k at fillings, (points, size)."""
        return (x * (1 - x))[:, None] * legendre.legvander(1 - 2 * x, self.size - 1)

    def potential(self, x: np.ndarray) -> np.ndarray:
        """d phi_k/dx at fillings, (points, size)."""
        z = 1 - 2 * x
        values = legendre.legvander(z, self.size - 1)
        slopes = np.stack(
            [legendre.legval(z, legendre.legder(e)) for e in np.eye(self.size)], axis=1
        )
        return z[:, None] * values - 2 * (x * (1 - x))[:, None] * slopes

    def bending(self, x: np.ndarray) -> np.ndarray:
        """Second derivative of the excess potential, d^3 phi_k/dx^3, (points, size)."""
        h = 1e-3
        inside = np.clip(x, h, 1 - h)
        upper, middle, lower = (self.potential(inside + d) for d in (h, 0.0, -h))
        return (upper - 2 * middle + lower) / h**2

    def coefficients(self, weights: np.ndarray) -> np.ndarray:
        """Redlich-Kister coefficients in units of RT."""
        found = np.atleast_1d(legendre.leg2poly(weights))
        return np.pad(found, (0, self.size - len(found)))

    def free_energy(self, weights: np.ndarray, level: float, temperature: float) -> Law:
        """The free energy with these weights, and the standard potential [V] that goes with it."""
        values = GAS_CONSTANT * temperature * self.coefficients(weights)
        return RedlichKister(coefficients=tuple(values.tolist())), level


@dataclass(frozen=True)
class SplineBasis:
    """Natural cubic splines of the excess potential, one cardinal function for each knot.

    For curves with more structure than a polynomial of reasonable order can follow.
    """

    size: int

    @cached_property
    def knots(self) -> np.ndarray:
        """Evenly spaced fillings, the outermost just inside the pure phases."""
        return np.linspace(2e-3, 1 - 2e-3, self.size)

    @cached_property
    def _spline(self) -> CubicSpline:
        return CubicSpline(self.knots, np.eye(self.size), bc_type="natural")

    def potential(self, x: np.ndarray) -> np.ndarray:
        """Excess potential of every cardinal function at fillings, (points, size)."""
        first, last = self.knots[0], self.knots[-1]
        inside = np.clip(x, first, last)
        return self._spline(inside) + (x - inside)[:, None] * self._spline(inside, 1)

    def energy(self, x: np.ndarray) -> np.ndarray:
        """Its integral from zero filling."""
        grid = np.linspace(0.0, 1.0, 4001)
        values = self.potential(grid)
        steps = (values[1:] + values[:-1]) / 2 * (grid[1] - grid[0])
        total = np.vstack([np.zeros(self.size), np.cumsum(steps, axis=0)])
        return np.stack([np.interp(x, grid, column) for column in total.T], axis=1)

    def bending(self, x: np.ndarray) -> np.ndarray:
        """Second derivative of the excess potential, (points, size)."""
        return self._spline(np.clip(x, self.knots[0], self.knots[-1]), 2)

    def coefficients(self, weights: np.ndarray) -> np.ndarray:
        """Excess potential at the knots in units of RT."""
        return weights

    def free_energy(self, weights: np.ndarray, level: float, temperature: float) -> Law:
        """The free energy with these weights, and the standard potential [V] that goes with it.

        A constant excess and the standard potential are the same thing; the homogeneous curve
        passes through the standard potential at half filling.
        """
        thermal = GAS_CONSTANT * temperature / FARADAY
        middle = float(self.potential(np.array([0.5]))[0] @ weights)
        standard = level - thermal * middle
        ideal = np.log(self.knots / (1 - self.knots))
        potential = level - thermal * (ideal + weights)
        law = TabulatedPotential(
            filling=tuple(self.knots.tolist()),
            potential=tuple(potential.tolist()),
            standard_potential=standard,
            reference_temperature=temperature,
        )
        return law, standard


@dataclass(frozen=True)
class Mixture:
    """A free energy of mixing in units of RT: ideal mixing and weighted basis terms."""

    basis: PolynomialBasis | SplineBasis
    weights: np.ndarray

    def energy(self, x: np.ndarray) -> np.ndarray:
        """g/RT."""
        return x * np.log(x) + (1 - x) * np.log(1 - x) + self.basis.energy(x) @ self.weights

    def potential(self, x: np.ndarray) -> np.ndarray:
        """mu/RT."""
        return np.log(x / (1 - x)) + self.basis.potential(x) @ self.weights

    @cached_property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Miscibility gaps on the grid: stretches that the lower hull of g jumps over."""
        g = self.energy(GRID)
        hull: list[int] = []
        for i in range(len(GRID)):  # monotone chain
            while len(hull) > 1 and _above(GRID, g, hull[-2], hull[-1], i):
                hull.pop()
            hull.append(i)
        return tuple((float(GRID[a]), float(GRID[b])) for a, b in zip(hull, hull[1:]) if b - a > 1)

    @cached_property
    def spinodals(self) -> tuple[float, ...]:
        """Fillings where mu turns, on the grid."""
        mu = self.potential(GRID)
        turns = np.flatnonzero(np.diff(np.sign(np.diff(mu))) != 0) + 1
        return tuple(float(GRID[i]) for i in turns)


def _above(x: np.ndarray, g: np.ndarray, a: int, b: int, c: int) -> bool:
    return (g[b] - g[a]) * (x[c] - x[a]) >= (g[c] - g[a]) * (x[b] - x[a])
