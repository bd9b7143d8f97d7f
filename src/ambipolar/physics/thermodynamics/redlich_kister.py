"""Redlich-Kister excess free energy: a polynomial correction to ideal mixing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import quantity
from ..derivatives import derivative
from .free_energy import FreeEnergy
from .regular_solution import IdealMixing

Array = Any


@dataclass(frozen=True)
class RedlichKister(FreeEnergy):
    r"""Ideal mixing plus a Redlich-Kister polynomial.

    .. math:: g = RT [x \ln x + (1-x)\ln(1-x)] + x (1-x) \sum_k L_k (1-2x)^k

    One coefficient is the regular solution; odd terms make the host asymmetric between full
    and empty. [redlich1948]
    """

    coefficients: tuple[float, ...] = quantity(
        "J/mol", "Redlich-Kister coefficients L_0, L_1, ...", (0.0,)
    )

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        return IdealMixing().molar(x[:1], temperature) + self._excess(x[0])

    def excess_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        return derivative(self._excess, (x[0],), 0) if field == 0 else 0.0 * x[field]

    def _excess(self, z: Array) -> Array:
        """What is added to ideal mixing [J/mol]."""
        skew = 1 - 2 * z
        polynomial = 0.0
        for coefficient in reversed(self._columns()):  # Horner
            polynomial = polynomial * skew + coefficient
        return z * (1 - z) * polynomial

    def _columns(self) -> list[Array]:
        """The coefficients one by one; lifted, they are the columns of one array."""
        if isinstance(self.coefficients, tuple):
            return list(self.coefficients)
        return [self.coefficients[:, k] for k in range(self.coefficients.shape[1])]
