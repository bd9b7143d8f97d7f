"""An electrolyte whose properties do not follow the temperature of its cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.errors import ParameterError
from ...core.records import choice, positive
from .electrolyte import Electrolyte

Array = Any


@dataclass(frozen=True, kw_only=True)
class IsothermalElectrolyte(Electrolyte):
    """Properties of another electrolyte, of one salt of its kind, at a fixed temperature.

    For measurements that hold at one temperature, and for programs whose rounded constants make
    RT/F that of a slightly different one. Bounds of validity are those of the other electrolyte.

    Raises
    ------
    ParameterError
        for charges of the ions that are not those of the other electrolyte.
    """

    electrolyte: Electrolyte = choice("electrolyte", "electrolyte that has the properties")
    fixed_temperature: float = positive("K", "temperature of the properties")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("cation_charge", "anion_charge"):
            if getattr(self, name) != getattr(self.electrolyte, name):
                raise ParameterError(
                    f"IsothermalElectrolyte.{name}",
                    f"is {getattr(self, name):g}, but {getattr(self.electrolyte, name):g} in"
                    " the electrolyte that has the properties.",
                    "Give the same charges.",
                )

    @property
    def depletes(self) -> bool:  # type: ignore[override]
        """As the other electrolyte."""
        return self.electrolyte.depletes

    @property
    def resists(self) -> bool:  # type: ignore[override]
        """As the other electrolyte."""
        return self.electrolyte.resists

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        return self.electrolyte.conductivity(c, self.fixed_temperature)

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        return self.electrolyte.diffusivity(c, self.fixed_temperature)

    def transference_at(self, c: Array, temperature: Array) -> Array:
        return self.electrolyte.transference(c, self.fixed_temperature)

    def thermodynamic_factor_at(self, c: Array, temperature: Array) -> Array:
        return self.electrolyte.thermodynamic_factor(c, self.fixed_temperature)
