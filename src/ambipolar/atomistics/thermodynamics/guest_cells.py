"""A supercell of a host with the sites that a guest may fill, numbered as lattice models do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from ..structures.sites import SiteSet, empty_sites, occupied_sites, window_sites
from ..structures.supercells import image_distance, transformed_cell

if TYPE_CHECKING:
    from ase import Atoms

#: empty sites nearer than this [angstrom] are one: no two guests fit there
NEAREST_GUESTS = 2.2


@dataclass(frozen=True)
class GuestCell:
    """A host of ``counts`` unit cells with all its guest sites.

    ``sites`` counts ``((i1 n2 + i2) n3 + i3) b + k`` over cells and the b sites of the unit cell.
    """

    guest: str
    unit: Atoms  #: one cell of the framework, without guests on the sites
    unit_sites: np.ndarray  #: fractional coordinates of its guest sites, (b, 3)
    counts: tuple[int, int, int]
    label: str  #: which sites, such as ``3a``
    given: bool  #: whether the guest sat there in the structure that was read

    @property
    def framework(self) -> Atoms:
        """The empty host."""
        return self.unit.repeat(self.counts)

    @property
    def size(self) -> int:
        """Number of guest sites."""
        return int(np.prod(self.counts)) * len(self.unit_sites)

    @property
    def full(self) -> Atoms:
        """All sites filled; the guests come last, tagged with the number of their site."""
        return self.filled(range(self.size))

    def filled(self, chosen: Sequence[int]) -> Atoms:
        """The host with guests on some sites; framework first, then the guests in order."""
        ase = require("ase", "atoms")
        guests = ase.Atoms(
            [self.guest] * len(self.unit_sites), scaled_positions=self.unit_sites,
            cell=self.unit.cell, pbc=True,
        ).repeat(self.counts)  # fmt: skip
        guests.set_tags(range(self.size))
        atoms = self.framework
        atoms.set_tags(-1)
        atoms.info = {}
        return atoms + guests[sorted(chosen)]

    def strays(self, relaxed: Atoms) -> int:
        """How many guests of a relaxed structure are nearest to another site than their own."""
        own = relaxed.get_tags()
        guests = np.flatnonzero(own >= 0)
        if not len(guests):
            return 0
        start = self.filled(own[guests].tolist())
        inverse = np.linalg.inv(np.asarray(relaxed.cell))
        now, before = relaxed.positions @ inverse, start.get_scaled_positions(wrap=False)
        drift = _nearest_image(now - before)[own < 0].mean(axis=0) if (own < 0).any() else 0.0
        places = self.full.get_scaled_positions()[-self.size :]
        shift = _nearest_image(now[guests][:, None, :] - drift - places[None, :, :])
        distance = np.linalg.norm(shift @ np.asarray(relaxed.cell), axis=-1)
        return int(np.sum(distance.argmin(axis=1) != own[guests]))


def _nearest_image(fractional: np.ndarray) -> np.ndarray:
    return fractional - np.round(fractional)


def site_choices(atoms: Atoms, guest: str, names: Sequence[str] = ()) -> list[list[SiteSet]]:
    """Sets of sites a guest may fill, as alternatives of which the best is to be found.

    One alternative where the guest is in the structure (its sites) or sites are named; else
    every set of empty sites.

    Raises
    ------
    ParameterError
        for a guest that is no element, sites of an unknown name, or a host without room.
    """
    numbers = require("ase.data", "atoms").atomic_numbers
    if guest not in numbers or guest == "X":
        raise ParameterError("guest", f"{guest!r} is no element.", "Write a symbol such as Li.")
    present = guest in atoms.get_chemical_symbols()
    if not names:
        if present:
            return [occupied_sites(atoms, guest)]
        empty = _roomy(atoms, guest)
        if not empty:
            raise ParameterError(
                "guest", f"no site for {guest} is found in {atoms.get_chemical_formula()}.",
                "Give a structure that holds the guest.",
            )  # fmt: skip
        return [[s] for s in empty]
    known = occupied_sites(atoms, guest) if present else []
    known += _roomy(atoms, guest)
    chosen = [s for s in known if {s.label, s.parent} & set(names)]
    absent = sorted(set(names) - {t for s in chosen for t in (s.label, s.parent)})
    if absent:
        raise ParameterError(
            "sites", f"there is no {', '.join(absent)}.",
            f"Found: {', '.join(dict.fromkeys(s.parent or s.label for s in known))}.",
        )  # fmt: skip
    return [chosen]


def _roomy(atoms: Atoms, guest: str) -> list[SiteSet]:
    """Sets of empty sites that can all be filled.

    Two positions on either side of a centre count as the centre.
    """
    found = []
    for sites in empty_sites(atoms, guest=guest):
        apart = _nearest_distance(atoms, sites.positions)
        if apart >= NEAREST_GUESTS:
            found.append(sites)
            continue
        centres = window_sites(atoms, sites.positions, 1.01 * apart, guest=guest)
        found += [
            c for c in centres if _nearest_distance(atoms, c.positions) >= NEAREST_GUESTS
            and not any(_same(c, f) for f in found)
        ]  # fmt: skip
    return found


def _same(a: SiteSet, b: SiteSet) -> bool:
    shift = np.abs(_nearest_image(a.positions[0] - b.positions)).max(axis=1)
    return len(a.positions) == len(b.positions) and bool((shift < 1e-3).any())


def _nearest_distance(atoms: Atoms, positions: np.ndarray) -> float:
    """Least distance of two sites [angstrom], images included."""
    ase = require("ase", "atoms")
    neighbours = require("ase.neighborlist", "atoms")
    points = ase.Atoms(f"X{len(positions)}", scaled_positions=positions, cell=atoms.cell, pbc=True)
    reach = 3.0
    while not len(found := neighbours.neighbor_list("d", points, reach)):
        reach *= 1.5
    return float(found.min())


def guest_cell(
    atoms: Atoms, guest: str, sites: Sequence[SiteSet], most_atoms: int = 48
) -> GuestCell:
    """The supercell of at most ``most_atoms`` atoms, all sites filled, with the farthest images.

    Primitive and given cell are repeated; of equally good ones the larger is taken.

    Raises
    ------
    ParameterError
        when not even one cell is small enough, or nothing is left without the guest.
    """
    units = _units(atoms, guest, sites)
    fitting = [
        (*best, unit, places)
        for unit, places in units
        if (best := best_counts(unit, len(unit) + len(places), most_atoms)) is not None
    ]
    if not fitting:
        least = min(len(unit) + len(places) for unit, places in units)
        raise ParameterError(
            "atoms", f"{most_atoms} atoms are too few for {atoms.get_chemical_formula()}.",
            f"One cell with all sites filled has {least}.",
        )  # fmt: skip
    _, _, counts, unit, places = max(fitting, key=lambda f: f[:2])
    label = ", ".join(dict.fromkeys(s.parent or s.label for s in sites))
    return GuestCell(guest, unit, places, counts, label, all(s.occupied for s in sites))


def best_counts(
    unit: Atoms, atoms_per_cell: int, most_atoms: int
) -> tuple[float, int, tuple[int, int, int]] | None:
    """Distance of images [angstrom], atoms and repetitions of the best supercell; None if none."""
    room = most_atoms // atoms_per_cell
    found = []
    for counts in product(range(1, room + 1), repeat=3):
        copies = int(np.prod(counts))
        if copies <= room:
            images = image_distance(np.asarray(counts)[:, None] * np.asarray(unit.cell))
            found.append((round(images, 2), copies * atoms_per_cell, counts))
    return max(found, key=lambda f: (f[0], f[1], [-n for n in f[2]]), default=None)


def _units(atoms: Atoms, guest: str, sites: Sequence[SiteSet]) -> list[tuple[Atoms, np.ndarray]]:
    """Primitive and given cell: framework and guest sites of each."""
    ase = require("ase", "atoms")
    taken = sorted(i for s in sites for i in s.indices)
    framework = atoms[[i for i in range(len(atoms)) if i not in set(taken)]]
    if not len(framework):
        raise ParameterError("guest", f"nothing is left without {guest}.", "Name the guest only.")
    places = np.concatenate([s.positions for s in sites]) % 1.0
    marked = framework.copy()
    marked.set_tags(0)
    marked.info = {}
    marked += ase.Atoms(
        [guest] * len(places), scaled_positions=places, cell=atoms.cell, pbc=True,
        tags=[1] * len(places),
    )  # fmt: skip
    found = []
    for cell in (_primitive(marked), marked):
        if cell is None or (found and len(cell) == len(found[0][0]) + len(found[0][1])):
            continue
        is_site = cell.get_tags() == 1
        found.append((cell[~is_site], cell.get_scaled_positions()[is_site]))
    return found


def _primitive(marked: Atoms) -> Atoms | None:
    """The primitive cell, unturned; None where symmetry cannot be found."""
    spglib = require("spglib", "atoms")
    kinds = marked.numbers + 200 * marked.get_tags()
    data = spglib.get_symmetry_dataset(
        (np.asarray(marked.cell), marked.get_scaled_positions(), kinds), symprec=1e-3
    )
    if data is None:
        return None
    rows = np.asarray(data.primitive_lattice) @ np.linalg.inv(np.asarray(marked.cell))
    try:
        return transformed_cell(marked, rows)
    except ParameterError:  # slightly distorted files: the given cell serves
        return None
