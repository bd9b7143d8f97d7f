r"""Diffusivity of a guest from one barrier.

.. math:: D_0 = \frac{Z}{2 d} a^2 \nu^* e^{-E_a/RT}

of a particle that hops at random over distances a to Z neighbours in d directions: the
coefficient of a lattice gas, without correlation of successive hops [vineyard1957].
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.constants import AVOGADRO, ELEMENTARY_CHARGE, GAS_CONSTANT
from ...core.errors import ParameterError
from ..calculation import Watch, silent, within
from ..engines.engine import Engine
from ..migration.attempt_frequency import path_frequency
from ..migration.band import BandSettings
from ..migration.hops import Hop, end_points, moving_atoms
from ..migration.segments import find_segments
from ..relaxation import Relaxation, relax
from ..store import Store
from ..structures.hops import Hop as SiteHop
from ..structures.hops import distinct_hops, percolation
from ..structures.sites import SiteSet
from ..thermodynamics.guest_cells import GuestCell
from ..thermodynamics.insertion import Sample

if TYPE_CHECKING:
    from ase import Atoms

#: end points of a path
ENDS = Relaxation(force_tolerance=0.03)
#: attempt frequency where none was computed [Hz]
USUAL_FREQUENCY = 1e13


@dataclass(frozen=True)
class Transport:
    """The hop that opens the network of sites, and how the guest passes it."""

    barrier: float  #: [eV]
    reverse: float  #: from the other end [eV]
    frequency: float  #: attempt frequency [Hz]
    frequency_computed: bool
    distance: float  #: of the two sites [angstrom]
    neighbours: int  #: equivalent hops from one site
    dimension: int  #: in how many directions the network leads
    carrier: str  #: ``vacancy`` in a full host or ``guest`` in an empty one
    converged: bool
    largest_force: float  #: [eV/angstrom]
    images: int
    atoms: int

    @property
    def geometry(self) -> float:
        """Z/2d."""
        return self.neighbours / (2 * self.dimension)

    @property
    def activation_energy(self) -> float:
        """The barrier [J/mol]."""
        return self.barrier * ELEMENTARY_CHARGE * AVOGADRO

    def diffusivity(self, temperature: float) -> float:
        """The coefficient at a temperature in K [m^2/s]."""
        attempts = self.geometry * (self.distance * 1e-10) ** 2 * self.frequency
        return attempts * float(np.exp(-self.activation_energy / GAS_CONSTANT / temperature))


def opening_hop(cell: GuestCell) -> tuple[SiteHop, int]:
    """The shortest hop with which the network of sites becomes endless, and its dimension.

    Raises
    ------
    ParameterError
        when no hop below 8 angstrom does.
    """
    sites = [SiteSet(cell.label, cell.unit_sites, 0.0, {})]
    for cutoff in (3.5, 4.5, 6.0, 8.0):
        try:
            hops = distinct_hops(cell.unit, sites, cutoff)
        except ParameterError:
            continue
        for hop, (_, dimension) in zip(hops, percolation(hops)):
            if dimension > 0:
                return hop, dimension
    raise ParameterError(
        "guest", "its sites are too far apart for hops.", "Leave the barrier out (--no-barrier)."
    )


def hop_ends(sample: Sample, hop: SiteHop) -> tuple[Hop, bool]:
    """The hop in the supercell, as atoms of the full host, and whether a vacancy carries it.

    Raises
    ------
    ParameterError
        when both sites are the same in a cell this small.
    """
    cell = sample.cell
    first, second, wrap = hop.edges[0]
    b = len(cell.unit_sites)
    n1, n2, n3 = cell.counts
    w = np.mod(wrap, cell.counts)
    other = int(((w[0] * n2 + w[1]) * n3 + w[2]) * b + second)
    if other == first:
        raise ParameterError(
            "atoms", f"a hop of {hop.distance:.2f} angstrom leads to the same site in this cell.",
            "Allow more atoms.",
        )  # fmt: skip
    start = len(cell.full) - cell.size
    return Hop(start + other, start + first), cell.given


def hop_transport(
    sample: Sample,
    engine: Engine,
    store: Store,
    *,
    images: int = 5,
    watch: Watch = silent,
) -> Transport:
    """Barrier and attempt frequency of the hop that opens the network.

    In the full host a guest hops into the only vacancy where the structure held the guest;
    otherwise the only guest hops in the empty host.

    Raises
    ------
    ParameterError
        where there is no such hop, or both ends relax into one structure.
    """
    hop, dimension = opening_hop(sample.cell)
    moving, by_vacancy = hop_ends(sample, hop)
    if by_vacancy:
        base = _relaxed(sample, full=True)
        pair, atoms = end_points(base, [moving]), moving_atoms([moving])
    else:
        base = _relaxed(sample, full=False)
        pair, atoms = _single_guest(sample, moving), [len(base)]
    ends = [
        relax(a, engine, ENDS, store, within(watch, k, 4, name)).atoms
        for k, (a, name) in enumerate(zip(pair, ("start of the hop", "end of the hop")))
    ]
    path = find_segments(
        ends, engine, BandSettings(images=images), store, relaxation=ENDS,
        watch=within(watch, 2, 4, "path"),
    )  # fmt: skip
    found = USUAL_FREQUENCY
    if path.converged:
        found = path_frequency(path, atoms, engine, store, within(watch, 3, 4, "modes"))
    distance = hop.distance * (base.get_volume() / sample.cell.framework.get_volume()) ** (1 / 3)
    return Transport(
        path.forward, path.reverse, found, path.converged, distance, hop.multiplicity, dimension,
        "vacancy" if by_vacancy else "guest", path.converged, path.largest_force, images,
        len(ends[0]),
    )  # fmt: skip


def _relaxed(sample: Sample, full: bool) -> Atoms:
    wanted = 1.0 if full else 0.0
    return next(p.atoms for p in sample.priced if p.configuration.filling == wanted)


def _single_guest(sample: Sample, hop: Hop) -> list[Atoms]:
    """The relaxed empty host with one guest at either end."""
    host = _relaxed(sample, full=False)
    places = sample.cell.full.get_scaled_positions()
    pair = []
    for index in (hop.moving, hop.empty):
        one = sample.cell.filled([index - len(host)])
        one.set_cell(host.cell)
        one.positions[: len(host)] = host.positions
        one.positions[-1] = places[index] @ np.asarray(host.cell)
        pair.append(one)
    return pair


def plain(transport: Transport) -> dict[str, float | int | str | bool]:
    """The record as plain data."""
    return dataclasses.asdict(transport)
