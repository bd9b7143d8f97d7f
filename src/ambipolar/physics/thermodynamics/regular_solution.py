"""Ideal mixing and the regular solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.constants import GAS_CONSTANT
from ...core.ops import log_filling, logit_filling
from ...core.records import quantity
from .free_energy import FreeEnergy

Array = Any


@dataclass(frozen=True)
class IdealMixing(FreeEnergy):
    r"""Configurational entropy of a lattice gas, summed over the composition fields.

    .. math:: g = RT \sum_i [x_i \ln x_i + (1-x_i) \ln(1-x_i)]
    """

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        thermal = GAS_CONSTANT * temperature
        return sum(thermal * (z * log_filling(z) + (1 - z) * log_filling(1 - z)) for z in x)

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        # What differentiation gives inside 0 < x < 1, without its guarded remainders z/z - 1:
        # they cost a quarter of the residual of a particle.
        return GAS_CONSTANT * temperature * logit_filling(x[field])

    def excess_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        return 0.0 * x[field]


@dataclass(frozen=True)
class RegularSolution(FreeEnergy):
    r"""Regular solution: ideal mixing plus a pair interaction.

    .. math:: g = RT [x \ln x + (1-x)\ln(1-x)] + \Omega\, x (1-x)

    Phase separates for :math:`\Omega > 2RT`. [bazant2013]
    """

    omega: float = quantity("J/mol", "interaction (regular solution) parameter Omega", 0.0)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        ideal = IdealMixing().molar(x[:1], temperature)
        return ideal + self.omega * x[0] * (1 - x[0])

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        if field > 0:
            return 0.0 * x[field]
        ideal = IdealMixing().chemical_potential(x[:1], temperature)
        return ideal + self.omega * (1 - 2 * x[0])

    def excess_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        return self.omega * (1 - 2 * x[0]) if field == 0 else 0.0 * x[field]
