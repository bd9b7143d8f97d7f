"""Paths with minima on the way: the band is cut there and each part is found by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..calculation import Watch, Work, silent
from ..engines.engine import Engine
from ..relaxation import Relaxation, relax
from ..store import Store, atoms_of, describe_atoms
from .band import Band, BandSettings, displacements, find_path, interpolate

if TYPE_CHECKING:
    from ase import Atoms

#: a dip between two images counts as a minimum when it is deeper than this [eV]
DIP = 0.05


@dataclass(frozen=True)
class Path:
    """Bands one after the other, each between neighbouring minima."""

    bands: tuple[Band, ...]

    @property
    def energies(self) -> np.ndarray:
        """Energies of all images, against the first [eV]."""
        parts = [b.energies if k == 0 else b.energies[1:] for k, b in enumerate(self.bands)]
        return np.concatenate(parts) - self.bands[0].energies[0]

    @property
    def images(self) -> list[Atoms]:
        """All images."""
        return [a for k, b in enumerate(self.bands) for a in b.images[(k > 0) :]]

    @property
    def forward(self) -> float:
        """Highest energy of the path above its start [eV]."""
        return float(self.energies.max())

    @property
    def reverse(self) -> float:
        """Highest energy of the path above its end [eV]."""
        return float(self.energies.max() - self.energies[-1])

    @property
    def converged(self) -> bool:
        """Whether every band is."""
        return all(b.converged for b in self.bands)

    @property
    def largest_force(self) -> float:
        """Of all bands [eV/angstrom]."""
        return max(b.largest_force for b in self.bands)


def find_segments(
    ends: Sequence[Atoms],
    engine: Engine,
    settings: BandSettings,
    store: Store,
    *,
    relaxation: Relaxation,
    depth: int = 2,
    watch: Watch = silent,
) -> Path:
    """The path between two relaxed minima.

    A plain band shows whether there are minima on the way; each is relaxed and the path is cut
    there, down to ``depth`` times. Then the highest image of each part climbs, and a band that
    does not converge so is looked at for minima once more: pulled over one, it cannot.
    """
    options = {"relaxation": relaxation, "watch": watch}
    guess = _guess(ends, settings.images, store)
    plain = dataclasses.replace(settings, climbing_steps=0)
    band = find_path(guess, engine, plain, store, watch)
    parts = _cut(band, ends, engine, settings, store, depth=depth, **options)
    if parts is None:
        climbing = dataclasses.replace(settings, plain_steps=0)
        band = find_path(band.images, engine, climbing, store, watch)
        if not band.converged:
            parts = _cut(band, ends, engine, settings, store, depth=depth, **options)
    return parts or Path((band,))


def _guess(ends: Sequence[Atoms], images: int, store: Store) -> list[Atoms]:
    """The interpolated path; kept, since finding it takes seconds."""
    question = {
        "kind": "interpolation",
        "ends": [describe_atoms(a) for a in ends],
        "images": images,
    }
    answer = store.recall(
        question,
        lambda: {"path": [describe_atoms(a) for a in interpolate(ends[0], ends[1], images)]},
    )
    return [atoms_of(a) for a in answer["path"]]


def _cut(
    band: Band,
    ends: Sequence[Atoms],
    engine: Engine,
    settings: BandSettings,
    store: Store,
    *,
    relaxation: Relaxation,
    depth: int,
    watch: Watch,
) -> Path | None:
    """The two parts of a path with a minimum on the way; None where there is none."""
    dip = _lowest_dip(band.energies) if depth > 0 else None
    if dip is None:
        return None
    watch(Work(0, 1, "relaxing a minimum on the way"))
    middle = relax(band.images[dip], engine, relaxation, store, watch)
    if not _apart(middle.atoms, ends):
        return None
    options = {"relaxation": relaxation, "depth": depth - 1, "watch": watch}
    first = find_segments([ends[0], middle.atoms], engine, settings, store, **options)
    last = find_segments([middle.atoms, ends[1]], engine, settings, store, **options)
    return Path((*first.bands, *last.bands))


def _lowest_dip(energies: np.ndarray) -> int | None:
    """The image at the bottom of the deepest dip between two maxima, if there is one."""
    best, place = DIP, None
    for k in range(1, len(energies) - 1):
        wall = min(energies[:k].max(), energies[k + 1 :].max())
        if wall - energies[k] > best:
            best, place = wall - energies[k], k
    return place


def _apart(atoms: Atoms, ends: Sequence[Atoms]) -> bool:
    """Whether a minimum is another than the ends: some atom is 0.3 angstrom away."""
    return all(np.linalg.norm(displacements(end, atoms), axis=1).max() > 0.3 for end in ends)
