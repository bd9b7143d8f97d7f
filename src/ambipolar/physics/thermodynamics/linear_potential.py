"""A host that is a capacitor: its potential falls in proportion to what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.constants import FARADAY
from ...core.records import positive
from .free_energy import FreeEnergy

Array = Any


@dataclass(frozen=True)
class LinearPotential(FreeEnergy):
    r"""A parabola of energy, whose open-circuit potential is a straight line.

    .. math:: g = \frac{F S}{2}\, x (x - 1), \qquad \mu = F S (x - \tfrac12)

    so that the potential falls by the span S from empty to full, with the standard potential at
    half filling. It holds for volumetric capacitors, and for any host over a small range. There
    is no entropy and therefore no activity: rate laws that need one take the lattice-gas value
    x/(1-x).
    """

    activity_defined: ClassVar[bool] = False

    span: float = positive("V", "fall S of the potential from empty to full", 1.0)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        return FARADAY * self.span / 2 * x[0] * (x[0] - 1)

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        return FARADAY * self.span * (x[field] - 0.5)
