"""Rates written without a logarithm: the same inside, smooth through an empty and a full host."""

from __future__ import annotations

import numpy as np
import pytest

import ambipolar as amb
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.kinetics.exchange_current import (
    ActivityExchange,
    RootExchange,
    SymmetricActivityExchange,
)
from ambipolar.physics.kinetics.reaction import Interface

ROOM = 298.15
THERMAL = GAS_CONSTANT * ROOM
HOSTS = [
    amb.RegularSolution(omega=4.5 * THERMAL),
    amb.IdealMixing(),
    amb.RedlichKister(coefficients=(3e3, -2e3, 800.0)),
    amb.IdealMixing() + amb.RedlichKister(coefficients=(0.0,)),
]
FILLINGS = np.array([1e-9, 1e-4, 0.1, 0.37, 0.5, 0.9, 1 - 1e-4, 1 - 1e-9])


def state(energy, x, eta, activity=0.6):
    mu = energy.chemical_potential((x,), ROOM)
    split = Interface(
        x, mu, eta, ROOM, activity, energy.excess_potential((x,), ROOM), mu - FARADAY * eta
    )
    return split, split.at(eta)


@pytest.mark.parametrize("energy", HOSTS[:3], ids=["regular", "ideal", "redlich-kister"])
@pytest.mark.parametrize("exchange", [ActivityExchange(), SymmetricActivityExchange()])
@pytest.mark.parametrize("alpha", [0.5, 0.3])
def test_both_forms_agree(energy, exchange, alpha):
    law = amb.ButlerVolmer(rate_constant=2.0, exchange=exchange, transfer_coefficient=alpha)
    for eta in (-0.3, -1e-3, 1e-3, 0.3):
        split, plain = state(energy, FILLINGS, eta)
        np.testing.assert_allclose(law.rate(split), law.rate(plain), rtol=1e-9)
    split, _ = state(energy, FILLINGS, 0.0)
    assert np.all(np.abs(law.rate(split)) <= 1e-11 * law.exchange_current(split))


def test_a_film_shifts_both_forms_alike():
    law = amb.WithFilmResistance(amb.ButlerVolmer(rate_constant=2.0), film_resistance=1e-3)
    split, plain = state(HOSTS[0], FILLINGS, -0.1)
    np.testing.assert_allclose(law.rate_at(split, 30.0), law.rate_at(plain, 30.0), rtol=1e-9)


def test_outside_the_range_of_fillings_the_rate_drives_back():
    law, energy = amb.ButlerVolmer(rate_constant=2.0), HOSTS[0]
    for x, drives in ((1 + 1e-6, -1), (-1e-6, 1)):
        for reservoir in (-20 * THERMAL, 20 * THERMAL):
            excess = energy.excess_potential((x,), ROOM)
            rate = law.rate(Interface(x, 0.0, 0.0, ROOM, 1.0, excess, reservoir))
            assert np.sign(rate) == drives


def test_excess_is_what_the_logarithm_leaves():
    x = np.linspace(0.05, 0.95, 7)
    for energy in HOSTS[:3]:
        total = energy.chemical_potential((x,), ROOM)
        ideal = THERMAL * np.log(x / (1 - x))
        np.testing.assert_allclose(energy.excess_potential((x,), ROOM), total - ideal, atol=1e-9)
    graphite = amb.materials.graphite.free_energy
    for index in (0, 1):
        total = graphite.chemical_potential((x, x[::-1]), ROOM, index)
        own = (x, x[::-1])[index]
        found = graphite.excess_potential((x, x[::-1]), ROOM, index)
        np.testing.assert_allclose(found, total - THERMAL * np.log(own / (1 - own)), atol=1e-9)


def test_laws_without_the_form_keep_theirs():
    assert HOSTS[3].excess_potential((0.3,), ROOM) is None  # two lattice gases
    assert amb.materials.coke.free_energy.excess_potential((0.3,), ROOM) is None
    law = amb.ButlerVolmer(rate_constant=2.0, exchange=RootExchange())
    split, plain = state(HOSTS[0], FILLINGS, -0.1)
    np.testing.assert_array_equal(law.rate(split), law.rate(plain))
