"""Closed forms of the shrinking core (THEORY section 7)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics import morphology
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution

CASES = {"3": 3.0, "4": 4.0, "4.51": 4.50991159990086}
CAPACITY = {"3": 0.056423541315781756, "4": 0.019467661265647116, "4.51": 0.011464224047116337}


def binodal(interaction: float) -> float:
    return brentq(
        lambda c: 2 * math.atanh(1 - 2 * c) - interaction * (1 - 2 * c), 1e-9, 0.2, xtol=1e-16
    )


def capacity(case: str) -> float:
    return morphology.regular_solution_shell_capacity(CASES[case], binodal(CASES[case]))


@pytest.mark.parametrize("case", CASES)
def test_shell_capacity(case):
    assert capacity(case) == pytest.approx(CAPACITY[case], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_shell_capacity_of_any_free_energy(case):
    energy = RegularSolution(omega=CASES[case] * GAS_CONSTANT * 300.0)
    value = morphology.shell_capacity(energy, 300.0, 1 - binodal(CASES[case]))
    assert value == pytest.approx(CAPACITY[case], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_slab_meets_reference(theory, case):
    assert capacity(case) == pytest.approx(theory[f"T4.sc.slab.Om{case}"]["value"], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("q", [1, 100])
def test_sphere_meets_reference(theory, case, q):
    entry = theory[f"T4.sc.sphere.Om{case}.q{q}"]
    # q = rho D0/(j R) with j the ion flux: choose the current density that gives it
    density, diffusivity, radius = 2e4, 1e-14, 1e-6
    current = FARADAY * density * diffusivity / (q * radius)
    depth = morphology.saturation_depth(capacity(case), density, diffusivity, current)
    assert depth / radius == pytest.approx(capacity(case) * q, rel=1e-12)
    value = morphology.sphere_utilisation(depth, radius)
    assert value == pytest.approx(entry["value"], rel=1e-8)


def test_utilisation_of_thin_shells_is_area_times_depth():
    depth = 1e-6
    for form, dimension in (
        (morphology.slab_utilisation, 1),
        (morphology.cylinder_utilisation, 2),
        (morphology.sphere_utilisation, 3),
    ):
        assert form(depth, 1.0) == pytest.approx(dimension * depth, rel=1e-5)
        assert form(np.array([1e3]), 1.0) <= 1.0


@pytest.mark.parametrize(("form", "power"), [("cylinder", 1), ("sphere", 2)])
def test_utilisation_follows_from_quasi_steady_conduction(form, power):
    # d(integral of D dx)/dr = j R^p/(rho r^p): integrate inwards until v D0 is used up
    depth = 0.4
    radius = np.linspace(1.0, 0.3, 700_001)
    used = np.concatenate([[0.0], np.cumsum(-np.diff(radius) / (radius[1:] ** power))])
    front = np.interp(depth, used, radius)
    value = getattr(morphology, f"{form}_utilisation")(depth, 1.0)
    assert value == pytest.approx(1 - front ** (power + 1), rel=1e-5)


def test_damkohler_number_of_a_plate():
    # 1 C on a 100 nm plate filled from both faces
    density, area, rate = 2.29e4, 2 / 100e-9, 1 / 3600
    current = FARADAY * density * rate / area
    time = morphology.insertion_time(current, density, 1.0, area)
    assert time == pytest.approx(3600.0, rel=1e-12)
    assert morphology.damkohler_number(100e-9, 1e-18, time) == pytest.approx(1e-14 / 3.6e-15)
