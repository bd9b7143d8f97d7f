"""One array language for laws: the same call serves NumPy arrays and CasADi expressions.

A law written with these functions is written once. ``tests/contracts`` holds the two
back ends together. Add a function here only when a law needs it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  #: float, NumPy array or CasADi expression

#: Below this site filling the logarithm continues linearly, see :func:`log_filling`.
FILLING_FLOOR = 1e-12


def is_symbolic(value: Array) -> bool:
    """True for CasADi expressions (tested by module name, so that CasADi is not imported here)."""
    return type(value).__module__.partition(".")[0] == "casadi"


def _backend(*values: Array) -> Any:
    if any(is_symbolic(v) for v in values):
        import casadi

        return casadi
    return np


def exp(x: Array) -> Array:
    """Exponential."""
    return _backend(x).exp(x)


def expm1(x: Array) -> Array:
    """``exp(x) - 1`` without cancellation at small x."""
    return _backend(x).expm1(x)


def log1p(x: Array) -> Array:
    """``ln(1 + x)`` without cancellation at small x."""
    return _backend(x).log1p(x)


def log(x: Array) -> Array:
    """Natural logarithm."""
    return _backend(x).log(x)


def sqrt(x: Array) -> Array:
    """Square root."""
    return _backend(x).sqrt(x)


def sinh(x: Array) -> Array:
    """Hyperbolic sine."""
    return _backend(x).sinh(x)


def asinh(x: Array) -> Array:
    """Inverse hyperbolic sine."""
    return _backend(x).asinh(x) if is_symbolic(x) else np.arcsinh(x)


def tanh(x: Array) -> Array:
    """Hyperbolic tangent."""
    return _backend(x).tanh(x)


def sin(x: Array) -> Array:
    """Sine."""
    return _backend(x).sin(x)


def cos(x: Array) -> Array:
    """Cosine."""
    return _backend(x).cos(x)


def fabs(x: Array) -> Array:
    """Absolute value."""
    return _backend(x).fabs(x)


def sign(x: Array) -> Array:
    """Element-wise sign, 0 at 0."""
    return _backend(x).sign(x)


def erfc(x: Array) -> Array:
    """Complementary error function; CasADi has only erf, exact to 2e-16 absolute."""
    if is_symbolic(x):
        return 1.0 - _backend(x).erf(x)
    from scipy import special  # a tenth of a second that most runs never need

    return special.erfc(x)


def where(condition: Array, if_true: Array, if_false: Array) -> Array:
    """Element-wise choice; both branches are evaluated, so both must be finite."""
    backend = _backend(condition, if_true, if_false)
    if backend is np:
        return np.where(condition, if_true, if_false)
    return backend.if_else(condition, if_true, if_false)


def minimum(a: Array, b: Array) -> Array:
    """Element-wise minimum."""
    backend = _backend(a, b)
    return np.minimum(a, b) if backend is np else backend.fmin(a, b)


def maximum(a: Array, b: Array) -> Array:
    """Element-wise maximum."""
    backend = _backend(a, b)
    return np.maximum(a, b) if backend is np else backend.fmax(a, b)


def log_filling(x: Array) -> Array:
    """``ln x`` of a site filling, continued linearly below :data:`FILLING_FLOOR`.

    A Newton iterate may leave 0 < x < 1; the linear branch keeps the residual finite with a
    steep restoring slope, so that the iterate is pushed back. A solution never sits there.
    """
    bounded, missing = floored(x)
    return log(bounded) - missing


def logit_filling(x: Array) -> Array:
    """``ln[x/(1 - x)]``, continued as :func:`log_filling` at both ends, with one logarithm."""
    filled, missing = floored(x)
    vacant, excess = floored(1.0 - x)
    return log(filled / vacant) - (missing - excess)


def positive_part(x: Array) -> Array:
    """``max(x, 0)``, exactly, as ``(x + |x|)/2``: three times cheaper than a maximum."""
    # a maximum calls a library function that looks for NaN, element by element
    return 0.5 * (x + fabs(x))


def floored(x: Array) -> tuple[Array, Array]:
    """A site filling bounded from below, and what is missing to the bound in units of it.

    ``(max(x, floor), max(1 - x/floor, 0))``; the second is exactly zero for a real filling.
    """
    missing = positive_part(1.0 - x * (1.0 / FILLING_FLOOR))
    return x + FILLING_FLOOR * missing, missing


def mean_rows(x: Array) -> Array:
    """Mean over the second axis (positions), kept as a column: ``(n, m) -> (n, 1)``."""
    if is_symbolic(x):
        import casadi

        return casadi.sum2(x) / x.shape[1]
    return np.mean(np.atleast_2d(x), axis=1, keepdims=True)


def sum_rows(x: Array) -> Array:
    """Sum over the second axis (positions), kept as a column: ``(n, m) -> (n, 1)``."""
    if is_symbolic(x):
        import casadi

        return casadi.sum2(x)
    return np.sum(np.atleast_2d(x), axis=1, keepdims=True)


def outer(column: Array, row: np.ndarray) -> Array:
    """Products of a number or a column ``(n, 1)`` with a row ``(1, m)``: ``(n, m)``."""
    if is_symbolic(column):
        import casadi

        return casadi.mtimes(column, casadi.DM(row))
    return column * row


def constant(value: np.ndarray) -> Array:
    """A numeric array in a form that multiplies NumPy arrays and CasADi expressions alike."""
    import casadi

    return casadi.DM(np.atleast_2d(value))
