"""Any particle together with the side reactions at its surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...core.records import choice
from ...materials.material import Material
from ...numerics.system import SCALAR, Coordinate, Dims, Equations, Observable, Variable
from ...physics.kinetics.scaled import ScaledRate
from ...physics.side_reactions.reacting_surface import ReactingSurface
from ..interface import Surroundings, fillings
from ..particle import Particle
from .reaction import SideEquations, SideReaction

Expression = Any

#: what is left of a particle, at least: the rates are divided by it
LEAST_LEFT = 1e-3

FILM_CURRENT = "film_current"


@dataclass(frozen=True)
class Ageing(Particle):
    r"""A particle whose surface does more than insert.

    .. math:: j = (1 - f)\, j_{ins}(\phi) + \sum_r j_r(\phi), \qquad
              \phi = \Delta\phi + j \sum_r R_r, \qquad
              Q = c\,(\bar x - \bar x_0) + q, \qquad \dot q = j - j_{ins}

    The total current density j per reacting area, insertion positive, crosses the films, which
    take :math:`j R` of its driving force; it is an algebraic unknown where a film resists.
    ``side_charge`` q is what the reactions took and did not give back, per reacting area, and with
    the charge c of the full host Q is the charge passed. Where a share f of the sites is
    lost (:class:`SurfaceReconstruction`) :math:`\bar x` is the filling of those that are left, c
    that of the fresh host and :math:`j_{ins}` the current that a fresh particle would need for
    the same change of filling.

    Reactions see the filling of the surface, so that it matters to them how phases lie. With
    ``resolved`` every patch of a resolved face has its own films and its own current; else there
    is one film of each kind on the particle, fed by the mean over the face.

    Raises
    ------
    ParameterError
        for no reaction, two of one kind, or a particle that is itself a wrapper.
    """

    size_name: ClassVar[str] = "particle"

    particle: Particle = choice("particle", "particle below the films")
    reactions: tuple[SideReaction, ...] = choice("side reaction", "what else happens", ())
    resolved: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.particle, Ageing) or not self.particle.size_name:
            name = type(self.particle).__name__
            raise ParameterError(
                "particle",
                f"{name} is no single particle.",
                "Put the ageing particle into the population.",
            )
        kinds = [type(reaction) for reaction in self.reactions]
        if not kinds:
            raise ParameterError("reactions", "names no side reaction.")
        for kind in kinds:
            if kinds.count(kind) > 1:
                raise ParameterError("reactions", f"has {kind.__name__} twice.")

    # --- the particle below -----------------------------------------------------------------

    def nominal_size(self) -> Expression:
        return self.particle.nominal_size()

    def resized(self, size: Expression) -> Self:
        return replace(self, particle=self.particle.resized(size))

    @property
    def dimensions(self) -> int:
        return self.particle.dimensions

    def surface_filling(self, x: Expression) -> Expression:
        return self.particle.surface_filling(x)

    def volume_per_area(self) -> Expression:
        return self.particle.volume_per_area()

    def mean(self, x: Expression) -> Expression:
        return self.particle.mean(x)

    def start(self, filling: Expression, index: int = 0) -> Expression:
        return self.particle.start(filling, index)

    def mass(self) -> Any:
        return self.particle.mass()

    def coordinates(self) -> dict[str, Coordinate]:
        return self.particle.coordinates()

    # --- unknowns and equations ---------------------------------------------------------------

    @property
    def patches(self) -> int:
        return self.particle.patches if self.resolved else 1

    @property
    def _dims(self) -> Dims:
        return self.particle.surface_dims if self.patches > 1 else SCALAR

    @property
    def _resists(self) -> bool:
        return any(reaction.resists for reaction in self.reactions)

    @property
    def _wears(self) -> bool:
        return any(reaction.wears for reaction in self.reactions)

    def variables(self, material: Material) -> tuple[Variable, ...]:
        shape, dims = (1, self.patches), self._dims
        found = list(self.particle.variables(material))
        for reaction in self.reactions:
            for amount in reaction.amounts():
                name, unit, label = amount.name, amount.unit, amount.label
                found.append(Variable(name, unit, label, shape, dims, scale=amount.scale))
        if self._wears:
            found.append(Variable("worn_charge", "C/m^2", "charge of lost sites", scale=1.0))
        if self._resists:
            label = "current density through the films"
            found.append(Variable(FILM_CURRENT, "A/m^2", label, shape, dims, algebraic=True))
        return tuple(found)

    def equations(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        initial_filling: Expression,
    ) -> Equations:
        resistance = sum(r.resistance(state) for r in self.reactions) if self._resists else 0.0
        drop = resistance * state[FILM_CURRENT] if self._resists else 0.0
        below = replace(around, potential=around.potential + drop)
        lost, open_share = self._wear(state)
        host = material
        if self._wears:
            law = ScaledRate(material.kinetics, open_share / (1 - lost))
            host = replace(material, kinetics=law)
        inner = self.particle.equations(host, state, below, initial_filling)
        surface = self._surface(material, state, below)
        parts = [reaction.equations(state, surface) for reaction in self.reactions]
        side = sum(self._per_patch(part.current) for part in parts)
        rates, residuals, initial = dict(inner.rates), dict(inner.residuals), dict(inner.initial)
        for reaction, part in zip(self.reactions, parts, strict=True):
            rates |= {name: self._per_patch(rate) for name, rate in part.rates.items()}
            initial |= reaction.initial()
        if self._wears:
            rates["worn_charge"], initial["worn_charge"] = -lost * inner.outputs["current"], 0.0
        local = (1 - lost) * self._per_patch(inner.outputs["surface_current"]) + side
        if self._resists:
            residuals[FILM_CURRENT], initial[FILM_CURRENT] = local - state[FILM_CURRENT], 0.0
        charge = sum(ops.mean_rows(r.charge(state)) for r in self.reactions if r.takes_charge)
        outputs = dict(inner.outputs) | {
            "current": (1 - lost) * inner.outputs["current"] + ops.mean_rows(side),
            "surface_current": local,
            "field_currents": tuple((1 - lost) * c for c in inner.outputs["field_currents"]),
            "side_charge": charge + state.get("worn_charge", 0.0),
        }
        watched = {
            "side_charge": Observable(
                outputs["side_charge"], "C/m^2", "charge taken by side reactions"
            ),
            "surface_potential": Observable(
                ops.mean_rows(surface.potential), "V", "potential below the films"
            ),
        }
        return replace(
            inner, rates=rates, residuals=residuals, initial=initial, outputs=outputs,
            observables=dict(inner.observables) | watched
            | self._watched(state, parts, resistance, lost),
        )  # fmt: skip

    def _per_patch(self, values: Expression) -> Expression:
        """Means over the face, where there is one film for all of it."""
        return ops.mean_rows(values) if values.shape[1] > self.patches else values

    def _surface(
        self, material: Material, state: Mapping[str, Expression], below: Surroundings
    ) -> ReactingSurface:
        found = tuple(self.particle.surface_filling(x) for x in fillings(material, state))
        # members may share one potential: every reaction still has a row for each of them
        potential = _against_guest(material, below) + 0.0 * found[0]
        return ReactingSurface(potential, below.temperature, found, below.ion_activity)

    def _wear(self, state: Mapping[str, Expression]) -> tuple[Expression, Expression]:
        """Share of the sites that is lost, (members, 1), and open share of each patch."""
        lost, open_share = 0.0, 1.0
        for reaction in self.reactions:
            if reaction.wears:
                wear = reaction.wear(state)
                lost = lost + ops.mean_rows(wear.depth) / self.volume_per_area()
                open_share = open_share * (1 - wear.blocked)
        return (ops.minimum(lost, 1 - LEAST_LEFT) if self._wears else 0.0), open_share

    def _watched(
        self, state: Mapping[str, Expression], parts: list[SideEquations],
        resistance: Expression, lost: Expression,
    ) -> dict[str, Observable]:  # fmt: skip
        found = {}
        for reaction, part in zip(self.reactions, parts, strict=True):
            for amount in reaction.amounts():
                values, name, label = state[amount.name], amount.name, amount.label
                found[name] = Observable(values, amount.unit, label, self._dims)
                if self.patches > 1:
                    mean = ops.mean_rows(values)
                    found[f"mean_{name}"] = Observable(mean, amount.unit, f"mean {label}")
            if reaction.takes_charge:
                mean, label = ops.mean_rows(part.current), f"current of {reaction.label}"
                found[f"{reaction.name}_current"] = Observable(mean, "A/m^2", label)
        if self._resists:
            found["film_resistance"] = Observable(
                ops.mean_rows(resistance), "ohm*m^2", "resistance of the films"
            )
        if self._wears:
            found["lost_capacity"] = Observable(lost, "1", "share of the sites that is lost")
        return found


def _against_guest(material: Material, around: Surroundings) -> Expression:
    """Potential [V] against an electrode of the guest metal in the same electrolyte."""
    if around.against_guest:
        return around.potential
    charge = material.charge_number * FARADAY
    thermal = GAS_CONSTANT * around.temperature / charge * ops.log(around.ion_activity)
    return around.potential - thermal
