"""A rate law times a factor."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.kinetics.scaled import ScaledRate

from .conditions import interface

LAW = ButlerVolmer(1.5)


def test_rate_and_exchange_current_scale():
    state, law = interface(0.3, np.array([-3.0, 0.0, 2.0])), ScaledRate(LAW, 0.25)
    assert law.rate(state) == pytest.approx(0.25 * LAW.rate(state))
    assert law.exchange_current(state) == pytest.approx(0.25 * LAW.exchange_current(state))
    assert not law.implicit


def test_a_film_carries_the_current_per_open_area():
    film = WithFilmResistance(LAW, 0.5)
    law, state = ScaledRate(film, 0.25), interface(0.3, -3.0)
    current = 0.25 * film.rate(state)
    assert law.implicit
    assert law.rate_at(state, current) == pytest.approx(current, rel=1e-9)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan")])
def test_the_factor_is_positive(factor):
    with pytest.raises(ParameterError, match="factor"):
        ScaledRate(LAW, factor)
