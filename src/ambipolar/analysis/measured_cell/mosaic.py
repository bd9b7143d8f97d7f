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
    """Cells along each layer; resistances and sizes, all combinations of which are in each cell.

    Resistances stand for equal shares of the particles, sizes are those of a quadrature.
    """

    cells: int = 5
    resistances: int = 16
    sizes: int = 2


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
        own, old, finely = self.mosaic, cell.positive, self.resolution
        if own is None:
            return replace(old, layer=replace(old.layer, cells=finely.cells))
        law: Any = host.kinetics
        variations: tuple[Any, ...] = (SizeDependentInteraction(),)
        nodes, shares = normal_quadrature(finely.sizes)
        repeats = finely.resistances * finely.cells
        sizes = np.tile(own.particle_size * np.exp(own.size_spread * nodes), repeats)
        if own.contact_resistance > 0.0:
            law = WithFilmResistance(law=law, film_resistance=own.contact_resistance)
            spread = np.exp(own.contact_spread * normal_quantiles(finely.resistances))
            each = np.repeat(own.contact_resistance * spread, finely.sizes)
            given = tuple(np.tile(each, finely.cells))
            target = "material.kinetics.film_resistance"
            variations += (GivenVariation(target=target, given=given),)
        density = old.material.site_density
        sites = cell.capacity / FARADAY / own.share_used
        return replace(
            old,
            material=replace(host, name=f"{host.name} mosaic", kinetics=law, site_density=density),
            particle=Population(
                particle=HomogeneousGrain(size=own.particle_size, geometry="sphere"),
                members=len(sizes),
                sizes=GivenSizes(values=tuple(sizes)),
                numbers=tuple(np.tile(shares, repeats)),
                variations=variations,
            ),
            layer=replace(old.layer, cells=finely.cells),
            active_fraction=sites / (density * old.layer.thickness),
            initial_filling=own.initial_filling,
            discharged_filling=None,
            charged_filling=None,
        )


def normal_quantiles(count: int) -> np.ndarray:
    """Medians of ``count`` equally likely parts of the standard normal distribution, (count,)."""
    from scipy.special import ndtri

    return ndtri((np.arange(count) + 0.5) / count)


def normal_quadrature(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Hermite nodes of the standard normal distribution and their shares, (count,) each."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / np.sum(weights)
