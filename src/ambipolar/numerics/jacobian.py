"""Sparse Jacobians of systems whose pattern is bordered by a few dense rows and columns.

A global unknown (a potential, a mean filling) couples to every cell: its column is dense, and
so is the row of its equation. Colouring from one side alone then needs as many colours as there
are cells and the cost of a Jacobian grows with the square of the mesh. Dense rows are
differentiated in reverse mode and all others in forward mode, which keeps it linear. Dense rows
that share no unknown, as the mean fillings of many particles, take one reverse sweep together.
"""

from __future__ import annotations

import casadi as ca
import numpy as np

#: a row counts as dense when it has this many times more entries than the typical row
DENSE_FACTOR = 3
#: never forward: the columns of a dense row need a sweep each
REVERSE = {"helper_options": {"ad_weight": 1.0}}


def sparse_jacobian(f: ca.MX, y: ca.MX) -> ca.MX:
    """d f/d y as a sparse expression (rows of f, rows of y)."""
    pattern = ca.jacobian_sparsity(f, y)
    counts = np.bincount(pattern.row(), minlength=f.shape[0])
    typical = max(np.median(counts), 1.0)
    dense = np.flatnonzero(counts > DENSE_FACTOR * typical)
    if len(dense) == 0 or len(dense) > f.shape[0] // 4:
        return ca.jacobian(f, y)
    sparse = np.setdiff1d(np.arange(f.shape[0]), dense)
    blocks = [
        ca.jacobian(f[sparse.tolist()], y),
        ca.jacobian(f[dense.tolist()], y, REVERSE),
    ]
    order = np.argsort(np.concatenate([sparse, dense]))
    return ca.vertcat(*blocks)[order.tolist(), :]
