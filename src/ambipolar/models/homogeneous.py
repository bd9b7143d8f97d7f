"""A particle without internal gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.records import positive
from ..materials.material import Material
from ..numerics.system import Equations, Observable, Variable
from .interface import Surroundings, current_variables, field_names, reaction_current
from .particle import Particle

Expression = Any


@dataclass(frozen=True)
class HomogeneousParticle(Particle):
    r"""Uniform filling, limited by the reaction at its surface.

    .. math:: \frac{dx_i}{dt} = \frac{A}{V} \frac{j_i(x, \mu_i, \eta_i)}{z F c_s}

    Fields that share the sites share the surface in the same proportion.
    """

    size: float = positive("m", "particle volume over reacting area, V/A", 10e-9)

    def volume_per_area(self) -> Expression:
        return self.size

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names = field_names(material)
        fillings = tuple(Variable(n, "1", "site filling") for n in names)
        currents = [current_variables(material, f"current_{n}", (1, 1), (None, None)) for n in names]
        return fillings + tuple(v for group in currents for v in group)

    def equations(
        self, material: Material, state: Mapping[str, Expression], around: Surroundings, initial_filling: Expression
    ) -> Equations:  # fmt: skip
        names = field_names(material)
        x = tuple(state[n] for n in names)
        rates, residuals, initial, total = {}, {}, {}, 0.0
        for i, name in enumerate(names):
            mu = material.free_energy.chemical_potential(x, around.temperature, i)
            j, extra = reaction_current(material, x[i], mu, around, state, f"current_{name}")
            rates[name] = j / self.capacity(material)
            residuals |= extra
            initial[name] = initial_filling
            initial |= dict.fromkeys(extra, 0.0)
            total = total + j / len(names)
        observables = {n: Observable(state[n], "1", "site filling") for n in names} if len(names) > 1 else {}
        return Equations(
            rates=rates, residuals=residuals, initial=initial, observables=observables,
            outputs={"current": total, "filling": sum(x) / len(names)},
        )  # fmt: skip
