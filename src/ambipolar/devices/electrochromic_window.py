"""A complementary electrochromic window: two films on two sheets with bus bars."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core import ops
from ..core.constants import ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..core.records import Record, choice, positive
from ..models.control import TerminalControl, step_clock, step_limits
from ..models.regions import Everywhere, Region
from ..models.sheets.assembly import assemble
from ..models.sheets.conductor import ConductingSheet, Contact
from ..models.sheets.electrode import SheetElectrode
from ..models.sheets.electrolyte import ElectrolyteSheet
from ..models.sheets.equations import SheetEquations
from ..models.sheets.film import InsertionFilm
from ..models.sheets.glazing import layers_of_sheets
from ..models.sheets.maps import field_observables, mean_over, together
from ..models.sheets.probe import Probe
from ..models.sheets.stack import SheetStack
from ..numerics.grid import Grid
from ..numerics.system import Balance, Observable, System, Variable, symbols
from ..physics.optics.stack import OpticalStack

Expression = Any

#: names of the two bus bars inside the system
LOWER, UPPER = "lower_bus", "upper_bus"
_OWN_NAMES = {
    "plate": "pane",
    "lid.region": "counter_conductor.region",
    f"contact {LOWER}": "bus_bar",
    f"contact {UPPER}": "counter_bus_bar",
}


@dataclass(frozen=True, kw_only=True)
class ElectrochromicWindow(Record):
    r"""Two insertion films that face each other through an electrolyte, each on its own sheet.

    .. math::
        \nabla\cdot\left(\frac{1}{R_b}\nabla\phi_b\right) = -j, \qquad
        \nabla\cdot\left(\frac{1}{R_t}\nabla\phi_t\right) = j

    ``voltage`` is that of the lower bus bar, which carries ``film``, against the upper one;
    ``current_density`` per area of the pane is positive while guests enter ``film``. What one film
    gives the other takes. Bars on the same side make the iris effect strongest at the far edge,
    bars on opposite sides in the middle.
    """

    film: InsertionFilm
    counter_film: SheetElectrode = choice("sheet electrode", "what faces the film")
    conductor: ConductingSheet = ConductingSheet(sheet_resistance=10.0)
    counter_conductor: ConductingSheet = ConductingSheet(sheet_resistance=10.0)
    electrolyte: ElectrolyteSheet = ElectrolyteSheet(
        conductivity=1e-3, thickness=1e-5, in_plane=False
    )
    bus_bar: Contact = choice("contact", "terminal of the film's sheet", Contact(LOWER, "left"))
    counter_bus_bar: Contact = choice(
        "contact", "terminal of the other sheet", Contact(UPPER, "right", sheet="lid")
    )
    pane: Region = choice("region", "where the window is", Everywhere())
    length: float = positive("m", "extent along x", 0.3, structural=True)
    width: float = positive("m", "extent along y", 0.3, structural=True)
    columns: int = 30
    rows: int = 1
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)
    probes: tuple[Probe, ...] = choice("probe", "spots that are watched", ())

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.grid  # refuses numbers of cells that cannot be meant
        if self.bus_bar.sheet == "lid" or self.counter_bus_bar.sheet != "lid":
            raise ParameterError(
                "bus_bar", "lies on the wrong sheet.", "Put bus_bar on conductor, the other on lid."
            )

    @property
    def grid(self) -> Grid:
        """The cells of the pane."""
        return Grid(self.length, self.width, self.columns, self.rows)

    @property
    def capacity(self) -> float:
        """Charge that fills all sites of the film per area of the pane [C/m^2]."""
        return self.film.capacity

    def stack(self) -> SheetStack:
        """The sheets of the window on its grid.

        Raises
        ------
        ParameterError
            for masks and bus bars that make no window.
        """
        contacts = (
            replace(self.bus_bar, name=LOWER), replace(self.counter_bus_bar, name=UPPER)
        )  # fmt: skip
        try:
            return assemble(
                self.grid, self.pane, self.film, self.conductor, self.electrolyte, contacts,
                self.counter_conductor, self.counter_film,
            )  # fmt: skip
        except ParameterError as error:  # in the words of the window
            path = _OWN_NAMES.get(error.path, error.path)
            raise ParameterError(path, error.detail, error.advice) from None

    def optical_stack(self) -> OpticalStack:
        """Glass, conductor, ``film``, electrolyte, ``counter_film``, conductor and glass."""
        return layers_of_sheets(
            self.film, self.conductor, self.electrolyte, self.counter_conductor, self.counter_film
        )

    def system(self) -> System:
        """Potentials of both sheets and the electrolyte, double layers, films through depth."""
        import casadi as ca

        stack, time, control = self.stack(), ca.MX.sym("t"), TerminalControl()
        inputs = control.inputs() | stack.switches() | step_clock()
        own = (
            Variable("charge", "C/m^2", "charge passed", scale=100.0),
            Variable("current_density", "A/m^2", "current density", algebraic=True),
        )
        variables = (*stack.variables(), *own)
        state = symbols(variables)
        held = {UPPER: 1.0, LOWER: inputs["control.voltage_weight"][0]}
        found = stack.equations(state, self.temperature, inputs, held)
        area, current = stack.pools.size * self.grid.cell_area, state["current_density"]
        voltage = found.voltages[LOWER] - found.voltages[UPPER]
        found.residuals[f"terminal.{UPPER}"] = found.voltages[UPPER]
        found.residuals[f"terminal.{LOWER}"] = control.residual(inputs, time, voltage, current)
        # what enters the film leaves through its bus bar
        found.residuals["current_density"] = found.currents[LOWER] / area + current
        found.rates["charge"] = current
        found.initial.update({"charge": 0.0, "current_density": 0.0})
        watched = self._watched(stack, found, voltage, state)
        return System(
            variables=variables,
            state=state,
            equations=found.with_outlook(self.grid, watched),
            time=time,
            inputs=inputs,
            limits=step_limits(
                voltage, ca.fabs(current), watched["filling"].expression, state["charge"], inputs
            ),
            balances=self._balances(stack, found),
        )

    def _watched(
        self, stack: SheetStack, found: SheetEquations, voltage: Expression, state: Any
    ) -> dict[str, Observable]:
        grid = self.grid
        pane = np.zeros(grid.size, bool)
        pane[stack.pools.cells] = True
        maps = field_observables(grid, found.fields)
        watched = {
            "voltage": Observable(voltage, "V", "voltage"),
            "current_density": Observable(state["current_density"], "A/m^2", "current density"),
            "charge": Observable(state["charge"], "C/m^2", "charge passed"),
        }
        for prefix, name in (("film", "filling"), ("lid", "counter_filling")):
            if f"{prefix}.filling" in maps:
                mean = mean_over(maps[f"{prefix}.filling"].expression, pane)
                label = "mean site filling" if prefix == "film" else "mean filling of the counter"
                watched[name] = Observable(mean, "1", label)
        for probe in self.probes:
            seen = probe.cells(grid, pane)
            mean = mean_over(maps["film.filling"].expression, seen)
            spot = Observable(mean, "1", f"filling at {probe.name}")
            watched = together(watched, {f"{probe.name}.filling": spot})
        renamed = {
            k.replace("lid.", "counter_film.", 1) if k.startswith("lid.") else k: v
            for k, v in maps.items()
        }
        return together(watched, renamed)

    def _balances(self, stack: SheetStack, found: SheetEquations) -> dict[str, Balance]:
        """Guests of both films less their double layers, and the currents of the bus bars."""
        area = self.grid.cell_area
        total, capacity = ops.sum_rows(found.stored) * area, self.film.capacity * stack.pools.size
        return {
            "electrolyte": Balance(total, 0.0, capacity * area, tolerance=1e-6),
            "terminals": found.current_balance(capacity * area),
        }
