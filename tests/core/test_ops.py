"""One array language: NumPy and CasADi give the same numbers."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from scipy import special

from ambipolar.core import ops

GRID = np.array([[-2.0, -0.5, 0.0, 0.3], [0.7, 1.0, 2.0, 5.0]])


def symbolic(function, *arrays, kind=ca.MX):
    """Values of ``function`` computed through a CasADi expression."""
    symbols = [kind.sym(f"z{i}", *a.shape) for i, a in enumerate(arrays)]
    return np.array(ca.Function("f", symbols, [function(*symbols)])(*arrays))


@pytest.mark.parametrize("kind", [ca.MX, ca.SX])
@pytest.mark.parametrize(
    ("function", "truth", "grid"),
    [
        (ops.exp, np.exp, GRID),
        (ops.log, np.log, GRID + 2.5),
        (ops.sqrt, np.sqrt, GRID + 2.5),
        (ops.sinh, np.sinh, GRID),
        (ops.asinh, np.arcsinh, GRID),
        (ops.tanh, np.tanh, GRID),
        (ops.sin, np.sin, GRID),
        (ops.cos, np.cos, GRID),
        (ops.erfc, special.erfc, GRID),
    ],
)
def test_functions_agree(function, truth, grid, kind):
    np.testing.assert_allclose(function(grid), truth(grid), rtol=1e-15)
    np.testing.assert_allclose(
        symbolic(function, grid, kind=kind), truth(grid), rtol=1e-14, atol=3e-16
    )


@pytest.mark.parametrize("kind", [ca.MX, ca.SX])
def test_choices_agree(kind):
    other = GRID[::-1]

    def chosen(a, b):
        return ops.where(a > b, ops.minimum(a, b), ops.maximum(a, 2 * b))

    np.testing.assert_array_equal(symbolic(chosen, GRID, other, kind=kind), chosen(GRID, other))


@pytest.mark.parametrize("function", [ops.mean_rows, ops.sum_rows])
def test_reductions_keep_a_column(function):
    values = function(GRID)
    assert values.shape == (2, 1)
    np.testing.assert_allclose(symbolic(function, GRID), values, rtol=1e-15)


@pytest.mark.parametrize("kind", [ca.MX, ca.SX])
def test_the_positive_part_is_exact(kind):
    grid = np.array([[-3e12, -1e-13, 0.0, 1e-13, 0.1, 7e11]])
    np.testing.assert_array_equal(ops.positive_part(grid), np.maximum(grid, 0.0))
    np.testing.assert_array_equal(
        symbolic(ops.positive_part, grid, kind=kind), np.maximum(grid, 0.0)
    )


def test_log_filling_is_the_logarithm_and_continues_smoothly():
    x = np.array([1e-11, 1e-6, 0.5, 1.0])
    np.testing.assert_allclose(ops.log_filling(x), np.log(x), rtol=1e-15)
    floor = ops.FILLING_FLOOR
    below, above = ops.log_filling(np.array([floor * (1 - 1e-6), floor * (1 + 1e-6)]))
    assert above - below == pytest.approx(2e-6, rel=1e-3)  # slope 1/floor on both sides
    outside = np.array([[-0.1, 0.0, floor / 2, 1.2]])
    assert np.all(np.isfinite(ops.log_filling(outside)))
    np.testing.assert_allclose(symbolic(ops.log_filling, outside), ops.log_filling(outside))


def test_guards_leave_derivatives_exact_in_reverse_mode():
    x = ca.MX.sym("x", 3)
    point = np.array([1e-6, 0.3, 0.999])
    # the gradient of a scalar is one reverse sweep, as for the dense rows of a particle
    slope = ca.Function("slope", [x], [ca.gradient(ca.sum1(ops.log_filling(x)), x)])
    np.testing.assert_allclose(slope(point).full().ravel(), 1 / point, rtol=1e-15)
    bounded, missing = ops.floored(point)
    np.testing.assert_array_equal(bounded, point)
    np.testing.assert_array_equal(missing, 0.0)


def test_symbolic_is_told_without_importing_casadi():
    assert ops.is_symbolic(ca.MX(1))
    assert ops.is_symbolic(ca.SX(1))
    assert not ops.is_symbolic(1.0)
    assert not ops.is_symbolic(GRID)
