import casadi as ca
import numpy as np

from ambipolar.numerics.evaluate import along, direct

TIMES = np.array([0.0, 1.0, 3.0])
STATES = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
P = np.array([10.0])


def function():
    t, y, p = ca.MX.sym("t"), ca.MX.sym("y", 2), ca.MX.sym("p")
    matrix = ca.horzcat(y, t * y, y + p)  # (2, 3)
    sparse = ca.diag(y)
    return ca.Function("f", [t, y, p], [matrix, sparse, ca.MX(2, 2)])


def test_outputs_along_states_equal_single_evaluations():
    f = function()
    for index, values in enumerate(along(f, TIMES, STATES, P)):
        assert values.shape == (3, *f.size_out(index))
        for k in range(3):
            expected = f(TIMES[k], STATES[k], P)[index].full()
            np.testing.assert_array_equal(values[k], expected)


def test_no_states_give_no_rows():
    shapes = [v.shape for v in along(function(), TIMES[:0], STATES[:0], P)]
    assert shapes == [(0, 2, 3), (0, 2, 2), (0, 2, 2)]


def test_every_row_may_have_inputs_of_its_own():
    f, inputs = function(), np.array([[10.0], [20.0], [-3.0]])
    for index, values in enumerate(along(f, TIMES, STATES, inputs)):
        for k in range(3):
            expected = f(TIMES[k], STATES[k], inputs[k])[index].full()
            np.testing.assert_array_equal(values[k], expected)


def test_direct_calls_equal_those_with_matrices():
    f = function()
    for k in range(3):
        found = direct(f)(TIMES[k], STATES[k], P)
        for index, values in enumerate(found):
            expected = f(TIMES[k], STATES[k], P)[index]
            np.testing.assert_array_equal(values, np.array(expected.nonzeros()))
