"""Rows over cells as maps of the device, and sums over parts of a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp

from ...core.errors import ParameterError
from ...numerics.grid import Grid
from ...numerics.system import Coordinate, Observable, apply

Expression = Any

#: dims of a map
FIELD = ("y", "x")


def field_observables(
    grid: Grid,
    fields: Mapping[str, tuple[np.ndarray, Expression, str, str]],
    elsewhere: Mapping[str, tuple[np.ndarray, Expression]] | None = None,
) -> dict[str, Observable]:
    """Rows over some cells as maps (rows, columns) of the grid.

    ``elsewhere`` gives, by name, the value of a field where it has no unknown: a mask
    (grid.size,) of ones, or NaN where there is nothing at all, and a number that multiplies it.
    All other fields are NaN there.
    """
    nothing = (np.full(grid.size, np.nan), 1.0)
    found = {}
    for name, (cells, row, unit, label) in fields.items():
        mask, value = (elsewhere or {}).get(name, nothing)
        picture = on_grid(grid, cells, row, mask, value)
        found[name] = Observable(picture, unit, label, FIELD)
    return found


def on_grid(
    grid: Grid, cells: np.ndarray, row: Expression, mask: np.ndarray, value: Expression
) -> Expression:
    """A map (rows, columns) with a row of values on some cells and ``value * mask`` elsewhere."""
    import casadi as ca

    ones, count = np.ones(len(cells)), len(cells)
    place = sp.csr_matrix((ones, (cells, np.arange(count))), (grid.size, count))
    background = mask.copy()
    background[cells] = 0.0
    flat = apply(place, row) + value * ca.DM(background).T
    return ca.reshape(flat, grid.columns, grid.rows).T


def together(*groups: Mapping[str, Observable]) -> dict[str, Observable]:
    """Observables of several groups.

    Raises
    ------
    ParameterError
        when two have the same name, as those of a probe that is called like a sheet.
    """
    found: dict[str, Observable] = {}
    for group in groups:
        for name in found.keys() & group.keys():
            part, _, what = name.rpartition(".")
            raise ParameterError(
                f"probe {part}", f"there is another {what} of {part}.", "Give it another name."
            )
        found |= group
    return found


def grid_coordinates(grid: Grid) -> dict[str, Coordinate]:
    """Positions of the columns and rows."""
    x, y = grid.axes()
    return {
        "x": Coordinate(x, "m", "position along the device"),
        "y": Coordinate(y, "m", "position across the device"),
    }


def mean_over(values: Expression, where: np.ndarray) -> Expression:
    """Mean of a map over some cells, (grid.size,) of booleans."""
    return weighted_sum(values, where / where.sum(), where)


def weighted_sum(values: Expression, weights: np.ndarray, where: np.ndarray) -> Expression:
    """Weighted sum of a map over some cells; cells elsewhere may hold NaN."""
    import casadi as ca

    flat, places = ca.vec(values.T), np.flatnonzero(where)
    return ca.mtimes(ca.DM(weights[places]).T, flat[places.tolist()])
