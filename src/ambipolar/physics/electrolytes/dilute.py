"""Dilute solutions: independent ions (Nernst-Planck)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.records import positive, quantity
from .electrolyte import Electrolyte, arrhenius

Array = Any


@dataclass(frozen=True, kw_only=True)
class DiluteElectrolyte(Electrolyte):
    r"""Two ions that diffuse and migrate independently, electroneutral everywhere.

    .. math::
        N_\pm = -\nu_\pm D_\pm \left[\nabla c + z_\pm c\, \nabla\frac{F\varphi}{RT}\right]

    with the electrostatic potential :math:`\varphi`, is the same as the equations of
    :class:`~ambipolar.physics.electrolytes.electrolyte.Electrolyte` with

    .. math::
        \kappa = \frac{q F^2 c}{RT} S, \quad
        D = \frac{(z_+ + |z_-|) D_+ D_-}{S}, \quad
        t_+ = \frac{z_+ D_+}{S}, \quad S = z_+ D_+ + |z_-| D_-, \quad
        \phi = \varphi + \frac{RT}{z_+ F} \ln \frac{c}{c^0}

    and a thermodynamic factor of 1. [newman2004]
    """

    cation_diffusivity: float = positive("m^2/s", "diffusivity of the cation D+")
    anion_diffusivity: float = positive("m^2/s", "diffusivity of the anion D-")
    activation_energy: float = quantity("J/mol", "activation energy of both", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the diffusivities hold", ROOM_TEMPERATURE
    )

    @property
    def _sum(self) -> Array:
        cation = int(self.cation_charge) * self.cation_diffusivity
        return cation - int(self.anion_charge) * self.anion_diffusivity

    def _thermal(self, temperature: Array) -> Array:
        return arrhenius(self.activation_energy, self.reference_temperature, temperature)

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        mobility = self._sum * self._thermal(temperature) / (GAS_CONSTANT * temperature)
        return self.equivalents * FARADAY**2 * mobility * c

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        charges = int(self.cation_charge) - int(self.anion_charge)
        value = charges * self.cation_diffusivity * self.anion_diffusivity / self._sum
        return 0.0 * c + value * self._thermal(temperature)

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + int(self.cation_charge) * self.cation_diffusivity / self._sum
