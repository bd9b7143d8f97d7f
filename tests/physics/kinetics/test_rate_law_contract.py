"""What every rate law of the registry must obey."""

from __future__ import annotations

import math
from dataclasses import replace

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.records import lift, parameters
from ambipolar.physics.derivatives import derivative
from ambipolar.physics.kinetics.reaction import Interface
from ambipolar.physics.kinetics.registry import EXCHANGE_CURRENTS, KINETICS

from .conditions import EXCHANGES, EXPLICIT, FILM, LAWS, RT, TEMPERATURE, THERMAL_VOLTAGE, interface

laws = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
explicit = pytest.mark.parametrize("law", EXPLICIT.values(), ids=EXPLICIT.keys())


def test_every_entry_of_the_registries_is_tested():
    assert {name.partition("/")[0] for name in LAWS} == set(KINETICS)
    assert set(EXCHANGES) == set(EXCHANGE_CURRENTS)
    for name, law in LAWS.items():
        assert type(law) is KINETICS[name.partition("/")[0]]
    for name, exchange in EXCHANGES.items():
        assert type(exchange) is EXCHANGE_CURRENTS[name]


@laws
@given(x=st.floats(1e-6, 1 - 1e-6), mu=st.floats(-12, 12), activity=st.floats(0.01, 10))
@settings(max_examples=20, deadline=None)
def test_zero_at_zero_affinity(law, x, mu, activity):
    assert law.rate(interface(x, 0.0, mu, activity)) == 0.0


@explicit
@given(
    x=st.floats(0.001, 0.999),
    eta=st.floats(-15, 15),
    mu=st.floats(-8, 8),
    activity=st.floats(0.05, 5),
    temperature=st.floats(250, 350),
)
@settings(max_examples=40, deadline=None)
def test_sign_and_second_law(law, x, eta, mu, activity, temperature):
    rate = law.rate(interface(x, eta, mu, activity, temperature))
    assert np.isfinite(rate)
    assert rate * eta <= 0.0


@laws
def test_slope_at_equilibrium_is_the_exchange_current(law):
    step = 1e-5
    for x in (0.05, 0.3, 0.8):
        up, down = (law.rate(interface(x, s * step, activity=0.6)) for s in (1, -1))
        i0 = law.exchange_current(interface(x, activity=0.6))
        assert (up - down) / (2 * step) == pytest.approx(-i0, rel=1e-8)


@explicit
def test_slope_by_differentiation_equals_the_written_exchange_current(law):
    state = interface(np.array([0.1, 0.5, 0.9]), mu=-0.4, activity=0.8)

    def rate(eta):
        return law.rate(replace(state, filling=0.5, overpotential=eta))

    slope = derivative(rate, (np.zeros(1),), 0)
    i0 = law.exchange_current(replace(state, filling=0.5))
    np.testing.assert_allclose(-slope * THERMAL_VOLTAGE, i0, rtol=1e-10)


@laws
def test_numpy_equals_casadi(law):
    shape = (3, 4)
    random = np.random.default_rng(7)
    values = [
        random.uniform(0.02, 0.98, shape),
        random.uniform(-4, 4, shape) * RT,
        random.uniform(-10, 10, shape) * THERMAL_VOLTAGE,
        np.array([[280.0], [298.15], [320.0]]),
        random.uniform(0.3, 2.0, (3, 1)),
    ]
    symbols = [ca.MX.sym(f"z{i}", *np.shape(v)) for i, v in enumerate(values)]
    current = 0.37
    expression = law.rate_at(Interface(*symbols), current)
    assert expression.shape == shape
    computed = np.array(ca.Function("rate", symbols, [expression])(*values))
    expected = law.rate_at(Interface(*values), current)
    np.testing.assert_allclose(computed, expected, rtol=1e-9)


@laws
def test_parameters_can_be_solver_inputs(law):
    state = interface(np.array([[0.2, 0.6]]), -2.0)
    numbers = parameters(law)
    symbols = {path: ca.MX.sym(path, *value.shape) for path, value in numbers.items()}
    expression = lift(law, symbols).rate_at(state, 0.1)
    function = ca.Function("rate", list(symbols.values()), [expression])
    computed = np.array(function(*numbers.values()))
    np.testing.assert_allclose(computed, law.rate_at(state, 0.1), rtol=1e-10)


@explicit
def test_arrhenius_factor_multiplies_every_law(law):
    active = replace(law, activation_energy=4e4)
    frozen = replace(law, activation_energy=0.0)
    state = interface(0.4, -3.0, temperature=320.0)
    factor = math.exp(-4e4 / 8.31446261815324 * (1 / 320.0 - 1 / TEMPERATURE))
    assert active.rate(state) == pytest.approx(factor * frozen.rate(state), rel=1e-12)
    i0 = active.exchange_current(state)
    assert i0 == pytest.approx(factor * frozen.exchange_current(state), rel=1e-12)


@explicit
def test_detailed_balance(law):
    # with oxidation = e^eta reduction the one-way rates follow from the net rate: they are
    # positive on both sides and meet in the exchange current
    eta = np.array([-12.0, -1.0, -1e-3, 1e-3, 1.0, 12.0])
    reduction = law.rate(interface(0.3, eta)) / -np.expm1(eta)
    assert np.all(reduction > 0)
    i0 = law.exchange_current(interface(0.3))
    assert np.mean(reduction[2:4]) == pytest.approx(float(i0), rel=1e-5)


@laws
def test_implicit_laws_say_so(law):
    assert law.implicit == (law is FILM)
    assert law.film_resistance == (0.01 if law is FILM else 0.0)
