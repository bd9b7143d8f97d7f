"""What a stack of sheets contributes to the system of a device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...core import ops
from ...numerics.grid import Grid
from ...numerics.system import Balance, Equations, Observable
from .maps import grid_coordinates

Expression = Any


@dataclass(frozen=True)
class SheetEquations:
    """All that a stack contributes; rows over cells of the meshes named by the fields."""

    rates: dict[str, Expression] = field(default_factory=dict)
    residuals: dict[str, Expression] = field(default_factory=dict)
    initial: dict[str, Expression] = field(default_factory=dict)
    #: name -> numbers of its cells in the grid, row, unit, label
    fields: dict[str, tuple[np.ndarray, Expression, str, str]] = field(default_factory=dict)
    voltages: dict[str, Expression] = field(default_factory=dict)  #: of the terminals [V]
    currents: dict[str, Expression] = field(default_factory=dict)  #: into the terminals [A]
    stored: Expression = 0.0  #: conserved charge of every pool cell [C/m^2]

    def with_outlook(self, grid: Grid, observables: Mapping[str, Observable]) -> Equations:
        """The equations of a device on a grid, with what one looks at."""
        return Equations(
            rates=self.rates,
            residuals=self.residuals,
            initial=self.initial,
            observables=observables,
            coordinates=grid_coordinates(grid),
        )

    def current_balance(self, capacity: Expression) -> Balance:
        """The currents of all terminals, whose sum vanishes.

        Relative to half the sum of their magnitudes and, since all are zero at rest, the current
        that would pass a ``capacity`` [C] in a day.
        """
        currents = list(self.currents.values())
        size = sum(ops.fabs(i) for i in currents) / 2 + capacity / 86400.0
        return Balance(sum(currents) / size, 0.0, 1.0, algebraic=True)
