"""The surroundings of the particles of an electrode, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Expression = Any


@dataclass(frozen=True)
class InPores:
    """What the electrolyte and the solid are in every cell of an electrode, rows (1, cells)."""

    solid_potential: Expression  #: of the matrix [V]
    electrolyte_potential: Expression  #: that of an electrode of the guest [V]
    ion_activity: Expression  #: salt concentration over its reference [-]
    temperature: Expression  #: [K]
    elapsed: Expression = 0.0  #: time since the start of the run [s]
    heats: bool = False  #: whether the heat of the reactions is asked for
