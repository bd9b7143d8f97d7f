"""Operations along a row of cells, (1, n), between neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from .system import apply

Expression = Any


def differences(row: Expression) -> Expression:
    """Right neighbour less the left one, at the inner faces, (1, n - 1)."""
    n = row.shape[1]
    return apply(sp.diags([-np.ones(n - 1), np.ones(n - 1)], [0, 1], (n - 1, n)), row)


def sums(row: Expression) -> Expression:
    """Sum of both neighbours, at the inner faces, (1, n - 1)."""
    n = row.shape[1]
    return apply(sp.diags([np.ones(n - 1), np.ones(n - 1)], [0, 1], (n - 1, n)), row)
