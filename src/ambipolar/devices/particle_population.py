"""Many particles in a perfect bath: an electrode whose electrolyte has no losses."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.constants import ROOM_TEMPERATURE
from ..core.records import Record, choice, positive, quantity
from ..materials.material import Material
from ..models.population import Population
from ..numerics.system import System
from ..physics.stability.surface import DrivenSurface
from .perfect_bath import perfect_bath
from .single_particle import SingleParticle


@dataclass(frozen=True)
class ParticlePopulation(Record):
    r"""Particles of one host that share one potential, in an electrolyte without losses.

    .. math:: r_A \sum_m a_m\, j_m = I, \qquad V = \Delta\phi - R_s I, \qquad
              \bar x = \sum_m w_m\, x_m

    with the shares :math:`a_m` of the members in the reacting area and :math:`w_m` in the
    capacity. ``I`` is the terminal current per terminal area, positive on discharge (insertion);
    ``area_ratio`` :math:`r_A` is the reacting area of all particles over the terminal area. C
    rates and fillings refer to the capacity of all. At zero current the particles exchange
    guests through the electrolyte: those that are full feed those that fill.
    [ferguson2012; li2014]
    """

    material: Material = choice("material", "host of the guest")
    population: Population = choice("population", "particles, their sizes and properties")
    initial_filling: float = quantity(
        "1", "mean site filling at the start", 0.01, above=0.0, below=1.0, closed=False
    )
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)
    ion_activity: float = positive("1", "activity of the ion in the electrolyte", 1.0)
    series_resistance: float = quantity("ohm*m^2", "series resistance", 0.0, above=0.0)
    area_ratio: float = positive("1", "reacting area over terminal area", 1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.population.each(self.material)  # names what cannot vary

    @property
    def capacity(self) -> float:
        """Charge that fills all sites, per terminal area [C/m^2]."""
        return self.population.capacity(self.material) * self.area_ratio

    def driven_surface(self) -> DrivenSurface:
        """The surface of the nominal particle, see :meth:`SingleParticle.driven_surface`."""
        return SingleParticle(
            self.material, self.population.particle, self.initial_filling, self.temperature,
            self.ion_activity,
        ).driven_surface()  # fmt: skip

    def system(self) -> System:
        """Equations with the unknowns of all particles, the potential and the current."""
        return perfect_bath(self, "population", self.population)
