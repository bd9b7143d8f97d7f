"""The calculation of a migration barrier: atoms that hop into vacancies, alone or together."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ...core.records import annotation, choice
from ..calculation import Calculation, Watch, silent, within
from ..cells import LithiumTitanate, StructureSource
from ..engines.engine import Engine
from ..engines.sevennet import SevenNet
from ..relaxation import Relaxation, relax
from ..store import Store, default_folder
from ..thermodynamics.vacancy_formation import pristine
from .attempt_frequency import path_frequency
from .band import Band, BandSettings, displacements
from .hops import Hop, moving_atoms, stages, vacancy_hops
from .segments import Path, find_segments

if TYPE_CHECKING:
    import xarray as xr
    from ase import Atoms


@dataclass(frozen=True)
class MigrationBarrier(Calculation):
    """Barrier of one or several atoms that hop at once into neighbouring vacancies.

    ``moving`` names the class of each atom; the first goes to the nearest site of its class
    (number ``rank`` among the symmetry-distinct choices), every further one is the pair nearest
    to it. The path is cut at minima on the way. ``sequence`` lets the atoms go one after the other
    instead, in this order (0 is the first of ``moving``), over the relaxed states between.
    """

    structure: StructureSource = choice("structure", "host", LithiumTitanate())
    engine: Engine = choice("engine", "engine of energies and forces", SevenNet())
    moving: tuple = annotation(("Li 8a",))
    sequence: tuple = annotation(())
    rank: int = 0
    band: BandSettings = BandSettings()
    relaxation: Relaxation = Relaxation(force_tolerance=0.03)
    frequency: bool = annotation(True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.moving:
            raise ParameterError("MigrationBarrier.moving", "is empty.", "Name a class of sites.")

    def references(self) -> tuple[str, ...]:
        keys = ("henkelman2000", "smidstrup2014", "vineyard1957", "larsen2017")
        return (*self.engine.references(), *self.structure.references(), *keys)

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        path, hops, host = self.trace(store, watch)
        frequency = np.nan
        if self.frequency and path.converged:
            told = within(watch, 3, 4, "modes")
            frequency = path_frequency(path, moving_atoms(hops), self.engine, store, told)
        return _dataset(self, path, hops, host, frequency)

    def trace(self, store: Store, watch: Watch = silent) -> tuple[Path, list[Hop], Atoms]:
        """The path with its images, the hops and the host."""
        host = pristine(self.structure, self.engine, store, within(watch, 0, 4))
        hops = choose_hops(host.atoms, self.moving, self.rank)
        steps = [
            relax(a, self.engine, self.relaxation, store, within(watch, 1, 4, f"state {k + 1}"))
            for k, a in enumerate(stages(host.atoms, hops, self.sequence))
        ]
        bands: list[Band] = []
        for first, last in itertools.pairwise(steps):
            part = find_segments(
                [first.atoms, last.atoms], self.engine, self.band, store,
                relaxation=self.relaxation, watch=within(watch, 2, 4, "path"),
            )  # fmt: skip
            bands += part.bands
        path = Path(tuple(bands))
        return path, hops, host.atoms


def choose_hops(atoms: Atoms, classes: tuple[str, ...], rank: int = 0) -> list[Hop]:
    """The hops of a barrier: the first by its rank, the others as near to it as can be.

    Raises
    ------
    ParameterError
        for a class the structure does not have or a rank beyond its hops.
    """
    first = vacancy_hops(atoms, classes[0])
    if not 0 <= rank < len(first):
        raise ParameterError("rank", f"there are {len(first)} hops, got {rank}.", "Start from 0.")
    found = [first[rank]]
    for name in classes[1:]:
        found.append(_nearest(atoms, name, found))
    return found


def _nearest(atoms: Atoms, name: str, hops: list[Hop]) -> Hop:
    """The hop of a class whose ends are nearest to those of the first hop, atom by atom."""
    from ..cells import site_classes

    taken = {i for hop in hops for i in (hop.moving, hop.empty)}
    sites = [i for i, c in enumerate(site_classes(atoms)) if c == name and i not in taken]
    start = atoms.get_distances(hops[0].moving, sites, mic=True)
    end = atoms.get_distances(hops[0].empty, sites, mic=True)
    best, chosen = np.inf, None
    for i, site in enumerate(sites):
        apart = atoms.get_distances(site, sites, mic=True)
        for k in np.flatnonzero((apart > 0.1) & (apart < 3.6)):
            cost = start[i] + end[k] + 0.5 * apart[k]
            if cost < best - 1e-6:
                best, chosen = cost, Hop(site, sites[int(k)])
    if chosen is None:
        raise ParameterError(
            "moving", f"no pair of {name!r} is near the first hop.", "Leave it out."
        )
    return chosen


def _dataset(
    asked: MigrationBarrier, path: Path, hops: list[Hop], host: Atoms, frequency: float
) -> xr.Dataset:
    import xarray as xr

    energies = path.energies
    images = path.images
    moved = [np.linalg.norm(displacements(a, b)) for a, b in itertools.pairwise(images)]
    steps = np.concatenate([[0.0], np.cumsum(moved)])
    length = [float(host.get_distance(h.moving, h.empty, mic=True)) for h in hops]
    scalars = {
        "barrier": (path.forward, "eV", "barrier from the first end point"),
        "reverse_barrier": (path.reverse, "eV", "barrier from the last end point"),
        "attempt_frequency": (frequency, "Hz", "attempt frequency"),
        "converged": (path.converged, "1", "band reached its tolerance"),
        "largest_force": (path.largest_force, "eV/angstrom", "largest force along the band"),
        "bands": (len(path.bands), "1", "bands between minima"),
        "evaluations": (sum(b.evaluations for b in path.bands), "1", "evaluations of a structure"),
        "atoms": (len(images[0]), "1", "atoms of the cell"),
        "hop_length": (max(length), "angstrom", "distance of the sites"),
    }
    data = xr.Dataset(
        {n: ((), v, {"units": u, "long_name": t}) for n, (v, u, t) in scalars.items()},
        coords={"path": ("path", steps, {"units": "angstrom", "long_name": "length of the path"})},
    )
    data["energy"] = ("path", energies, {"units": "eV", "long_name": "energy above the start"})
    data.attrs["engine"] = asked.engine.provenance
    data.attrs["notes"] = (
        []
        if path.converged
        else [
            f"The path of {', '.join(asked.moving)} is not converged: largest force "
            f"{path.largest_force:.2f} eV/Å; its barrier is no result."
        ]
    )
    return data
