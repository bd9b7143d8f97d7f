"""Particles between a terminal and an electrolyte without losses: the system all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from ..materials.material import Material
from ..models.control import TerminalControl, step_clock, step_limits
from ..models.interface import Surroundings
from ..models.particle import Particle
from ..numerics.system import (
    Balance,
    Equations,
    Observable,
    System,
    Variable,
    nest,
    symbols,
)


class InBath(Protocol):
    """What a device of particles in a perfect bath states."""

    @property
    def material(self) -> Material: ...
    @property
    def initial_filling(self) -> float: ...
    @property
    def temperature(self) -> float: ...
    @property
    def ion_activity(self) -> float: ...
    @property
    def series_resistance(self) -> float: ...
    @property
    def area_ratio(self) -> float: ...


def perfect_bath(device: InBath, name: str, particle: Particle) -> System:
    r"""Equations with the unknowns of a particle, the potential and the terminal current.

    .. math:: j\,r_A = I, \qquad V = \Delta\phi - R_s I

    with the reacting over the terminal area :math:`r_A`. ``name`` is that of the particle among
    the observables.
    """
    import casadi as ca

    inner, outer = particle.variables(device.material), _outer()
    local, state = symbols(inner), symbols(outer)
    time, control = ca.MX.sym("t"), TerminalControl()
    inputs = control.inputs() | step_clock()
    elapsed = inputs["start_time"][0] + time
    current = state["current_density"]
    voltage = state["potential"] - device.series_resistance * current
    around = Surroundings(state["potential"], device.temperature, device.ion_activity, elapsed)
    part = particle.equations(device.material, local, around, device.initial_filling)
    filling = part.outputs["filling"]
    side = part.outputs.get("side_charge", 0.0) * device.area_ratio
    residuals = {
        "potential": part.outputs["current"] * device.area_ratio - current,
        "current_density": control.residual(inputs, time, voltage, current),
    }
    capacity = particle.capacity(device.material) * device.area_ratio
    return System(
        variables=(*(replace(v, name=f"{name}.{v.name}") for v in inner), *outer),
        state=nest(name, local) | state,
        equations=Equations(
            rates=nest(name, part.rates) | {"charge": current},
            residuals=nest(name, part.residuals) | residuals,
            initial=nest(name, part.initial) | _guess(device),
            mass=nest(name, part.mass),
            observables=_terminal(state, voltage, filling) | nest(name, part.observables),
            coordinates=nest(name, part.coordinates),
        ),
        time=time,
        inputs=inputs,
        limits=step_limits(voltage, ca.fabs(current), filling, state["charge"], inputs),
        balances={
            "guest": Balance(
                capacity * (filling - device.initial_filling) + side, state["charge"], capacity
            )
        },
    )


def _outer() -> tuple[Variable, ...]:
    return (
        Variable("charge", "C/m^2", "charge passed"),
        Variable("potential", "V", "electrode potential", algebraic=True, step_limit=0.5),
        Variable("current_density", "A/m^2", "current density", algebraic=True),
    )


def _terminal(state: Mapping[str, Any], voltage: Any, filling: Any) -> dict[str, Observable]:
    return {
        "voltage": Observable(voltage, "V", "voltage"),
        "current_density": Observable(state["current_density"], "A/m^2", "current density"),
        "filling": Observable(filling, "1", "mean site filling"),
        "charge": Observable(state["charge"], "C/m^2", "charge passed"),
    }


def _guess(device: InBath) -> dict[str, Any]:
    """Start of the terminal unknowns: no current, the potential of equilibrium."""
    rest = device.material.open_circuit_potential(device.initial_filling, device.temperature)
    return {"charge": 0.0, "potential": rest, "current_density": 0.0}
