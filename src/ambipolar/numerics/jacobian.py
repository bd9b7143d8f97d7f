"""Sparse Jacobians of systems whose pattern is bordered by a few dense rows and columns.

A global unknown (a potential, a mean filling) couples to every cell: its column is dense, and
so is the row of its equation. Colouring from one side alone then needs as many colours as there
are cells and the cost of a Jacobian grows with the square of the mesh. Dense rows are
differentiated in reverse mode and all others in forward mode, which keeps it linear.

Unknowns that belong to one dense row only, as the fillings of the particles of one cell of an
electrode, take one reverse sweep for all rows together. Those that several dense rows share, as
the potential of the terminal, would keep the rows apart: they are differentiated in forward mode.
"""

from __future__ import annotations

import casadi as ca
import numpy as np

#: never forward: the columns of a dense row need a sweep each
REVERSE = {"helper_options": {"ad_weight": 1.0}}
#: a row may count as dense when it has this many times more entries than the typical row
DENSE_FACTOR = 2.0
#: ratio of the lengths of dense rows beyond which they are of unlike kinds
GAP = 3.0


def sparse_jacobian(f: ca.MX, y: ca.MX) -> ca.MX:
    """d f/d y as a sparse expression (rows of f, rows of y)."""
    pattern = ca.jacobian_sparsity(f, y)
    sparse, classes = _split(pattern)
    if not classes:
        return ca.jacobian(f, y)
    blocks = [ca.jacobian(f[sparse.tolist()], y)]
    for rows in classes:
        inside, part = _rows(pattern, rows), f[rows.tolist()]
        private = _forward_sweeps(inside) + 1 < _reverse_sweeps(inside)
        blocks.append(_dense_rows(part, y, inside) if private else ca.jacobian(part, y, REVERSE))
    order = np.argsort(np.concatenate([sparse, *classes]))
    return ca.vertcat(*blocks)[order.tolist(), :]


def _split(pattern: ca.Sparsity) -> tuple[np.ndarray, list[np.ndarray]]:
    """Sparse rows, and classes of dense ones, so that the fewest sweeps are needed.

    Rows of unlike kinds, as the mean filling of a particle and the current of a cell of many,
    share unknowns and take a sweep each; a gap between their lengths tells them apart.
    """
    counts = np.bincount(pattern.row(), minlength=pattern.size1())
    classes = _classes(counts)
    parts = [_rows(pattern, rows) for rows in classes]
    sweeps = [min(_forward_sweeps(part) + 1, _reverse_sweeps(part)) for part in parts]
    rests = [np.arange(pattern.size1())]
    for rows in classes:
        rests.append(np.setdiff1d(rests[-1], rows))
    totals = [
        _colours(_rows(pattern, rest)).size2() + sum(sweeps[:taken])
        for taken, rest in enumerate(rests)
    ]
    taken = int(np.argmin(totals))
    return rests[taken], classes[:taken]


def _classes(counts: np.ndarray) -> list[np.ndarray]:
    """Rows that are longer than most, the longest first, divided where lengths have a gap."""
    least = DENSE_FACTOR * max(np.median(counts), 1.0)
    lengths = np.unique(counts[counts > least])
    gaps = np.flatnonzero(lengths[1:] > GAP * lengths[:-1]) + 1
    found = [np.flatnonzero(np.isin(counts, part)) for part in np.split(lengths, gaps)]
    return [rows for rows in reversed(found) if len(rows)]


def _forward_sweeps(pattern: ca.Sparsity) -> int:
    """For the unknowns that several of the rows share."""
    return _colours(_shared(pattern)).size2()


def _reverse_sweeps(pattern: ca.Sparsity) -> int:
    return _colours(pattern.T).size2()


def _dense_rows(f: ca.MX, y: ca.MX, pattern: ca.Sparsity) -> ca.MX:
    """d f/d y of rows that share few of their many unknowns."""
    n, shared = pattern.size2(), _shared(pattern)
    several = np.zeros(n, dtype=bool)
    several[shared.get_col()] = True
    colours = _colours(shared)
    colour = np.zeros(n, dtype=int)
    colour[colours.row()] = colours.get_col()
    seeds = np.zeros((n, colours.size2()))
    seeds[several, colour[several]] = 1.0
    reverse = ca.jtimes(f, y, ca.MX.ones(f.shape[0], 1), True)
    forward = ca.jtimes(f, y, ca.MX(ca.sparsify(ca.DM(seeds))))
    rows, columns = np.array(pattern.row()), np.array(pattern.get_col())
    place = np.where(several[columns], n + colour[columns] * f.shape[0] + rows, columns)
    values = ca.vertcat(ca.densify(reverse), ca.vec(ca.densify(forward)))
    return ca.MX(pattern, values[place.tolist()])


def _shared(pattern: ca.Sparsity) -> ca.Sparsity:
    """The part of a pattern in columns of more than one entry."""
    rows, columns = np.array(pattern.row(), int), np.array(pattern.get_col(), int)
    kept = np.bincount(columns, minlength=pattern.size2())[columns] > 1
    shape = (pattern.size1(), pattern.size2())
    return ca.Sparsity.triplet(*shape, rows[kept].tolist(), columns[kept].tolist())


def _colours(pattern: ca.Sparsity) -> ca.Sparsity:
    """Columns (rows of the result) by colour (its columns); none of equal colour share a row."""
    return pattern.uni_coloring()


def _rows(pattern: ca.Sparsity, rows: np.ndarray) -> ca.Sparsity:
    return pattern.sub(rows.tolist(), list(range(pattern.size2())))[0]
