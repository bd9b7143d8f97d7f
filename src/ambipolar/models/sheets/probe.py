"""Spots of a device that are watched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from ...core.records import Record, choice
from ...numerics.grid import Grid
from ..regions import Everywhere, Region


@dataclass(frozen=True)
class Probe(Record):
    """A spot whose mean filling and transmittance are recorded."""

    name: str
    region: Region = choice("region", "where it looks", Everywhere())

    def cells(self, grid: Grid, film: np.ndarray) -> np.ndarray:
        """Whether it sees each cell of a film, (grid.size,).

        Raises
        ------
        ParameterError
            when it sees none.
        """
        seen = np.asarray(self.region.inside(grid.x, grid.y), dtype=bool) & film
        if not seen.any():
            raise ParameterError(f"probe {self.name}", "sees no cell of the film.")
        return seen
