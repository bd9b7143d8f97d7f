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

from ..core.records import lift, parameters
from .compile import Compiled
from .evaluate import along
from .initialise import algebraic_solver


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


def tangents_and_rates(
    compiled: Compiled, times: np.ndarray, states: np.ndarray, p: np.ndarray,
    differential: np.ndarray, dp: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Derivatives of all entries along stored states, and behind them dy/dt.

    Those of algebraic entries follow from those of differential ones, see
    :func:`consistent_tangents`: an integrator does not control their error.

    Parameters
    ----------
    times, states : (rows,), (rows, n).
    differential : (rows, differential entries, k).
    dp : (inputs, k).

    Returns
    -------
    (rows, n, k + 1)
    """
    size, count = compiled.differential_size, dp.shape[1]
    dt = np.append(np.zeros(count), 1.0)[None]
    dp = np.hstack([dp, np.zeros((len(dp), 1))])
    f = along(compiled.residual, times, states, p)[0][:, :size, 0]
    rates = _mass_solver(compiled)(np.ascontiguousarray(f.T)).T
    found = np.empty((len(times), compiled.size, count + 1))
    for row, (t, y) in enumerate(zip(times, states, strict=True)):
        own = np.hstack([differential[row], rates[row][:, None]])
        found[row] = consistent_tangents(compiled, float(t), y, p, dt, own, dp)
    return found


@lru_cache(maxsize=32)
def _mass_solver(compiled: Compiled) -> Callable[[np.ndarray], np.ndarray]:
    size = compiled.differential_size
    return splu(sp.csc_matrix(compiled.mass[:size, :size].sparse())).solve


def initial_tangents(compiled: Compiled, p: np.ndarray, dp: np.ndarray) -> np.ndarray:
    """Derivatives of the initial values (n, k); those of algebraic entries are of the guess."""
    return push(compiled.initial, (p,), (dp,))[0]


def observed_tangents(
    compiled: Compiled, names: tuple[str, ...], times: np.ndarray, states: np.ndarray,
    p: np.ndarray, dt: np.ndarray, dy: np.ndarray, dp: np.ndarray,
) -> list[np.ndarray]:  # fmt: skip
    """Derivatives of observables along stored states.

    Parameters
    ----------
    times, states : (rows,), (rows, n).
    dt, dy, dp : (k,), (rows, n, k), (inputs, k).

    Returns
    -------
    one array (rows, k, members, positions) for each name.
    """
    count = len(dt)
    function = _observer(compiled, names, count)
    # one vector for each row, the rest the same for all: what ``along`` evaluates
    rows = np.hstack([states, dy.transpose(0, 2, 1).reshape(len(times), -1)])
    fixed = np.concatenate([p, dt, dp.ravel(order="F")])
    found = []
    for values in along(function, times, rows, fixed):
        height, width = values.shape[1], values.shape[2] // count
        blocks = values.reshape(len(times), height, count, width)
        found.append(blocks.transpose(0, 2, 1, 3))
    return found


@lru_cache(maxsize=32)
def _observer(compiled: Compiled, names: tuple[str, ...], count: int) -> ca.Function:
    """Derivatives of chosen observables as a function of time, state and inputs with seeds."""
    n, m = compiled.size, int(compiled.inputs.shape[0])
    order = list(compiled.observables)
    t, y, p = ca.MX.sym("t"), ca.MX.sym("y", n), ca.MX.sym("p", m)
    watched = compiled.observe.call([t, y, p], True, False)
    chosen = ca.Function("chosen", [t, y, p], [watched[order.index(name)] for name in names])
    states, inputs = ca.MX.sym("states", n * (1 + count)), ca.MX.sym("inputs", m + count * (1 + m))
    point = [t, states[:n], inputs[:m]]
    seeds = [
        inputs[m : m + count].T,
        ca.reshape(states[n:], n, count),
        ca.reshape(inputs[m + count :], m, count),
    ]
    values = chosen.call(point)
    pushed = chosen.forward(count).call([*point, *values, *seeds])
    return ca.Function("observed_tangents", [t, states, inputs], [ca.densify(d) for d in pushed])


def gradient(
    record: Any, number: Callable[[Any], Any], entries: Sequence[tuple[str, int]]
) -> np.ndarray:
    """Derivatives (k,) of a number computed from a record with respect to its own entries.

    Parameters
    ----------
    number : for example ``lambda device: device.capacity``.
    entries : path of a parameter, and which of its values (column by column).
    """
    numbers = parameters(record)
    symbols = {path: ca.MX.sym(path, *value.shape) for path, value in numbers.items()}
    value = ca.MX(number(lift(record, symbols)))
    slopes = [ca.jacobian(value, symbols[path])[index] for path, index in entries]
    found = ca.Function("gradient", list(symbols.values()), [ca.vertcat(*slopes)])
    return found.call([ca.DM(v) for v in numbers.values()])[0].full().ravel()
