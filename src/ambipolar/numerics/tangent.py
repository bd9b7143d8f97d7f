r"""Derivatives of a compiled system along directions of time, state and inputs.

A direction is a triple of columns :math:`(\delta t, \delta y, \delta p)`; several stand side by
side. Everything here is the exact derivative of compiled functions, from automatic
differentiation and the implicit function theorem.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import casadi as ca
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from ..core.errors import ParameterError
from ..core.records import lift, parameters, replace_path
from .compile import Compiled
from .evaluate import along
from .initialise import algebraic_solver

#: sparse factorisation inside compiled functions
LINEAR = "csparse"
#: relative change in differences of smooth algebra: truncation 1e-10, round-off 1e-11
CHANGE = 1e-5


def push(
    function: ca.Function, point: Sequence[np.ndarray | float], seeds: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Derivatives of all outputs of a function at a point along columns of seeds.

    Parameters
    ----------
    seeds : one array (entries, directions) for each argument of the function.

    Returns
    -------
    one array (rows, columns * directions) for each output, directions side by side.
    """
    count = seeds[0].shape[1]
    values = function.call([ca.DM(a) for a in point])
    forward = _forward(function, count)
    return [d.full() for d in forward.call([*map(ca.DM, point), *values, *map(ca.DM, seeds)])]


@lru_cache(maxsize=64)
def _forward(function: ca.Function, count: int) -> ca.Function:
    return function.forward(count)


def consistent_tangents(
    compiled: Compiled, t: float, y: np.ndarray, p: np.ndarray, dt: np.ndarray,
    differential: np.ndarray, dp: np.ndarray,
) -> np.ndarray:  # fmt: skip
    r"""Complete derivatives of the differential entries by those of the algebraic ones.

    With :math:`f_a(t, y_d, y_a, p) = 0` at every instant,

    .. math:: \delta y_a = -\left(\frac{\partial f_a}{\partial y_a}\right)^{-1}
        \left(\frac{\partial f_a}{\partial y_d}\delta y_d + \frac{\partial f_a}{\partial p}\delta p
        + \frac{\partial f_a}{\partial t}\delta t\right).

    Parameters
    ----------
    dt, differential, dp : (1, k), (differential entries, k), (inputs, k).

    Returns
    -------
    (n, k)

    Raises
    ------
    InitialisationError
        where the derivative with respect to the algebraic entries is singular.
    """
    size, whole = compiled.differential_size, compiled.size
    if size == whole:
        return differential
    dy = np.zeros((whole, differential.shape[1]))
    dy[:size] = differential
    right = push(compiled.residual, (t, y, p), (dt, dy, dp))[0][size:]
    dy[size:] = -algebraic_solver(compiled, y, p, t)(right)
    return dy


def time_derivative(compiled: Compiled, t: float, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """dy/dt of all entries at a consistent state, (n,)."""
    size = compiled.differential_size
    f = compiled.residual(t, y, p).full().ravel()[:size]
    rates = _mass_solver(compiled)(f)[:, None]
    still = np.zeros((compiled.inputs.shape[0], 1))
    return consistent_tangents(compiled, t, y, p, np.ones((1, 1)), rates, still)[:, 0]


@lru_cache(maxsize=32)
def _mass_solver(compiled: Compiled) -> Callable[[np.ndarray], np.ndarray]:
    size = compiled.differential_size
    return splu(sp.csc_matrix(compiled.mass[:size, :size].sparse())).solve


def initial_tangents(compiled: Compiled, p: np.ndarray, dp: np.ndarray) -> np.ndarray:
    """Derivatives of the initial values (n, k); those of algebraic entries are of the guess."""
    return push(compiled.initial, (p,), (dp,))[0]


def observed_tangents(
    compiled: Compiled, names: tuple[str, ...], times: np.ndarray, states: np.ndarray,
    p: np.ndarray, differential: np.ndarray, dp: np.ndarray,
) -> list[np.ndarray]:  # fmt: skip
    """Derivatives of observables along stored states, and behind them those in time.

    Derivatives of algebraic entries follow from those of differential ones, see
    :func:`consistent_tangents`: an integrator does not control their error.

    Parameters
    ----------
    times, states : (rows,), (rows, n).
    differential : (rows, differential entries, k), derivatives of the differential entries.
    dp : (inputs, k).

    Returns
    -------
    one array (rows, k + 1, members, positions) for each name.
    """
    rows, count = len(times), dp.shape[1]
    function = _observer(compiled, names, count)
    # one vector for each row, the rest the same for all: what ``along`` evaluates
    varying = np.hstack([states, differential.transpose(0, 2, 1).reshape(rows, -1)])
    found = []
    for values in along(function, times, varying, np.append(p, dp.ravel(order="F"))):
        height, width = values.shape[1], values.shape[2] // (count + 1)
        found.append(values.reshape(rows, height, count + 1, width).transpose(0, 2, 1, 3))
    return found


@lru_cache(maxsize=32)
def _observer(compiled: Compiled, names: tuple[str, ...], count: int) -> ca.Function:
    """Derivatives of chosen observables as a function of time, state and inputs with seeds."""
    n, size, m = compiled.size, compiled.differential_size, int(compiled.inputs.shape[0])
    t, y, p = ca.MX.sym("t"), ca.MX.sym("y", n), ca.MX.sym("p", m)
    states, inputs = ca.MX.sym("states", n + size * count), ca.MX.sym("inputs", m * (1 + count))
    point = [t, states[:n], inputs[:m]]
    f = compiled.residual.call(point)[0]
    rates = ca.solve(ca.MX(compiled.mass[:size, :size]), f[:size], LINEAR)
    dt = ca.horzcat(ca.MX.zeros(1, count), 1)
    dp = ca.horzcat(ca.reshape(inputs[m:], m, count), ca.MX.zeros(m, 1))
    dy = ca.horzcat(ca.reshape(states[n:], size, count), rates)
    if size < n:
        alone = ca.vertcat(dy, ca.MX.zeros(n - size, count + 1))
        forward = _forward(compiled.residual, count + 1)
        right = forward.call([*point, f, dt, alone, dp])[0][size:, :]
        slope = ca.Function("slope", [compiled.time, compiled.state, compiled.inputs],
                            [compiled.slope[size:, size:]])  # fmt: skip
        matrix = slope.call(point)[0]
        # rows scaled to one, see ``initialise``
        scaling = 1 / (ca.sum2(ca.fabs(matrix)) + np.finfo(float).tiny)
        scaled = ca.mtimes(ca.diag(scaling), matrix)
        dy = ca.vertcat(dy, -ca.solve(scaled, ca.mtimes(ca.diag(scaling), right), LINEAR))
    order = list(compiled.observables)
    watched = compiled.observe.call([t, y, p], True, False)
    chosen = ca.Function("chosen", [t, y, p], [watched[order.index(name)] for name in names])
    values = chosen.call(point)
    pushed = chosen.forward(count + 1).call([*point, *values, dt, dy, dp])
    return ca.Function("observed_tangents", [t, states, inputs], [ca.densify(d) for d in pushed])


def gradient(
    record: Any, number: Callable[[Any], Any], entries: Sequence[tuple[str, int]]
) -> np.ndarray:
    """Derivatives (k,) of a number computed from a record with respect to its own entries.

    Exact where the number can be computed with symbols, otherwise by differences: a smaller of
    two capacities is Python, and smooth algebra on either side.

    Parameters
    ----------
    number : for example ``lambda device: device.capacity``.
    entries : path of a parameter, and which of its values (column by column).
    """
    numbers = parameters(record)
    symbols = {path: ca.MX.sym(path, *value.shape) for path, value in numbers.items()}
    try:
        value = ca.MX(number(lift(record, symbols)))
    except (RuntimeError, TypeError, NotImplementedError):  # asked for a number or a truth value
        return np.array([_difference(record, number, *entry) for entry in entries])
    slopes = [ca.jacobian(value, symbols[path])[index] for path, index in entries]
    found = ca.Function("gradient", list(symbols.values()), [ca.vertcat(*slopes)])
    return found.call([ca.DM(v) for v in numbers.values()])[0].full().ravel()


def _difference(record: Any, number: Callable[[Any], Any], path: str, index: int) -> float:
    """Second-order difference, from inside where the parameter is at the end of its range."""
    value = parameters(record)[path].ravel(order="F")[index]
    change = CHANGE * (abs(value) or 1.0)

    def at(steps: float) -> float:
        return float(number(with_entry(record, path, index, value + steps * change)))

    for ends in ((1.0, -1.0), (2.0, 1.0), (-2.0, -1.0)):
        try:
            far, near = (at(end) for end in ends)
        except ParameterError:
            continue
        if ends[0] + ends[1] == 0:
            return (far - near) / (2 * change)
        return np.sign(ends[0]) * (4 * near - far - 3 * at(0.0)) / (2 * change)
    return 0.0  # nothing else is allowed


def with_entry(record: Any, path: str, index: int, value: float) -> Any:
    """A copy of a record with one number changed, or one of several (column by column)."""
    node = record
    for name in path.split("."):
        node = node[int(name)] if isinstance(node, tuple) else getattr(node, name)
    changed = np.array(node, dtype=float)
    flat = changed.ravel(order="F")
    flat[index] = value
    changed = flat.reshape(changed.shape, order="F")
    new = tuple(changed.tolist()) if isinstance(node, tuple) else changed
    return replace_path(record, path, float(changed) if changed.ndim == 0 else new)
