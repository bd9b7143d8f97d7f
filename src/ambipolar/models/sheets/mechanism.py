"""What moves the guests of a film along it: the bipolar electrode, or a drift at the interface."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core import ops
from ...core.constants import ELEMENTARY_CHARGE, VACUUM_PERMEABILITY
from ...core.records import Record, positive, quantity
from ...numerics.grid import SheetMesh
from ...numerics.system import Variable, apply
from ..interface import Surroundings
from .electrode import ElectrodeEquations, SheetElectrode
from .film import InsertionFilm
from .guarded_filling import filling_of

Expression = Any


@dataclass(frozen=True)
class Wetted:
    """What a mechanism sees of the pools: their mesh and where the electrolyte is present.

    ``sheet_currents`` are the current densities [A/m] along the faces of the pool mesh, in the
    conductor below and in the one above.
    """

    mesh: SheetMesh
    present: Expression
    sheet_currents: tuple[Expression, Expression]


@dataclass(frozen=True)
class Mechanism(Record):
    """How a film exchanges guests with the electrolyte above it."""

    def variables(self, cells: int) -> tuple[Variable, ...]:
        """Unknowns besides those of the film."""
        return ()

    def equations(
        self, film: SheetElectrode, state: Mapping[str, Expression], around: Surroundings,
        wetted: Wetted,
    ) -> tuple[ElectrodeEquations, Expression]:  # fmt: skip
        """Equations of the film, and the current density that crosses the interface [A/m^2]."""
        raise NotImplementedError

    def notes(self) -> tuple[str, ...]:
        """Sentences that every result must carry."""
        return ()


@dataclass(frozen=True)
class BipolarElectrode(Mechanism):
    """The potential along the conductor drives insertion at one end and extraction at the other.

    Electrons pass through the conductor, ions through the electrolyte. Nothing is fitted.
    """

    def equations(
        self, film: SheetElectrode, state: Mapping[str, Expression], around: Surroundings,
        wetted: Wetted,
    ) -> tuple[ElectrodeEquations, Expression]:  # fmt: skip
        found = film.equations(state, around, wetted.present)
        return found, found.current


@dataclass(frozen=True)
class InterfaceDrift(Mechanism):
    r"""Phenomenological drift of guests in a passage at the interface, along the sheet current.

    .. math::
        r = k [K x_s (1-g) - g (1-x_s)], \qquad
        Q_g \frac{\partial g}{\partial t} = r - Q_g \nabla\cdot[v g (1-g) - D_i \nabla g], \qquad
        v = \chi\,(K_{below} - K_{above})

    g is the population of the passage, K the sheet current density. The mobility :math:`\chi` is
    fitted; what a magnetic force could do is smaller by many orders (:meth:`physical_mobility`).
    The charge of the guests is not followed by the electrical circuit. [zhao2019]
    """

    mobility: float = quantity("m^2/C", "fitted drift velocity per sheet current density", 0.005)
    passage_charge: float = positive("C/m^2", "charge of a full passage (assumed)", 1.6)
    exchange_current: float = positive("A/m^2", "exchange with the passage (assumed)", 100.0)
    partition: float = positive("1", "equilibrium constant K of the exchange (assumed)", 3.0)
    diffusivity: float = positive("m^2/s", "diffusion along the passage", 3e-10)
    collision_time: float = positive("s", "time between collisions in the liquid", 1e-13)
    barrier: float = positive("J", "energy gained by a guest that leaves the film", 8.01e-20)
    ion_mass: float = positive("kg", "mass of the guest", 1.165e-26)

    def variables(self, cells: int) -> tuple[Variable, ...]:
        return (Variable("passage", "1", "population of the passage", (1, cells)),)

    def equations(
        self, film: SheetElectrode, state: Mapping[str, Expression], around: Surroundings,
        wetted: Wetted,
    ) -> tuple[ElectrodeEquations, Expression]:  # fmt: skip
        if not isinstance(film, InsertionFilm):
            raise TypeError("the drift acts on an insertion film")
        x, g = filling_of(state["surface"]), state["passage"]
        leaving = self.exchange_current * (self.partition * x * (1 - g) - g * (1 - x))
        found = film.driven(state, around, -leaving, wetted.present)
        mesh = wetted.mesh
        below, above = wetted.sheet_currents
        moved = self._flux(mesh, g, below - above)
        rate = leaving / self.passage_charge + apply(mesh.into_cells, moved) / mesh.grid.cell_area
        passing = ElectrodeEquations(
            current=found.current,
            stored=found.stored + self.passage_charge * g,
            rates={**found.rates, "passage": wetted.present * rate},
            initial={**found.initial, "passage": self._start(film.initial_filling)},
            fields={**found.fields, "passage": (g, "1", "population of the passage")},
        )
        return passing, 0.0 * leaving

    def _flux(self, mesh: SheetMesh, g: Expression, current: Expression) -> Expression:
        """Flux across every face per unit aspect, against its direction [m^2/s].

        A guest hops into a free place of the neighbour: g(1 - g') with g upstream.
        """
        steps = np.where(mesh.along_x, mesh.grid.dx, mesh.grid.dy)[None, :]
        difference, total = apply(mesh.difference, g), apply(mesh.face_sum, g)
        first, second = (total - difference) / 2, (total + difference) / 2
        velocity = self.mobility * current
        forward, back = ops.maximum(velocity, 0.0), ops.maximum(-velocity, 0.0)
        drift = forward * first * (1 - second) - back * second * (1 - first)
        return self.diffusivity * difference - ops.constant(steps) * drift

    def _start(self, filling: Expression) -> Expression:
        """The population in equilibrium with the film."""
        ratio = self.partition * filling / (1 - filling)
        return ratio / (1 + ratio)

    def physical_mobility(self) -> float:
        r"""What a magnetic deflection between collisions could give [m^2/C].

        .. math:: \chi = \frac{1}{2} \frac{q}{m} \frac{\mu_0}{2} v' \tau^2 \nu, \qquad
                  v' = \sqrt{2\Delta E/m}, \quad \nu = i_0/Q_g
        """
        speed = (2 * self.barrier / self.ion_mass) ** 0.5
        step = 0.25 * VACUUM_PERMEABILITY * ELEMENTARY_CHARGE / self.ion_mass
        step *= speed * self.collision_time**2
        return step * self.exchange_current / self.passage_charge

    def notes(self) -> tuple[str, ...]:
        ratio = math.log10(abs(self.mobility) / self.physical_mobility())
        return (
            f"Interface drift is phenomenological: its fitted mobility {self.mobility:.3g} m^2/C is"
            f" {ratio:.0f} decades above the {self.physical_mobility():.1e} m^2/C that a magnetic"
            " force between collisions can give.",
        )
