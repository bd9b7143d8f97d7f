"""Lithium in graphite: attraction inside galleries, repulsion between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.records import choice, positive, quantity
from .geometry import Lattice, Sites
from .lattices import LayeredTriangular
from .model import LatticeModel, compile_model
from .pair_model import Interactions
from .terms import Clusters, LayerTerms

Array = Any

#: wave vector of the sqrt3 x sqrt3 superlattice in units of the reciprocal vectors
SUPERLATTICE = (1 / 3, 2 / 3)


@dataclass(frozen=True)
class LayeredGraphite(Interactions):
    r"""Guests at the centres of carbon rings of all galleries.

    .. math::
        E = \gamma N + \sum_{in-plane} \epsilon \left[\left(\tfrac{r_m}{r}\right)^{12}
        - 2 \left(\tfrac{r_m}{r}\right)^6\right]
        + \sum_{between} \kappa \left(\tfrac{r_b}{r}\right)^\alpha + E_{elastic}

    The form and the values of the attraction, the repulsion of adjacent galleries and the site
    energy are those of Monte Carlo work on lithiated graphite [perassi2016] [gavilan2020], as
    its public program holds them; the repulsive law is that of [derosa1999]. There nothing acts
    beyond adjacent galleries.
    ``further_galleries`` continues the same law to that many more; their distance is large
    against that of the rings, so that they act between the means of galleries, with the energy
    of the law summed over the whole plane.

    Opening a gallery costs the energy of springs, the host's and the guests', in series
    [dahn1982], :math:`e (1 + a) x / (a + x)` for each LiC6. Its part linear in x belongs to
    :math:`\gamma`; what remains vanishes for empty and full galleries and parts the guests,

    .. math:: E_{elastic} = \sum_l M_6\, e\, \frac{x_l (1 - x_l)}{a + x_l} ,

    with x = 1 for LiC6 and :math:`M_6` such units a gallery.

    One third of the rings is full: ``capacity``.
    """

    lattice: Lattice = choice("lattice", "the rings", default=LayeredTriangular())
    site_energy: float = quantity("eV", "gamma, of a lone guest against lithium metal", -0.0299966)
    attraction: float = quantity("eV", "epsilon, depth of the in-plane attraction", 0.0255075)
    attraction_distance: float = positive("angstrom", "distance r_m of its minimum", 4.26)
    repulsion: float = quantity("eV", "kappa, repulsion between galleries", 0.255075)
    repulsion_distance: float = positive("angstrom", "its length r_b", 1.42)
    exponent: float = positive("1", "its power alpha; above 2", 4.0, structural=True)
    cutoff: float = positive("angstrom", "in-plane distance where both end", 10.0)
    further_galleries: int = 0
    elastic_energy: float = quantity("eV", "e of a full gallery for each LiC6", 0.0, above=0.0)
    elastic_ratio: float = positive("1", "a, stiffness of the host over that of the guests", 0.3)

    @property
    def capacity(self) -> float:
        return 1 / 3

    @property
    def superlattice(self) -> tuple[float, float]:
        return SUPERLATTICE

    def references(self) -> tuple[str, ...]:
        return ("perassi2016", "gavilan2020", "derosa1999", "dahn1982")

    def compile(self, counts: tuple[int, ...]) -> LatticeModel:
        sites = self.lattice.repeat(counts)
        spacing = np.linalg.norm(self.lattice.cell[2])
        reach = self.lattice.neighbours(float(np.hypot(self.cutoff, spacing)))
        flat = np.linalg.norm(reach.vector[:, :2], axis=1) <= self.cutoff + 1e-9
        near = reach.select(flat & (np.abs(reach.cell[:, 2]) <= 1))
        inside = near.cell[:, 2] == 0
        energy = np.where(inside, self._attraction(near.distance), self._repulsion(near.distance))
        clusters = [Clusters.points([self.site_energy]), Clusters.pairs(near, energy)]
        layers = sites.counts[2]
        return compile_model(
            sites, clusters,
            LayerTerms(self._coupling(layers), self._elastic(sites.size // layers)),
        )  # fmt: skip

    def _attraction(self, distance: Array) -> Array:
        ratio = (self.attraction_distance / distance) ** 6
        return self.attraction * (ratio**2 - 2 * ratio)

    def _repulsion(self, distance: Array) -> Array:
        return self.repulsion * (self.repulsion_distance / distance) ** self.exponent

    def _coupling(self, layers: int) -> Array:
        """G of galleries two and more apart: the law summed over rings, periodic."""
        found = np.zeros((layers, layers))
        area = np.linalg.norm(np.cross(*self.lattice.cell[:2]))
        spacing = np.linalg.norm(self.lattice.cell[2])
        for apart in range(2, 2 + self.further_galleries):
            distance = apart * spacing
            # integral of kappa (r_b/r)^alpha over a plane at this distance, per ring
            energy = 2 * np.pi * self._repulsion(distance) * distance**2 / (self.exponent - 2)
            for layer in range(layers):
                for other in (layer + apart, layer - apart):
                    found[layer, other % layers] += energy / area
        return found

    def _elastic(self, rings: int) -> Array:
        x = np.arange(rings + 1) / (rings * self.capacity)
        a = self.elastic_ratio
        return rings * self.capacity * self.elastic_energy * x * (1 - x) / (a + x)

    def ground_states(self, sites: Sites) -> dict[str, Array]:
        """Empty host and perfect stages that fit: every s-th gallery full, sqrt3 x sqrt3.

        Guests of a gallery stand on one of three superlattices; of the sequences of one, two and
        three superlattices the one of least energy is taken.
        """
        cells, layers = sites.cells, sites.counts[2]
        found = {"empty": np.zeros(sites.size, np.int8)}
        if sites.counts[0] % 3 or sites.counts[1] % 3:
            return found
        model = self.compile(sites.counts)
        for stage in (4, 3, 2, 1):
            if layers % stage:
                continue
            gallery, kept = cells[:, 2] // stage, cells[:, 2] % stage == 0
            periods = [p for p in (1, 2, 3) if (layers // stage) % p == 0]
            options = [
                kept & ((cells[:, 0] + 2 * cells[:, 1] + gallery % p) % 3 == 0) for p in periods
            ]
            best = min(options, key=model.energy)
            found[f"stage {stage}"] = best.astype(np.int8)
        return found
