"""A porous electrode against a foil of the guest metal."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.constants import ROOM_TEMPERATURE
from ..core.records import Record, choice, positive, quantity
from ..models.cells.electrode import PorousElectrode
from ..models.cells.heat import CellHeat
from ..models.cells.sandwich import Sandwich
from ..models.electrolyte_layer import PorousLayer
from ..numerics.system import System
from ..physics.electrolytes.electrolyte import Electrolyte
from ..physics.kinetics.metal import MetalElectrode


@dataclass(frozen=True, kw_only=True)
class HalfCell(Record):
    r"""One porous electrode, a separator, and a foil of the guest metal as the counter electrode.

    .. math:: V = \phi_s(L) - R_s I, \qquad j_{foil} = I

    against the potential of the foil, which is zero. ``I`` is the current per area, positive
    while the electrode fills; one C passes the charge between the fillings 0 and 1 in an hour,
    or ``nominal_capacity`` where it is given. [doyle1993; smith2017]
    """

    electrolyte: Electrolyte = choice("electrolyte", "what fills the pores")
    foil: MetalElectrode = choice("metal electrode", "foil of the guest metal", MetalElectrode())
    separator: PorousLayer | None = choice("porous layer", "separator", None)
    electrode: PorousElectrode = choice("porous electrode", "working electrode")
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)
    series_resistance: float = quantity("ohm*m^2", "series resistance", 0.0, above=0.0)
    initial_concentration: float | None = quantity(
        "mol/m^3", "salt concentration at the start; that of reference if not given", None,
        above=0.0, closed=False,
    )  # fmt: skip
    nominal_capacity: float | None = quantity(
        "C/m^2", "charge of one hour at 1C, per area", None, above=0.0, closed=False
    )
    heat: CellHeat | None = choice("cell heat", "lumped heat balance; isothermal if none", None)
    electrode_area: float | None = quantity(
        "m^2", "area of the electrodes, for currents in ampere", None, above=0.0, closed=False
    )

    @property
    def capacity(self) -> float:
        """Charge of one hour at 1C [C/m^2]."""
        if self.nominal_capacity is not None:
            return self.nominal_capacity
        return float(self.electrode.capacity())

    def sandwich(self) -> Sandwich:
        """The parts in order."""
        return Sandwich(
            electrolyte=self.electrolyte,
            negative=self.foil,
            separator=self.separator,
            positive=self.electrode,
            temperature=self.temperature,
            series_resistance=self.series_resistance,
            initial_concentration=self.initial_concentration,
            heat=self.heat,
        )

    def system(self) -> System:
        """Equations of the electrolyte, of the electrode, of the foil and of the terminal."""
        return self.sandwich().system()
