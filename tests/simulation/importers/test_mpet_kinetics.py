"""Imported rate laws against MPET's formulas, written here in its units of kT and kT/e."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import erfc

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.kinetics.reaction import Interface
from ambipolar.simulation.importers.mpet import import_mpet

from .mpet_files import write_case

K0, LAMBDA = 0.16, 6.26e-20 / (1.381e-23 * 298)


def branches(eta, alpha):
    return np.exp(-alpha * eta) - np.exp((1 - alpha) * eta)


def closed_form(x, lam=LAMBDA):
    argument = (lam - np.sqrt(1 + math.sqrt(lam) + x**2)) / (2 * math.sqrt(lam))
    return math.sqrt(math.pi * lam) / (1 + np.exp(-x)) * erfc(argument)


def marcus(c, eta, activity, a, lam=LAMBDA):
    alpha = 0.5 * (1 + np.log(activity / c) / lam)
    sites = (1 - c) * activity ** ((3 - 2 * alpha) / 4) * c ** ((1 + 2 * alpha) / 4)
    return sites * np.exp(-(eta**2) / (4 * lam)) * branches(eta, alpha)


def mhc(c, eta, activity, a):
    formal = eta + np.log(activity / c)
    rates = closed_form(-formal) * activity - closed_form(formal) * c
    sites = np.sqrt(activity * a) * (1 - c) / np.sqrt(activity * c)
    return sites * rates / closed_form(0.0)


def ciet(c, eta, activity, a):
    formal = eta + np.log(activity / c)
    rates = closed_form(-formal) * activity - closed_form(formal) * c
    return (1 - c) / math.sqrt(4 * math.pi * LAMBDA) * rates


ALPHA = 0.4
LAWS = {
    "BV": lambda c, e, l, a: l ** (1 - ALPHA) * a**ALPHA * (1 - c) * branches(e, ALPHA),
    "BV_gMod01": lambda c, e, l, a: l ** (1 - ALPHA) * a**ALPHA * c * (1 - c) * branches(e, ALPHA),
    "BV_raw": lambda c, e, l, a: branches(e, ALPHA),
    "BV_mod01": lambda c, e, l, a: (l * (1 - c)) ** (1 - ALPHA) * c**ALPHA * branches(e, ALPHA),
    "BV_mod02": lambda c, e, l, a: (l * (0.5 - c)) ** (1 - ALPHA) * c**ALPHA * branches(e, ALPHA),
    "Marcus": marcus,
    "MHC": mhc,
    "CIET": ciet,
}


@pytest.mark.parametrize("name", LAWS)
def test_rate_is_that_of_mpet(tmp_path, name):
    path = write_case(tmp_path, {"c0": "1500"}, {"rxnType": name, "alpha": str(ALPHA)})
    device = import_mpet(path).device
    thermal = GAS_CONSTANT * device.temperature
    c, eta = np.meshgrid([0.02, 0.2, 0.45], [-8.0, -1.0, -1e-3, 0.5, 6.0])
    mu = np.log(c / (1 - c)) + 4.5 * (1 - 2 * c)
    state = Interface(
        filling=c, chemical_potential=thermal * mu, overpotential=eta * thermal / FARADAY,
        temperature=device.temperature, ion_activity=device.ion_activity,
    )  # fmt: skip
    expected = K0 * LAWS[name](c, eta, 1.5, np.exp(mu))
    assert device.material.kinetics.rate(state) == pytest.approx(expected, rel=1e-10)


def test_marcus_at_another_temperature(tmp_path):
    kelvin = 330.0
    device = import_mpet(write_case(tmp_path, {"T": "330"}, {"rxnType": "Marcus"})).device
    thermal, c, eta = GAS_CONSTANT * device.temperature, np.array([0.1, 0.6]), np.array([-3.0, 2.0])
    mu = np.log(c / (1 - c))
    state = Interface(c, thermal * mu, eta * thermal / FARADAY, device.temperature, 1.0)
    expected = K0 * marcus(c, eta, 1.0, None, 6.26e-20 / (1.381e-23 * kelvin))
    assert device.material.kinetics.rate(state) == pytest.approx(expected, rel=1e-10)
