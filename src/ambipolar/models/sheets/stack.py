"""A conductor with its electrode, electrolyte above it, and optionally a second such pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...core import ops
from ...numerics.grid import SheetMesh
from ...numerics.system import Variable, apply, nest
from ..interface import Surroundings
from .anchors import anchors
from .conductor import ConductingSheet, Contact, lateral
from .electrode import SheetElectrode
from .electrolyte import ElectrolyteSheet
from .equations import SheetEquations
from .mechanism import BipolarElectrode, Mechanism, Wetted

Expression = Any
State = Mapping[str, Expression]
Inputs = Mapping[str, tuple[Expression, float]]

#: conductance along a sheet where nothing conducts [S]: leaves its potential defined
NEARLY_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Side:
    """One conductor, the electrode on it, and where the electrolyte wets it.

    ``prefix`` names it in the state; ``sheet`` is none where only the electrode conducts. ``wet``
    are the wetted cells in its mesh and ``pool`` the same cells among those of the pools.
    """

    prefix: str
    sheet: ConductingSheet | None
    electrode: SheetElectrode
    contacts: tuple[Contact, ...]
    mesh: SheetMesh
    covered: np.ndarray  #: whether the conductor is there, for the cells of the mesh
    wet: np.ndarray
    pool: np.ndarray

    @property
    def film_conducts(self) -> bool:
        """Whether the conduction of the film along itself counts.

        Where the conductor is everywhere it does not (0.1 mega-ohm against some ohm). Otherwise
        its logarithm is an unknown: each cell then couples to its neighbours by one number
        instead of by all fillings through its depth, which keeps the factorisation small.
        """
        if self.sheet is not None and self.covered.all():
            return False
        return self.electrode.conducts_along

    def variables(self) -> tuple[Variable, ...]:
        """Unknowns besides those of the electrode, with local names."""
        wet, cells = (1, len(self.wet)), (1, self.mesh.size)
        found = (
            Variable("interface", "V", "potential difference", wet),
            Variable("potential", "V", "sheet potential", cells, algebraic=True),
        )
        if not self.film_conducts:
            return found
        label = "logarithm of the conductance along the film"
        return (*found, Variable("log_conductance", "1", label, wet, algebraic=True))

    def log_conductance(self, local: State, temperature: Expression) -> Expression:
        """Logarithm of the conductance along the film [S] at wetted cells."""
        film = self.electrode.sheet_conductance(local, temperature)
        return ops.log(film + NEARLY_NOTHING)

    def conductance(self, local: State, temperature: Expression) -> Expression:
        """Sheet conductance of every cell [S], or one number where the conductor is everywhere."""
        own = 0.0 if self.sheet is None else 1.0 / self.sheet.sheet_resistance
        if self.sheet is not None and self.covered.all():
            return own
        along = own * ops.constant(self.covered.astype(float)) + NEARLY_NOTHING
        if not self.film_conducts:
            return along
        dry = np.ones(self.mesh.size)
        dry[self.wet] = 0.0
        film = _onto(ops.exp(local["log_conductance"]), self.wet, self.mesh.size)
        return along + film + self.electrode.dry_conductance(temperature) * ops.constant(dry)


@dataclass(frozen=True, eq=False)
class SheetStack:
    """Sheets joined point by point by interface currents.

    Unknowns are the potentials of the conductors and of the electrolyte (algebraic), the potential
    difference at each surface (its double layer), and what the electrodes hold.
    """

    lower: Side
    upper: Side | None
    electrolyte: ElectrolyteSheet
    pools: SheetMesh
    mechanism: Mechanism = BipolarElectrode()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The lower and, where there is one, the upper side."""
        return (self.lower,) if self.upper is None else (self.lower, self.upper)

    @cached_property
    def terminals(self) -> tuple[str, ...]:
        """Names of the terminals in the order of their contacts."""
        return tuple(dict.fromkeys(c.name for side in self.sides for c in side.contacts))

    def variables(self) -> tuple[Variable, ...]:
        """Unknowns with the names of their sheets."""
        found = [
            Variable(f"terminal.{name}", "V", f"potential of {name}", algebraic=True)
            for name in self.terminals
        ]
        for side in self.sides:
            own = side.electrode.variables(len(side.wet))
            if side is self.lower:
                own += self.mechanism.variables(len(side.wet))
            own += side.variables()
            found += [replace(v, name=f"{side.prefix}.{v.name}") for v in own]
        if self.mean_potential:
            shape, label = (1, self.pools.size), "electrolyte potential"
            found.append(Variable("electrolyte.potential", "V", label, shape, algebraic=True))
        return tuple(found)

    @property
    def mean_potential(self) -> bool:
        """Whether the potential of the electrolyte is an unknown.

        Where ions only cross it from one surface to the other, the current follows at once.
        """
        return self.upper is None or self.electrolyte.in_plane

    def switches(self) -> dict[str, tuple[Expression, float]]:
        """Inputs that put the pools and the upper side in place (1) or take them away (0)."""
        import casadi as ca

        names = [pool.name for pool in self.electrolyte.pools]
        names += [self.upper.prefix] if self.upper else []
        return {f"switch.{name}": (ca.MX.sym(f"switch.{name}"), 1.0) for name in names}

    def equations(
        self, state: State, temperature: Expression, inputs: Inputs,
        held: Mapping[str, Expression], start: Expression | None = None,
    ) -> SheetEquations:  # fmt: skip
        """Equations of all sheets; ``inputs`` are those of :meth:`switches`.

        ``start`` is the temperature of the first instant, where it is an unknown afterwards.
        ``held`` tells for every terminal whether its potential is given (1) or not (0). The device
        closes the equations with a residual ``terminal.<name>`` for every terminal.
        """
        found = SheetEquations()
        present, lid = self._present(inputs), self._lid(inputs)
        flows = self._flows(state, temperature, lid)
        stored: Expression = 0.0
        crossings: list[Expression] = []
        for side, flow in zip(self.sides, flows, strict=True):
            switch = present if side is self.lower else lid * _at(present, side.pool)
            crossings.append(switch * flow)
            content = self._side(found, side, state, temperature, switch, crossings[-1])
            self._begin(found, side, temperature if start is None else start)
            stored = stored + _onto(content, side.pool, self.pools.size)
        self._ionic(found, state, temperature, present, tuple(crossings))
        for side, cells in zip(
            self.sides, anchors(self.sides, self.pools, present, lid, held), strict=True
        ):
            name = f"{side.prefix}.potential"
            for cell, loose in cells:
                unit = _onto(loose * state[name][:, cell], np.array([cell]), side.mesh.size)
                found.residuals[name] = found.residuals[name] - unit
        for name in self.terminals:
            found.initial[f"terminal.{name}"] = 0.0
            found.voltages[name] = state[f"terminal.{name}"]
        return replace(found, stored=stored)

    # --- parts; each adds to ``found`` --------------------------------------------------------

    def _side(
        self, found: SheetEquations, side: Side, state: State, temperature: Expression,
        switch: Expression, crossing: Expression,
    ) -> Expression:  # fmt: skip
        """One conductor with its electrode; returns the charge it holds at wetted cells."""
        local = _own(state, side.prefix)
        conductance = side.conductance(local, temperature)
        around = Surroundings(local["interface"], temperature)
        if side is self.lower:
            wetted = Wetted(self.pools, switch, self._sheet_currents(state, temperature))
            part, faradaic = self.mechanism.equations(side.electrode, local, around, wetted)
        else:
            part = side.electrode.equations(local, around, switch)
            faradaic = part.current
        capacitance, potential = side.electrode.double_layer, local["potential"]
        rates = {**part.rates, "interface": (switch * faradaic - crossing) / capacitance}
        balance = self._balance(found, side, state, conductance, crossing)
        residuals = {**part.residuals, "potential": balance}
        if side.film_conducts:
            now = side.log_conductance(local, temperature)
            residuals["log_conductance"] = now - local["log_conductance"]
        found.rates.update(nest(side.prefix, rates))
        found.residuals.update(nest(side.prefix, residuals))
        found.initial.update(nest(side.prefix, part.initial))
        wet = side.mesh.cells[side.wet]
        shown = {k: (wet, *v) for k, v in part.fields.items()}
        shown["interface"] = (wet, local["interface"], "V", "potential difference at the surface")
        shown["potential"] = (side.mesh.cells, potential, "V", "sheet potential")
        found.fields.update(nest(side.prefix, shown))
        return part.stored - capacitance * local["interface"]

    def _begin(self, found: SheetEquations, side: Side, temperature: Expression) -> None:
        """Potentials at the start: every surface in equilibrium, the lower sheet at 0 V."""
        own, lower = (s.electrode.equilibrium(temperature) for s in (side, self.lower))
        found.initial[f"{side.prefix}.interface"] = own
        found.initial[f"{side.prefix}.potential"] = own - lower
        if side.film_conducts:
            start = ops.log(side.electrode.dry_conductance(temperature) + NEARLY_NOTHING)
            found.initial[f"{side.prefix}.log_conductance"] = start
        if self.mean_potential:
            found.initial["electrolyte.potential"] = -lower

    def _balance(
        self, found: SheetEquations, side: Side, state: State, conductance: Expression,
        crossing: Expression,
    ) -> Expression:  # fmt: skip
        """Net current into every cell of a conductor [A/m^2]; adds the currents of terminals."""
        potential, area = state[f"{side.prefix}.potential"], side.mesh.grid.cell_area
        balance = lateral(side.mesh, conductance, potential) / area
        balance = balance + _onto(crossing, side.wet, side.mesh.size)
        for contact in side.contacts:
            cells, aspect = contact.touched(side.mesh)
            here = conductance if is_number(conductance) else _at(conductance, cells)
            toward = contact.conductances(aspect, here, area)
            flow = toward * (state[f"terminal.{contact.name}"] - _at(potential, cells))
            balance = balance + _onto(flow / area, cells, side.mesh.size)
            total = found.currents.get(contact.name, 0.0) + ops.sum_rows(flow)
            found.currents[contact.name] = total
        return balance

    def _flows(
        self, state: State, temperature: Expression, lid: Expression
    ) -> tuple[Expression, ...]:
        """Current densities from the electrolyte into the wetted cells of each side [A/m^2]."""
        resistance = self.electrolyte.thickness / self.electrolyte.kappa(temperature)
        if not self.mean_potential:
            return self._across(state, resistance, lid)
        middle = state["electrolyte.potential"]
        below = middle - self._surface(self.lower, state)
        own_b = resistance / 3 + self.lower.electrode.film_resistance
        alone = below / own_b
        if self.upper is None:
            return (alone,)
        under = self.upper.pool
        above = _at(middle, under) - self._surface(self.upper, state)
        own_t = resistance / 3 + self.upper.electrode.film_resistance
        both = facing_currents(resistance / 6, own_b, own_t, _at(below, under), above)
        change = lid * (both[0] - _at(alone, under))
        return alone + _onto(change, under, self.pools.size), both[1]

    def _across(
        self, state: State, resistance: Expression, lid: Expression
    ) -> tuple[Expression, ...]:
        """The current from the upper to the lower surface, which is the same in both."""
        lower, upper = self.sides[0], self.sides[-1]
        total = resistance + lower.electrode.film_resistance + upper.electrode.film_resistance
        drop = self._surface(upper, state) - _at(self._surface(lower, state), upper.pool)
        through = lid * drop / total
        return _onto(through, upper.pool, self.pools.size), -through

    def _surface(self, side: Side, state: State) -> Expression:
        """Potential of the electrolyte at the wetted cells of a side [V]."""
        local = _own(state, side.prefix)
        return _at(local["potential"], side.wet) - local["interface"]

    def _ionic(
        self, found: SheetEquations, state: State, temperature: Expression, present: Expression,
        taken: tuple[Expression, ...],
    ) -> None:  # fmt: skip
        """Current balance of the electrolyte [A/m^2]; where it is absent it follows the surface."""
        if not self.mean_potential:
            return
        middle, sheet = state["electrolyte.potential"], self.electrolyte
        conductance = sheet.kappa(temperature) * sheet.thickness
        balance: Expression = -taken[0]
        if sheet.in_plane:
            balance = balance + lateral(self.pools, conductance, middle) / self.pools.grid.cell_area
        if self.upper is not None:
            balance = balance - _onto(taken[1], self.upper.pool, self.pools.size)
        dry = (self._surface(self.lower, state) - middle) * (1.0 - present)
        found.residuals["electrolyte.potential"] = present * balance + dry
        shown = (self.pools.cells, middle, "V", "electrolyte potential")
        found.fields["electrolyte.potential"] = shown

    def _present(self, inputs: Inputs) -> Expression:
        """1 on cells of pools that are there, 0 on those that are not, (1, pool cells)."""
        found: Expression = 0.0
        for number, pool in enumerate(self.electrolyte.pools):
            inside = ops.constant((self.pools.labels == number).astype(float))
            found = found + inputs[f"switch.{pool.name}"][0] * inside
        return found

    def _lid(self, inputs: Inputs) -> Expression:
        return inputs[f"switch.{self.upper.prefix}"][0] if self.upper else 0.0

    def _sheet_currents(
        self, state: State, temperature: Expression
    ) -> tuple[Expression, Expression]:
        """Current densities [A/m] along the faces of the pools, below and above them."""
        mesh, found = self.pools, []
        steps = ops.constant(np.where(mesh.along_x, mesh.grid.dx, mesh.grid.dy)[None, :])
        for side in (self.lower, self.upper):
            if side is None:
                found.append(0.0)
                continue
            local = _own(state, side.prefix)
            values = _onto(_at(local["potential"], side.wet), side.pool, mesh.size)
            conductance, faces = side.conductance(local, temperature), 1.0
            if not is_number(conductance):
                cells = _onto(_at(conductance, side.wet), side.pool, mesh.size)
                conductance, faces = 1.0, apply(mesh.face_sum, cells) / 2
            # only faces between two cells that lie under (over) this side
            there = np.zeros(mesh.size)
            there[side.pool] = 1.0
            both = ops.constant((mesh.face_sum @ there == 2.0).astype(float))
            drop = apply(mesh.difference, values)
            found.append(-conductance * faces * both * drop / steps)
        return found[0], found[1]


def facing_currents(
    other: Expression, own_b: Expression, own_t: Expression, below: Expression, above: Expression
) -> tuple[Expression, Expression]:
    """Current densities into two facing surfaces from the drops between the mean and each.

    The drop at a surface is ``own * j - other * j'`` with the current j' into the opposite one.
    """
    determinant = own_b * own_t - other**2
    return (own_t * below + other * above) / determinant, (
        own_b * above + other * below
    ) / determinant


def is_number(conductance: Expression) -> bool:
    """Whether a conductance is one for all cells."""
    return getattr(conductance, "shape", ()) in ((), (1, 1))


def _own(state: State, prefix: str) -> dict[str, Expression]:
    """The entries of one part, with its local names."""
    start = f"{prefix}."
    return {k.removeprefix(start): v for k, v in state.items() if k.startswith(start)}


def _at(row: Expression, places: np.ndarray) -> Expression:
    """Entries of a row; the row itself where all are taken in order."""
    if is_number(row) or np.array_equal(places, np.arange(row.shape[1])):
        return row
    return row[:, places.tolist()]


def _onto(row: Expression, places: np.ndarray, size: int) -> Expression:
    """A row of ``size`` entries that holds the given ones at ``places`` and zeros elsewhere."""
    if not is_number(row) and np.array_equal(places, np.arange(size)):
        return row
    import casadi as ca

    count = len(places)
    if is_number(row):
        row = row * ops.constant(np.ones((1, count)))
    source = np.full(size, count)  # the zero behind the row
    source[places] = np.arange(count)
    return ca.horzcat(row, 0.0)[:, source.tolist()]
