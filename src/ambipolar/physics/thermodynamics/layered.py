"""Equilibrium of hosts with two coupled layers: filling of each, stages and plateaus."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError, SolverError
from .common_tangent import hull_gaps
from .curve import from_logit, logit
from .free_energy import FreeEnergy

Pair = tuple[float, float]


@dataclass(frozen=True)
class LayeredGap:
    """Two phases of a two-layer host that coexist; each also has its mirror image."""

    lower: Pair  #: fillings of the two layers in the poor phase, the fuller layer first
    upper: Pair  #: the same in the rich phase
    chemical_potential: float  #: common mu of both layers in both phases [J/mol]

    @property
    def fillings(self) -> Pair:
        """Mean filling of the poor and of the rich phase."""
        return (sum(self.lower) / 2, sum(self.upper) / 2)

    def plateau_potential(self, standard_potential: float) -> float:
        """V0 - mu/F [V]."""
        return standard_potential - self.chemical_potential / FARADAY

    def mirror(self) -> LayeredGap:
        """The same phases with the layers exchanged."""
        (a1, a2), (b1, b2) = self.lower, self.upper
        return LayeredGap((a2, a1), (b2, b1), self.chemical_potential)


@dataclass(frozen=True)
class InternalEquilibrium:
    """Uniform host in which the guests have distributed themselves between the layers."""

    mean: np.ndarray  #: mean filling
    layers: np.ndarray  #: (2, n) filling of the layers, the fuller one first
    chemical_potential: np.ndarray  #: mean of both layers' mu [J/mol]
    free_energy: np.ndarray  #: J/mol of layer pairs


def internal_equilibrium(energy: FreeEnergy, temperature: float, mean: Any) -> InternalEquilibrium:
    r"""The partition of least free energy of a uniform two-layer host at given mean filling.

    .. math:: \min_d G(\bar x + d, \bar x - d) \quad\Rightarrow\quad \mu_1 = \mu_2

    The result may be a stage (one layer full, one empty) or uniform. Coexistence of two such
    states may be lower still: see :func:`layered_equilibrium`.
    """
    host = _TwoLayer(energy, temperature)
    mean = np.atleast_1d(np.asarray(mean, dtype=float))
    # From equal layers (0) to as different as possible (1), fine near both ends.
    even = np.linspace(0, 1, 81)
    share = np.unique(np.concatenate([even, from_logit(np.linspace(-18, 18, 121))]))
    share[0] = 0.0
    reach = np.minimum(mean, 1 - mean)
    difference = reach[:, None] * share * (1 - 1e-9)
    g = host.molar(mean[:, None] + difference, mean[:, None] - difference)
    rows, best = np.arange(mean.size), np.argmin(g, axis=1)
    low = difference[rows, np.maximum(best - 1, 0)]
    high = difference[rows, np.minimum(best + 1, share.size - 1)]
    found = _bisect(host, mean, low, high)
    equal = host.molar(mean, mean) <= host.molar(mean + found, mean - found)
    found = np.where(equal, 0.0, found)
    layers = np.stack([mean + found, mean - found])
    mu1, mu2 = host.potentials(*layers)
    return InternalEquilibrium(mean, layers, (mu1 + mu2) / 2, host.molar(*layers))


def layered_equilibrium(energy: FreeEnergy, temperature: float) -> tuple[LayeredGap, ...]:
    r"""All stable coexistences of a two-layer host, in ascending order of mean filling.

    .. math::
        \mu_1 = \mu_2 = \mu \text{ in both phases}, \qquad
        G(Q) - G(P) = \mu \sum_i [x_i(Q) - x_i(P)]

    The lower hull of the internally equilibrated free energy finds the phases, a Newton
    iteration in logits of the four fillings polishes them. Each gap has a mirror image. For
    graphite: dilute with stage 2, and stage 2 with the full host. [ferguson2014]

    Raises
    ------
    SolverError
        when a coexistence does not converge.
    """
    even = np.linspace(0, 1, 402)[1:-1]
    grid = np.unique(np.concatenate([even, from_logit(np.linspace(-18, 18, 361))]))
    state = internal_equilibrium(energy, temperature, grid)
    thermal = GAS_CONSTANT * temperature
    gaps = []
    for i, j in hull_gaps(grid, state.free_energy):
        inner = slice(i + 1, j)
        share = (grid[inner] - grid[i]) / (grid[j] - grid[i])
        chord = state.free_energy[i] * (1 - share) + state.free_energy[j] * share
        if np.max(state.free_energy[inner] - chord) > 1e-9 * thermal:
            gaps.append(_polish(energy, temperature, state.layers[:, [i, j]]))
    return tuple(gaps)


@dataclass(frozen=True)
class _TwoLayer:
    """Numeric G, mu and Hessian of a two-field free energy."""

    energy: FreeEnergy
    temperature: float

    def __post_init__(self) -> None:
        if self.energy.fields != 2:
            raise ParameterError(
                type(self.energy).__name__,
                f"has {self.energy.fields} composition fields, a two-layer host has two.",
                "Use miscibility_gaps for a single field.",
            )

    def molar(self, x1: Any, x2: Any) -> np.ndarray:
        return np.asarray(self.energy.molar((x1, x2), self.temperature))

    def potentials(self, x1: Any, x2: Any) -> tuple[np.ndarray, np.ndarray]:
        mu1, mu2, *_ = self.all(x1, x2)
        return mu1, mu2

    def all(self, x1: Any, x2: Any) -> tuple[np.ndarray, ...]:
        """mu1, mu2 and the Hessian's 11, 12, 22."""
        shape = np.shape(x1)
        try:
            function = _compiled(self.energy, float(self.temperature))
        except TypeError:  # numbers held in arrays do not hash
            function = _compile(self.energy, float(self.temperature))
        rows = (np.reshape(x1, (1, -1)), np.reshape(x2, (1, -1)))
        values = function.map(rows[0].size)(*rows)
        return tuple(np.asarray(v, dtype=float).reshape(shape) for v in values)


def _compile(energy: FreeEnergy, temperature: float) -> Any:
    import casadi as ca

    x = (ca.SX.sym("x1"), ca.SX.sym("x2"))
    mu = [ca.SX(energy.chemical_potential(x, temperature, i)) for i in range(2)]
    one = ca.SX(1)
    second = [ca.jtimes(mu[0], x[0], one), ca.jtimes(mu[0], x[1], one), ca.jtimes(mu[1], x[1], one)]
    return ca.Function("two_layer", list(x), [*mu, *second])


_compiled = lru_cache(maxsize=16)(_compile)


def _bisect(host: _TwoLayer, mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Half difference of the layers where their potentials agree, vectorised over ``mean``."""
    for _ in range(60):
        middle = (low + high) / 2
        mu1, mu2 = host.potentials(mean + middle, mean - middle)
        rising = mu1 > mu2  # dG/dd = mu1 - mu2
        low, high = np.where(rising, low, middle), np.where(rising, middle, high)
    return (low + high) / 2


def _polish(energy: FreeEnergy, temperature: float, layers: np.ndarray) -> LayeredGap:
    """Newton iteration for two phases; columns of ``layers`` are the poor and the rich phase."""
    host, thermal = _TwoLayer(energy, temperature), GAS_CONSTANT * temperature
    z = logit(layers)
    for _ in range(60):
        x = from_logit(z)
        residual, matrix = _coexistence(host, x)
        step = np.linalg.solve(matrix * (x * (1 - x)).ravel(), -residual).reshape(2, 2)
        z = z + np.clip(step, -0.5, 0.5)
        if np.all(np.abs(step) < 1e-12 * (1 + np.abs(z))):
            break
    x = from_logit(z)
    residual, _ = _coexistence(host, x)
    if not np.max(np.abs(residual)) < 1e-8 * thermal or not np.sum(x[:, 1]) > np.sum(x[:, 0]):
        raise SolverError(
            f"no coexistence of layered phases near {layers[:, 0]} and {layers[:, 1]}.",
            advice="Check that the free energy is smooth.",
        )
    mu = float(np.mean(host.potentials(*x)))
    (a1, b1), (a2, b2) = x.tolist()
    return LayeredGap((a1, a2), (b1, b2), mu)


def _coexistence(host: _TwoLayer, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Residuals [J/mol] and their Jacobian by (a1, b1, a2, b2) for phases a and b."""
    mu1, mu2, h11, h12, h22 = host.all(x[0], x[1])
    change = x[:, 1] - x[:, 0]
    g = host.molar(x[0], x[1])
    residual = np.array(
        [
            mu1[0] - mu2[0],
            mu1[1] - mu2[1],
            mu1[0] - mu1[1],
            g[1] - g[0] - mu1[0] * change[0] - mu2[0] * change[1],
        ]
    )
    across, down = h11 - h12, h12 - h22
    matrix = np.array(
        [
            [across[0], 0, down[0], 0],
            [0, across[1], 0, down[1]],
            [h11[0], -h11[1], h12[0], -h12[1]],
            [
                -h11[0] * change[0] - h12[0] * change[1],
                mu1[1] - mu1[0],
                -h12[0] * change[0] - h22[0] * change[1],
                mu2[1] - mu2[0],
            ],
        ]
    )
    return residual, matrix
