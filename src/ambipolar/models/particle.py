"""The contract of every particle model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.constants import FARADAY
from ..core.records import Record
from ..materials.material import Material
from ..numerics.system import Equations, Variable
from .interface import Surroundings

Expression = Any


@dataclass(frozen=True)
class Particle(Record):
    """One kind of particle; arrays of parameters (members, 1) describe a whole ensemble.

    A particle states its unknowns (:meth:`variables`) and, given their symbols and its
    surroundings, its equations. ``outputs`` of the equations hold for the parent

    - ``current``: insertion current per reacting area, mean over the surface [A/m^2], (members, 1)
    - ``filling``: mean site filling [-], (members, 1)
    """

    def variables(self, material: Material) -> tuple[Variable, ...]:
        """Unknowns with local names."""
        raise NotImplementedError

    def equations(
        self, material: Material, state: Mapping[str, Expression], around: Surroundings, initial_filling: Expression
    ) -> Equations:  # fmt: skip
        """Equations, observables and outputs, with local names."""
        raise NotImplementedError

    def volume_per_area(self) -> Expression:
        """Particle volume over reacting area [m]."""
        raise NotImplementedError

    def capacity(self, material: Material) -> Expression:
        """Charge that fills all sites, per reacting area [C/m^2]."""
        return material.charge_number * FARADAY * material.site_density * self.volume_per_area()
