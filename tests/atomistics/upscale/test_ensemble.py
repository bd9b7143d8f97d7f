"""Arrangements weighed by ideal mixing, against closed forms."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.atomistics.upscale.ensemble import (
    BOLTZMANN_EV,
    largest_rise,
    mean_filling,
    potential_table,
    resolved,
)
from ambipolar.physics.thermodynamics.tabulated import TabulatedPotential

TEMPERATURE = 298.15
THERMAL = BOLTZMANN_EV * TEMPERATURE


def all_of(sites, pair=0.0, binding=-2.0):
    """Every occupation of a ring with repelling neighbours: guests and energies [eV]."""
    rows = [c for n in range(sites + 1) for c in combinations(range(sites), n)]
    guests = np.array([len(r) for r in rows])
    bonds = np.array([sum((i + 1) % sites in r for i in r) for r in rows])
    return guests, binding * guests + pair * bonds


def test_equal_energies_are_the_ideal_lattice_gas_whatever_the_sample():
    sites = 7
    guests = np.arange(sites + 1)
    weight = np.array([math.comb(sites, n) for n in guests])
    x, voltage = potential_table(guests, -2.0 * guests, weight, sites, TEMPERATURE)
    assert voltage == pytest.approx(2.0 - THERMAL * np.log(x / (1 - x)), abs=1e-4)


def test_a_ring_of_all_occupations_is_exact():
    """Transfer matrix of four sites: the trace of its fourth power is the partition function."""
    sites, pair = 4, 0.05
    guests, energy = all_of(sites, pair)
    mu = np.linspace(-2.3, -1.6, 9)
    found = mean_filling(mu, guests, energy, np.ones(len(guests)), sites, TEMPERATURE)

    def logarithm(m):
        z = np.exp((m + 2.0) / THERMAL)
        matrix = np.array([[1, np.sqrt(z)], [np.sqrt(z), z * np.exp(-pair / THERMAL)]])
        return np.log(np.trace(np.linalg.matrix_power(matrix, sites)))

    step = 1e-5
    slope = [(logarithm(m + step) - logarithm(m - step)) / (2 * step) for m in mu]
    assert found == pytest.approx(THERMAL * np.array(slope) / sites, rel=1e-6)


@given(st.lists(st.floats(-1, 1), min_size=9, max_size=9))
def test_the_voltage_always_falls(shifts):
    guests = np.array([0, 1, 1, 2, 2, 3, 3, 4, 4])
    x, voltage = potential_table(guests, np.array(shifts) - guests, np.ones(9), 4, TEMPERATURE)
    assert np.all(np.diff(voltage) <= 1e-9)
    assert np.all(np.isfinite(voltage))
    assert x[0] == pytest.approx(0.01)


def test_a_resolved_step_does_not_overshoot():
    """A step of 0.5 V over 0.01 in filling: the cubic spline through its points only falls."""
    x = np.linspace(0.01, 0.99, 4000)
    u = 3.5 - 0.25 * np.tanh((x - 0.5) / 0.005) - 0.0257 * np.log(x / (1 - x))
    tables = {
        "even": np.linspace(0.02, 0.98, 61),
        "resolved": resolved(x, u, TEMPERATURE, margin=0.02)[0],
    }
    rise = {
        name: largest_rise(
            TabulatedPotential(filling=tuple(at), potential=tuple(np.interp(at, x, u)))
        )
        for name, at in tables.items()
    }
    assert rise["resolved"] < 1e-4
    assert rise["even"] > 10 * rise["resolved"]


def test_a_vertical_step_does_not_overshoot():
    x = np.concatenate([np.linspace(0.01, 0.4999, 300), np.linspace(0.5, 0.99, 300)])
    u = np.where(x < 0.49995, 3.9, 3.4) - THERMAL * np.log(x / (1 - x))
    at, voltage = resolved(x, u, TEMPERATURE)
    table = TabulatedPotential(filling=tuple(at), potential=tuple(voltage))
    assert largest_rise(table) < 1e-6
    away = np.abs(at - 0.5) > 0.02
    assert voltage[away] == pytest.approx(np.interp(at[away], x, u), abs=2e-3)
