"""Regions of a sheet: where a conductor, an electrolyte, a film or a contact is.

A region is geometry only; it says for any point whether that point lies inside. Grids evaluate it
at the centres of their cells, so that a region is as sharp as the grid is fine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.errors import ParameterError
from ..core.records import Record, choice, positive, quantity


@dataclass(frozen=True)
class Region(Record):
    """A set of points of the plane.

    Coordinates are in metres, x to the right and y up, from the lower left corner of the device.
    """

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Whether each point (x, y) [m] lies inside; boolean, of the broadcast shape."""
        raise NotImplementedError


@dataclass(frozen=True)
class Everywhere(Region):
    """The whole plane."""

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.ones(np.broadcast_shapes(np.shape(x), np.shape(y)), dtype=bool)


@dataclass(frozen=True)
class Rectangle(Region):
    """All points between two sides and two levels, edges included.

    Raises
    ------
    ParameterError
        when left is not smaller than right, or bottom than top.
    """

    left: float = quantity("m", "smallest x", structural=True)
    right: float = quantity("m", "largest x", structural=True)
    bottom: float = quantity("m", "smallest y", structural=True)
    top: float = quantity("m", "largest y", structural=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        for low, high in (("left", "right"), ("bottom", "top")):
            least, most = getattr(self, low), getattr(self, high)
            if not least < most:
                message = f"{most:g} m is not greater than {low}, {least:g} m."
                raise ParameterError(f"Rectangle.{high}", message)

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        across = (np.asarray(x) >= self.left) & (np.asarray(x) <= self.right)
        return across & (np.asarray(y) >= self.bottom) & (np.asarray(y) <= self.top)


@dataclass(frozen=True)
class Disc(Region):
    """All points within a radius of a centre."""

    x: float = quantity("m", "x of the centre", structural=True)
    y: float = quantity("m", "y of the centre", structural=True)
    radius: float = positive("m", "radius", structural=True)

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.hypot(np.asarray(x) - self.x, np.asarray(y) - self.y) <= self.radius


@dataclass(frozen=True)
class Polygon(Region):
    """The inside of a closed line through points; it need not be convex.

    Where the line crosses itself, a point is inside when a ray from it crosses the line an odd
    number of times.

    Raises
    ------
    ParameterError
        for fewer than three points, or points that are not pairs.
    """

    points: tuple[tuple[float, float], ...] = quantity(
        "m", "corners (x, y), in order", structural=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_points(self, 3)

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        odd = np.zeros(x.shape, dtype=bool)
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:] + self.points[:1], strict=True):
            if y0 == y1:  # the ray runs along x: a level edge is never crossed
                continue
            crossed = (y0 > y) != (y1 > y)
            odd ^= crossed & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        return odd


@dataclass(frozen=True)
class Stroke(Region):
    """All points within half a width of a line through points, as drawn with a round pen.

    Raises
    ------
    ParameterError
        for fewer than two points, or points that are not pairs.
    """

    points: tuple[tuple[float, float], ...] = quantity(
        "m", "points (x, y) of the line, in order", structural=True
    )
    width: float = positive("m", "width of the pen", structural=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_points(self, 2)

    @property
    def length(self) -> float:
        """Length of the line [m]."""
        return float(np.sum(np.hypot(*np.diff(np.asarray(self.points), axis=0).T)))

    def ends(self) -> tuple[Disc, Disc]:
        """Discs as wide as the pen at the first and at the last point, where contacts may lie."""
        first, last = self.points[0], self.points[-1]
        return Disc(*first, self.width / 2), Disc(*last, self.width / 2)

    def along(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Distance along the line [m] of its point that is nearest to each (x, y)."""
        return self._nearest(x, y)[1]

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return self._nearest(x, y)[0] <= self.width / 2

    def _nearest(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        nearest, place = np.full(x.shape, np.inf), np.zeros(x.shape)
        passed = 0.0
        for (x0, y0), (x1, y1) in zip(self.points[:-1], self.points[1:], strict=True):
            length = np.hypot(x1 - x0, y1 - y0)
            if length == 0.0:
                share = np.zeros(x.shape)
            else:
                share = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length**2
                share = np.clip(share, 0.0, 1.0)
            distance = np.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0))
            closer = distance < nearest
            nearest = np.where(closer, distance, nearest)
            place = np.where(closer, passed + share * length, place)
            passed += length
        return nearest, place


@dataclass(frozen=True)
class Union(Region):
    """All points of any of the parts."""

    parts: tuple[Region, ...] = choice("region", "regions that are joined")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.parts, tuple) or not self.parts:
            raise ParameterError("Union.parts", "names no region.", "Give at least one.")

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.any([part.inside(x, y) for part in self.parts], axis=0)


@dataclass(frozen=True)
class Difference(Region):
    """All points of one region that do not belong to another."""

    region: Region = choice("region", "what is cut")
    removed: Region = choice("region", "what is cut out of it")

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return self.region.inside(x, y) & ~self.removed.inside(x, y)


@dataclass(frozen=True)
class Without(Region):
    """All points outside a region."""

    region: Region = choice("region", "what is left out")

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return ~self.region.inside(x, y)


def digit_two(length: float = 32e-3, width: float = 44e-3, track: float = 4e-3) -> Stroke:
    """A track shaped like the digit 2, centred on a plate, from its upper left end.

    On the plate of 32 mm by 44 mm the track is 104 mm long.

    Parameters
    ----------
    length, width : size of the plate along x and y [m].
    track : width of the track [m].

    Raises
    ------
    ParameterError
        when the arms of the digit would touch each other or leave the plate.
    """
    left, right = 0.15 * length, 0.85 * length
    low, middle, high = (share * width for share in (0.08, 0.5, 0.92))
    if track >= min(middle - low, right - left, 2 * left, 2 * low):
        raise ParameterError(
            "digit_two.track",
            f"{track:g} m is too wide for a plate of {length:g} m by {width:g} m.",
            "Take a narrower track.",
        )
    points = ((left, high), (right, high), (right, middle), (left, middle), (left, low))
    return Stroke(points=(*points, (right, low)), width=track)


def check_not_empty(mask: np.ndarray, path: str) -> None:
    """Raise where a region covers no cell of a grid; ``path`` names the region.

    Raises
    ------
    ParameterError
        when no entry of ``mask`` is true.
    """
    if not np.any(mask):
        raise ParameterError(
            path,
            "covers no cell.",
            "Coordinates are in metres from the lower left corner; move it, or refine the grid.",
        )


def _check_points(region: Polygon | Stroke, least: int) -> None:
    path, points = f"{type(region).__name__}.points", region.points
    try:
        pairs = tuple((float(x), float(y)) for x, y in points)
    except (TypeError, ValueError):
        raise ParameterError(path, "expected pairs (x, y).", "Write [[x, y], ...].") from None
    if len(pairs) < least:
        raise ParameterError(path, f"has {len(pairs)} points.", f"Give at least {least}.")
    object.__setattr__(region, "points", pairs)  # tuples, whatever sequence was given


#: the digit of a plate of 32 mm by 44 mm with a track of 4 mm
DIGIT_TWO = digit_two()
