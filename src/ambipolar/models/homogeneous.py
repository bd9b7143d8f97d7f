"""A particle without internal gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..core.records import positive
from ..materials.material import Material
from ..numerics.system import Observable, Variable
from .interface import (
    Surroundings,
    current_variables,
    excess_of,
    field_names,
    fillings,
    reaction_current,
)
from .particle import FieldEquations, Particle

Expression = Any


@dataclass(frozen=True)
class HomogeneousParticle(Particle):
    r"""Uniform filling, limited by the reaction at its surface.

    .. math:: \frac{dx_i}{dt} = \frac{A}{V} \frac{j_i(x, \mu_i, \eta_i)}{z F c_s}
    """

    size_name: ClassVar[str] = "size"

    size: float = positive("m", "particle volume over reacting area, V/A", 10e-9)

    def volume_per_area(self) -> Expression:
        return self.size

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names = field_names(material)
        own = tuple(Variable(n, "1", "site filling") for n in names)
        return own + current_variables(material)

    def field(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> FieldEquations:
        name, x = field_names(material)[index], fillings(material, state)
        mu = material.free_energy.chemical_potential(x, around.temperature, index)
        excess = excess_of(material, x, around.temperature, index)
        current, residuals = reaction_current(material, x[index], mu, around, state, index, excess)
        watched = {name: Observable(x[index], "1", "site filling")} if len(x) > 1 else {}
        return FieldEquations(current / self.capacity(material), current, residuals, watched)
