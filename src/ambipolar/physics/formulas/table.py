"""A function of one variable that is given as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core import ops
from ...core.errors import ParameterError
from ...core.records import Record, quantity

Array = Any
MAX_POINTS = 2_000


@dataclass(frozen=True)
class LinearTable(Record):
    r"""Straight lines between the points of a table, continued beyond both ends.

    .. math:: f(x) = y_0 + s_0 (x - x_0) + \sum_{i\ge1} (s_i - s_{i-1}) \max(x - x_i, 0)

    with the slopes s of the pieces. Points may come in any order.

    Raises
    ------
    ParameterError
        for fewer than two points, two at one place, or lists of unequal length.
    """

    x: tuple[float, ...] = quantity("1", "places of the table", (), structural=True)
    y: tuple[float, ...] = quantity("1", "values of the table", (), structural=True)

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        super().__post_init__()
        if len(self.x) != len(self.y) or not 2 <= len(self.x) <= MAX_POINTS:
            raise ParameterError(
                "LinearTable",
                f"got {len(self.x)} places and {len(self.y)} values.",
                f"Give both, equally long, 2 to {MAX_POINTS} points.",
            )
        order = np.argsort(self.x, kind="stable")
        for name in ("x", "y"):
            values = np.asarray(getattr(self, name), dtype=float)[order]
            object.__setattr__(self, name, tuple(map(float, values)))
        if np.any(np.diff(self.x) <= 0):
            raise ParameterError("LinearTable.x", "holds the same place twice.", "Remove one.")

    def __call__(self, x: Array) -> Array:
        """The value at ``x``, an array or a CasADi expression, element-wise."""
        slopes = np.diff(self.y) / np.diff(self.x)
        value = self.y[0] + float(slopes[0]) * (x - self.x[0])
        for place, change in zip(self.x[1:-1], np.diff(slopes), strict=True):
            if change != 0.0:
                value = value + float(change) * ops.maximum(x - place, 0.0)
        return value
