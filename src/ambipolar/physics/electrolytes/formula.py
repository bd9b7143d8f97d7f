"""Electrolytes whose properties are given as text or as tables of the concentration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...core import ops
from ...core.constants import ROOM_TEMPERATURE
from ...core.records import positive, quantity
from .electrolyte import Electrolyte, arrhenius

Array = Any

#: [S/m] and [m^2/s], reached at Newton iterates only
LEAST_CONDUCTIVITY, LEAST_DIFFUSIVITY = 1e-6, 1e-16


def _formula(doc: str) -> Any:
    return field(kw_only=True, metadata={"registry": "formula", "doc": doc})


@dataclass(frozen=True, kw_only=True)
class FormulaElectrolyte(Electrolyte):
    r"""Conductivity and diffusivity as functions of the salt concentration [mol/m^3].

    .. math::
        \kappa = \kappa(c)\, e^{-\frac{E_\kappa}{R}(1/T - 1/T_{ref})}, \qquad
        D = D(c)\, e^{-\frac{E_D}{R}(1/T - 1/T_{ref})}

    with a constant transference number and thermodynamic factor. The functions are those of
    :mod:`ambipolar.physics.formulas`, which a specification can hold; where a fit turns negative
    outside its data, the smallest values of this module stand in.
    """

    conductivity_formula: Callable[[Array], Array] = _formula("conductivity [S/m]")
    diffusivity_formula: Callable[[Array], Array] = _formula("salt diffusivity [m^2/s]")
    transference_value: float = quantity("1", "transference number of the cation", above=-5.0,
                                         below=1.0)  # fmt: skip
    thermodynamic_factor_value: float = positive("1", "1 + dln f/dln c", 1.0)
    conductivity_activation_energy: float = quantity(
        "J/mol", "activation energy of the conductivity", 0.0, above=0.0
    )
    diffusivity_activation_energy: float = quantity(
        "J/mol", "activation energy of the diffusivity", 0.0, above=0.0
    )
    reference_temperature: float = positive(
        "K", "temperature at which the functions hold", ROOM_TEMPERATURE
    )

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        energy = self.conductivity_activation_energy
        value = ops.maximum(self.conductivity_formula(c), LEAST_CONDUCTIVITY)
        return value * self._arrhenius(energy, temperature)

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        energy = self.diffusivity_activation_energy
        value = ops.maximum(self.diffusivity_formula(c), LEAST_DIFFUSIVITY)
        return value * self._arrhenius(energy, temperature)

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.transference_value

    def thermodynamic_factor_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.thermodynamic_factor_value

    def _arrhenius(self, energy: Array, temperature: Array) -> Array:
        return arrhenius(energy, self.reference_temperature, temperature)
