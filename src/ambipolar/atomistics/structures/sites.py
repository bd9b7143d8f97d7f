r"""Where a guest is and where it could be.

Occupied sites are the orbits of the space group. Empty ones are corners of the Voronoi cells of
the host, the points farthest from all atoms around them; corners closer together than about an
angstrom are one site, placed on the nearest point of special symmetry. Points halfway between
such sites are the windows of the network.

Wyckoff letters depend on the choice of origin: 8a and 8b of a spinel are the same up to a shift.
Crystals that carry labels of their own (prototypes do) keep them and name the other sites to match.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from .symmetry import TOLERANCE, operations

#: neighbours up to this multiple of the shortest distance are coordinating
SHELL = 1.25
_DUMMY = 119  #: atomic number of a test site, which no element has


@dataclass(frozen=True)
class SiteSet:
    """Equivalent sites of a crystal.

    ``positions`` are fractional coordinates of all of them in the given cell, shape (sites, 3);
    ``radius`` is the distance to the nearest atom in angstrom and ``neighbours`` numbers the atoms
    within 1.25 times that. ``parent`` is the Wyckoff label in the crystal before species were
    ordered, where known.
    """

    label: str
    positions: np.ndarray
    radius: float
    neighbours: Mapping[str, int]
    indices: tuple[int, ...] = ()  #: of the atoms, where occupied
    parent: str = ""

    @property
    def occupied(self) -> bool:
        """Whether atoms sit there."""
        return bool(self.indices)

    @property
    def coordination(self) -> int:
        """Number of neighbours in the first shell."""
        return sum(self.neighbours.values())


def occupied_sites(atoms: Any, guest: str) -> list[SiteSet]:
    """The sets of equivalent sites that ``guest`` occupies, in order of their first atom.

    Raises
    ------
    ParameterError
        when the structure has no such atom; the message lists what it has.
    """
    symbols = np.array(atoms.get_chemical_symbols())
    if guest not in symbols:
        raise ParameterError(
            "guest",
            f"there is no {guest} in {atoms.get_chemical_formula()}.",
            f"Its elements: {', '.join(sorted(set(symbols)))}. "
            "Empty sites for an absent guest are found by empty_sites.",
        )
    labels, orbit = _wyckoff(atoms)
    rename = _renaming(atoms)
    names = atoms.info.get("sites", ())
    found = []
    for first in dict.fromkeys(orbit[symbols == guest].tolist()):
        indices = np.flatnonzero(orbit == first)
        fractional = atoms.get_scaled_positions()[indices]
        radius, neighbours = _surroundings(atoms, fractional[0], skip=int(indices[0]))
        tag = int(atoms.get_tags()[first])
        parent = names[tag] if tag < len(names) else ""
        found.append(
            SiteSet(
                rename(labels[first]),
                fractional,
                radius,
                neighbours,
                tuple(indices.tolist()),
                parent,
            )
        )
    return found


def empty_sites(
    atoms: Any, least_radius: float = 1.5, guest: str | None = None, merge: float = 0.95
) -> list[SiteSet]:
    """Sets of equivalent empty sites, widest first.

    Parameters
    ----------
    atoms : the host.
    least_radius : least distance to the nearest atom in angstrom.
    guest : atoms of this element are taken out first, and sites where they sat are left out: what
        remains are the other sites of the empty host.
    merge : Voronoi corners closer than this in angstrom are one site.

    Raises
    ------
    ParameterError
        when nothing is left without the guest.
    """
    host, taken = atoms, np.zeros((0, 3))
    if guest is not None:
        is_guest = np.array(atoms.get_chemical_symbols()) == guest
        host, taken = atoms[~is_guest], atoms.get_scaled_positions()[is_guest]
    if len(host) == 0:
        raise ParameterError("guest", f"nothing is left without {guest}.", "Name the guest only.")
    corners = _voronoi_corners(host, least_radius)
    found = _site_sets(atoms, host, corners, taken, least_radius, merge)
    return sorted(found, key=lambda s: (-round(s.radius, 3), s.label))


def window_sites(
    atoms: Any,
    positions: np.ndarray,
    reach: float,
    least_radius: float = 1.5,
    guest: str | None = None,
    merge: float = 0.5,
) -> list[SiteSet]:
    """Sets of points halfway between ``positions`` that are at most ``reach`` angstrom apart.

    Such a point is a bottleneck between two wide sites, or the narrower of two kinds of sites that
    alternate in a channel.

    Parameters
    ----------
    positions : fractional coordinates of sites in the cell, shape (sites, 3).
    least_radius, guest : as for :func:`empty_sites`.
    """
    neighbours = require("ase.neighborlist", extra="atoms")
    ase = require("ase", extra="atoms")
    host = atoms if guest is None else atoms[[a.index for a in atoms if a.symbol != guest]]
    points = ase.Atoms(f"X{len(positions)}", scaled_positions=positions, cell=atoms.cell, pbc=True)
    first, vector = neighbours.neighbor_list("iD", points, reach)
    half = positions[first] + 0.5 * vector @ np.linalg.inv(np.asarray(atoms.cell))
    return _site_sets(atoms, host, half % 1.0, np.asarray(positions), least_radius, merge)


def _site_sets(
    atoms: Any,
    host: Any,
    candidates: np.ndarray,
    taken: np.ndarray,
    least_radius: float,
    merge: float,
) -> list[SiteSet]:
    """Orbits of the candidates that are wide enough and not taken, in the order of candidates."""
    cell = np.asarray(host.cell)
    rotations, translations = operations(host)
    rename = _renaming(atoms)
    found: list[SiteSet] = []
    placed = taken
    for point in candidates:
        if _distances(point, placed, cell).min(initial=np.inf) < 0.5 * merge:
            continue
        site = _special_position(point, rotations, translations, cell, merge)
        if _distances(site, placed, cell).min(initial=np.inf) < merge:
            continue
        radius, neighbours = _surroundings(host, site)
        if radius < least_radius:
            continue
        orbit = _orbit(site, rotations, translations, cell)
        label = rename(_label_of(host, host.numbers, orbit))
        free = [_distances(p, taken, cell).min(initial=np.inf) >= merge for p in orbit]
        placed = np.concatenate([placed, orbit])
        parent = _parent_label(atoms, orbit)
        found.append(SiteSet(label, orbit[free], radius, neighbours, parent=parent))
    return found


def _voronoi_corners(host: Any, least_radius: float) -> np.ndarray:
    """Corners inside the cell at least 0.9 ``least_radius`` wide, widest first, fractional."""
    from scipy.spatial import Voronoi, cKDTree

    cell = np.asarray(host.cell)
    heights = 1 / np.linalg.norm(np.linalg.inv(cell), axis=0)
    counts = np.ceil(9.0 / heights).astype(int)  # images to 9 angstrom around the cell
    grids = np.meshgrid(*(np.arange(-n, n + 1) for n in counts), indexing="ij")
    shifts = np.stack([g.ravel() for g in grids], axis=1)
    fractional = (host.get_scaled_positions()[:, None, :] + shifts[None, :, :]).reshape(-1, 3)
    margin = 9.0 / heights
    points = fractional[np.all((fractional > -margin) & (fractional < 1 + margin), axis=1)] @ cell
    corners = Voronoi(points).vertices
    inside = corners @ np.linalg.inv(cell)
    corners = corners[np.all((inside > -1e-6) & (inside < 1 - 1e-6), axis=1)]
    radius, _ = cKDTree(points).query(corners)
    keep = radius > 0.9 * least_radius
    corners, radius = corners[keep] @ np.linalg.inv(cell), radius[keep]
    # equal radii in the order of coordinates, so that the result does not depend on rounding
    order = np.lexsort((*np.round(corners, 3).T[::-1], -np.round(radius, 3)))
    return corners[order]


def _special_position(
    point: np.ndarray,
    rotations: np.ndarray,
    translations: np.ndarray,
    cell: np.ndarray,
    reach: float,
) -> np.ndarray:
    """Mean of the images of ``point`` within ``reach`` of it: a point of higher symmetry, or it."""
    for _ in range(5):  # each round may bring more images within reach
        shift = rotations @ point + translations - point
        shift -= np.round(shift)
        near = np.linalg.norm(shift @ cell, axis=1) < reach
        step = shift[near].mean(axis=0)
        point = point + step
        if np.linalg.norm(step @ cell) < 1e-9:
            break
    point = point % 1.0
    return np.where(1 - point < 1e-9, 0.0, point)


def _orbit(
    site: np.ndarray, rotations: np.ndarray, translations: np.ndarray, cell: np.ndarray
) -> np.ndarray:
    orbit: list[np.ndarray] = []
    for image in (rotations @ site + translations) % 1.0:
        if _distances(image, np.array(orbit).reshape(-1, 3), cell).min(initial=np.inf) > 0.1:
            orbit.append(image)
    return np.array(orbit)


def _distances(point: np.ndarray, others: np.ndarray, cell: np.ndarray) -> np.ndarray:
    shift = others - point
    shift = shift - np.round(shift)
    return np.linalg.norm(shift @ cell, axis=-1)


def _surroundings(
    atoms: Any, site: np.ndarray, skip: int | None = None
) -> tuple[float, dict[str, int]]:
    """Distance to the nearest atom and the elements in the first shell around ``site``."""
    ase = require("ase", extra="atoms")
    neighbours = require("ase.neighborlist", extra="atoms")
    probe = atoms.copy() if skip is None else atoms[[i for i in range(len(atoms)) if i != skip]]
    probe += ase.Atoms("X", scaled_positions=[site], cell=atoms.cell, pbc=True)
    last = len(probe) - 1
    reach = 3.0
    while True:
        first, second, distance = neighbours.neighbor_list("ijd", probe, reach * SHELL)
        mine = (first == last) & (second != last)
        if mine.any() and distance[mine].min() <= reach:
            break
        reach *= 1.5
    radius = float(distance[mine].min())
    shell = second[mine & (distance <= SHELL * radius)]
    symbols = [probe[int(k)].symbol for k in shell]
    return radius, {e: symbols.count(e) for e in sorted(set(symbols))}


def _wyckoff(atoms: Any, kinds: np.ndarray | None = None) -> tuple[list[str], np.ndarray]:
    """Wyckoff label, such as 8a, of each atom and the first atom of its orbit."""
    spglib = require("spglib", extra="atoms")
    kinds = atoms.numbers if kinds is None else kinds
    data = spglib.get_symmetry_dataset(
        (np.asarray(atoms.cell), atoms.get_scaled_positions(), kinds), symprec=TOLERANCE
    )
    if data is None:
        return ["" for _ in range(len(atoms))], np.arange(len(atoms))
    # atoms in the conventional cell for one in this cell
    ratio = len(data.std_types) / len(atoms)
    orbit = np.asarray(data.crystallographic_orbits)
    labels = [f"{round(ratio * np.sum(orbit == orbit[i]))}{w}" for i, w in enumerate(data.wyckoffs)]
    return labels, orbit


def _label_of(host: Any, kinds: np.ndarray, orbit: np.ndarray) -> str:
    """Wyckoff label of test sites on ``orbit`` among atoms told apart by ``kinds``."""
    ase = require("ase", extra="atoms")
    both = ase.Atoms(
        numbers=np.zeros(len(host) + len(orbit), dtype=int),
        scaled_positions=np.concatenate([host.get_scaled_positions(), orbit]),
        cell=host.cell,
        pbc=True,
    )
    return _wyckoff(both, np.concatenate([kinds, np.full(len(orbit), _DUMMY)]))[0][-1]


def _parent_label(atoms: Any, orbit: np.ndarray) -> str:
    """Label in the crystal before ordering, in which atoms of one tag are alike; "" if unknown."""
    if not atoms.info.get("sites"):
        return ""
    small, kinds = _primitive(atoms, atoms.get_tags() + 1)
    cell = np.asarray(small.cell)
    rotations, translations = operations(small, kinds)
    point = (orbit[0] @ np.asarray(atoms.cell)) @ np.linalg.inv(cell) % 1.0
    whole = _orbit(point, rotations, translations, cell)
    small.info["sites"] = atoms.info["sites"]
    small.set_tags(kinds - 1)
    return _renaming(small, kinds)(_label_of(small, kinds, whole))


def _primitive(atoms: Any, kinds: np.ndarray) -> tuple[Any, np.ndarray]:
    """The primitive cell of the crystal of ``kinds``, in place: not turned and not shifted."""
    ase = require("ase", extra="atoms")
    spglib = require("spglib", extra="atoms")
    data = spglib.get_symmetry_dataset(
        (np.asarray(atoms.cell), atoms.get_scaled_positions(), kinds), symprec=TOLERANCE
    )
    if data is None:
        return atoms.copy(), kinds
    _, first = np.unique(data.mapping_to_primitive, return_index=True)
    small = ase.Atoms(
        numbers=np.zeros(len(first), dtype=int),
        positions=atoms.positions[first],
        cell=data.primitive_lattice,
        pbc=True,
    )
    return small, kinds[first]


def _renaming(atoms: Any, kinds: np.ndarray | None = None) -> Callable[[str], str]:
    """From labels with the origin that spglib chose to those of the crystal's own labels."""
    own = atoms.info.get("sites", ())
    tags = atoms.get_tags()
    if not own or tags.max(initial=0) >= len(own):
        return lambda label: label
    labels, _ = _wyckoff(atoms, kinds)
    renamed: dict[str, str] = {}
    for label, tag in dict.fromkeys(zip(labels, tags.tolist())):
        renamed.setdefault(label, own[tag].split()[0])
    sizes_agree = all(_size(a) == _size(b) for a, b in renamed.items())
    if not sizes_agree or len(set(renamed.values())) < len(renamed):
        return lambda label: label
    for old, new in list(renamed.items()):
        renamed.setdefault(new, old)  # the shift of origin swaps the two
    return lambda label: renamed.get(label, label)


def _size(label: str) -> str:
    return "".join(c for c in label if c.isdigit())
