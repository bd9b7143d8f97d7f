"""Electrochemical random-access memory: a channel whose conductance is written through a gate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core.constants import AVOGADRO, ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..core.records import Record, choice, positive, quantity
from ..materials.material import Material
from ..models.control import step_clock, step_limits
from ..models.current_unknown import CurrentAsUnknown
from ..models.homogeneous import HomogeneousParticle
from ..models.interface import Surroundings, fillings
from ..models.particle import Particle
from ..models.pulsed_control import PulsedControl
from ..numerics.system import (
    SCALAR,
    Balance,
    Dims,
    Equations,
    Observable,
    System,
    Variable,
    nest,
    symbols,
)
from .spread import DeviceSpread

Expression = Any


@dataclass(frozen=True)
class Ecram(Record):
    r"""A channel of a host, written through its gate and read along its plane.

    .. math:: V_G = E(x) + \eta(j) + R_s\, j, \qquad E = U_{ref} - U(x), \qquad
              I = j + \frac{V_G}{R_{leak}},

    .. math:: \frac{d\bar x}{dt} = \frac{j}{z F c_s t}, \qquad
              G = \frac{W}{L} \int_0^t \sigma(x, T)\, dz .

    :math:`V_G` is the potential of the gate, a reservoir of the guest with the constant potential
    :math:`U_{ref}` against the guest metal, minus that of the channel. A positive gate voltage
    and a positive current I (per nominal gated area W L) insert. The depth of the channel is that
    of the ``particle``: its volume over its reacting area t; its filling may vary with depth,
    and all depths conduct in parallel. Reading at ``read_voltage`` is taken as too small and
    short to write; what it does when it is not is a protocol, see ``protocols.read_disturb``.

    ``spread`` makes an array of devices that see the same gate voltage, or each the same current.
    """

    material: Material = choice("material", "host of the channel")
    particle: Particle = choice("particle", "depth of the channel", HomogeneousParticle(size=50e-9))
    width: float = positive("m", "width W of the channel, across the read current", 300e-9)
    length: float = positive("m", "length L of the channel, along the read current", 300e-9)
    initial_filling: float = quantity(
        "1", "site filling at the start", 0.5, above=0.0, below=1.0, closed=False
    )
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)
    reference_potential: float | None = quantity(
        "V",
        "potential of the reservoir against the guest metal; none means that of the half-filled"
        " channel",
        None,
    )
    series_resistance: float = quantity(
        "ohm*m^2", "ionic resistance of the electrolyte times area", 0.0, above=0.0
    )
    leakage_resistance: float | None = positive(
        "ohm*m^2", "electronic resistance of the electrolyte times area; none means no leakage",
        None,
    )  # fmt: skip
    resistance_growth: float | None = quantity(
        "1",
        "relative growth of the series resistance per capacity moved to and fro (wear); none means"
        " no wear",
        None,
        above=0.0,
    )
    read_voltage: float = positive("V", "voltage along the channel at reading", 0.1)
    spread: DeviceSpread | None = choice("device spread", "an array of unlike devices", None)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.material.conductivity is None:
            raise ParameterError(
                "material.conductivity",
                f"the host {self.material.name or 'of the channel'} has none.",
                "Give one, as {type: linear, empty: 1 S/m, full: 100 S/m}.",
            )
        if self.spread is not None and not isinstance(self.particle, HomogeneousParticle):
            raise ParameterError(
                "particle",
                f"an array of devices with {type(self.particle).__name__} is not possible.",
                "Use a homogeneous particle, or leave the spread away.",
            )

    @property
    def capacity(self) -> float:
        """Charge that fills all sites, per gated area [C/m^2]; of the nominal device."""
        return self.particle.capacity(self.material)

    @property
    def area(self) -> float:
        """Nominal gated area W L [m^2]."""
        return self.width * self.length

    @property
    def sites(self) -> float:
        """Number of guest sites of the nominal channel."""
        volume = self.area * self.particle.volume_per_area()
        return AVOGADRO * self.material.site_density * volume

    @property
    def reservoir(self) -> float:
        """Potential of the reservoir against the guest metal [V]."""
        if self.reference_potential is not None:
            return self.reference_potential
        return self.material.open_circuit_potential(0.5, self.temperature)  # type: ignore[return-value]

    def equilibrium_voltage(self, filling: Any) -> Any:
        """Gate voltage E(x) [V] at which the uniform channel stays as it is."""
        potential: Any = self.material.open_circuit_potential(filling, self.temperature)
        return self.reservoir - potential

    def conductance(self, filling: Any) -> Any:
        """Conductance G [S] of the uniform nominal channel."""
        sigma = self.material.conductivity.conductivity(filling, self.temperature)  # type: ignore[union-attr]
        return sigma * self.particle.volume_per_area() * self.width / self.length

    @property
    def members(self) -> int:
        """Number of devices."""
        return 1 if self.spread is None else self.spread.members

    def system(self) -> System:
        """Equations with the unknowns of the channel and the potential of every device."""
        import casadi as ca

        members, particle = self.members, self._particles()
        host = replace(self.material, kinetics=CurrentAsUnknown(law=self.material.kinetics))
        inner = tuple(_of_members(v, members) for v in particle.variables(host))
        outer = self._variables()
        local, state = symbols(inner), symbols(outer)
        time, control = ca.MX.sym("t"), PulsedControl()
        inputs = control.inputs() | step_clock()
        elapsed = inputs["start_time"][0] + time
        around = Surroundings(state["potential"], self.temperature, 1.0, elapsed)
        part = particle.equations(host, local, around, self.initial_filling)
        filling = part.outputs["filling"]
        voltage, currents = self._terminal(state, part.outputs["current"])
        rates = {name: _mean(value) for name, value in currents.items()}
        rates["energy"] = _mean(voltage * currents["charge"])
        if self.resistance_growth is not None:
            rates["throughput"] = ca.fabs(part.outputs["current"])
        area = self._factor("width") * self._factor("length")
        content = _mean(area * particle.capacity(self.material) * (filling - self.initial_filling))
        conductance = self._conductance(particle, fillings(self.material, local))
        watched = self._watched(state, voltage, currents["charge"], filling, conductance)
        inside = {n: _named_members(o, members) for n, o in part.observables.items()}
        return System(
            variables=(*(replace(v, name=f"particle.{v.name}") for v in inner), *outer),
            state=nest("particle", local) | state,
            equations=Equations(
                rates=nest("particle", part.rates) | rates,
                residuals=nest("particle", part.residuals)
                | {"potential": control.residual(inputs, time, voltage, currents["charge"])},
                initial=nest("particle", part.initial) | self._guess(outer),
                mass=nest("particle", part.mass),
                observables=watched | nest("particle", inside),
                coordinates=nest("particle", part.coordinates),
            ),
            time=time,
            inputs=inputs,
            limits=step_limits(
                _mean(voltage),
                _mean(ca.fabs(currents["charge"])),
                _mean(filling),
                state["charge"],
                inputs,
            )
            | {"conductance": _mean(conductance)},
            balances={
                "guest": Balance(
                    content, state["charge"] - state.get("leaked_charge", 0.0), self.capacity
                )
            },
        )

    # --- parts of the system -----------------------------------------------------------------

    def _variables(self) -> tuple[Variable, ...]:
        shape, dims = (self.members, 1), _member_dims(self.members)
        found = [
            Variable("charge", "C/m^2", "charge passed through the gate"),
            Variable("energy", "J/m^2", "energy supplied by the gate"),
            Variable(
                "potential", "V", "potential of the channel", shape, dims,
                algebraic=True, step_limit=0.5,
            ),
        ]  # fmt: skip
        if self.leakage_resistance is not None:
            found.append(Variable("leaked_charge", "C/m^2", "charge leaked"))
        if self.resistance_growth is not None:
            found.append(Variable("throughput", "C/m^2", "charge moved to and fro", shape, dims))
        return tuple(found)

    def _terminal(self, state: Any, inserted: Expression) -> tuple[Expression, dict[str, Any]]:
        """Gate voltages, and currents per nominal area by the charge that they change."""
        resistance = self.series_resistance * self._factor("resistance")
        if self.resistance_growth is not None:
            worn = 1 + self.resistance_growth * state["throughput"] / self.capacity
            resistance = resistance * worn
        reservoir = self.reservoir + (0.0 if self.spread is None else self.spread.offset())
        voltage = reservoir - state["potential"] + resistance * inserted
        area = self._factor("width") * self._factor("length")
        if self.leakage_resistance is None:
            return voltage, {"charge": area * inserted}
        leaking = voltage / self.leakage_resistance
        return voltage, {"charge": area * (inserted + leaking), "leaked_charge": area * leaking}

    def _factor(self, name: str) -> Any:
        return 1.0 if self.spread is None else self.spread.factor(name)

    def _particles(self) -> Particle:
        """The particle, with the thickness of every member."""
        if self.spread is None or not isinstance(self.particle, HomogeneousParticle):
            return self.particle
        return replace(self.particle, size=self.particle.size * self._factor("thickness"))

    def _conductance(self, particle: Particle, x: tuple[Expression, ...]) -> Expression:
        sigma = self.material.conductivity.conductivity(sum(x) / len(x), self.temperature)  # type: ignore[union-attr]
        shape = self._factor("width") / self._factor("length") * self._factor("conductivity")
        depth = particle.volume_per_area() * self.width / self.length
        return shape * depth * particle.mean(sigma)

    def _watched(
        self, state: Any, voltage: Expression, current: Expression, filling: Expression,
        conductance: Expression,
    ) -> dict[str, Observable]:  # fmt: skip
        each = _member_dims(self.members)
        found = {
            "voltage": Observable(_mean(voltage), "V", "gate voltage"),
            "current_density": Observable(_mean(current), "A/m^2", "gate current density"),
            "filling": Observable(_mean(filling), "1", "mean site filling"),
            "charge": Observable(state["charge"], "C/m^2", "charge passed through the gate"),
            "energy": Observable(state["energy"], "J/m^2", "energy supplied by the gate"),
            "conductance": Observable(conductance, "S", "channel conductance", each),
            "read_current": Observable(self.read_voltage * conductance, "A", "read current", each),
        }
        if self.members > 1:
            found["member_filling"] = Observable(filling, "1", "site filling", each)
            found["member_voltage"] = Observable(voltage, "V", "gate voltage", each)
        return found

    def _guess(self, outer: tuple[Variable, ...]) -> dict[str, Any]:
        """Start of the outer unknowns: the potential of equilibrium, nothing passed."""
        equilibrium = self.material.open_circuit_potential(self.initial_filling, self.temperature)
        return {v.name: 0.0 for v in outer} | {"potential": equilibrium}


def _member_dims(members: int) -> Dims:
    return ("member", None) if members > 1 else SCALAR


def _of_members(variable: Variable, members: int) -> Variable:
    if members == 1:
        return variable
    return replace(variable, shape=(members, variable.shape[1]), dims=("member", variable.dims[1]))


def _named_members(observable: Observable, members: int) -> Observable:
    if members == 1:
        return observable
    return replace(observable, dims=("member", observable.dims[1]))


def _mean(values: Expression) -> Expression:
    import casadi as ca

    count = int(np.prod(values.shape)) if hasattr(values, "shape") else 1
    return values if count == 1 else ca.sum1(values) / count
