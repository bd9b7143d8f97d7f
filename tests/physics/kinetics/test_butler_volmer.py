"""Butler-Volmer kinetics and its exchange currents."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import (
    ActivityExchange,
    BothSitesExchange,
    ConstantExchange,
    NewmanExchange,
    RootExchange,
    SymmetricActivityExchange,
)

from .conditions import interface

SINH = {0.1: -0.10004167187531003, 1: -1.0421906109874948, 5: -12.100408962079575}


@pytest.mark.parametrize("eta", [0.1, 1, 5])
def test_symmetric_law_is_a_hyperbolic_sine(eta):
    law = ButlerVolmer(1.0, exchange=ConstantExchange())
    assert law.rate(interface(eta=eta)) == pytest.approx(SINH[eta], rel=1e-14)


@pytest.mark.parametrize("eta", ["0.1", "1", "5"])
def test_symmetric_law_meets_reference(theory, eta):
    law = ButlerVolmer(1.0, exchange=ConstantExchange())
    expected = theory[f"T1.bv.sinh.{eta}"]["value"]
    assert law.rate(interface(eta=float(eta))) == pytest.approx(expected, rel=1e-14)


def test_largest_root_exchange():
    law = ButlerVolmer(1.0, exchange=RootExchange())
    found = minimize_scalar(
        lambda x: -float(law.exchange_current(interface(x))),
        bounds=(0.01, 0.99),
        method="bounded",
        options={"xatol": 1e-12},
    )
    assert found.x == pytest.approx(1 / 3, rel=1e-7)  # a maximum is flat: half the digits
    value = law.exchange_current(interface(1 / 3))
    assert value == pytest.approx(2 / (3 * math.sqrt(3)), rel=1e-12)


def test_largest_root_exchange_meets_reference(theory):
    filling, value = theory["T1.bv.i0.max"]["value"]
    law = ButlerVolmer(1.0, exchange=RootExchange())
    assert law.exchange_current(interface(filling)) == pytest.approx(value, rel=1e-12)


@given(
    x=st.floats(0.001, 0.999),
    mu=st.floats(-15, 15),
    activity=st.floats(0.01, 10),
    alpha=st.floats(0.1, 0.9),
)
def test_exchange_currents_are_their_formulas(x, mu, activity, alpha):
    ions, host = activity ** (1 - alpha), math.exp(alpha * mu)
    expected = {
        ActivityExchange(): (1 - x) * ions * host,
        SymmetricActivityExchange(): x * (1 - x) * ions * host,
        RootExchange(): math.sqrt(activity * x) * (1 - x),
        BothSitesExchange(): ions * x * (1 - x),
        NewmanExchange(): ions * (1 - x) ** (1 - alpha) * x**alpha,
        ConstantExchange(): 1.0,
    }
    for exchange, value in expected.items():
        law = ButlerVolmer(3.0, transfer_coefficient=alpha, exchange=exchange)
        computed = law.exchange_current(interface(x, mu=mu, activity=activity))
        assert computed == pytest.approx(3 * value, rel=1e-11)


def test_half_filled_limit_of_newman_exchange():
    law = ButlerVolmer(1.0, exchange=NewmanExchange(maximum_filling=0.5))
    assert law.exchange_current(interface(0.3)) == pytest.approx(math.sqrt(0.2 * 0.3), rel=1e-12)


def test_newman_is_activity_exchange_of_an_ideal_lattice_gas():
    x = np.linspace(0.05, 0.95, 7)
    state = interface(x, eta=1.3, mu=np.log(x / (1 - x)), activity=0.7)
    laws = [
        ButlerVolmer(1.0, transfer_coefficient=0.3, exchange=e)
        for e in (ActivityExchange(), NewmanExchange())
    ]
    np.testing.assert_allclose(laws[0].rate(state), laws[1].rate(state), rtol=1e-13)


def test_iterates_outside_the_host_stay_finite_and_are_driven_back():
    x = np.array([1 + 1e-6, -1e-6])
    mu = np.array([1e6, -1e6])  # as log_filling continues the chemical potential
    state = interface(x, eta=mu, mu=mu)
    for exchange in (ActivityExchange(), RootExchange(), NewmanExchange(), BothSitesExchange()):
        rate = ButlerVolmer(1.0, exchange=exchange).rate(state)
        assert np.all(np.isfinite(rate))
        assert rate[0] <= 0 <= rate[1]


def test_transfer_coefficient_is_checked():
    with pytest.raises(ParameterError, match="transfer_coefficient"):
        ButlerVolmer(1.0, transfer_coefficient=1.2)


def test_chemical_potential_carries_non_local_terms():
    law = ButlerVolmer(1.0)
    local, stiff = (law.exchange_current(interface(0.3, mu=m)) for m in (0.5, 0.9))
    assert stiff / local == pytest.approx(math.exp(0.2), rel=1e-12)
