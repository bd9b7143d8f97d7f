"""What half cells and full cells have in common."""

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
class Cell(Record):
    """An electrolyte with electrodes on both sides, at one temperature.

    Subclasses name the electrodes.
    """

    electrolyte: Electrolyte = choice("electrolyte", "what fills the pores")
    separator: PorousLayer | None = choice("porous layer", "separator", None)
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

    def electrodes(self) -> tuple[PorousElectrode | MetalElectrode, PorousElectrode]:
        """The negative electrode, or the foil in its place, and the positive one."""
        raise NotImplementedError

    def site_capacity(self) -> float:
        """Charge of the electrode that limits, between its fillings 0 and 1 [C/m^2]."""
        porous = [e for e in self.electrodes() if isinstance(e, PorousElectrode)]
        return float(min(electrode.capacity() for electrode in porous))

    @property
    def capacity(self) -> float:
        """Charge of one hour at 1C [C/m^2]."""
        return self.site_capacity() if self.nominal_capacity is None else self.nominal_capacity

    def sandwich(self) -> Sandwich:
        """The parts in order."""
        negative, positive_ = self.electrodes()
        return Sandwich(
            electrolyte=self.electrolyte,
            negative=negative,
            separator=self.separator,
            positive=positive_,
            temperature=self.temperature,
            series_resistance=self.series_resistance,
            initial_concentration=self.initial_concentration,
            heat=self.heat,
        )

    def system(self) -> System:
        """Equations of the electrolyte, of the electrodes and of the terminal."""
        return self.sandwich().system()
