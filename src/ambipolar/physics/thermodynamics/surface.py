"""Conditions that a surface imposes on the composition of a particle with gradient energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import Record, quantity

Array = Any


@dataclass(frozen=True)
class SurfaceCondition(Record):
    r"""What closes the second-order operator :math:`\kappa \nabla^2 x` at a surface."""

    def slope(self, gradient_energy: Array) -> Array:
        """Outward slope dx/dn [1/m] at the surface, for conditions that impose one."""
        raise NotImplementedError(f"{type(self).__name__} imposes no slope")


@dataclass(frozen=True)
class NoFlux(SurfaceCondition):
    r"""The natural condition :math:`\partial x/\partial n = 0`: a neutral surface."""

    def slope(self, gradient_energy: Array) -> Array:
        return 0.0


@dataclass(frozen=True)
class SurfaceComposition(SurfaceCondition):
    """A wetting layer of fixed filling just outside the surface (Dirichlet condition).

    LiFePO4 plates wetted by the full phase use 0.98. It makes nucleation unnecessary, and it
    changes the equilibrium of thin particles. [smith2017]
    """

    value: float = quantity(
        "1", "filling of the wetting layer", 0.5, above=0.0, below=1.0, closed=False
    )


@dataclass(frozen=True)
class SurfaceSlope(SurfaceCondition):
    """An imposed outward slope of the filling; positive slopes enrich the surface."""

    value: float = quantity("1/m", "slope dx/dn at the surface", 0.0)

    def slope(self, gradient_energy: Array) -> Array:
        return self.value


@dataclass(frozen=True)
class SurfaceEnergy(SurfaceCondition):
    r"""Wetting by a surface energy that depends on the filling.

    .. math:: \kappa \frac{\partial x}{\partial n} = \frac{d\gamma}{dx}

    :math:`\gamma` is the energy *gained* per area by the surface, so that a positive derivative
    enriches it (the sign convention of [smith2017], where the surface term enters the free
    energy as :math:`-\int \gamma\, dA`).
    """

    derivative: float = quantity("J/m^2", "d gamma/dx, energy gained per area and filling", 0.0)

    def slope(self, gradient_energy: Array) -> Array:
        """``derivative / gradient_energy`` [1/m], with kappa in J/m."""
        return self.derivative / gradient_energy
