"""Growth of a dense surface phase on a host that was emptied too far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.constants import ROOM_TEMPERATURE
from ...core.records import Record, positive, quantity
from ..electrolytes.electrolyte import arrhenius
from ..kinetics.reduced_variables import limited_exp
from .reacting_surface import ReactingSurface

Array = Any


@dataclass(frozen=True, kw_only=True)
class DelithiationGrowth(Record):
    r"""A spinel or rock-salt layer that thickens while the surface holds few guests.

    .. math:: \frac{dL}{dt} = \frac{v_0}{1 + L/L_1}\, \frac1{1 + e^{(x_s - x_1)/w}}

    Layered oxides start to transform at the surface once about 60 % of the lithium is out
    ([sood2021], section "Phase separation and thermodynamics"), which is :math:`x_1 = 0.4`; oxygen
    leaves and metal ions move into the guest layer, so that nothing turns back [lin2014; jung2014].
    The layer slows itself beyond the thickness :math:`L_1`, across which oxygen has to leave. The
    form of the law, its rate, width and thickness are assumed: layers of a few nanometres after
    some tens of cycles to high voltage are what microscopy shows [lin2014].
    """

    rate: float = positive("m/s", "speed v0 of the bare surface; assumed", 2e-14)
    onset: float = quantity("1", "surface filling x1 of half the speed", 0.4, above=0.0, below=1.0)
    width: float = positive("1", "width w of the onset; assumed", 0.03)
    passivation: float = positive("m", "thickness L1 at which the speed halves; assumed", 2e-9)
    activation_energy: float = quantity("J/mol", "activation energy", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the numbers hold", ROOM_TEMPERATURE
    )

    def speed(self, surface: ReactingSurface, thickness: Array) -> Array:
        """dL/dt [m/s], never negative."""
        factor = arrhenius(self.activation_energy, self.reference_temperature, surface.temperature)
        driven = 1 / (1 + limited_exp((surface.filling - self.onset) / self.width))
        return self.rate * factor * driven / (1 + thickness / self.passivation)
