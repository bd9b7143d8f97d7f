"""A porous electrode against a foil of the guest metal."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.records import choice
from ..models.cells.electrode import PorousElectrode
from ..physics.kinetics.metal import MetalElectrode
from .cell import Cell


@dataclass(frozen=True, kw_only=True)
class HalfCell(Cell):
    r"""One porous electrode, a separator, and a foil of the guest metal as the counter electrode.

    .. math:: V = \phi_s(L) - R_s I, \qquad j_{foil} = I

    against the potential of the foil, which is zero. ``I`` is the current per area, positive
    while the electrode fills; one C passes the charge between the fillings 0 and 1 in an hour,
    or ``nominal_capacity`` where it is given. [doyle1993; smith2017]
    """

    foil: MetalElectrode = choice("metal electrode", "foil of the guest metal", MetalElectrode())
    electrode: PorousElectrode = choice("porous electrode", "working electrode")

    def electrodes(self) -> tuple[MetalElectrode, PorousElectrode]:
        return self.foil, self.electrode
