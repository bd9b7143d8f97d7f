"""Diffusivity of a guest and the mobility that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...core.records import Record, positive, quantity

Array = Any


@dataclass(frozen=True)
class Diffusivity(Record):
    r"""Guest transport, :math:`N = -c_{max}\, D_0\, m(x)\, \nabla\mu/RT` with a relative factor m.

    Fickian particles use the same coefficient :math:`D_0\, m(x)` in front of :math:`\nabla x`.
    """

    prefactor: float = positive("m^2/s", "diffusivity D0 at the reference temperature", 1e-14)
    activation_energy: float = quantity("J/mol", "activation energy of D0", 0.0, above=0.0)
    reference_temperature: float = positive("K", "temperature at which D0 holds", 298.15)

    def arrhenius(self, temperature: Array) -> Array:
        r""":math:`\exp[-(E_a/R)(1/T - 1/T_{ref})]`."""
        inverse = 1 / temperature - 1 / self.reference_temperature
        return ops.exp(-self.activation_energy / GAS_CONSTANT * inverse)

    def relative(self, x: Array) -> Array:
        """Composition dependence of the flux coefficient, dimensionless."""
        raise NotImplementedError

    def coefficient(self, x: Array, temperature: Array) -> Array:
        """Flux coefficient [m^2/s], of grad(mu)/RT or, in Fickian models, of grad(x)."""
        return self.prefactor * self.arrhenius(temperature) * self.relative(x)


@dataclass(frozen=True)
class ConstantDiffusivity(Diffusivity):
    """Flux coefficient independent of composition."""

    def relative(self, x: Array) -> Array:
        return 0.0 * x + 1.0


@dataclass(frozen=True)
class LatticeDiffusivity(Diffusivity):
    r"""Site exclusion on a lattice: flux coefficient :math:`D_0\, x(1-x)`.

    With :math:`\nabla\mu` of an ideal solution this is Fick's law with constant D0. [bazant2013]
    """

    def relative(self, x: Array) -> Array:
        return x * (1 - x)


@dataclass(frozen=True)
class FormulaDiffusivity(Diffusivity):
    r"""Flux coefficient :math:`D_0\, f(x)` with a function f given as text or as a table.

    With the default :math:`D_0` = 1 m^2/s the function is the coefficient itself in m^2/s.
    """

    prefactor: float = positive("m^2/s", "unit of the function", 1.0)
    formula: Callable[[Array], Array] = field(
        kw_only=True, metadata={"registry": "formula", "doc": "coefficient over the prefactor"}
    )

    def relative(self, x: Array) -> Array:
        return self.formula(x)
