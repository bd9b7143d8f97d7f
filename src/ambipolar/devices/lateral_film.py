"""A film on a conductor that carries a current, under a thin electrolyte: guests move along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.records import Record, choice, positive, quantity
from ..models.control import TerminalControl
from ..models.regions import Everywhere, Region
from ..models.sheets.assembly import assemble
from ..models.sheets.conductor import ConductingSheet, Contact
from ..models.sheets.electrode import FaradaicConductor, SheetElectrode
from ..models.sheets.electrolyte import ElectrolyteSheet
from ..models.sheets.equations import SheetEquations
from ..models.sheets.film import InsertionFilm
from ..models.sheets.glazing import layers_of_sheets
from ..models.sheets.heat import LumpedHeat
from ..models.sheets.maps import (
    field_observables,
    mean_over,
    together,
    weighted_sum,
)
from ..models.sheets.mechanism import BipolarElectrode, Mechanism
from ..models.sheets.probe import Probe
from ..models.sheets.stack import SheetStack
from ..numerics.grid import Grid
from ..numerics.system import Balance, Observable, System, symbols
from ..physics.optics.stack import OpticalStack

Expression = Any

ENDS = (Contact("left", "left"), Contact("right", "right"))


@dataclass(frozen=True, kw_only=True)
class LateralFilm(Record):
    r"""Film on a conducting sheet under an electrolyte, with terminals along the sheet.

    A current along the conductor makes it a bipolar electrode: guests leave the film where the
    conductor is positive and enter it where it is negative, the ions pass through the
    electrolyte. Small differences of filling relax as by diffusion with

    .. math:: D_{eff} = \frac{\kappa h}{Q_1} \left|\frac{dU}{dx}\right|

    (:math:`Q_1` the charge per area that fills the film). The last terminal of the conductor is
    at 0 V and the others are open unless a step says otherwise. A ``lid`` is a second conductor on
    the electrolyte. ``transmittance`` is that of the absorbing film only,
    :math:`T_0\, 10^{-\eta Q_1 \bar x}`; colours follow from the optical stack. [zhao2019]
    """

    film: InsertionFilm
    conductor: ConductingSheet | None = ConductingSheet()
    electrolyte: ElectrolyteSheet = ElectrolyteSheet()
    lid: ConductingSheet | None = None
    lid_electrode: SheetElectrode = choice(
        "sheet electrode", "surface of the lid", FaradaicConductor()
    )
    mechanism: Mechanism = choice("mechanism", "what moves the guests", BipolarElectrode())
    contacts: tuple[Contact, ...] = choice("contact", "terminals", ENDS)
    plate: Region = choice("region", "where the film is", Everywhere())
    length: float = positive("m", "extent along x", 50e-3, structural=True)
    width: float = positive("m", "extent along y", 20e-3, structural=True)
    columns: int = 100
    rows: int = 1
    temperature: float = positive("K", "temperature, at the start where there is heat", 298.15)
    heat: LumpedHeat | None = None
    probes: tuple[Probe, ...] = choice("probe", "spots that are watched", ())
    coloration_efficiency: float = quantity("m^2/C", "change of optical density per charge", 5e-3)
    bleached_transmittance: float = quantity(
        "1", "transmittance of the empty film", 0.8, above=0.0, below=1.0
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.grid  # refuses numbers of cells that cannot be meant

    @property
    def grid(self) -> Grid:
        """The cells of the plate."""
        return Grid(self.length, self.width, self.columns, self.rows)

    @property
    def capacity(self) -> float:
        """Charge that fills all sites of the film [C]."""
        grid = self.grid
        cells = np.count_nonzero(self.plate.inside(grid.x, grid.y))
        return self.film.capacity * cells * grid.cell_area

    @property
    def reference(self) -> str:
        """The terminal that is at 0 V: the last of the conductor, or the last of all."""
        own = [c.name for c in self.contacts if c.sheet == "conductor"]
        return own[-1] if own else self.contacts[-1].name

    def notes(self) -> tuple[str, ...]:
        """Sentences that every result must carry."""
        return self.mechanism.notes()

    def stack(self) -> SheetStack:
        """The sheets of the device on its grid.

        Raises
        ------
        ParameterError
            for masks and contacts that make no device.
        """
        return assemble(
            self.grid, self.plate, self.film, self.conductor, self.electrolyte, self.contacts,
            self.lid, self.lid_electrode, self.mechanism,
        )  # fmt: skip

    def optical_stack(self) -> OpticalStack:
        """Glass, conductor, ``film`` and electrolyte, and a lid on its glass where there is one."""
        return layers_of_sheets(
            self.film, self.conductor, self.electrolyte, self.lid, self.lid_electrode,
            lid_name="lid",
        )  # fmt: skip

    def system(self) -> System:
        """Potentials of sheets and terminals, double layers, and the film through its depth."""
        import casadi as ca

        stack, time = self.stack(), ca.MX.sym("t")
        inputs = stack.switches()
        for name in stack.terminals:
            inputs |= TerminalControl(name, grounded=name == self.reference).inputs()
        variables = stack.variables()
        variables += self.heat.variables() if self.heat else ()
        state = symbols(variables)
        temperature = state["temperature"] if self.heat else self.temperature
        held = {
            name: inputs[f"{name}.voltage_weight"][0] + inputs[f"{name}.load_weight"][0]
            for name in stack.terminals
        }
        found = stack.equations(state, temperature, inputs, held, self.temperature)
        for name in stack.terminals:
            found.residuals[f"terminal.{name}"] = TerminalControl(name).residual(
                inputs, time, found.voltages[name], found.currents[name]
            )
        if self.heat:
            electrical = sum(found.voltages[n] * found.currents[n] for n in stack.terminals)
            area = self.length * self.width
            found.rates["temperature"] = self.heat.rate(temperature, electrical, area)
            found.initial["temperature"] = self.temperature
        watched = self._watched(stack, found)
        if self.heat:
            watched["temperature"] = Observable(temperature, "K", "temperature")
        return System(
            variables=variables,
            state=state,
            equations=found.with_outlook(self.grid, watched),
            time=time,
            inputs=inputs,
            limits={"filling": watched["filling"].expression},
            balances=self._balances(stack, found),
        )

    # --- what one looks at --------------------------------------------------------------------

    def _watched(self, stack: SheetStack, found: SheetEquations) -> dict[str, Observable]:
        grid, names = self.grid, stack.terminals
        on_plate = np.asarray(self.plate.inside(grid.x, grid.y), dtype=bool)
        still = np.where(on_plate, 1.0, np.nan)
        start = self.film.initial_filling
        maps = field_observables(grid, found.fields, {
            "film.filling": (still, start), "film.surface_filling": (still, start),
            "film.thickness": (still, self.film.swollen(start)),
        })  # fmt: skip
        filling = maps["film.filling"].expression
        optical = self.coloration_efficiency * self.film.capacity
        transmittance = self.bleached_transmittance * 10 ** (-optical * filling)
        along = found.voltages[names[0]] - found.voltages[self.reference]
        watched = {
            "voltage": Observable(along, "V", f"voltage of {names[0]} against {self.reference}"),
            "filling": Observable(mean_over(filling, on_plate), "1", "mean site filling"),
            "dipole": Observable(self._dipole(filling, on_plate), "m^2", "moment of the filling"),
        }
        for name in names:
            label = f"{name} terminal"
            watched[f"{name}.current"] = Observable(
                found.currents[name], "A", f"current of {label}"
            )
            watched[f"{name}.voltage"] = Observable(
                found.voltages[name], "V", f"potential of {label}"
            )
        for probe in self.probes:
            spot = probe.cells(grid, on_plate)
            seen = {
                f"{probe.name}.{what}": Observable(
                    mean_over(value, spot), "1", f"{label} at {probe.name}"
                )
                for what, value, label in (
                    ("filling", filling, "site filling"),
                    ("transmittance", transmittance, "transmittance"),
                )
            }
            watched = together(watched, seen)
        picture = Observable(transmittance, "1", "transmittance of the film", ("y", "x"))
        return together(watched, maps, {"film.transmittance": picture})

    def _dipole(self, filling: Expression, on_plate: np.ndarray) -> Expression:
        """Sum of (x - x0)(X - Xc) dA over the width [m^2], about the middle of the plate."""
        grid = self.grid
        arm = np.where(on_plate, grid.x - grid.x[on_plate].mean(), 0.0) * grid.cell_area
        return weighted_sum(filling, arm / self.width, on_plate)

    def _balances(self, stack: SheetStack, found: SheetEquations) -> dict[str, Balance]:
        """The charge of every pool, and the sum of the currents of all terminals."""
        balances = {}
        for number, pool in enumerate(self.electrolyte.pools):
            inside = (stack.pools.labels == number).astype(float) * self.grid.cell_area
            content = ops.sum_rows(found.stored * ops.constant(inside))
            scale = self.film.capacity * float(inside.sum())
            balances[pool.name] = Balance(content, 0.0, scale, tolerance=1e-6)
        balances["terminals"] = found.current_balance(self.capacity)
        return balances
