"""Which particles of an electrode are in which of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from ...core.ops import is_symbolic
from ...numerics.system import constant_matrix

Expression = Any


@dataclass(frozen=True)
class Dealing:
    """``members`` dealt out to ``cells`` in order, equally many to each."""

    members: int
    cells: int

    @property
    def per_cell(self) -> int:
        """Members of one cell."""
        return self.members // self.cells

    def to_members(self, row: Expression) -> Expression:
        """What the cells have, (1, cells), for each member, (members, 1); a scalar stays one."""
        if not hasattr(row, "shape") or np.prod(row.shape) == 1:
            return row
        if is_symbolic(row):
            import casadi as ca

            return ca.mtimes(constant_matrix(self._matrix()), row.T)
        return np.repeat(np.reshape(row, (-1, 1)), self.per_cell, axis=0)

    def sums(self, column: Expression) -> Expression:
        """Sums over the members of each cell, (1, cells)."""
        if is_symbolic(column):
            import casadi as ca

            return ca.mtimes(column.T, constant_matrix(self._matrix()))
        return np.reshape(column, (self.cells, -1)).sum(axis=1)[None, :]

    def backward(self) -> Any:
        """Matrix that takes from each member the one before it in its cell; the first has none."""
        step = sp.eye(self.per_cell) - sp.eye(self.per_cell, k=-1)
        return constant_matrix(sp.kron(sp.eye(self.cells), step))

    def _matrix(self) -> Any:
        """One where a member (row) is in a cell (column)."""
        return sp.kron(sp.eye(self.cells), np.ones((self.per_cell, 1)))
