"""One temperature for a thin device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import Record, positive
from ...numerics.system import Variable

Expression = Any


@dataclass(frozen=True)
class LumpedHeat(Record):
    r"""Electrical power against heat lost from both faces.

    .. math:: C'' A \frac{dT}{dt} = \sum_k V_k I_k - 2 h A (T - T_a)

    All power is taken as heat: what the film stores is less than a thousandth of it.
    """

    heat_capacity: float = positive("J/(m^2*K)", "heat capacity per area (1 mm glass)", 2.1e3)
    transfer: float = positive("W/(m^2*K)", "heat transfer at each face (assumed)", 10.0)
    ambient: float = positive("K", "temperature around", 298.15)

    def variables(self) -> tuple[Variable, ...]:
        """The temperature."""
        return (Variable("temperature", "K", "temperature", scale=100.0),)

    def rate(self, temperature: Expression, power: Expression, area: float) -> Expression:
        """dT/dt [K/s] at an electrical power [W] of a device of this area [m^2]."""
        loss = 2 * self.transfer * (temperature - self.ambient)
        return (power / area - loss) / self.heat_capacity
