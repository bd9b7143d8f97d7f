"""Marcus, Marcus-Hush-Chidsey and coupled ion-electron transfer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from ambipolar.physics.kinetics.coupled_ion_electron_transfer import (
    CoupledIonElectronTransfer,
    CoupledIonElectronTransferExact,
)
from ambipolar.physics.kinetics.electron_transfer_integral import (
    reduction_integral_2014,
    reduction_integral_exact,
)
from ambipolar.physics.kinetics.marcus import Marcus
from ambipolar.physics.kinetics.marcus_hush_chidsey import (
    MarcusHushChidsey2014,
    MarcusHushChidseyExact,
)

from .conditions import LAMBDA, RT, TRANSFERS, interface

CLOSED = CoupledIonElectronTransfer(1.0, reorganization_energy=LAMBDA)
EXACT = CoupledIonElectronTransferExact(1.0, reorganization_energy=LAMBDA)
INTEGRALS = {
    MarcusHushChidsey2014: reduction_integral_2014,
    MarcusHushChidseyExact: reduction_integral_exact,
}


def test_marcus_meets_reference(theory):
    entry = theory["T1.marcus"]
    eta = np.array(entry["parameters"]["eta"])
    rate = Marcus(1.0, reorganization_energy=LAMBDA).rate(interface(0.5, eta))
    np.testing.assert_allclose(rate, entry["value"], rtol=1e-12)


def test_marcus_branch_is_largest_without_barrier():
    law = Marcus(1.0, reorganization_energy=LAMBDA)
    assert law.rate(interface(0.5, -8.3)) == pytest.approx(0.49269389294099225, rel=1e-12)

    def reduction(formal):  # one-way rate from the net rate and detailed balance
        eta = formal - math.log(2)
        return float(law.rate(interface(0.5, eta))) / -math.expm1(eta)

    found = minimize_scalar(lambda e: -reduction(e), bracket=(-9, -8.2, -7))
    assert found.x == pytest.approx(-8.3, abs=1e-6)


@pytest.mark.parametrize("eta", [-20.0, -3.0, 0.7, 12.0])
def test_marcus_of_mpet_differs_by_the_barrier(eta):
    # k0 (1-c) c_l^((3-2a)/4) c^((1+2a)/4) exp(-eta^2/4 lam) [exp(-a eta) - exp((1-a) eta)]
    c, ions, lam = 0.35, 1.3, 8.3
    a = (1 + math.log(ions / c) / lam) / 2
    prefactor = (1 - c) * ions ** ((3 - 2 * a) / 4) * c ** ((1 + 2 * a) / 4)
    branches = math.exp(-a * eta) - math.exp((1 - a) * eta)
    expected = prefactor * math.exp(-(eta**2) / (4 * lam)) * branches
    law = Marcus(math.exp(lam / 4), reorganization_energy=LAMBDA)
    assert law.rate(interface(c, eta, activity=ions)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["closed", "exact"])
@pytest.mark.parametrize("filling", [0.1, 0.9])
def test_ciet_meets_reference(theory, name, filling):
    entry = theory[f"T1.ciet.{name}.c{filling}"]
    law = CLOSED if name == "closed" else EXACT
    rate = law.rate(interface(filling, np.array(entry["parameters"]["eta"])))
    np.testing.assert_allclose(rate, entry["value"], rtol=1e-12 if name == "closed" else 1e-9)


def test_ciet_anchors_without_the_reference_folder():
    assert CLOSED.rate(interface(0.1, -2.0)) == pytest.approx(0.02011029797614875, rel=1e-12)
    assert EXACT.rate(interface(0.9, 4.0)) == pytest.approx(-0.015269778600419615, rel=1e-9)


def test_ciet_exchange_current_meets_reference(theory):
    entry = theory["T1.ciet.i0.closed"]
    filling = np.array(entry["parameters"]["c"])
    np.testing.assert_allclose(
        CLOSED.exchange_current(interface(filling)), entry["value"], rtol=1e-12
    )
    assert CLOSED.exchange_current(interface(0.3)) == pytest.approx(0.01142324883547169, rel=1e-12)


def test_ciet_exchange_current_is_largest_below_half_filling():
    for law in (CLOSED, EXACT):
        found = minimize_scalar(
            lambda x, law=law: -float(law.exchange_current(interface(x))),
            bounds=(0.01, 0.99),
            method="bounded",
        )
        assert 0.3 < found.x < 0.4


@pytest.mark.parametrize("law", [CLOSED, EXACT])
def test_ciet_reaction_limits(theory, law):
    insertion, extraction = theory["T1.ciet.limits"]["value"]
    state = interface(0.3)
    assert law.limiting_currents(state) == pytest.approx((insertion, extraction), rel=1e-14)
    for eta, limit in ((-60.0, insertion), (60.0, extraction), (-5000.0, insertion)):
        assert law.rate(interface(0.3, eta)) == pytest.approx(limit, rel=1e-6)


@pytest.mark.parametrize("law", [CLOSED, EXACT])
def test_ciet_dilute_limit_is_linear(law):
    x = 1e-9  # |ln x| well above lambda
    assert law.exchange_current(interface(x)) / x == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("kind", INTEGRALS)
def test_mhc_is_the_rate_law_of_mpet(kind):
    # (k0/k(0)) a_l^.5 a_R^.5 (1-c)/sqrt(c_l c) [k(-eta_f) c_l - k(eta_f) c]
    lam, integral, ions, mu = 15.21, INTEGRALS[kind], 1.4, 0.8
    law = kind(0.7, reorganization_energy=lam * RT)
    for x, eta in ((0.2, -9.0), (0.5, -0.3), (0.8, 4.0), (0.3, 25.0)):
        formal = eta + math.log(ions / x)
        scale = 0.7 / integral(lam, 0.0) * math.sqrt(ions * math.exp(mu)) * (1 - x)
        branches = integral(lam, formal) * ions - integral(lam, -formal) * x
        expected = scale / math.sqrt(ions * x) * branches
        state = interface(x, eta, mu, ions)
        assert law.rate(state) == pytest.approx(float(expected), rel=1e-10)


@pytest.mark.parametrize("kind", INTEGRALS)
def test_mhc_exchange_current_is_the_activity_based_one_only_at_equal_concentrations(kind):
    law = kind(1.0, reorganization_energy=LAMBDA)
    activity_based = (1 - 0.4) * math.sqrt(0.4 * math.exp(0.8))
    equal = law.exchange_current(interface(0.4, mu=0.8, activity=0.4))
    assert equal == pytest.approx(activity_based, rel=1e-10)
    dilute = law.exchange_current(interface(0.02, mu=0.8, activity=1.0))
    assert abs(dilute / ((1 - 0.02) * math.sqrt(math.exp(0.8))) - 1) > 0.1


def test_temperature_changes_the_reduced_reorganization_energy():
    state = interface(0.3, -4.0, temperature=350.0)
    from_energy = TRANSFERS["marcus"].rate(state)
    lam = 8.3 * 298.15 / 350.0
    u, ratio = -4.0 * 298.15 / 350.0, math.log(1 / 0.3)
    one_way = [math.exp(-((lam + s * (u + ratio)) ** 2) / (4 * lam)) for s in (1, -1)]
    assert from_energy == pytest.approx(2 * 0.7 * (one_way[0] - 0.3 * one_way[1]), rel=1e-12)
