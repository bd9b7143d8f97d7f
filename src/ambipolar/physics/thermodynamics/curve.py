"""A single-field free energy at one temperature, compiled once for fast numeric analysis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .free_energy import FreeEnergy

#: Outermost logits of the composition grid; exp(-26) = 5e-12 stays above ``FILLING_FLOOR``.
_LOGIT_LIMIT = 26.0


@dataclass(frozen=True)
class EnergyCurve:
    """g, mu and dmu/dx [J/mol] of a free energy as functions of one filling (NumPy arrays).

    Raises
    ------
    ParameterError
        for a free energy of several composition fields.
    """

    energy: FreeEnergy
    temperature: float

    def __post_init__(self) -> None:
        if self.energy.fields != 1:
            raise ParameterError(
                type(self.energy).__name__,
                f"has {self.energy.fields} composition fields, this analysis takes one.",
                "Use layered_equilibrium for the two-layer free energies.",
            )

    @property
    def grid(self) -> np.ndarray:
        """Fillings inside the validity of the energy, fine near both pure phases."""
        low, high = self.energy.validity
        grid = composition_grid()
        if (low, high) == (0.0, 1.0):
            return grid
        inner = grid[(grid > low) & (grid < high)]
        ends = [v for v in (low, high) if 0 < v < 1]
        return np.unique(np.concatenate([inner, ends]))

    def molar(self, x: Any) -> Any:
        """Free energy g [J/mol]."""
        return self.all(x)[0]

    def potential(self, x: Any) -> Any:
        """Chemical potential mu [J/mol]."""
        return self.all(x)[1]

    def curvature(self, x: Any) -> Any:
        """Derivative dmu/dx [J/mol]."""
        return self.all(x)[2]

    def all(self, x: Any) -> tuple[Any, Any, Any]:
        """(g, mu, dmu/dx) at ``x``, each of the shape of ``x``."""
        array = np.asarray(x, dtype=float)
        try:
            function = _compiled(self.energy, float(self.temperature))
        except TypeError:  # numbers held in arrays do not hash
            function = _compile(self.energy, float(self.temperature))
        # mapped explicitly: CasADi's own broadcast of a scalar function is 20 times slower
        values = function.map(max(array.size, 1))(array.reshape(1, -1))
        g, mu, slope = (np.asarray(v, dtype=float).reshape(array.shape)[()] for v in values)
        return g, mu, slope


def _compile(energy: FreeEnergy, temperature: float) -> Any:
    import casadi as ca

    x = ca.SX.sym("x")
    g = ca.SX(energy.molar((x,), temperature))
    mu = ca.SX(energy.chemical_potential((x,), temperature))
    return ca.Function("curve", [x], [g, mu, ca.jtimes(mu, x, ca.SX(1))])


_compiled = lru_cache(maxsize=64)(_compile)


@lru_cache(maxsize=4)
def composition_grid(points: int = 1000) -> np.ndarray:
    """Fillings from 5e-12 to 1 - 5e-12: evenly spaced, joined with evenly spaced logits."""
    even = np.linspace(0, 1, points + 2)[1:-1]
    ends = from_logit(np.linspace(-_LOGIT_LIMIT, _LOGIT_LIMIT, points))
    grid = np.unique(np.concatenate([even, ends]))
    grid.flags.writeable = False
    return grid


def logit(x: Any) -> Any:
    """``ln[x/(1-x)]``."""
    return np.log(x / (1 - np.asarray(x)))


def from_logit(z: Any) -> Any:
    """The filling of a logit."""
    return 1 / (1 + np.exp(-np.asarray(z)))


def root(function: Any, low: float, high: float) -> float:
    """Filling between ``low`` and ``high`` where ``function`` changes sign, found in logits."""
    from scipy.optimize import brentq

    def at(z: float) -> float:
        return float(function(from_logit(z)))

    found = brentq(at, float(logit(low)), float(logit(high)), xtol=1e-13, rtol=1e-14)
    return float(from_logit(found))
