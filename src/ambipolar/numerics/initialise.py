"""Consistent initial states: a damped Newton iteration on the algebraic entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import casadi as ca
import numpy as np
import scipy.sparse as sp
from scipy.linalg.lapack import dgetrf, dgetrs
from scipy.sparse.linalg import splu

from ..core.errors import InitialisationError
from .compile import Compiled
from .evaluate import Direct

#: Newton on an exponential moves by kT/e per iteration, so a guess 5 V off needs 200
MAX_ITERATIONS = 600
#: a Newton correction below this fraction of every variable's scale is the last: the next would
#: be its square, and round-off leaves nothing to search along the line
LAST_STEP = 1e-9
#: algebraic equations up to which a full matrix is factorised: a sparse one costs 0.3 ms to set up
FULL = 24


@dataclass(frozen=True)
class _Block:
    """The algebraic part of a compiled system."""

    start: int
    residual: Direct
    jacobian: Direct
    scale: np.ndarray
    limit: np.ndarray
    names: list[str]
    rows: np.ndarray
    columns: np.ndarray


def consistent_state(
    compiled: Compiled,
    guess: np.ndarray,
    p: np.ndarray,
    t: float = 0.0,
    iterations: int = MAX_ITERATIONS,
) -> np.ndarray:
    """The state with the differential entries of ``guess`` and vanishing algebraic residuals.

    Raises
    ------
    InitialisationError
        when the iteration does not converge or meets a non-finite residual; the worst
        residuals are named.
    """
    block = _block(compiled)
    y = np.array(guess, dtype=float)
    residual = _residual(compiled, block, y, p, t)
    if not np.all(np.isfinite(residual)):
        raise _failure(block, residual, "is not finite at the initial guess")
    for _ in range(iterations):
        solve = _factorised(block, y, p, t, residual)
        step = _limited(block, -solve(residual))
        if np.all(np.abs(step) <= LAST_STEP * block.scale):
            y[block.start :] += step
            return y
        y, residual, factor = _line_search(compiled, block, y, p, t, residual, step, solve)
        if factor == 0.0:
            break
    step = _limited(block, -_factorised(block, y, p, t, residual)(residual))
    if np.all(np.abs(step) <= 1e-6 * block.scale):
        return y  # limited by round-off, as good as double precision allows
    raise _failure(block, residual, "did not vanish")


def algebraic_solver(
    compiled: Compiled, y: np.ndarray, p: np.ndarray, t: float
) -> Callable[[np.ndarray], np.ndarray]:
    """Solves linear systems, one per column, with the derivative of the algebraic equations.

    Raises
    ------
    InitialisationError
        where the derivative with respect to the algebraic entries is singular.
    """
    block = _block(compiled)
    solve = _factorised(block, y, p, t, _residual(compiled, block, y, p, t))
    # several columns at once wake the threads of the linear algebra, for milliseconds
    return lambda right: np.stack([solve(column) for column in right.T], axis=1)


def _factorised(
    block: _Block, y: np.ndarray, p: np.ndarray, t: float, residual: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    """Solves linear systems with the Jacobian at a state."""
    (values,) = block.jacobian(t, y, p)
    rows, size = block.rows, len(block.scale)
    # rows scaled to one: far from equilibrium a row of e^100 drowns the others in its round-off
    if size <= FULL:
        full = values.reshape((size, size), order="F")
        scaling = _reciprocal(np.max(np.abs(full), axis=1, initial=0.0))
        factors, pivots, fault = dgetrf(scaling[:, None] * full)
        if fault:
            raise _failure(block, residual, "has a singular Jacobian")
        return lambda right: dgetrs(factors, pivots, (scaling * right.T).T)[0]
    sizes = np.zeros(size)
    np.maximum.at(sizes, rows, np.abs(values))
    scaling = _reciprocal(sizes)
    matrix = sp.csc_matrix((values * scaling[rows], rows, block.columns), (size, size))
    try:
        solve = splu(matrix).solve
    except RuntimeError:
        raise _failure(block, residual, "has a singular Jacobian") from None
    return lambda right: solve((scaling * right.T).T)


def _reciprocal(sizes: np.ndarray) -> np.ndarray:
    return 1.0 / np.where(sizes > 0, sizes, 1.0)


def _limited(block: _Block, step: np.ndarray) -> np.ndarray:
    return step / np.max(np.abs(step) / block.limit, initial=1.0)


def _line_search(
    compiled: Compiled, block: _Block, y: np.ndarray, p: np.ndarray, t: float,
    residual: np.ndarray, step: np.ndarray, solve: Callable[[np.ndarray], np.ndarray],
) -> tuple[np.ndarray, np.ndarray, float]:  # fmt: skip
    """The longest part of a step after which the residuals, or the next step, are smaller.

    Residuals have different units: a jump of the voltage by 60 mV at a very fast reaction raises
    that of the current while every unknown comes nearer, which the next step shows.
    """
    before, factor = np.linalg.norm(residual), 1.0
    distance = np.linalg.norm(solve(residual) / block.scale)
    while factor > 1e-10:
        trial = y.copy()
        trial[block.start :] += factor * step
        new = _residual(compiled, block, trial, p, t)
        norm = np.linalg.norm(new)
        if np.isfinite(norm) and (
            norm < before or norm == 0.0 or np.linalg.norm(solve(new) / block.scale) < distance / 2
        ):
            return trial, new, factor
        factor /= 2
    return y, residual, 0.0


def _residual(
    compiled: Compiled, block: _Block, y: np.ndarray, p: np.ndarray, t: float
) -> np.ndarray:
    return block.residual(t, y, p)[0].copy()


@lru_cache(maxsize=32)
def _block(compiled: Compiled) -> _Block:
    start = compiled.differential_size
    algebraic = [v for v in compiled.variables if v.algebraic]
    arguments = [compiled.time, compiled.state, compiled.inputs]
    slope = compiled.slope[start:, start:]
    if slope.shape[0] <= FULL:
        slope = ca.densify(slope)
    return _Block(
        start=start,
        residual=Direct(ca.Function("algebraic", arguments, [ca.densify(compiled.rhs[start:])])),
        jacobian=Direct(ca.Function("algebraic_jacobian", arguments, [slope])),
        scale=np.concatenate([np.full(v.size, v.scale) for v in algebraic]),
        limit=np.concatenate([np.full(v.size, v.step_limit) for v in algebraic]),
        names=[v.label or v.name for v in algebraic for _ in range(v.size)],
        rows=np.array(slope.sparsity().row(), dtype=np.int32),
        columns=np.array(slope.sparsity().colind(), dtype=np.int32),
    )


def _failure(block: _Block, residual: np.ndarray, what: str) -> InitialisationError:
    bad = np.where(np.isfinite(residual), np.abs(residual), np.inf)
    worst: dict[str, float] = {}
    for index in np.argsort(-bad):
        worst.setdefault(block.names[index], float(bad[index]))
        if len(worst) == 3:
            break
    listed = ", ".join(f"{name} ({size:.3g})" for name, size in worst.items())
    return InitialisationError(
        f"no consistent initial state: the equation of {next(iter(worst))} {what}."
        f" Worst residuals: {listed}.",
        worst,
        "The set point may be out of reach at this state (for example a current above the"
        " reaction-limited current, or a voltage far from equilibrium).",
    )
