"""A porous electrode: particles in the pores of an electrolyte, cell by cell along the depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...core.ops import is_symbolic
from ...core.records import Record, choice, quantity
from ...materials.material import Material
from ...numerics.system import (
    Coordinate,
    Equations,
    Observable,
    Variable,
    nest,
    symbols,
)
from ..electrolyte_layer import PorousLayer
from ..interface import Surroundings
from ..particle import Particle
from ..population import Population, total
from . import charging
from .chain import ParticleChain
from .dealing import Dealing
from .heat import powers
from .pores import InPores

Expression = Any


@dataclass(frozen=True, kw_only=True)
class PorousElectrode(Record):
    r"""Particles of one host spread over the cells of a porous layer.

    .. math::
        s = -\varepsilon_s \sum_m v_m \left(\frac AV\right)_m j_m, \qquad
        \frac{\partial}{\partial x} \left(\sigma_e \frac{\partial\phi_s}{\partial x}\right) = s,
        \qquad \sigma_e = \sigma\, (1-\varepsilon)^{b_s}

    with the current s from the solid into the electrolyte [A/m^3], the volume shares
    :math:`v_m` of the particles of a cell and their insertion currents :math:`j_m`. Without a
    ``conductivity`` the matrix has one potential. [newman2004; smith2017]

    ``particle`` is the model of one particle in every cell, or a ``Population`` whose members
    are dealt out in order, the first ones to the cell at smallest x; their number is a multiple
    of that of the cells. All else that particles can do (variations, side reactions) comes with
    the particle. Where the porosity has a profile the active material follows it,
    :math:`\varepsilon_s \propto 1 - \varepsilon`, and ``active_fraction`` is its mean.

    Raises
    ------
    ParameterError
        for porosity and active material that fill more than the volume, a population that does
        not divide among the cells, or a window of fillings that is empty.
    """

    material: Material = choice("material", "host of the guest")
    particle: Particle = choice("particle", "particle, or population of particles")
    layer: PorousLayer = choice("porous layer", "thickness, porosity and cells")
    active_fraction: float = quantity(
        "1", "share of the volume that is active material", above=0.0, below=1.0, closed=False
    )
    initial_filling: float = quantity(
        "1", "mean site filling at the start", above=0.0, below=1.0, closed=False
    )
    conductivity: float | None = quantity(
        "S/m", "conductivity sigma of the solid matrix; none means one potential", None,
        above=0.0, closed=False,
    )  # fmt: skip
    conductivity_exponent: float = quantity(
        "1", "exponent b_s of the share of solid; 0 where sigma is effective", 1.5, above=0.0
    )
    chain: ParticleChain | None = choice(
        "particle chain", "contacts through which the particles of a cell are connected", None
    )
    double_layer: float | None = quantity(
        "F/m^2", "capacitance of the double layer per reacting area", None, above=0.0,
        closed=False,
    )  # fmt: skip
    connected_fraction: float = quantity(
        "1", "share of the active material that has electronic contact", 1.0, above=0.0, below=1.0
    )
    #: fillings where the cell counts as empty and as full; needed to start at a state of charge
    discharged_filling: float | None = quantity(
        "1", "filling of the discharged cell", None, above=0.0, below=1.0
    )
    charged_filling: float | None = quantity(
        "1", "filling of the charged cell", None, above=0.0, below=1.0
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_volume()
        self._check_members()
        window = (self.discharged_filling, self.charged_filling)
        if None in window and window != (None, None):
            raise ParameterError(
                "PorousElectrode.charged_filling",
                "a window of fillings has two ends.",
                "Give discharged_filling and charged_filling, or neither.",
            )
        if not is_symbolic(self.connected_fraction) and self.connected_fraction == 0.0:
            raise ParameterError(
                "PorousElectrode.connected_fraction", "is zero: nothing is left that reacts."
            )

        if self.double_layer is not None and self.chain is not None:
            raise ParameterError(
                "PorousElectrode.double_layer",
                "particles in a chain have potentials of their own.",
                "Give a double layer or a chain.",
            )

    def _check_volume(self) -> None:
        layer = self.layer
        if is_symbolic(self.active_fraction) or is_symbolic(layer.porosity):
            return
        porosity = float(np.mean(layer.porosity_profile or layer.porosity))
        if porosity + self.active_fraction > 1.0 + 1e-9:
            raise ParameterError(
                "PorousElectrode.active_fraction",
                f"{self.active_fraction:g} of active material and pores of {porosity:g}"
                " are more than the whole volume.",
                "Lower one of the two.",
            )

    def _check_members(self) -> None:
        if not isinstance(self.particle, Population):
            return
        members, cells = self.particle.members, self.layer.cells
        if members % cells:
            raise ParameterError(
                "PorousElectrode.particle.members",
                f"{members} particles cannot be dealt out equally to {cells} cells.",
                f"Take a multiple of {cells}.",
            )

    # --- the particles ---------------------------------------------------------------------

    def population(self) -> Population:
        """The particles of all cells."""
        if isinstance(self.particle, Population):
            return self.particle
        return Population(particle=self.particle, members=self.layer.cells)

    @property
    def particles_per_cell(self) -> int:
        """Number of particles that stand for those of one cell."""
        return self.population().members // self.layer.cells

    def active_fractions(self) -> Expression:
        """Connected active material per volume, (1, cells)."""
        solid = self._solid()
        mean = _sum_row(solid) / self.layer.cells
        return self.active_fraction * self.connected_fraction * solid / mean

    def capacity(self) -> Any:
        """Charge that fills all connected sites, per area of the electrode [C/m^2]."""
        return self._active_thickness() * total(self._volume_shares() * self._charge_density())

    def open_circuit_potential(self, temperature: Any) -> Any:
        """Equilibrium potential of the host at the initial filling [V]."""
        return self.material.open_circuit_potential(self.initial_filling, temperature)

    def at_state_of_charge(self, state_of_charge: float) -> PorousElectrode:
        """The same electrode, started between its discharged and its charged filling.

        Raises
        ------
        ParameterError
            without a window of fillings, or for a state outside 0 and 1.
        """
        low, high = self.discharged_filling, self.charged_filling
        if low is None or high is None:
            raise ParameterError(
                "PorousElectrode.charged_filling",
                "a state of charge needs a window of fillings.",
                "Give discharged_filling and charged_filling.",
            )
        if not 0.0 <= state_of_charge <= 1.0:
            raise ParameterError(
                "state_of_charge", f"must be from 0 to 1, got {state_of_charge:g}."
            )
        return replace(self, initial_filling=low + state_of_charge * (high - low))

    # --- equations -------------------------------------------------------------------------

    def variables(self) -> tuple[Variable, ...]:
        """Unknowns of the particles, of the matrix and of the chain, with local names."""
        own = tuple(
            replace(v, name=f"particle.{v.name}")
            for v in self.population().variables(self.material)
        )
        if self.conductivity is not None:
            own = (*own, Variable(
                "solid_potential", "V", "potential of the matrix", (1, self.layer.cells),
                (None, "position"), algebraic=True, step_limit=0.5,
            ))  # fmt: skip
        if self.double_layer is not None:
            own = (*own, *charging.variables(self.layer.cells))
        if self.chain is not None:
            own = (*own, Variable(
                "particle_potential", "V", "potential of the particle",
                (self.population().members, 1), ("member", None), algebraic=True, step_limit=0.5,
            ))  # fmt: skip
        return own

    def symbols(self) -> dict[str, Expression]:
        """One symbol for each unknown."""
        return symbols(self.variables())

    def equations(self, state: Mapping[str, Expression], pores: InPores) -> Equations:
        """Balances of the guests and of the chain.

        Returns
        -------
        Equations
            with the residual of ``solid_potential`` left to :meth:`solid`, and outputs ``source``
            (1, cells) [A/m^3], ``filling``, ``stored`` (charge inserted per electrode area since
            the start, with side reactions) [C/m^2].
        """
        population, deal = self.population(), self.dealing()
        particle = population.each(self.material)[0]
        local = {
            name.removeprefix("particle."): symbol
            for name, symbol in state.items()
            if name.startswith("particle.")
        }
        around = self._around(state, pores)
        part = population.equations(self.material, local, around, self.initial_filling)
        per_volume = part.outputs["member_current"] / particle.volume_per_area()
        inserted = deal.sums(self._shares_in_cell() * per_volume)
        outputs = {"source": -self.active_fractions() * inserted} | self._contents(part, particle)
        found = Equations(
            rates=nest("particle", part.rates),
            residuals=nest("particle", part.residuals),
            initial=nest("particle", part.initial),
            mass=nest("particle", part.mass),
            observables=self._watched(part, outputs),
            coordinates=nest("population", part.coordinates) | {"member": self._depths(deal)},
            outputs=outputs | (self._heats(part, local, around) if pores.heats else {}),
        )
        if self.chain is not None:
            return self._chained(found, state, pores, per_volume)
        if self.double_layer is not None:
            return self._charged(found, state, pores, particle)
        return found

    def _around(self, state: Mapping[str, Expression], pores: InPores) -> Surroundings:
        """What every particle sees."""
        deal = self.dealing()
        if self.double_layer is not None:
            across = deal.to_members(state["double_layer"])
        else:
            chained = state.get("particle_potential")
            solid = deal.to_members(pores.solid_potential) if chained is None else chained
            across = solid - deal.to_members(pores.electrolyte_potential)
        return Surroundings(
            potential=across,
            temperature=pores.temperature,
            ion_activity=deal.to_members(pores.ion_activity),
            elapsed=pores.elapsed,
            against_guest=True,
        )

    def _chained(
        self, found: Equations, state: Mapping[str, Expression], pores: InPores,
        per_volume: Expression,
    ) -> Equations:  # fmt: skip
        """With the potentials of particles in a row."""
        assert self.chain is not None
        deal, population = self.dealing(), self.population()
        drop = state["particle_potential"] - deal.to_members(pores.solid_potential)
        sizes = population.volumes() / population.number_weights()
        residual = self.chain.residual(drop, sizes * per_volume, deal)
        return replace(
            found,
            residuals=dict(found.residuals) | {"particle_potential": residual},
            initial=dict(found.initial) | {"particle_potential": 0.0},
        )

    def _charged(
        self, found: Equations, state: Mapping[str, Expression], pores: InPores,
        particle: Particle,
    ) -> Equations:  # fmt: skip
        """With the charge of the double layers."""
        per_volume = self._shares_in_cell() / particle.volume_per_area()
        areas = self.active_fractions() * self.dealing().sums(per_volume)
        layer = charging.charging(
            state, pores, found.outputs["source"], areas * self.double_layer, self.layer.thickness
        )
        start = {"double_layer": self.open_circuit_potential(pores.temperature)}
        stored = found.outputs["stored"] - layer.outputs["charge"]
        return replace(
            found,
            rates=dict(found.rates) | dict(layer.rates),
            residuals=dict(found.residuals) | dict(layer.residuals),
            initial=dict(found.initial) | dict(layer.initial) | start,
            outputs=dict(found.outputs) | {"source": layer.outputs["source"], "stored": stored},
        )

    def dealing(self) -> Dealing:
        """Which particles are in which cell."""
        return Dealing(self.population().members, self.layer.cells)

    def _shares_in_cell(self) -> Expression:
        """Volume of every member over that of all in its cell, (members, 1)."""
        volumes, deal = self.population().volumes(), self.dealing()
        return volumes / deal.to_members(deal.sums(volumes))

    def _volume_shares(self) -> Expression:
        """Volume of every member over that of the electrode, (members, 1)."""
        solid = self._solid()
        cells = solid / _sum_row(solid)
        return self._shares_in_cell() * self.dealing().to_members(cells)

    def _solid(self) -> Expression:
        """Share of the volume that is no pore in every cell, (1, cells)."""
        layer = self.layer
        if is_symbolic(self.active_fraction):
            return 1.0 - layer.porosities()
        given = layer.porosity_profile or (layer.porosity,) * layer.cells
        # free electrolyte is allowed where no transport is asked for
        return np.maximum(1.0 - np.array([given]), 1e-12)

    def _active_thickness(self) -> Expression:
        return self.active_fraction * self.connected_fraction * self.layer.thickness

    def _charge_density(self) -> Expression:
        """Charge of the full sites per volume of the members [C/m^3]."""
        host = self.population().each(self.material)[1]
        return host.site_density * host.charge_number * FARADAY

    def _contents(self, part: Equations, particle: Particle) -> dict[str, Expression]:
        """Mean filling, and all charge that has entered per area of the electrode."""
        shares, density = self._volume_shares(), self._charge_density()
        fillings = part.outputs["member_filling"]
        held, full = total(shares * density * fillings), total(shares * density)
        side = part.outputs.get("member_side_charge")
        beside = 0.0 if side is None else total(shares * side / particle.volume_per_area())
        return {
            "filling": held / full,
            "stored": self._active_thickness() * (held + beside),
            "member_filling": fillings,
        }

    def _heats(
        self, part: Equations, local: Mapping[str, Expression], around: Surroundings
    ) -> dict[str, Expression]:
        """Powers of the reactions per area of the electrode [W/m^2]."""
        particle, host = self.population().each(self.material)
        currents = part.outputs["field_currents"]
        found = powers(host, particle, local, currents, around.temperature)
        areas = self._active_thickness() * self._volume_shares() / particle.volume_per_area()
        driven = part.outputs["member_current"] * around.potential
        equilibrium = total(areas * found.equilibrium)
        return {
            "equilibrium_power": equilibrium,
            "reaction_heat": equilibrium - total(areas * driven),
            "reversible_heat": -total(areas * found.entropic),
        }

    def _depths(self, deal: Dealing) -> Coordinate:
        """Distance of every member from the left face of the electrode."""
        steps = (np.arange(self.layer.cells) + 0.5)[None, :] / self.layer.cells
        return Coordinate(
            self.layer.thickness * deal.to_members(steps), "m", "depth in the electrode"
        )

    def _watched(self, part: Equations, outputs: Mapping[str, Expression]) -> dict[str, Observable]:
        found = {
            "mean_filling": Observable(outputs["filling"], "1", "mean site filling"),
            "reaction_current": Observable(
                part.outputs["member_current"], "A/m^2", "insertion current density",
                ("member", None),
            ),
        }  # fmt: skip
        return dict(part.observables) | found


def _sum_row(row: Expression) -> Expression:
    if is_symbolic(row):
        import casadi as ca

        return ca.sum2(row)
    return np.sum(row, axis=1, keepdims=True)
