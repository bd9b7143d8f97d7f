"""Electrode | separator | electrode: one system from the parts of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...core import ops
from ...numerics.system import (
    Balance,
    Coordinate,
    Equations,
    Observable,
    System,
    Variable,
    nest,
    symbols,
)
from ...physics.electrolytes.electrolyte import CONCENTRATION_FLOOR, Electrolyte
from ...physics.kinetics.metal import MetalElectrode
from ..control import TerminalControl, step_clock, step_limits
from ..electrolyte_layer import ElectrolyteLayers, Ends, PorousLayer
from .electrode import PorousElectrode
from .heat import CellHeat
from .matrix import Conduction
from .pores import InPores

Expression = Any
NEGATIVE, POSITIVE = "negative", "positive"


@dataclass(frozen=True)
class Sandwich:
    r"""A positive electrode against a negative one, or against a foil of the guest metal.

    x runs from the collector of the negative electrode, or from the foil, whose potential is
    zero, to that of the positive one. The current density I is positive on discharge, which
    fills the positive electrode; the voltage is :math:`V = \phi_s(L) - R_s I`.
    """

    electrolyte: Electrolyte
    negative: PorousElectrode | MetalElectrode
    separator: PorousLayer | None
    positive: PorousElectrode
    temperature: Expression
    series_resistance: Expression = 0.0
    initial_concentration: Expression | None = None
    heat: CellHeat | None = None

    # --- geometry --------------------------------------------------------------------------

    def electrodes(self) -> dict[str, PorousElectrode]:
        """The porous electrodes by name, from left to right."""
        found = {NEGATIVE: self.negative, POSITIVE: self.positive}
        return {k: v for k, v in found.items() if isinstance(v, PorousElectrode)}

    def layers(self) -> ElectrolyteLayers:
        """The electrolyte in all layers."""
        middle = () if self.separator is None else (self.separator,)
        left = (self.negative.layer,) if isinstance(self.negative, PorousElectrode) else ()
        return ElectrolyteLayers(self.electrolyte, (*left, *middle, self.positive.layer))

    def places(self) -> dict[str, slice]:
        """The cells of each electrode among those of the electrolyte."""
        slices = self.layers().slices()
        found = {NEGATIVE: slices[0], POSITIVE: slices[-1]}
        return {name: found[name] for name in self.electrodes()}

    # --- equations -------------------------------------------------------------------------

    def system(self) -> System:
        """Equations of all parts, with the voltage and the current of the terminal."""
        import casadi as ca

        state, time, control = self._symbols(), ca.MX.sym("t"), TerminalControl()
        inputs = control.inputs() | step_clock()
        elapsed = inputs["start_time"][0] + time
        parts = _Parts(self, state, elapsed)
        voltage = state["voltage"] - self.series_resistance * state["current_density"]
        current = state["current_density"]
        control_residual = control.residual(inputs, time, voltage, current)
        own = Equations(
            rates={"charge": current},
            residuals={"voltage": parts.terminal(), "current_density": control_residual},
            initial={"charge": 0.0, "voltage": self._rest(), "current_density": 0.0},
            observables={
                "voltage": Observable(voltage, "V", "voltage"),
                "current_density": Observable(current, "A/m^2", "current density"),
                "filling": Observable(parts.filling(), "1", "mean site filling"),
                "charge": Observable(state["charge"], "C/m^2", "charge passed"),
            },
        )
        heat = [] if self.heat is None else [parts.heat(self.heat, voltage)]
        return System(
            variables=self._variables(),
            state=state,
            equations=merged([own, *parts.equations(), *heat]),
            time=time,
            inputs=inputs,
            limits=step_limits(voltage, ca.fabs(current), parts.filling(), state["charge"], inputs),
            balances=parts.balances(),
        )

    def _variables(self) -> tuple[Variable, ...]:
        inner = [replace(v, name=f"electrolyte.{v.name}") for v in self.layers().variables()]
        for name, electrode in self.electrodes().items():
            inner += [
                replace(v, name=f"{name}.{v.name}", dims=_dims(name, v.dims))
                for v in electrode.variables()
            ]
        warm = () if self.heat is None else self.heat.variables()
        return (
            *inner,
            *warm,
            Variable("charge", "C/m^2", "charge passed"),
            Variable("voltage", "V", "voltage without series resistance", algebraic=True,
                     step_limit=0.5),
            Variable("current_density", "A/m^2", "current density", algebraic=True),
        )  # fmt: skip

    def _symbols(self) -> dict[str, Expression]:
        return symbols(self._variables())

    def _rest(self) -> Expression:
        """Voltage of equilibrium at the start [V]."""
        return self.positive.open_circuit_potential(self.temperature) + self.potential_at_start()

    def potential_at_start(self) -> Expression:
        """Potential of the electrolyte at rest at the start [V]."""
        if isinstance(self.negative, MetalElectrode):
            return 0.0
        return -self.negative.open_circuit_potential(self.temperature)


@dataclass
class _Parts:
    """The equations of the parts of a cell for one set of symbols, each made once."""

    cell: Sandwich
    state: Mapping[str, Expression]
    elapsed: Expression
    inside: dict[str, Equations] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cell, layers = self.cell, self.cell.layers()
        self.temperature = self.state.get("temperature", cell.temperature)
        self.salt = self._of("electrolyte")
        concentration, potential = layers.fields(self.salt)
        activity = ops.maximum(concentration, CONCENTRATION_FLOOR)
        activity = activity / cell.electrolyte.reference_concentration
        for name, electrode in cell.electrodes().items():
            place = cell.places()[name]
            pores = InPores(
                solid_potential=self._matrix(name),
                electrolyte_potential=potential[:, place],
                ion_activity=activity[:, place],
                temperature=self.temperature,
                elapsed=self.elapsed,
                heats=cell.heat is not None,
            )
            self.inside[name] = electrode.equations(self._of(name), pores)
        ends = Ends(left_current=self._entering())
        self.electrolyte = layers.equations(
            self.salt, self.temperature, ends, self._sources(), cell.initial_concentration
        )

    def terminal(self) -> Expression:
        """The current of the terminal is that through the electrolyte [A/m^2]."""
        import casadi as ca

        current, cell = self.state["current_density"], self.cell
        if isinstance(cell.negative, MetalElectrode):
            return self._entering() - current
        if "current" in self.electrolyte.outputs:  # at the face where the electrode ends
            face = cell.places()[NEGATIVE].stop
            return self.electrolyte.outputs["current"][:, face] - current
        width = cell.positive.layer.thickness / cell.positive.layer.cells
        return -width * ca.sum2(self.inside[POSITIVE].outputs["source"]) - current

    def filling(self) -> Expression:
        """Mean filling of the positive electrode."""
        return self.inside[POSITIVE].outputs["filling"]

    def equations(self) -> list[Equations]:
        """Of the electrolyte and of the electrodes, with names as in the whole system."""
        salt = self.electrolyte
        first = dict(salt.initial) | {"potential": self.cell.potential_at_start()}
        found = [nested("electrolyte", replace(salt, initial=first))]
        for name, part in self.inside.items():
            part = self._with_matrix(name, part)
            watched = {k: _renamed(name, o) for k, o in part.observables.items()}
            found.append(nested(name, replace(part, observables=watched)))
        return found

    def balances(self) -> dict[str, Balance]:
        """Guests in the electrodes against the charge passed; salt in the pores."""
        found = {}
        for name, electrode in self.cell.electrodes().items():
            sign = 1.0 if name == POSITIVE else -1.0
            stored = self.inside[name].outputs["stored"]
            found[f"{name}_guest"] = Balance(
                stored, sign * self.state["charge"], electrode.capacity()
            )
        if self.cell.electrolyte.depletes:
            layers = self.cell.layers()
            found["salt"] = layers.balance(self.electrolyte, self.cell.initial_concentration)
        return found

    def _of(self, part: str) -> dict[str, Expression]:
        prefix = f"{part}."
        return {k.removeprefix(prefix): v for k, v in self.state.items() if k.startswith(prefix)}

    def _collector(self, name: str) -> Expression:
        return self.state["voltage"] if name == POSITIVE else 0.0

    def _matrix(self, name: str) -> Expression:
        """Potential of the matrix of an electrode, of every cell or of all."""
        return self._of(name).get("solid_potential", self._collector(name))

    def _sources(self) -> Expression:
        import casadi as ca

        row = ca.MX.zeros(1, self.cell.layers().cells)  # none in the separator
        for name, place in self.cell.places().items():
            row[:, place] = self.inside[name].outputs["source"]
        return row

    def _entering(self) -> Expression:
        """Current that a foil sends into the electrolyte [A/m^2]; none at a collector."""
        cell = self.cell
        if not isinstance(cell.negative, MetalElectrode):
            return 0.0
        current, foil = self.state["current_density"], cell.negative
        at = cell.layers().surface(self.salt, self.temperature, "left", current)
        overpotential = -at.potential - foil.film_resistance * current
        relative = at.concentration / cell.electrolyte.reference_concentration
        return foil.dissolution(overpotential, relative, self.temperature)

    def heat(self, law: CellHeat, voltage: Expression) -> Equations:
        """The temperature, and the heat of all parts per area of the cell [W/m^2]."""
        current = self.state["current_density"]
        powers = [part.outputs for part in self.inside.values()]
        reaction = sum(p["reaction_heat"] for p in powers)
        reversible = sum(p["reversible_heat"] for p in powers)
        all_losses = sum(p["equilibrium_power"] for p in powers) - current * voltage
        if isinstance(self.cell.negative, MetalElectrode):
            at = self.cell.layers().surface(self.salt, self.temperature, "left", current)
            reaction = reaction - current * at.potential
        heats = {
            "reversible": (reversible, "reversible heat"),
            "reaction": (reaction, "heat of the reactions"),
            "ohmic": (all_losses - reaction, "ohmic heat"),
            "total": (all_losses + reversible, "heat"),
        }
        warm = Observable(self.temperature, "K", "temperature")
        return Equations(
            rates={"temperature": law.rate(self.temperature, all_losses + reversible)},
            initial={"temperature": self.cell.temperature},
            observables={"temperature": warm}
            | {f"heat.{k}": Observable(v, "W/m^2", label) for k, (v, label) in heats.items()},
        )

    def _with_matrix(self, name: str, part: Equations) -> Equations:
        """With the balance of the electrons, where the matrix resists, and its potential."""
        electrode, cell = self.cell.electrodes()[name], self.cell
        phi, place = self._matrix(name), cell.places()[name]
        local = cell.layers().fields(self.salt)[1][:, place]
        watched = dict(part.observables)
        watched["potential"] = Observable(
            phi - local, "V", "potential against the guest", (None, "position")
        )
        residuals, initial = dict(part.residuals), dict(part.initial)
        if electrode.conductivity is not None:
            conduction = Conduction(electrode, "right" if name == POSITIVE else "left")
            residuals["solid_potential"] = conduction.residual(
                phi, self._collector(name), part.outputs["source"]
            )
            initial["solid_potential"] = cell._rest() if name == POSITIVE else 0.0
            watched["solid_potential"] = Observable(
                phi, "V", "potential of the matrix", (None, "position")
            )
        if electrode.chain is not None:
            initial["particle_potential"] = cell._rest() if name == POSITIVE else 0.0
        coordinates = dict(part.coordinates)
        positions = self.electrolyte.coordinates["position"]
        coordinates["position"] = Coordinate(
            positions.values[:, place], positions.unit, "position in the cell"
        )
        return replace(
            part, residuals=residuals, initial=initial, observables=watched,
            coordinates=coordinates,
        )  # fmt: skip


def nested(name: str, part: Equations) -> Equations:
    """The equations of a part as its parent sees them."""
    return Equations(
        rates=nest(name, part.rates),
        residuals=nest(name, part.residuals),
        initial=nest(name, part.initial),
        mass=nest(name, part.mass),
        observables=nest(name, part.observables),
        coordinates=nest(name, part.coordinates),
    )


def merged(parts: list[Equations]) -> Equations:
    """All parts in one, without their outputs."""
    names = ("rates", "residuals", "initial", "mass", "observables", "coordinates")
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for part in parts:
        for name in names:
            found[name] |= getattr(part, name)
    return Equations(**found)


def _dims(name: str, dims: Any) -> Any:
    return tuple(None if dim is None else f"{name}.{dim}" for dim in dims)


def _renamed(name: str, seen: Observable) -> Observable:
    return replace(seen, dims=_dims(name, seen.dims))
