"""A full cell with phase-separating particles in the place of Fickian ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...core.constants import FARADAY
from ...core.records import Record, positive, quantity
from ...devices.full_cell import FullCell
from ...materials.material import Material
from ...materials.registry import MATERIALS
from ...models.cells.electrode import PorousElectrode
from ...models.homogeneous_grain import HomogeneousGrain
from ...models.population import Population
from ...models.size_distribution import GivenSizes
from ...models.variation import GivenVariation, SizeDependentInteraction
from ...physics.kinetics.film_resistance import WithFilmResistance
from .graphite import FickianGraphite, Graphite

GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Mosaic(Record):
    """LiFePO4 particles of log-normal sizes behind unlike contact resistances.

    No particle has gradients inside; its barrier to phase separation depends on its size
    [cogswell2013; ferguson2014]. Contact resistances differ from particle to particle
    [safari2011], log-normally and independently of the size.
    """

    contact_resistance: float = quantity(
        "ohm*m^2", "median contact resistance of a particle per its surface", 1.0, above=0.0
    )
    contact_spread: float = quantity("1", "standard deviation of its logarithm", 1.2, above=0.0)
    share_used: float = quantity(
        "1", "nominal charge over that of all LiFePO4 sites", 0.95, above=0.3, below=1.5
    )
    initial_filling: float = quantity(
        "1", "filling of LiFePO4 in the charged cell", 0.01, above=0.0, below=1.0, closed=False
    )
    particle_size: float = positive("m", "median radius of the LiFePO4 particles", 50e-9)
    size_spread: float = quantity("1", "standard deviation of its logarithm", 0.3, above=0.0)


@dataclass(frozen=True)
class Resolution:
    """Cells along each layer, and particles of LiFePO4 in each cell, the same in all of them."""

    cells: int = 6
    particles: int = 12


@dataclass(frozen=True)
class MosaicModel(Record):
    """What the particles of both electrodes are made of.

    Without a ``mosaic`` the positive electrode stays as the file has it.
    """

    mosaic: Mosaic | None = Mosaic()
    graphite: Graphite = FickianGraphite()
    resolution: Resolution = Resolution()

    def cell(self, cell: FullCell, host: Material | None = None) -> FullCell:
        """The cell of a battery parameter file with these particles in both electrodes.

        Geometry, porosities, electrolyte, matrix, site densities, and the kinetics and the
        open-circuit curve of graphite are those of ``cell``; free energy, standard potential and
        kinetics of the positive particles those of ``host`` (LiFePO4 as published, if not given).
        """
        cells = self.resolution.cells
        separator = cell.separator
        if separator is not None:
            separator = replace(separator, cells=cells)
        old = replace(cell.negative, discharged_filling=None, charged_filling=None)
        old = replace(old, layer=replace(old.layer, cells=cells))
        return replace(
            cell,
            negative=self.graphite.electrode(old),
            separator=separator,
            positive=self._positive(cell, host or MATERIALS["LFP"]),
        )

    def _positive(self, cell: FullCell, host: Material) -> PorousElectrode:
        own, old = self.mosaic, cell.positive
        if own is None:
            return replace(old, layer=replace(old.layer, cells=self.resolution.cells))
        cells, count = self.resolution.cells, self.resolution.particles
        density, normal = old.material.site_density, normal_quantiles(count)
        law: Any = host.kinetics
        variations: tuple[Any, ...] = (SizeDependentInteraction(),)
        if own.contact_resistance > 0.0:
            law = WithFilmResistance(law=law, film_resistance=own.contact_resistance)
            resistances = own.contact_resistance * np.exp(own.contact_spread * normal)
            target = "material.kinetics.film_resistance"
            given = tuple(np.tile(resistances, cells))
            variations += (GivenVariation(target=target, given=given),)
        sizes = own.particle_size * np.exp(own.size_spread * paired_quantiles(count))
        sites = cell.capacity / FARADAY / own.share_used
        return replace(
            old,
            material=replace(host, name=f"{host.name} mosaic", kinetics=law, site_density=density),
            particle=Population(
                particle=HomogeneousGrain(size=own.particle_size, geometry="sphere"),
                members=count * cells,
                sizes=GivenSizes(values=tuple(np.tile(sizes, cells))),
                variations=variations,
            ),
            layer=replace(old.layer, cells=cells),
            active_fraction=sites / (density * old.layer.thickness),
            initial_filling=own.initial_filling,
            discharged_filling=None,
            charged_filling=None,
        )


def normal_quantiles(count: int) -> np.ndarray:
    """Medians of ``count`` equally likely parts of the standard normal distribution, (count,)."""
    from scipy.special import ndtri

    return ndtri((np.arange(count) + 0.5) / count)


def paired_quantiles(count: int) -> np.ndarray:
    """Other normal quantiles for the same members, without correlation to the first, (count,).

    Multiples of the golden ratio fill the unit interval evenly in an order of their own: the
    largest resistance does not go with the largest particle by chance.
    """
    from scipy.special import ndtri

    places = ((np.arange(count) + 0.5) * GOLDEN) % 1.0
    return ndtri((np.argsort(np.argsort(places)) + 0.5) / count)
