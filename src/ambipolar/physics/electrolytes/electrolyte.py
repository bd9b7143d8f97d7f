"""The contract of every electrolyte of one salt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...core.records import Record, annotation, positive, quantity

Array = Any

#: properties are evaluated no lower than this [mol/m^3], where a solution never dwells: Newton
#: iterates pass it on their way, and roots and logarithms of the laws must stay finite
CONCENTRATION_FLOOR = 1e-3


@dataclass(frozen=True, kw_only=True)
class Electrolyte(Record):
    r"""A salt :math:`M_{\nu_+} X_{\nu_-}` in a medium that does not react, as a binary electrolyte.

    Salt flux (in moles of salt, that of the anions over :math:`\nu_-`) and current are

    .. math::
        N = -D\, \nabla c - \frac{1 - t_+}{q F}\, i, \qquad
        i = -\kappa \left[\nabla\phi - P\, \nabla \ln c\right], \qquad
        P = \frac{\nu}{q} \frac{RT}{F} (1 - t_+) \left(1 + \frac{d \ln f}{d \ln c}\right)

    with :math:`q = z_+ \nu_+` equivalents and :math:`\nu = \nu_+ + \nu_-` ions per salt.
    **The potential** :math:`\phi` **is what an electrode of the metal M would read there**, so that
    its overpotential has no concentration term. Concentrations are of salt. [newman2004]

    Properties are those of the plain medium; pores are a matter of the layer. Above ``valid_to``
    they stay at their value there. Subclasses write the four ``*_at`` with
    :mod:`ambipolar.core.ops`; arguments broadcast.
    """

    #: False where nothing moves but the cation, so that the salt concentration never changes
    depletes: ClassVar[bool] = True
    #: False where the potential is the same everywhere
    resists: ClassVar[bool] = True

    name: str = annotation()
    reference_concentration: float = positive("mol/m^3", "salt concentration at rest", 1000.0)
    cation_charge: int = quantity("1", "charge number of the cation", 1, structural=True)
    anion_charge: int = quantity("1", "charge number of the anion", -1, structural=True)
    valid_from: float = quantity(
        "mol/m^3", "smallest concentration of the data", 0.0, above=0.0, structural=True
    )
    valid_to: float = positive("mol/m^3", "largest concentration of the data", 1e5, structural=True)
    sources: Mapping[str, str] = annotation(None)
    note: str = annotation()

    def __post_init__(self) -> None:
        super().__post_init__()
        for field, sign in (("cation_charge", 1), ("anion_charge", -1)):
            charge = getattr(self, field)
            if charge != int(charge) or sign * charge < 1:
                kind = "positive" if sign > 0 else "negative"
                raise ParameterError(
                    f"{type(self).__name__}.{field}", f"must be a {kind} integer, got {charge:g}."
                )
        if self.valid_to <= self.valid_from:
            raise ParameterError(
                f"{type(self).__name__}.valid_to",
                f"must be above valid_from = {self.valid_from:g} mol/m^3, got {self.valid_to:g}.",
            )

    @property
    def equivalents(self) -> int:
        r"""Moles of positive charge per mole of salt, :math:`q = z_+ \nu_+`."""
        return math.lcm(int(self.cation_charge), -int(self.anion_charge))

    @property
    def ions(self) -> int:
        """Ions per formula of salt, nu."""
        q = self.equivalents
        return q // int(self.cation_charge) + q // -int(self.anion_charge)

    def conductivity(self, c: Array, temperature: Array) -> Array:
        """kappa [S/m] at salt concentration ``c`` [mol/m^3] and ``temperature`` [K]."""
        return self.conductivity_at(self._bounded(c), temperature)

    def diffusivity(self, c: Array, temperature: Array) -> Array:
        """Salt diffusivity D [m^2/s], the factor of grad(c)."""
        return self.diffusivity_at(self._bounded(c), temperature)

    def transference(self, c: Array, temperature: Array) -> Array:
        """Transference number t+ [-] of the cation with respect to the solvent."""
        return self.transference_at(self._bounded(c), temperature)

    def thermodynamic_factor(self, c: Array, temperature: Array) -> Array:
        """1 + dln f/dln c [-]; 1 for an ideal solution."""
        return self.thermodynamic_factor_at(self._bounded(c), temperature)

    def diffusion_potential(self, c: Array, temperature: Array) -> Array:
        """P [V]: what the potential rises per unit of ln(c) where no current flows."""
        thermal = GAS_CONSTANT * temperature / FARADAY * (self.ions / self.equivalents)
        share = 1.0 - self.transference(c, temperature)
        return thermal * share * self.thermodynamic_factor(c, temperature)

    def conductivity_at(self, c: Array, temperature: Array) -> Array:
        """kappa [S/m] inside the bounds."""
        raise NotImplementedError

    def diffusivity_at(self, c: Array, temperature: Array) -> Array:
        """D [m^2/s] inside the bounds."""
        raise NotImplementedError

    def transference_at(self, c: Array, temperature: Array) -> Array:
        """t+ [-] inside the bounds."""
        raise NotImplementedError

    def thermodynamic_factor_at(self, c: Array, temperature: Array) -> Array:
        """1 + dln f/dln c [-] inside the bounds; that of an ideal solution."""
        return 0.0 * c + 1.0

    def _bounded(self, c: Array) -> Array:
        return ops.minimum(ops.maximum(c, CONCENTRATION_FLOOR), self.valid_to)


def log_concentration(c: Array) -> Array:
    """ln(c / 1 mol/m^3), continued linearly below the floor so that iterates are pushed back."""
    bounded = ops.maximum(c, CONCENTRATION_FLOOR)
    return ops.log(bounded) - ops.maximum(1.0 - c * (1.0 / CONCENTRATION_FLOOR), 0.0)


def arrhenius(activation_energy: Array, reference_temperature: Array, temperature: Array) -> Array:
    r""":math:`\exp[-(E_a/R)(1/T - 1/T_{ref})]`."""
    inverse = 1 / temperature - 1 / reference_temperature
    return ops.exp(-activation_energy / GAS_CONSTANT * inverse)
