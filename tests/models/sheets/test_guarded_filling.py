"""The variable behind a surface filling: bounded, conserved, logarithmic at its ends."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.materials import MATERIALS, WO3
from ambipolar.models.sheets.guarded_filling import (
    EDGE,
    STEEPER,
    WIDTH,
    chemical_potential,
    filling_of,
    guarded,
    start_of,
)

TEMPERATURE = 298.15
THERMAL = GAS_CONSTANT * TEMPERATURE
NEAR_EMPTY = np.linspace(-0.05, 0.05, 401)
Y = np.concatenate([NEAR_EMPTY, np.linspace(0.06, 0.94, 45), 1 - NEAR_EMPTY[::-1]])


def test_filling_rises_and_stays_between_empty_and_full():
    found = guarded(Y)
    assert np.all((found.filling > 0) & (found.filling < 1 + 1e-15))
    assert np.all(np.diff(found.filling[Y < 0.5]) > 0)
    assert np.all(np.diff(found.vacancy[Y > 0.5]) < 0)
    assert np.all((found.slope > 0) & (found.slope <= 1))


def test_vacancy_is_what_is_missing():
    found = guarded(Y)
    assert found.filling + found.vacancy == pytest.approx(1.0, abs=1e-15)
    mirrored = guarded(1 - Y)
    assert mirrored.filling == pytest.approx(found.vacancy, rel=1e-10)
    assert mirrored.slope == pytest.approx(found.slope, rel=1e-10)


def test_slope_is_the_derivative():
    y = ca.MX.sym("y")
    exact = ca.Function("slope", [y], [ca.jacobian(guarded(y).filling, y)])
    found = np.array([float(exact(v)) for v in Y])
    assert guarded(Y).slope == pytest.approx(found, rel=1e-9)


def test_the_middle_is_the_filling_itself():
    x = np.linspace(0.05, 0.95, 19)
    assert filling_of(x) == pytest.approx(x, rel=1e-15)


def test_the_tails_are_logarithmic():
    y = np.array([-0.02, -0.03, -0.05])
    assert filling_of(y) == pytest.approx(WIDTH * np.exp(y / WIDTH), rel=1e-8)
    assert guarded(1 - y).vacancy == pytest.approx(WIDTH * np.exp(y / WIDTH), rel=1e-8)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-14, 1.0 - 1e-12))
def test_start_is_the_inverse(x):
    y = float(start_of(x))
    assert float(filling_of(y)) == pytest.approx(x, rel=1e-11)
    if x > 0.5:
        assert float(guarded(y).vacancy) == pytest.approx(1 - x, rel=1e-11)


@pytest.mark.parametrize("place", [-2.0, 3.0, -100.0, 100.0])
def test_a_wild_iterate_stays_finite(place):
    found = guarded(np.array([place]))
    potential = chemical_potential(WO3, found, TEMPERATURE)
    for value in (found.filling, found.vacancy, found.slope, potential):
        assert np.all(np.isfinite(value))


def test_numpy_and_casadi_agree():
    y = ca.MX.sym("y", 1, len(Y))
    symbolic = guarded(y)
    potential = chemical_potential(WO3, symbolic, TEMPERATURE)
    function = ca.Function(
        "f", [y], [symbolic.filling, symbolic.vacancy, symbolic.slope, potential]
    )
    found = [v.full().ravel() for v in function(Y)]
    numbers = guarded(Y)
    expected = (numbers.filling, numbers.vacancy, numbers.slope)
    for a, b in zip(found, expected, strict=False):
        assert a == pytest.approx(b, rel=1e-12)
    assert found[3] == pytest.approx(chemical_potential(WO3, numbers, TEMPERATURE), rel=1e-10)


def test_the_potential_is_that_of_the_law_where_it_holds():
    x = np.linspace(0.02, 0.98, 25)
    law = WO3.free_energy.chemical_potential((x,), TEMPERATURE)
    assert chemical_potential(WO3, guarded(start_of(x)), TEMPERATURE) == pytest.approx(law)


def test_beyond_the_edge_the_potential_goes_on_with_the_same_slope():
    # twice the entropy of a lattice gas: 2RT ln x, to a share of the constant part of its slope
    x = EDGE * np.array([1.0 + 1e-5, 1.0 - 1e-5, 1e-1, 1e-3, 1e-6])
    above, below, *far = chemical_potential(WO3, guarded(start_of(x)), TEMPERATURE)
    assert above - below == pytest.approx(2 * THERMAL * 2e-5, rel=1e-4)
    at_edge = chemical_potential(WO3, guarded(start_of(np.array([EDGE]))), TEMPERATURE)
    log = np.log(x[2:] / EDGE)
    expected = 2 * THERMAL * log * (1 - STEEPER * log)
    assert np.array(far) - at_edge == pytest.approx(expected, rel=1e-6)


SINGLE = [n for n in MATERIALS.entries if MATERIALS[n].free_energy.fields == 1]


@pytest.mark.parametrize("name", SINGLE)
def test_every_host_keeps_a_restoring_potential_at_both_ends(name):
    """At least RT ln x: however hard it is driven, an empty film yields no more."""
    material = MATERIALS[name]
    y = np.linspace(-0.05, -0.0215, 8)
    for sign, place in ((1.0, y), (-1.0, 1 - y)):
        mu = chemical_potential(material, guarded(place), TEMPERATURE)
        slope = sign * np.diff(mu) / np.diff(y)
        assert np.all(slope >= THERMAL / WIDTH * (1 - 1e-6)), name
        assert np.all(np.isfinite(mu)), name
