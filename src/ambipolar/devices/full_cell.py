"""Two porous electrodes with a separator between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.errors import ParameterError
from ..core.ops import is_symbolic
from ..core.records import choice
from ..models.cells.electrode import PorousElectrode
from .cell import Cell

#: largest relative difference of what the two electrodes exchange between their windows' ends
BALANCE = 0.05


@dataclass(frozen=True, kw_only=True)
class FullCell(Cell):
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

    negative: PorousElectrode = choice("porous electrode", "negative electrode")
    positive: PorousElectrode = choice("porous electrode", "positive electrode")

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

    def electrodes(self) -> tuple[PorousElectrode, PorousElectrode]:
        return self.negative, self.positive

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
