"""The ways across a loop of many particles on which none of them switches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.curve import EnergyCurve
from ambipolar.physics.thermodynamics.hysteresis import jump_from_spinodal
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.physics.thermodynamics.scanning import scanning_filling, stable_fillings

T = 298.15
RT = GAS_CONSTANT * T
HOST = RegularSolution(omega=4 * RT)


@settings(max_examples=10, deadline=None)
@given(st.floats(2.05, 6.0), st.floats(0.02, 0.98))
def test_both_fillings_have_the_potential_and_are_stable(interaction, where):
    host = RegularSolution(omega=interaction * RT)
    curve = EnergyCurve(host, T)
    low, high = (1 - np.array([1, -1]) * np.sqrt(1 - 2 / interaction)) / 2
    top, bottom = curve.potential(low), curve.potential(high)
    mu = bottom + where * (top - bottom)
    lower, upper = stable_fillings(host, T, mu)
    assert 0 < lower < low < high < upper < 1
    for x in (lower, upper):
        assert curve.potential(x) == pytest.approx(mu, abs=1e-9 * interaction * RT)
        assert curve.curvature(x) > 0
    # the host looks the same from both ends
    mirrored, _ = stable_fillings(host, T, -mu)
    assert mirrored == pytest.approx(1 - upper, abs=1e-9)


def test_at_a_spinodal_the_other_filling_is_where_a_particle_lands():
    jump = jump_from_spinodal(HOST, T)
    lower, upper = stable_fillings(HOST, T, jump.chemical_potential * (1 - 1e-15))
    assert lower == pytest.approx(jump.start, abs=1e-6)
    assert upper == pytest.approx(jump.landing, abs=1e-9)


def test_the_mean_is_that_of_the_shares():
    mu = np.linspace(-2000.0, 2000.0, 7)
    lower, upper = stable_fillings(HOST, T, mu)
    assert scanning_filling(HOST, T, 0.0, mu) == pytest.approx(lower)
    assert scanning_filling(HOST, T, 1.0, mu) == pytest.approx(upper)
    half = scanning_filling(HOST, T, 0.5, mu)
    assert half == pytest.approx((lower + upper) / 2)
    assert half[3] == pytest.approx(0.5)  # the binodals
    assert np.all(np.diff(half) > 0)


def test_where_there_is_one_filling_only_the_error_says_so():
    with pytest.raises(ParameterError, match="one stable filling only"):
        stable_fillings(HOST, T, [0.0, 1e5])
    with pytest.raises(ParameterError, match="has 0 spinodals"):
        stable_fillings(RegularSolution(omega=RT), T, 0.0)
