"""Many particles of one kind and of unlike sizes and properties, which share a potential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core import ops
from ..core.constants import FARADAY
from ..core.errors import ParameterError
from ..core.records import choice, quantity, replace_path
from ..materials.material import Material
from ..numerics.system import Coordinate, Equations, Observable, Variable
from .interface import Surroundings, field_names
from .particle import Particle
from .size_distribution import EqualSizes, SizeDistribution, column, normal_deviates, same_length
from .variation import Variation, nominal_of

Expression = Any
MAX_MEMBERS = 200_000
POSITION = "population.position"


@dataclass(frozen=True)
class Population(Particle):
    r"""N particles of one model that see the same potential and electrolyte.

    .. math:: j = \frac{\sum_m n_m A_m j_m}{\sum_m n_m A_m}, \qquad
              \bar x = \frac{\sum_m n_m V_m c_m x_m}{\sum_m n_m V_m c_m}, \qquad
              V_m \propto L_m^d, \quad A_m = V_m (A/V)_m

    with the current j per total reacting area, ``numbers`` n of particles that each member
    stands for, and the dimension d in which a particle of that model grows (3 for spheres and
    homogeneous particles, 2 for plates of one thickness and cylinders, 1 for films). Every member
    has its own row in each array of the ``particle``; a declared heterogeneity differs between
    the rows. At rest the members exchange guests through the electrolyte. [ferguson2012]

    Two measures tell particle-by-particle from concurrent filling: ``active_fraction``, the share
    of the particles, by number, whose mean filling lies between ``active_above`` and
    ``active_below`` (choose them inside the spinodals), and ``reacting_fraction``, the effective
    share of the capacity that takes the current.

    Members of equal thermodynamics become equal when driven slowly, and then pass through the
    unstable range together, however unstable: let something differ (a few tens of microvolts of
    ``material.standard_potential``) where particle-by-particle filling is the question.

    Raises
    ------
    ParameterError
        for a number of members that is no whole number from 1 on, and for lists that do not
        have one number for each member.
    """

    particle: Particle = choice("particle", "model of every member")
    members: int = 100
    sizes: SizeDistribution = choice("size distribution", "sizes of the members", EqualSizes())
    variations: tuple[Variation, ...] = choice("variation", "properties that differ", ())
    numbers: tuple[float, ...] | None = quantity(
        "1", "how many particles each member stands for; none means one each", None, above=0.0
    )
    initial_deviation: float = quantity(
        "1", "standard deviation of the initial fillings of the members", 0.0, above=0.0, below=0.5
    )
    seed: int = 3
    active_above: float = quantity("1", "filling above which a member may be active", 0.15)
    active_below: float = quantity("1", "filling below which a member may be active", 0.85)

    def __post_init__(self) -> None:
        super().__post_init__()
        whole = isinstance(self.members, int) and not isinstance(self.members, bool)
        if not whole or not 1 <= self.members <= MAX_MEMBERS:
            raise ParameterError(
                "members", f"must be a whole number from 1 to {MAX_MEMBERS}, got {self.members!r}."
            )
        if not self.particle.size_name:
            name = type(self.particle).__name__
            raise ParameterError("particle", f"{name} does not say which number is its size.")
        for part in (self.sizes, *self.variations):
            part.check(self.members)
        if self.numbers is not None:
            same_length("numbers", self.numbers, self.members)

    # --- members ---------------------------------------------------------------------------

    def member_sizes(self) -> Expression:
        """Sizes L [m], (members, 1)."""
        return self.sizes.sizes(self.particle.nominal_size(), self.members)

    def each(self, material: Material) -> tuple[Particle, Material]:
        """The particle and the material with columns (members, 1) of what differs.

        Raises
        ------
        ParameterError
            for a variation of something that is no number.
        """
        sizes = self.member_sizes()
        parts: dict[str, Any] = {"particle": self.particle, "material": material}
        varied: dict[str, Any] = {"particle": self.particle.resized(sizes)}
        varied["material"] = material
        for variation in self.variations:
            nominal = nominal_of(parts, variation.target)
            part, _, rest = variation.target.partition(".")
            values = variation.values(nominal, sizes, self.members)
            varied[part] = replace_path(varied[part], rest, values)
        return varied["particle"], varied["material"]

    def number_weights(self) -> Expression:
        """Shares of the members in the number of particles, (members, 1)."""
        if self.numbers is None:
            return np.full((self.members, 1), 1 / self.members)
        counts = column(self.numbers)
        return counts / total(counts)

    def volumes(self) -> Expression:
        """Volumes of the members, relative to each other, (members, 1)."""
        sizes = self.member_sizes()
        relative = sizes * (self.members / total(sizes))
        return _constant(self.number_weights(), relative) * relative**self.particle.dimensions

    def area_weights(self, material: Material) -> Expression:
        """Shares of the members in the reacting area, (members, 1)."""
        areas = self.volumes() / self.each(material)[0].volume_per_area()
        return areas / total(areas)

    def capacity_weights(self, material: Material) -> Expression:
        """Shares of the members in the capacity, (members, 1)."""
        particle, host = self.each(material)
        charges = self.volumes() * host.site_density * host.charge_number
        return charges / total(charges)

    def capacity(self, material: Material) -> Expression:
        particle, host = self.each(material)
        charges = self.volumes() * host.site_density * host.charge_number * FARADAY
        return total(charges) / total(self.volumes() / particle.volume_per_area())

    def volume_per_area(self) -> Expression:
        volumes = self.volumes()
        sizes = self.member_sizes()
        particle = self.particle.resized(sizes)
        return total(volumes) / total(volumes / particle.volume_per_area())

    # --- equations -------------------------------------------------------------------------

    def variables(self, material: Material) -> tuple[Variable, ...]:
        own = self.particle.variables(material)
        return tuple(replace(v, shape=(self.members, v.shape[1]), dims=_dims(v.dims)) for v in own)

    def coordinates(self) -> dict[str, Coordinate]:
        unit = self.particle.resized(1.0)
        return {
            name: Coordinate(c.values, "1", f"{c.label}, over the size")
            for name, c in unit.coordinates().items()
        }

    def mass(self) -> Any:
        return self.particle.mass()

    def equations(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        initial_filling: Expression,
    ) -> Equations:
        particle, host = self.each(material)
        part = particle.equations(host, state, around, initial_filling)
        currents, fillings = part.outputs["current"], part.outputs["filling"]
        weights = _constant(self.capacity_weights(material), fillings)
        areas = _constant(self.area_weights(material), fillings)
        start = self.initial_fillings(initial_filling, weights)
        initial = dict(part.initial)
        for index, name in enumerate(field_names(material)):
            initial[name] = _spread(start, particle.start(0.0, index))
            if f"mean_{name}" in initial:
                initial[f"mean_{name}"] = start
        pace = currents / particle.capacity(host)
        outputs = {
            "current": total(areas * currents),
            "filling": total(weights * fillings),
            "member_current": currents,
            "member_filling": fillings,
            "field_currents": part.outputs["field_currents"],
        }
        side = part.outputs.get("side_charge")
        if side is not None:
            outputs |= {"side_charge": total(areas * side), "member_side_charge": side}
        return replace(
            part,
            initial=initial,
            observables=self._watched(part, fillings, pace, weights),
            coordinates=self.coordinates(),
            outputs=outputs,
        )

    def initial_fillings(self, mean: Expression, weights: Expression) -> Expression:
        """Fillings at the start, (members, 1), whose mean by capacity is ``mean``."""
        import casadi as ca

        deviates = ca.DM(normal_deviates(self.seed, self.members))
        return mean + self.initial_deviation * (deviates - total(weights * deviates))

    def _watched(
        self, part: Equations, fillings: Expression, pace: Expression, weights: Expression
    ) -> dict[str, Observable]:
        r"""Filling of every member, and how many take part.

        - ``active_fraction``: share of the particles, by number, whose mean filling lies between
          ``active_above`` and ``active_below``, which are inside the miscibility gap.
        - ``reacting_fraction``: the effective share of the capacity that takes the current,
          :math:`(\sum w r_+)^2 / \sum w r_+^2` with the share w of the capacity and the rate
          r of the filling where it has the sign of the current, else 0: one where all fill
          alike, 1/N where one of N equals does. Without a meaning at rest.
        """
        each = ("member", None)
        inside = ops.where(fillings > self.active_above, 1.0, 0.0)
        inside = inside * ops.where(fillings < self.active_below, 1.0, 0.0)
        counts = _constant(self.number_weights(), fillings)
        along = ops.maximum(pace * ops.where(total(weights * pace) > 0, 1.0, -1.0), 0.0)
        taking = total(weights * along) ** 2 / (total(weights * along**2) + 1e-60)
        found = {
            "filling": Observable(fillings, "1", "site filling of every particle", each),
            "active_fraction": Observable(total(counts * inside), "1", "active fraction"),
            "reacting_fraction": Observable(taking, "1", "effective share that reacts"),
        }
        for name, seen in part.observables.items():
            inner = seen.dims[1] is not None
            key = f"local_{name}" if inner else name
            if key != "filling":
                found[key] = replace(seen, dims=_dims(seen.dims))
        return found


def total(values: Expression) -> Expression:
    """Sum over the members."""
    if ops.is_symbolic(values):
        import casadi as ca

        return ca.sum1(values)
    return float(np.sum(values))


def _constant(values: Expression, like: Expression) -> Expression:
    """Numbers in a form that multiplies an expression."""
    return ops.constant(values) if ops.is_symbolic(like) and not ops.is_symbolic(values) else values


def _dims(dims: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    return ("member", None if dims[1] is None else POSITION)


def _spread(column: Expression, row: Expression) -> Expression:
    """Fillings (members, positions) from means and the deviation along a particle."""
    import casadi as ca

    if not hasattr(row, "shape") or ca.MX(row).is_scalar():
        return column + row
    row = ca.MX(row)
    return ca.repmat(column, 1, row.shape[1]) + ca.repmat(row, column.shape[0], 1)
