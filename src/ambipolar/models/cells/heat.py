"""One temperature for a cell, and where its heat comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY
from ...core.records import Record, positive
from ...materials.material import Material
from ...numerics.system import Variable
from ...physics.derivatives import derivative
from ..interface import fillings
from ..particle import Particle

Expression = Any


@dataclass(frozen=True, kw_only=True)
class CellHeat(Record):
    r"""Lumped heat balance per area of the electrodes.

    .. math::
        C'' \frac{dT}{dt} = q_{rev} + q_{rxn} + q_{ohm} - h (T - T_a)

    with the reversible heat :math:`-T \sum j\, dU/dT`, that of the reactions :math:`\sum j (U -
    \Delta\phi)`, films included, and the ohmic heat of electrolyte, solids and series resistance,
    which is what is left of :math:`\sum j U - I V`. U is the equilibrium potential of the
    composition at the surface: heat of mixing inside particles is not counted. [bernardi1985]
    """

    heat_capacity: float = positive("J/(m^2*K)", "heat capacity of the cell per electrode area")
    transfer: float = positive("W/(m^2*K)", "heat transfer per electrode area")
    ambient: float = positive("K", "temperature around", 298.15)

    def variables(self) -> tuple[Variable, ...]:
        """The temperature."""
        return (Variable("temperature", "K", "temperature", scale=100.0),)

    def rate(self, temperature: Expression, heat: Expression) -> Expression:
        """dT/dt [K/s] at a heat source [W/m^2]."""
        return (heat - self.transfer * (temperature - self.ambient)) / self.heat_capacity


@dataclass(frozen=True)
class Powers:
    """Per reacting area of the members [W/m^2], (members, 1); insertion at U gives jU."""

    equilibrium: Expression  #: j U, mean over the surface
    entropic: Expression  #: j T dU/dT


def powers(
    material: Material,
    particle: Particle,
    state: Mapping[str, Expression],
    currents: tuple[Expression, ...],
    temperature: Expression,
) -> Powers:
    """Chemical and entropic power of insertion, from the composition of the surface."""
    surface = tuple(particle.surface_filling(x) for x in fillings(material, state))
    equilibrium, entropic = 0.0, 0.0
    for index, current in enumerate(currents):
        potential, slope = _potential(material, surface, temperature, index)
        equilibrium = equilibrium + ops.mean_rows(current * potential) / len(currents)
        entropic = entropic + ops.mean_rows(current * slope) / len(currents)
    return Powers(equilibrium, temperature * entropic)


def _potential(
    material: Material, surface: tuple[Expression, ...], temperature: Expression, index: int
) -> tuple[Expression, Expression]:
    """U [V] and dU/dT [V/K] of one field at the surface."""
    charge = material.charge_number * FARADAY

    def law(*arguments: Expression) -> Expression:
        mu = material.free_energy.chemical_potential(arguments[:-1], arguments[-1], index)
        return material.standard_potential - mu / charge

    arguments = (*surface, temperature)
    return law(*arguments), derivative(law, arguments, len(surface))
