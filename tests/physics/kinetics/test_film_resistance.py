"""A film in series with a rate law."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.coupled_ion_electron_transfer import CoupledIonElectronTransfer
from ambipolar.physics.kinetics.exchange_current import ConstantExchange
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.kinetics.reaction import Interface

from .conditions import RT, THERMAL_VOLTAGE, interface

SYMMETRIC = ButlerVolmer(1.5, exchange=ConstantExchange())


@given(
    eta=st.floats(-30, 30),
    resistance=st.floats(0, 10),
    x=st.floats(0.01, 0.99),
)
@settings(max_examples=60, deadline=None)
def test_current_solves_its_own_equation(eta, resistance, x):
    for law in (SYMMETRIC, CoupledIonElectronTransfer(2.0, reorganization_energy=8.3 * RT)):
        film = WithFilmResistance(law, resistance)
        state = interface(x, eta)
        current = film.rate(state)
        below = eta + current * resistance / THERMAL_VOLTAGE
        rates = [law.rate(interface(x, below + s * 1e-4)) for s in (1, -1)]
        slope = abs(rates[0] - rates[1]) / 2e-4  # A/m^2 per RT/F
        # the overpotential below the film is a difference, known to the rounding of eta
        rounding = 1e-14 * (abs(current) + slope * (1 + abs(eta)))
        assert abs(film.rate_at(state, current) - current) <= rounding * (
            1 + resistance * slope / THERMAL_VOLTAGE
        )


def test_large_resistance_is_ohms_law():
    film = WithFilmResistance(SYMMETRIC, 1e6)
    current = film.rate(interface(0.5, np.array([-8.0, 4.0])))
    np.testing.assert_allclose(current, -np.array([-8.0, 4.0]) * THERMAL_VOLTAGE / 1e6, rtol=1e-5)


def test_no_resistance_is_the_law_itself():
    state = interface(np.array([0.2, 0.7]), np.array([[-3.0], [0.0], [6.0]]))
    film = WithFilmResistance(SYMMETRIC, 0.0)
    np.testing.assert_allclose(film.rate(state), SYMMETRIC.rate(state), rtol=1e-14)
    assert film.rate(state).shape == (3, 2)


def test_series_combination_at_small_overpotential():
    film = WithFilmResistance(SYMMETRIC, 0.02)
    expected = 1 / (1 / 1.5 + 0.02 / THERMAL_VOLTAGE)
    assert film.exchange_current(interface()) == pytest.approx(expected, rel=1e-13)


def test_symbolic_input_is_refused_with_advice():
    film = WithFilmResistance(SYMMETRIC, 0.02)
    with pytest.raises(ParameterError, match="rate_at"):
        film.rate(Interface(ca.MX.sym("x"), 0.0, 0.1, 298.15))


def test_film_resistance_must_not_be_negative():
    with pytest.raises(ParameterError, match="film_resistance"):
        WithFilmResistance(SYMMETRIC, -1.0)
