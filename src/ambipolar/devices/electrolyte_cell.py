"""Metal | electrolyte | metal: what an electrolyte does between two electrodes of its metal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..core.constants import ROOM_TEMPERATURE
from ..core.records import Record, choice, positive
from ..models.control import TerminalControl, step_clock, step_limits
from ..models.electrolyte_layer import ElectrolyteLayers, Ends, PorousLayer, Surface
from ..numerics.system import Balance, Equations, Observable, System, Variable, nest, symbols
from ..physics.electrolytes.electrolyte import Electrolyte
from ..physics.kinetics.metal import MetalElectrode

Expression = Any


@dataclass(frozen=True, kw_only=True)
class ElectrolyteCell(Record):
    r"""Two planar electrodes of the metal of the salt, with the electrolyte between them.

    The counter electrode is at x = 0 and is the reference, the working electrode at x = L.
    ``current_density`` is positive on discharge, while metal dissolves at the counter electrode
    and is deposited on the working one; ``voltage`` of the working electrode is then negative.
    At rest without gradients both are zero. ``filling`` is the share of the metal of both
    electrodes, ``capacity``, that is on the working one; it starts at one half.

    .. math:: j_{counter} = I, \qquad j_{working} = -I

    [newman2004]
    """

    electrolyte: Electrolyte = choice("electrolyte", "what fills the layer")
    layer: PorousLayer = PorousLayer(thickness=1e-4, cells=200)
    electrode: MetalElectrode = MetalElectrode()
    #: two foils of lithium of 67 um each
    metal: float = positive("C/m^2", "charge of the metal of both electrodes", 1.0e6)
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)

    @property
    def capacity(self) -> float:
        """Charge of the metal of both electrodes per area [C/m^2]."""
        return self.metal

    def layers(self) -> ElectrolyteLayers:
        """The one layer of this cell."""
        return ElectrolyteLayers(self.electrolyte, (self.layer,))

    def system(self) -> System:
        """Salt and charge of the layer, with the working potential and the terminal current."""
        import casadi as ca

        layers = self.layers()
        inner = layers.variables()
        outer = (
            Variable("charge", "C/m^2", "charge passed", scale=100.0),
            Variable("voltage", "V", "voltage", algebraic=True, step_limit=0.5),
            Variable("current_density", "A/m^2", "current density", algebraic=True),
        )
        local, state = symbols(inner), symbols(outer)
        time, control = ca.MX.sym("t"), TerminalControl()
        inputs = control.inputs() | step_clock()
        current, voltage = state["current_density"], state["voltage"]
        counter = layers.surface(local, self.temperature, "left", current)
        working = layers.surface(local, self.temperature, "right", current)
        # one of the two closes the balance of charge, the other one the terminal
        ends = Ends(left_current=self._dissolution(counter, 0.0, current), right_current=current)
        part = layers.equations(local, self.temperature, ends)
        residuals = {
            "voltage": self._dissolution(working, voltage, -current) + current,
            "current_density": control.residual(inputs, time, voltage, current),
        }
        filling = 0.5 + state["charge"] / self.metal
        return System(
            variables=(*(replace(v, name=f"electrolyte.{v.name}") for v in inner), *outer),
            state=nest("electrolyte", local) | state,
            equations=Equations(
                rates=nest("electrolyte", part.rates) | {"charge": current},
                residuals=nest("electrolyte", part.residuals) | residuals,
                initial=nest("electrolyte", part.initial)
                | {"charge": 0.0, "voltage": 0.0, "current_density": 0.0},
                observables=self._watched(state, filling, counter, working)
                | nest("electrolyte", part.observables),
                coordinates=nest("electrolyte", part.coordinates),
            ),
            time=time,
            inputs=inputs,
            limits=step_limits(voltage, ca.fabs(current), filling, state["charge"], inputs),
            balances=self._balances(layers, part),
        )

    def _dissolution(self, at: Surface, potential: Expression, current: Expression) -> Expression:
        """Current that an electrode sends into the electrolyte while ``current`` leaves it."""
        overpotential = potential - at.potential - self.electrode.film_resistance * current
        relative = at.concentration / self.electrolyte.reference_concentration
        return self.electrode.dissolution(overpotential, relative, self.temperature)

    def _watched(
        self, state: Mapping[str, Expression], filling: Expression, counter: Surface,
        working: Surface,
    ) -> dict[str, Observable]:  # fmt: skip
        salt = "salt concentration at the {} electrode"
        return {
            "voltage": Observable(state["voltage"], "V", "voltage"),
            "current_density": Observable(state["current_density"], "A/m^2", "current density"),
            "filling": Observable(filling, "1", "share of the metal on the working electrode"),
            "charge": Observable(state["charge"], "C/m^2", "charge passed"),
            "electrolyte.counter_concentration": Observable(
                counter.concentration, "mol/m^3", salt.format("counter")
            ),
            "electrolyte.working_concentration": Observable(
                working.concentration, "mol/m^3", salt.format("working")
            ),
            "electrolyte.drop": Observable(
                counter.potential - working.potential, "V", "potential across the electrolyte"
            ),
        }

    def _balances(self, layers: ElectrolyteLayers, part: Equations) -> dict[str, Balance]:
        return {"salt": layers.balance(part)} if self.electrolyte.depletes else {}
