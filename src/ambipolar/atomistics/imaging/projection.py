"""A crystal seen along a zone axis: an upright cell, its columns, lines and distances in it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ..structures.supercells import transformed_cell

#: lattice vectors this near to a wanted direction count as parallel, in degrees; relaxed cells are
#: a little skew, and the small shear is removed
PARALLEL = 1.0
#: atoms nearer than this in projection are one column, in angstrom
COLUMN = 0.45


@dataclass(frozen=True)
class Column:
    """Atoms above each other along the beam: mean place in angstrom, kind, numbers of elements."""

    x: float
    y: float
    tag: int
    indices: tuple[int, ...]
    elements: dict[str, int]
    label: str = ""


def oriented_cell(
    atoms: Any,
    zone: Sequence[float] = (1, 1, 0),
    up: Sequence[float] = (0, 0, 1),
    thickness: float = 0.0,
    width: float = 0.0,
    height: float = 0.0,
) -> Any:
    """The crystal in an upright cell with the beam, ``zone``, along z and ``up`` along y.

    Parameters
    ----------
    zone, up : directions in the Cartesian axes of the structure, which are the cubic axes of
        cubic prototypes; they must be perpendicular.
    thickness, width, height : the cell is repeated until it has at least these sizes in angstrom
        along z, x and y.

    Raises
    ------
    ParameterError
        when the directions are not perpendicular or no short lattice vector lies along one.
    """
    beam, vertical = _unit(zone), _unit(up)
    if abs(beam @ vertical) > 1e-6:
        raise ParameterError("up", f"{tuple(up)} is not perpendicular to the zone {tuple(zone)}.")
    wanted = (np.cross(vertical, beam), vertical, beam)
    rows = np.array([_lattice_vector(np.asarray(atoms.cell), direction) for direction in wanted])
    turned = transformed_cell(atoms, rows)
    lengths = np.linalg.norm(np.asarray(turned.cell), axis=1)
    turned.set_cell(np.diag(lengths), scale_atoms=True)
    turned.wrap(eps=1e-6)
    least = np.array([width, height, thickness])
    return turned.repeat(np.maximum(1, np.ceil(least / lengths - 1e-6)).astype(int))


def _lattice_vector(cell: np.ndarray, direction: np.ndarray, most: int = 6) -> np.ndarray:
    """Whole numbers of the shortest lattice vector along ``direction``."""
    span = np.arange(-most, most + 1)
    whole = np.array(list(itertools.product(span, repeat=3)))
    vectors = whole @ cell
    size = np.linalg.norm(vectors, axis=1)
    size[size == 0] = np.inf
    along = (vectors @ direction) / size > np.cos(np.radians(PARALLEL))
    if not along.any():
        raise ParameterError(
            "zone",
            f"no short lattice vector lies along {np.round(direction, 3).tolist()}.",
            "Give a direction of the crystal, in its Cartesian axes.",
        )
    # among nearly parallel ones the shortest; in a relaxed cell others are multiples of it
    return whole[along][size[along].argmin()]


def _unit(direction: Sequence[float]) -> np.ndarray:
    vector = np.asarray(direction, dtype=float)
    return vector / np.linalg.norm(vector)


def columns(atoms: Any, reach: float = COLUMN) -> list[Column]:
    """Columns along z of an upright cell: atoms of one tag whose projections lie together.

    Labels tell apart columns of one tag by how many atoms they hold.
    """
    lengths = np.diag(np.asarray(atoms.cell))[:2]
    tags, place = atoms.get_tags(), atoms.positions[:, :2] % lengths
    symbols = np.array(atoms.get_chemical_symbols())
    found: list[Column] = []
    for tag in np.unique(tags):
        left = [int(i) for i in np.flatnonzero(tags == tag)]
        while left:
            shift = place[left] - place[left[0]]
            shift -= lengths * np.round(shift / lengths)
            near = np.linalg.norm(shift, axis=1) < reach
            members = [i for i, n in zip(left, near) if n]
            centre = (place[left[0]] + shift[near].mean(axis=0)) % lengths
            names, counts = np.unique(symbols[members], return_counts=True)
            elements = dict(zip(names.tolist(), counts.tolist()))
            found.append(
                Column(float(centre[0]), float(centre[1]), int(tag), tuple(members), elements)
            )
            left = [i for i, n in zip(left, near) if not n]
    return sorted(found, key=lambda c: (c.tag, round(c.y, 1), c.x))


def line_profile(
    image: np.ndarray,
    extent: tuple[float, float],
    start: tuple[float, float],
    end: tuple[float, float],
    width: float = 0.6,
    points: int = 200,
) -> tuple[np.ndarray, np.ndarray]:
    """Distance in angstrom and mean intensity along a line through a periodic image.

    Parameters
    ----------
    image : intensities, shape (y, x), pixel ``[0, 0]`` at the origin.
    extent : size of the image along x and y in angstrom.
    start, end : x and y of the ends in angstrom.
    width : the mean is over this width across the line, in angstrom.
    """
    from scipy.ndimage import map_coordinates

    first, last = np.array(start, dtype=float), np.array(end, dtype=float)
    length = float(np.linalg.norm(last - first))
    along = (last - first) / length
    across = np.array([-along[1], along[0]])
    steps = np.linspace(0, length, points)
    offsets = np.linspace(-0.5 * width, 0.5 * width, 9)
    place = first + steps[:, None, None] * along + offsets[None, :, None] * across
    pixels = place / np.array(extent) * np.array(image.shape[::-1])
    rows, cols = pixels[..., 1], pixels[..., 0]
    values = map_coordinates(image, [rows, cols], order=3, mode="grid-wrap")
    return steps, values.mean(axis=1)


@dataclass(frozen=True)
class Diamonds:
    """Diagonals of the rhombi that columns form, in angstrom: horizontal and vertical means."""

    short: float
    long: float
    spread_short: float
    spread_long: float

    def change_from(self, other: Diamonds) -> tuple[float, float]:
        """Relative changes of the short and the long diagonal from ``other`` to this."""
        return self.short / other.short - 1, self.long / other.long - 1


def diamonds(points: np.ndarray, lengths: Sequence[float], short: float, long: float) -> Diamonds:
    """Diagonals of the diamonds of columns at ``points``, shape (columns, 2), in an upright cell.

    Neighbours are taken within a fifth of the expected ``short`` (along x) and ``long`` (along y)
    diagonals.

    Raises
    ------
    ParameterError
        when no two columns are that far apart along x, or along y.
    """
    size = np.asarray(lengths, dtype=float)
    difference = points[None, :, :] - points[:, None, :]
    result = []
    for axis, expected in ((0, short), (1, long)):
        target = np.zeros(2)
        target[axis] = expected
        shift = difference - target
        shift -= size * np.round(shift / size)
        near = np.linalg.norm(shift, axis=-1) < 0.2 * expected
        if not near.any():
            raise ParameterError(
                "points", f"no two columns are {expected:.2f} angstrom apart along axis {axis}."
            )
        lengths_found = np.linalg.norm((shift + target)[near], axis=-1)
        result.append((float(lengths_found.mean()), float(lengths_found.std())))
    return Diamonds(result[0][0], result[1][0], result[0][1], result[1][1])
