"""Concentrated solutions (Stefan-Maxwell): measured transport properties of one salt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...core.constants import ROOM_TEMPERATURE
from ...core.errors import ParameterError
from ...core.records import positive, quantity
from .electrolyte import Electrolyte, arrhenius

Array = Any
#: of concentration [mol/m^3] and temperature [K], written with ``core.ops``
Property = Callable[[Array, Array], Array]


def _one(c: Array, temperature: Array) -> Array:
    return 0.0 * c + 1.0


@dataclass(frozen=True, kw_only=True)
class ConcentratedElectrolyte(Electrolyte):
    """Conductivity, diffusivity, transference and thermodynamic factor as fitted formulas.

    The Stefan-Maxwell equations of a salt and its solvent in terms of measured properties
    [newman2004]. Formulas are functions of concentration [mol/m^3] and temperature [K].

    Raises
    ------
    ParameterError
        for a property that is not a function.
    """

    conductivity_formula: Property = field()
    diffusivity_formula: Property = field()
    transference_formula: Property = field()
    thermodynamic_factor_formula: Property = _one

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("conductivity", "diffusivity", "transference", "thermodynamic_factor"):
            formula = getattr(self, f"{name}_formula")
            if not callable(formula):
                raise ParameterError(
                    f"ConcentratedElectrolyte.{name}_formula",
                    f"expected a function of c and T, got {formula!r}.",
                    "Give lambda c, T: ..., or use ConstantElectrolyte for numbers.",
                )

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        return self.conductivity_formula(c, temperature)

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        return self.diffusivity_formula(c, temperature)

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return self.transference_formula(c, temperature)

    def thermodynamic_factor_at(self, c: Array, temperature: Array) -> Array:
        return self.thermodynamic_factor_formula(c, temperature)


@dataclass(frozen=True, kw_only=True)
class ConstantElectrolyte(Electrolyte):
    r"""Properties that do not depend on concentration.

    Conductivity and diffusivity share one activation energy,
    :math:`\kappa = \kappa_0 \exp[-(E_a/R)(1/T - 1/T_{ref})]`. Without a dependence of
    :math:`\kappa` on concentration a depleted electrolyte still conducts: for limiting currents
    take another law.
    """

    conductivity_value: float = positive("S/m", "conductivity kappa_0")
    diffusivity_value: float = positive("m^2/s", "salt diffusivity D_0")
    transference_value: float = quantity("1", "transference number of the cation", above=-5.0,
                                         below=1.0)  # fmt: skip
    thermodynamic_factor_value: float = positive("1", "1 + dln f/dln c", 1.0)
    activation_energy: float = quantity("J/mol", "activation energy", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the values hold", ROOM_TEMPERATURE
    )

    def _thermal(self, temperature: Array) -> Array:
        return arrhenius(self.activation_energy, self.reference_temperature, temperature)

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.conductivity_value * self._thermal(temperature)

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.diffusivity_value * self._thermal(temperature)

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.transference_value

    def thermodynamic_factor_at(self, c: Array, temperature: Array) -> Array:
        return 0.0 * c + self.thermodynamic_factor_value
