"""Electrolytes whose salt concentration never changes: solids, and a bath without losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.constants import ROOM_TEMPERATURE
from ...core.records import positive, quantity
from .electrolyte import Electrolyte, arrhenius

Array = Any


@dataclass(frozen=True, kw_only=True)
class SolidElectrolyte(Electrolyte):
    r"""A single-ion conductor: :math:`t_+ = 1`, so that no salt moves and Ohm's law remains.

    .. math:: i = -\kappa\, \nabla\phi, \qquad
        \kappa = \kappa_0 \exp\left[-\frac{E_a}{R} \left(\frac1T - \frac1{T_{ref}}\right)\right]
    """

    depletes: ClassVar[bool] = False

    conductivity_value: float = positive("S/m", "conductivity kappa_0")
    activation_energy: float = quantity("J/mol", "activation energy", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the conductivity holds", ROOM_TEMPERATURE
    )

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        factor = arrhenius(self.activation_energy, self.reference_temperature, temperature)
        return 0.0 * c + self.conductivity_value * factor

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + 1.0


@dataclass(frozen=True, kw_only=True)
class PerfectBath(Electrolyte):
    """The same concentration and the same potential everywhere, at any current.

    The limit of fast transport: a layer has one potential in place of a profile, and no salt
    balance. A conductivity does not exist and raises ``NotImplementedError``.
    """

    depletes: ClassVar[bool] = False
    resists: ClassVar[bool] = False

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + 1.0
