"""From priced arrangements to the voltage of a large host: cluster expansion and Monte Carlo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import annotation, choice
from ..calculation import Watch, silent
from ..lattice.cluster_expansion import (
    ClusterExpansion,
    Configuration,
    features,
    fit_cluster_expansion,
)
from ..lattice.geometry import Lattice, Sites
from ..lattice.isotherm import LatticeIsotherm
from ..lattice.model import LatticeModel
from ..lattice.orbits import Orbit
from ..lattice.pair_model import Interactions
from ..lattice.potential import PotentialTable, table_of_isotherm
from ..structures.supercells import image_distance
from ..thermodynamics.insertion import Sample

Array = Any

#: shells of pairs that are tried, nearest first
MOST_SHELLS = 6
#: parameters of a fit, as share of the arrangements
MOST_PARAMETERS = 0.5
#: sites of the Monte Carlo supercell, about
MONTE_CARLO_SITES = 500
#: voltages beyond those of the hull that the sweep covers [V]: twelve times kT/e
REACH = 0.3


@dataclass(frozen=True)
class HostLattice(Lattice):
    """The guest sites of any host."""

    vectors: tuple = annotation(())  #: of the unit cell [angstrom], one a row
    places: tuple = annotation(())  #: fractional positions of the sites

    @property
    def cell(self) -> Array:
        return np.asarray(self.vectors, float)

    @property
    def basis(self) -> Array:
        return np.asarray(self.places, float)


@dataclass(frozen=True)
class ExpandedHost(Interactions):
    """A cluster expansion that knows the ordered states of the hull it was fitted to."""

    expansion: ClusterExpansion = choice("lattice model", "fitted interactions")
    counts: tuple = annotation((1, 1, 1))  #: unit cells of the ordered states
    states: tuple = annotation(())  #: (name, occupation) of each

    def compile(self, counts: tuple[int, ...]) -> LatticeModel:
        return self.expansion.compile(counts)

    def ground_states(self, sites: Sites) -> dict[str, Array]:
        """Empty, full, and the ordered states repeated where they fit the supercell."""
        found = super().ground_states(sites)
        if any(n % m for n, m in zip(sites.counts, self.counts)):
            return found
        small = Sites.of(sites.lattice, tuple(self.counts))
        index = small.index(sites.cells, np.tile(np.arange(len(small.lattice.basis)),
                                                 int(np.prod(sites.counts))))  # fmt: skip
        return found | {
            name: np.asarray(occupied, np.int8)[index] for name, occupied in self.states
        }


def lattice_of(sample: Sample) -> HostLattice:
    """The guest sites of a sample's unit cell."""
    unit = sample.cell.unit
    rows = tuple(tuple(map(float, row)) for row in np.asarray(unit.cell))
    return HostLattice(rows, tuple(tuple(map(float, p)) for p in sample.cell.unit_sites))


def fit_sample(sample: Sample, provenance: str = "") -> ClusterExpansion:
    """The cluster expansion of least cross-validation error among short cut-offs.

    Pairs up to each of the nearest shells that the cell can tell apart, without and with
    triplets of nearest neighbours; at most half as many parameters as arrangements. Energies
    count guests from their metal. Arrangements whose guests left their sites are left out.

    Raises
    ------
    ParameterError
        when fewer than six arrangements can be used.
    """
    lattice = lattice_of(sample)
    sites = lattice.repeat(sample.cell.counts)
    used = [p for p in sample.priced if not p.strays]
    if len(used) < 6:
        raise ParameterError(
            "configurations", f"only {len(used)} can be fitted.", "Ask for more of them."
        )
    known = [
        Configuration(sites, p.configuration.occupation,
                      p.energy - len(p.configuration.filled) * sample.metal)
        for p in used
    ]  # fmt: skip
    unit = sample.cell.unit
    host = (unit.get_scaled_positions(), unit.numbers)
    fits = []
    for cutoffs in _cutoffs(lattice, image_distance(sites.cell)):
        try:
            fit = fit_cluster_expansion(known, lattice, cutoffs, host=host, provenance=provenance)
        except ParameterError:
            continue
        few = len(fit.orbits) + 1 <= max(MOST_PARAMETERS * len(used), 2)
        if few and _told_apart(fit.orbits, known):
            fits.append(fit)
    if not fits:
        raise ParameterError("configurations", "are too few for any fit.", "Ask for more of them.")
    return min(fits, key=lambda f: f.cross_validation_error)


def _told_apart(orbits: Sequence[Orbit], known: Sequence[Configuration]) -> bool:
    """Whether the energies determine every interaction.

    In a small cell a cluster can coincide with images of another: their sum is fitted, and how
    it is shared would decide the energies of any larger cell.
    """
    table = features(orbits, known)
    spread = table[:, 1:] - table[:, 1:].mean(axis=0)
    return int(np.linalg.matrix_rank(spread, tol=1e-8)) == len(orbits)


def _cutoffs(lattice: Lattice, images: float) -> list[dict[int, float]]:
    """Pairs of one to six shells within the distance of images; triplets of the nearest shell."""
    near = lattice.neighbours(max(images, 4.0))
    distances = [near.distance[near.shell == k][0] for k in np.unique(near.shell)]
    reach = [float(d) * 1.001 for d in distances[:MOST_SHELLS]]
    return (
        [{2: r} for r in reach]
        + [{2: r, 3: reach[0]} for r in reach]
        + ([{2: r, 3: reach[1]} for r in reach[1:]] if len(reach) > 1 else [])
    )


def isotherm_of(
    sample: Sample, expansion: ClusterExpansion, temperature: float, *, quick: bool = False
) -> LatticeIsotherm:
    """The Monte Carlo sweep over all fillings of a host of about 500 sites."""
    counts = sample.cell.counts
    factor = max(1, round((MONTE_CARLO_SITES / sample.cell.size) ** (1 / 3)))
    states = tuple(
        (f"x = {p.configuration.filling:.3f}", tuple(p.configuration.occupation.tolist()))
        for p in (sample.priced[k] for k in sample.hull[1:-1])
        if not p.strays
    )
    steps = sample.charge * sample.steps
    low, high = float(steps.min()) - REACH, float(steps.max()) + REACH
    return LatticeIsotherm(
        model=ExpandedHost(expansion, counts, states),
        repeat=tuple(factor * n for n in counts),
        temperature=temperature,
        highest_voltage=high,
        lowest_voltage=low,
        steps=int(np.clip(round((high - low) / 0.02), 21, 161)) if not quick else 41,
        settle=100 if quick else 300,
        samples=200 if quick else 600,
    )


def monte_carlo_table(
    sample: Sample,
    expansion: ClusterExpansion,
    temperature: float,
    *,
    quick: bool = False,
    watch: Watch = silent,
) -> PotentialTable:
    """Equilibrium voltage of the expansion against filling, for a guest of charge one.

    Raises
    ------
    ParameterError
        when the sweep does not cover the fillings.
    """
    data = isotherm_of(sample, expansion, temperature, quick=quick).compute(watch)
    return table_of_isotherm(data)
