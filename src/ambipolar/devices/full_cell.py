"""Two porous electrodes with a separator between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.constants import ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..core.ops import is_symbolic
from ..core.records import Record, choice, quantity
from ..models.cells.electrode import PorousElectrode
from ..models.cells.heat import CellHeat
from ..models.cells.sandwich import Sandwich
from ..models.electrolyte_layer import PorousLayer
from ..numerics.system import System
from ..physics.electrolytes.electrolyte import Electrolyte

#: largest relative difference of what the two electrodes exchange between their windows' ends
BALANCE = 0.05


@dataclass(frozen=True, kw_only=True)
class FullCell(Record):
    r"""A negative and a positive porous electrode in one electrolyte.

    .. math::
        V = \phi_s(L) - R_s I, \qquad \phi_s(0) = 0

    ``I`` is the current per area of the electrodes, positive on discharge. With Fickian
    particles this is the model of Doyle, Fuller and Newman; one cell per electrode and a
    ``PerfectBath`` make it the single-particle model. Any particle or population may take the
    place of a Fickian one. [doyle1993; newman2004]

    ``nominal_capacity`` is what one C discharges in an hour; without it that of the limiting
    electrode, between its fillings 0 and 1. ``filling`` is that of the positive electrode.

    Raises
    ------
    ParameterError
        for electrodes whose windows of fillings do not exchange the same charge.
    """

    electrolyte: Electrolyte = choice("electrolyte", "what fills the pores")
    negative: PorousElectrode = choice("porous electrode", "negative electrode")
    separator: PorousLayer | None = choice("porous layer", "separator", None)
    positive: PorousElectrode = choice("porous electrode", "positive electrode")
    temperature: float = quantity("K", "temperature", ROOM_TEMPERATURE, above=0.0, closed=False)
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

    def __post_init__(self) -> None:
        super().__post_init__()
        given = self._window(self.negative)
        taken = self._window(self.positive)
        if given is None or taken is None:
            return
        if abs(given + taken) > BALANCE * max(abs(given), abs(taken)):
            raise ParameterError(
                "FullCell",
                "the electrodes are not balanced: between their discharged and charged fillings"
                f" the negative one gives {-given / 3600:.3g} A h/m^2 and the positive one"
                f" takes {taken / 3600:.3g} A h/m^2.",
                "Change the fillings, thicknesses or active fractions until they agree.",
            )

    @staticmethod
    def _window(electrode: PorousElectrode) -> float | None:
        """Charge that the electrode takes up on discharge [C/m^2]; None without a window."""
        low, high = electrode.discharged_filling, electrode.charged_filling
        if (
            low is None
            or high is None
            or is_symbolic(low)
            or is_symbolic(electrode.initial_filling)
        ):
            return None
        return float((low - high) * electrode.capacity())

    @property
    def capacity(self) -> float:
        """Charge of one hour at 1C [C/m^2]."""
        if self.nominal_capacity is not None:
            return self.nominal_capacity
        return float(min(self.negative.capacity(), self.positive.capacity()))

    def at_state_of_charge(self, state_of_charge: float) -> FullCell:
        """The same cell, started at a state of charge between 0 and 1.

        Raises
        ------
        ParameterError
            for electrodes without a window of fillings, or a state outside 0 and 1.
        """
        parts = (self.negative, self.positive)
        return replace(
            self,
            negative=parts[0].at_state_of_charge(state_of_charge),
            positive=parts[1].at_state_of_charge(state_of_charge),
        )

    def sandwich(self) -> Sandwich:
        """The parts in order."""
        return Sandwich(
            electrolyte=self.electrolyte,
            negative=self.negative,
            separator=self.separator,
            positive=self.positive,
            temperature=self.temperature,
            series_resistance=self.series_resistance,
            initial_concentration=self.initial_concentration,
            heat=self.heat,
        )

    def system(self) -> System:
        """Equations of the electrolyte, of both electrodes and of the terminal."""
        return self.sandwich().system()
