"""Conductivity laws: limits, closed forms, and both array languages."""

from __future__ import annotations

import math

import casadi
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.properties.conductivity import (
    CarrierConductivity,
    Conductivity,
    ConstantConductivity,
    HoppingConductivity,
    LinearConductivity,
    MetalInsulatorConductivity,
)
from ambipolar.physics.properties.registry import CONDUCTIVITIES

ROOM = 298.15
LAWS = {
    "constant": ConstantConductivity(value=3.0),
    "linear": LinearConductivity(empty=2.0, full=5.0),
    "hopping": HoppingConductivity(empty=1e-5, full=10.0, saturation=0.1),
    "metal-insulator": MetalInsulatorConductivity(empty=1e-3, full=1e2, threshold=0.3, width=0.05),
    "carrier": CarrierConductivity(empty=400.0, full=0.0, mobility=1e-4),
}
X = np.linspace(0.001, 0.999, 301)


@pytest.mark.parametrize("name", CONDUCTIVITIES)
def test_every_law_is_positive_and_the_same_in_both_languages(name: str) -> None:
    law = LAWS[name]
    assert isinstance(law, CONDUCTIVITIES[name])
    numbers = law.conductivity(X, 320.0)
    assert np.all(numbers > 0)
    x = casadi.MX.sym("x", 1, len(X))
    compiled = casadi.Function("sigma", [x], [law.conductivity(x, 320.0)])
    assert np.asarray(compiled(X[None, :])).ravel() == pytest.approx(numbers, rel=1e-12)


@pytest.mark.parametrize("name", CONDUCTIVITIES)
def test_every_law_is_activated(name: str) -> None:
    from dataclasses import replace

    hot, law = 350.0, replace(LAWS[name], activation_energy=20e3)
    factor = math.exp(-20e3 / GAS_CONSTANT * (1 / hot - 1 / ROOM))
    assert law.conductivity(X, ROOM) == pytest.approx(LAWS[name].conductivity(X, ROOM))
    assert law.conductivity(X, hot) == pytest.approx(factor * law.conductivity(X, ROOM))


def test_linear_steps_are_equal() -> None:
    sigma = LAWS["linear"].conductivity(np.array([0.0, 0.25, 0.5, 1.0]), ROOM)
    assert sigma == pytest.approx([2.0, 2.75, 3.5, 5.0], rel=1e-14)


def test_hopping_is_a_straight_line_in_the_logarithm_that_saturates() -> None:
    decades = np.log10(LAWS["hopping"].conductivity(np.array([0.0, 0.025, 0.05, 0.2, 1.0]), ROOM))
    assert decades == pytest.approx([-5.0, -3.5, -2.0, 1.0, 1.0], abs=1e-9)


def test_hopping_stays_finite_outside_the_range() -> None:
    wild = LAWS["hopping"].conductivity(np.array([-0.2, 1.5, 40.0]), ROOM)
    assert np.all(np.isfinite(wild))


def test_the_transition_is_half_way_at_its_threshold_and_moves_with_temperature() -> None:
    law = LAWS["metal-insulator"]
    assert law.conductivity(0.3, ROOM) == pytest.approx(math.sqrt(1e-3 * 1e2), rel=1e-12)
    assert law.conductivity(0.0, ROOM) == pytest.approx(1e-3, rel=1e-3)
    assert law.conductivity(1.0, ROOM) == pytest.approx(1e2, rel=1e-6)
    thermal = MetalInsulatorConductivity(
        empty=1e-3, full=1e2, threshold=0.05, width=0.01, threshold_shift=-0.001
    )
    assert thermal.conductivity(0.0, ROOM) == pytest.approx(1e-3, rel=1e-2)
    assert thermal.conductivity(0.0, ROOM + 100.0) == pytest.approx(1e2, rel=1e-2)


def test_carriers_times_mobility() -> None:
    sigma = LAWS["carrier"].conductivity(0.25, ROOM)
    assert sigma == pytest.approx(FARADAY * 1e-4 * 300.0, rel=1e-14)


@given(value=st.one_of(st.floats(max_value=0.0), st.just(math.inf), st.just(math.nan)))
def test_conductivities_are_positive_numbers(value: float) -> None:
    with pytest.raises(ParameterError, match=r"ConstantConductivity\.value"):
        ConstantConductivity(value=value)
    with pytest.raises(ParameterError, match=r"LinearConductivity\.full"):
        LinearConductivity(empty=1.0, full=value)
    with pytest.raises(ParameterError, match=r"CarrierConductivity\.mobility"):
        CarrierConductivity(mobility=value)


def test_the_contract_has_no_law_of_its_own() -> None:
    with pytest.raises(NotImplementedError):
        Conductivity().conductivity(0.5, ROOM)
