"""The contract of every particle model, and what all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from ..core.constants import FARADAY
from ..core.records import Record
from ..materials.material import Material
from ..numerics.system import SCALAR, Coordinate, Dims, Equations, Observable, Variable
from .interface import Surroundings, field_names

Expression = Any


@dataclass(frozen=True)
class FieldEquations:
    """What a particle states about one of its composition fields.

    ``rate`` is the right-hand side of its filling, ``current`` its insertion current per reacting
    area [A/m^2] (members, 1), ``residuals`` those of further algebraic unknowns, ``local`` the
    current along a resolved surface (members, patches), where it is not everywhere the same.
    """

    rate: Expression
    current: Expression
    residuals: Mapping[str, Expression] = field(default_factory=dict)
    observables: Mapping[str, Observable] = field(default_factory=dict)
    local: Expression | None = None


@dataclass(frozen=True)
class Particle(Record):
    """One kind of particle; arrays of parameters (members, 1) describe a whole ensemble.

    A particle states its unknowns (:meth:`variables`) and, given their symbols and its
    surroundings, its equations. ``outputs`` of the equations hold for the parent

    - ``current``: insertion current per reacting area, mean over the surface [A/m^2], (members, 1)
    - ``filling``: mean site filling [-], (members, 1)
    - ``surface_current``: insertion current along the surface [A/m^2], (members, patches)
    - ``field_currents``: the same for each composition field; their mean is the one above
    - ``side_charge`` where something else than insertion takes charge: what it took since the
      start, per reacting area [C/m^2], (members, 1). The parent then has
      ``capacity (filling - initial filling) + side_charge`` = charge passed.

    Fields of a host with several composition fields share the sites and the surface equally.
    """

    #: the number that a distribution of sizes varies
    size_name: ClassVar[str] = ""

    #: axes of what differs along the reacting surface, and the number of its patches
    surface_dims: ClassVar[Dims] = SCALAR

    @property
    def patches(self) -> int:
        """Into how many parts the reacting surface is resolved."""
        return 1

    def surface_filling(self, x: Expression) -> Expression:
        """Filling at the reacting surface, (members, patches)."""
        return x

    def nominal_size(self) -> Expression:
        """The number that a distribution of sizes varies [m]."""
        return getattr(self, self.size_name)

    def resized(self, size: Expression) -> Self:
        """The same particle of another size [m]."""
        return replace(self, **{self.size_name: size})

    @property
    def dimensions(self) -> int:
        """The volume of one particle grows with its size to this power."""
        return 3

    def variables(self, material: Material) -> tuple[Variable, ...]:
        """Unknowns with local names."""
        raise NotImplementedError

    def field(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> FieldEquations:
        """Equations of the composition field with this index."""
        raise NotImplementedError

    def volume_per_area(self) -> Expression:
        """Particle volume over reacting area [m]."""
        raise NotImplementedError

    def mean(self, x: Expression) -> Expression:
        """Mean filling whose change is the inserted charge, (members, 1)."""
        return x

    def start(self, filling: Expression, index: int = 0) -> Expression:
        """Initial filling of the field with this index at all positions, for a given mean."""
        return filling

    def mass(self) -> Any:
        """Mass matrix of a filling; none means the identity."""
        return None

    def coordinates(self) -> dict[str, Coordinate]:
        """Axes of the observables."""
        return {}

    def capacity(self, material: Material) -> Expression:
        """Charge that fills all sites, per reacting area [C/m^2]."""
        return material.charge_number * FARADAY * material.site_density * self.volume_per_area()

    def equations(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        initial_filling: Expression,
    ) -> Equations:
        """Equations, observables and outputs of all fields, with local names."""
        names = field_names(material)
        rates, residuals, initial, watched, total, local = {}, {}, {}, {}, 0.0, []
        for index, name in enumerate(names):
            part = self.field(material, state, around, index)
            rates[name] = part.rate
            residuals |= part.residuals
            watched |= part.observables
            initial[name] = self.start(initial_filling, index)
            for unknown in part.residuals:
                initial[unknown] = initial_filling if unknown.startswith("mean_") else 0.0
            total = total + part.current / len(names)
            local.append(part.current if part.local is None else part.local)
        mass = self.mass()
        return Equations(
            rates=rates,
            residuals=residuals,
            initial=initial,
            mass={} if mass is None else dict.fromkeys(names, mass),
            observables=watched,
            coordinates=self.coordinates(),
            outputs={
                "current": total,
                "filling": sum(self.mean(state[n]) for n in names) / len(names),
                "surface_current": sum(local) / len(names),
                "field_currents": tuple(local),
            },
        )
