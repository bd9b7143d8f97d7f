"""Dissolution and deposition of a metal."""

from __future__ import annotations

import casadi
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.metal import MetalElectrode

ROOM = 298.15
THERMAL = GAS_CONSTANT * ROOM / FARADAY


def test_symmetric_law_is_a_hyperbolic_sine() -> None:
    law, u = MetalElectrode(rate_constant=3.0), np.linspace(-8, 8, 41)
    expected = 3.0 * np.sqrt(0.25) * 2 * np.sinh(u / 2)
    assert law.dissolution(u * THERMAL, 0.25, ROOM) == pytest.approx(expected, rel=1e-12)


@given(alpha=st.floats(0.1, 0.9), u=st.floats(-1e4, 1e4), c=st.floats(-10.0, 10.0))
def test_sign_zero_and_both_languages(alpha: float, u: float, c: float) -> None:
    law = MetalElectrode(transfer_coefficient=alpha)
    value = float(law.dissolution(u * THERMAL, c, ROOM))
    assert np.isfinite(value) and np.sign(value) == np.sign(u)
    x = casadi.MX.sym("x")
    other = casadi.Function("f", [x], [law.dissolution(x, c, ROOM)])(u * THERMAL)
    assert float(other) == pytest.approx(value, rel=1e-9)


def test_slope_at_equilibrium_is_the_exchange_current() -> None:
    law, step = MetalElectrode(rate_constant=7.0, transfer_coefficient=0.3), 1e-6
    slope = float(law.dissolution(step * THERMAL, 2.0, ROOM)) / step
    assert slope == pytest.approx(float(law.exchange_current(2.0)), rel=1e-5)
    assert law.exchange_current(2.0) == pytest.approx(7.0 * 2.0**0.7)


def test_bad_numbers_name_the_field() -> None:
    with pytest.raises(ParameterError, match=r"MetalElectrode\.rate_constant"):
        MetalElectrode(rate_constant=0.0)
    with pytest.raises(ParameterError, match=r"MetalElectrode\.transfer_coefficient"):
        MetalElectrode(transfer_coefficient=1.0)
