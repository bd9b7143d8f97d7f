"""An electrolyte as a thin sheet, in one pool or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...core.errors import ParameterError
from ...core.records import Record, choice, positive, quantity
from ...numerics.grid import Grid
from ..regions import Everywhere, Region

Expression = Any


#: names of other switches and balances of the devices
RESERVED = {"lid", "terminals"}


@dataclass(frozen=True)
class Pool(Record):
    """One connected or scattered patch of electrolyte; a switch of this name removes it."""

    name: str = "electrolyte"
    region: Region = choice("region", "where it is", Everywhere())


@dataclass(frozen=True)
class ElectrolyteSheet(Record):
    r"""Ionic conduction along a thin gap, and across it to the surfaces that it touches.

    .. math:: \nabla\cdot(\kappa h \nabla\bar\phi) = j_b + j_t

    with the potential averaged over the gap. A surface that takes the current density :math:`j`
    lies :math:`j h/3\kappa` below the average, and the opposite one :math:`j h/6\kappa` above it
    (the parabolic profile across the gap, to second order in gap over length). The salt is taken
    as uniform.
    """

    conductivity: float = positive("S/m", "ionic conductivity kappa", 0.52)
    thickness: float = positive("m", "thickness of the gap h", 500e-6)
    activation_energy: float = quantity("J/mol", "activation energy of kappa", 0.0, above=0.0)
    reference_temperature: float = positive("K", "temperature at which kappa holds", 298.15)
    pools: tuple[Pool, ...] = choice("pool", "patches of electrolyte", (Pool(),))
    in_plane: bool = True

    def kappa(self, temperature: Expression) -> Expression:
        """Ionic conductivity [S/m]."""
        inverse = 1 / temperature - 1 / self.reference_temperature
        return self.conductivity * ops.exp(-self.activation_energy / GAS_CONSTANT * inverse)

    def labels(self, grid: Grid, film: np.ndarray) -> np.ndarray:
        """Number of the pool over every cell, -1 where there is none.

        Raises
        ------
        ParameterError
            for a pool that wets no film, pools that overlap, or names given twice.
        """
        names = [pool.name for pool in self.pools]
        if len(set(names)) < len(names):
            raise ParameterError("electrolyte.pools", f"names are given twice: {names}.")
        for name in RESERVED & set(names):
            raise ParameterError(
                "electrolyte.pools", f"the name {name!r} is taken.", "Give the pool another name."
            )
        found = np.full(grid.size, -1)
        for number, pool in enumerate(self.pools):
            inside = np.asarray(pool.region.inside(grid.x, grid.y), dtype=bool) & film
            path = f"electrolyte.pools.{number}"
            if not inside.any():
                raise ParameterError(path, f"the pool {pool.name!r} wets no cell of the film.")
            if np.any(found[inside] >= 0):
                raise ParameterError(path, f"the pool {pool.name!r} overlaps another.")
            found[inside] = number
        return found
