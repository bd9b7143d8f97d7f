"""Tables between whose points run straight lines."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.formulas.table import LinearTable


def test_a_table_is_numpy_interpolation_inside_and_straight_outside():
    x, y = np.array([0.0, 0.1, 0.4, 1.0]), np.array([3.0, 1.0, 1.2, -4.0])
    table = LinearTable(x=tuple(x), y=tuple(y))
    inside = np.linspace(0, 1, 41)
    assert table(inside) == pytest.approx(np.interp(inside, x, y), abs=1e-13)
    assert float(table(np.array(-0.1))) == pytest.approx(5.0)
    assert float(table(np.array(1.3))) == pytest.approx(-4.0 - 0.3 * 5.2 / 0.6)
    symbol = ca.MX.sym("x", 1, 41)
    values = ca.Function("f", [symbol], [table(symbol)])(inside[None, :])
    assert np.asarray(values).ravel() == pytest.approx(table(inside), abs=1e-13)


def test_the_order_of_the_points_does_not_matter():
    assert LinearTable(x=(1.0, 0.0), y=(5.0, 2.0)) == LinearTable(x=(0.0, 1.0), y=(2.0, 5.0))


@pytest.mark.parametrize(
    ("x", "y"),
    [((), ()), ((1.0,), (1.0,)), ((0.0, 1.0), (1.0,)), ((0.0, 0.0), (1.0, 2.0)),
     ((0.0, float("nan")), (1.0, 2.0)), ((0.0, 1.0), (float("inf"), 2.0))],
)  # fmt: skip
def test_tables_that_say_nothing_are_refused(x, y):
    with pytest.raises(ParameterError, match="LinearTable"):
        LinearTable(x=x, y=y)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=2, max_size=12))
def test_points_are_on_the_curve(points):
    x = np.array(sorted({round(p[0], 3) for p in points}))
    if len(x) < 2:
        return
    y = np.array([p[1] for p in points])[: len(x)]
    assert LinearTable(x=tuple(x), y=tuple(y))(x) == pytest.approx(y, abs=1e-9)
