"""One particle in a perfect bath, against a reference electrode of the guest metal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..core.constants import ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..core.records import Record, choice, positive, quantity
from ..materials.material import Material
from ..models.control import TerminalControl
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
from ..physics.stability.surface import DrivenSurface


@dataclass(frozen=True)
class SingleParticle(Record):
    r"""A single particle of a host in an electrolyte without losses.

    .. math:: j\,r_A = I, \qquad V = \Delta\phi - R_s I

    ``I`` is the terminal current per terminal area, positive on discharge (insertion);
    ``area_ratio`` :math:`r_A` is the reacting area over the terminal area: 1 gives currents per
    particle surface, the specific area times thickness those of an ideal porous electrode.
    """

    material: Material = choice("material", "host of the guest")
    particle: Particle = choice("particle", "particle model")
    initial_filling: float = quantity(
        "1", "site filling at the start", 0.01, above=0.0, below=1.0, closed=False
    )
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)
    ion_activity: float = positive("1", "activity of the ion in the electrolyte", 1.0)
    series_resistance: float = quantity("ohm*m^2", "series resistance", 0.0, above=0.0)
    area_ratio: float = positive("1", "reacting area over terminal area", 1.0)

    @property
    def capacity(self) -> float:
        """Charge that fills all sites, per terminal area [C/m^2]."""
        return self.particle.capacity(self.material) * self.area_ratio

    def driven_surface(self) -> DrivenSurface:
        """What decides whether the particle stays uniform under current.

        The argument of ``growth_rate``, ``critical_current`` and ``phase_map``.

        Raises
        ------
        ParameterError
            for a host with several composition fields.
        """
        material = self.material
        if material.free_energy.fields > 1:
            raise ParameterError(
                "material.free_energy", "driven stability needs one composition field."
            )
        return DrivenSurface(
            free_energy=material.free_energy,
            kinetics=material.kinetics,
            site_density=material.site_density,
            area_per_volume=1 / self.particle.volume_per_area(),
            gradient_energy=material.gradient_energy,
            coherency=material.coherency or 0.0,
            temperature=self.temperature,
            ion_activity=self.ion_activity,
        )

    def system(self) -> System:
        """Equations with the unknowns of the particle, the potential and the terminal current."""
        import casadi as ca

        inner = self.particle.variables(self.material)
        outer = (
            Variable("charge", "C/m^2", "charge passed"),
            Variable("potential", "V", "electrode potential", algebraic=True, step_limit=0.5),
            Variable("current_density", "A/m^2", "current density", algebraic=True),
        )
        local, state = symbols(inner), symbols(outer)
        time, control = ca.MX.sym("t"), TerminalControl()
        # set by the runner for every step of a protocol
        started, charge_before = ca.MX.sym("start_time"), ca.MX.sym("start_charge")
        inputs = control.inputs()
        inputs |= {"start_time": (started, 0.0), "start_charge": (charge_before, 0.0)}
        current = state["current_density"]
        voltage = state["potential"] - self.series_resistance * current
        around = Surroundings(
            state["potential"], self.temperature, self.ion_activity, started + time
        )
        part = self.particle.equations(self.material, local, around, self.initial_filling)
        filling = part.outputs["filling"]
        residuals = {
            "potential": part.outputs["current"] * self.area_ratio - current,
            "current_density": control.residual(inputs, time, voltage, current),
        }
        inserted = self.capacity * (filling - self.initial_filling)
        return System(
            variables=(*(replace(v, name=f"particle.{v.name}") for v in inner), *outer),
            state=nest("particle", local) | state,
            equations=Equations(
                rates=nest("particle", part.rates) | {"charge": current},
                residuals=nest("particle", part.residuals) | residuals,
                initial=nest("particle", part.initial) | self._guess(),
                mass=nest("particle", part.mass),
                observables={
                    "voltage": Observable(voltage, "V", "voltage"),
                    "current_density": Observable(current, "A/m^2", "current density"),
                    "filling": Observable(filling, "1", "mean site filling"),
                    "charge": Observable(state["charge"], "C/m^2", "charge passed"),
                    **nest("particle", part.observables),
                },
                coordinates=nest("particle", part.coordinates),
            ),
            time=time,
            inputs=inputs,
            limits={
                "voltage": voltage,
                "current_magnitude": ca.fabs(current),
                "filling": filling,
                "charge_passed_magnitude": ca.fabs(state["charge"] - charge_before),
            },
            balances={"guest": Balance(inserted, state["charge"], self.capacity)},
        )

    def _guess(self) -> dict[str, Any]:
        """Start of the terminal unknowns: no current, the potential of equilibrium."""
        equilibrium = self.material.open_circuit_potential(self.initial_filling, self.temperature)
        return {"charge": 0.0, "potential": equilibrium, "current_density": 0.0}
