"""A natural cubic spline that NumPy and CasADi evaluate, differentiate and integrate alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

Array = Any


@dataclass(frozen=True)
class CubicPieces:
    """Cubic polynomials between break points, continued linearly beyond both ends.

    ``coefficients[i]`` are those of (x - origins[i])^0..3 on the i-th piece; pieces 0 and -1
    reach to minus and plus infinity. The curve and its first two derivatives are continuous.
    """

    breaks: tuple[float, ...]
    origins: tuple[float, ...]
    coefficients: tuple[tuple[float, ...], ...]

    def value(self, x: Array) -> Array:
        """The curve at ``x``, element-wise."""
        return self._evaluate(x, self.coefficients)

    def integral(self, x: Array) -> Array:
        """The integral of the curve from 0 to ``x``, exact piece by piece."""
        raised = [tuple(c / (k + 1) for k, c in enumerate(row)) for row in self.coefficients]
        edges = (0.0, *self.breaks)  # the left piece starts at zero
        anchored, total = [], 0.0
        for index, row in enumerate(raised):
            start = edges[index] - self.origins[index]
            constant = total - _horner((0.0, *row), start)
            anchored.append((constant, *row))
            if index < len(self.breaks):
                end = self.breaks[index] - self.origins[index]
                total = constant + _horner((0.0, *row), end)
        return self._evaluate(x, anchored)

    def _evaluate(self, x: Array, rows: Any) -> Array:
        # Exactly one mask is 1 at any x, so that derivatives are right at the breaks as well.
        steps = [1.0 * (x >= b) for b in self.breaks]
        inner = (a - b for a, b in zip(steps, steps[1:], strict=False))
        masks = [1.0 - steps[0], *inner, steps[-1]]
        pieces = zip(masks, self.origins, rows, strict=True)
        return sum(mask * _horner(row, x - origin) for mask, origin, row in pieces)


def _horner(row: Any, x: Array) -> Array:
    value = 0.0
    for coefficient in reversed(row):
        value = value * x + coefficient
    return value


@lru_cache(maxsize=128)
def natural_cubic(
    x: tuple[float, ...], y: tuple[float, ...], pieces: int | None = None
) -> CubicPieces:
    """The natural cubic spline through the points, or the least-squares one of fewer pieces.

    With ``pieces`` the knots are that many steps apart in the rank of the data, so that they
    are dense where the data are. A natural spline has no curvature at its ends and therefore
    continues linearly with a continuous second derivative.
    """
    from scipy.interpolate import CubicSpline

    data_x, data_y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    knots, values = data_x, data_y
    if pieces is not None and pieces + 1 < len(data_x):
        ranks = np.linspace(0, len(data_x) - 1, pieces + 1)
        knots = np.interp(ranks, np.arange(len(data_x)), data_x)
        basis = CubicSpline(knots, np.eye(len(knots)), bc_type="natural")(data_x)
        values = np.linalg.lstsq(basis, data_y, rcond=None)[0]
    curve = CubicSpline(knots, values, bc_type="natural")
    inner = curve.c[::-1].T
    slopes = curve(knots[[0, -1]], 1)
    left, right = (values[0], slopes[0], 0.0, 0.0), (values[-1], slopes[1], 0.0, 0.0)
    rows = (left, *inner, right)
    return CubicPieces(
        breaks=tuple(map(float, knots)),
        origins=tuple(map(float, (knots[0], *knots))),
        coefficients=tuple(tuple(map(float, row)) for row in rows),
    )
