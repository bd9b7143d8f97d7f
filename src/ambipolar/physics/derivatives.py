"""Derivatives of element-wise laws by automatic differentiation, for NumPy and CasADi alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..core import ops

Law = Callable[..., Any]


def derivative(law: Law, arguments: tuple[Any, ...], index: int, order: int = 1) -> Any:
    """Element-wise partial derivative of ``law(*arguments)`` with respect to one argument.

    Parameters
    ----------
    law : element-wise function written with :mod:`ambipolar.core.ops`.
    arguments : arrays or CasADi expressions that broadcast against each other.
    index : which argument to differentiate by.
    order : how often.

    Returns
    -------
    same shape as the broadcast arguments.
    """
    if any(ops.is_symbolic(a) for a in arguments):
        return _symbolic(law, arguments, index, order)
    return _numeric(law, arguments, index, order)


def _symbolic(law: Law, arguments: tuple[Any, ...], index: int, order: int) -> Any:
    import casadi as ca

    # A fresh symbol stands for the argument, so that it may itself be any expression.
    kind: Any = ca.SX if any(isinstance(a, ca.SX) for a in arguments) else ca.MX
    point = kind(arguments[index])
    symbol = kind.sym("z", *point.shape)
    result = law(*arguments[:index], symbol, *arguments[index + 1 :])
    for _ in range(order):
        result = ca.jtimes(kind(result), symbol, kind.ones(*symbol.shape))
    return ca.substitute([result], [symbol], [point])[0]


def _numeric(law: Law, arguments: tuple[Any, ...], index: int, order: int) -> Any:
    import casadi as ca

    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in arguments))
    symbols = [ca.SX.sym(f"z{i}") for i in range(len(arrays))]
    result = ca.SX(law(*symbols))
    if result.numel() > 1:  # the law itself holds arrays: an ensemble of records
        return _ensemble(law, arrays, index, order)
    for _ in range(order):
        result = ca.jtimes(result, symbols[index], 1)
    function = ca.Function("derivative", symbols, [result])
    # mapped explicitly: CasADi's own broadcast of a scalar function is 20 times slower
    mapped = function.map(max(arrays[0].size, 1))
    values = mapped(*(a.reshape(1, -1) for a in arrays))
    return np.asarray(values, dtype=float).reshape(arrays[0].shape)[()]


def _ensemble(law: Law, arrays: Sequence[np.ndarray], index: int, order: int) -> Any:
    """As :func:`_numeric` for a law with one row of parameters per member, in 2-D arrays."""
    import casadi as ca

    rows = [np.atleast_2d(a) for a in arrays]
    symbols = tuple(ca.MX.sym(f"z{i}", *a.shape) for i, a in enumerate(rows))
    function = ca.Function("derivative", symbols, [_symbolic(law, symbols, index, order)])
    return np.asarray(function(*rows), dtype=float)
