"""One particle in a perfect bath, against a reference electrode of the guest metal."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.constants import ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..core.records import Record, choice, positive, quantity
from ..materials.material import Material
from ..models.particle import Particle
from ..numerics.system import System
from ..physics.stability.surface import DrivenSurface
from .perfect_bath import perfect_bath


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
        return perfect_bath(self, "particle", self.particle)
