"""Hull and voltages: closed forms, and properties that hold for any energies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.atomistics.thermodynamics.hull import (
    average_voltage,
    formation_energies,
    lower_hull,
    sampling_error,
    step_voltages,
    voltage_at,
)

SITES = 6


@st.composite
def samples(draw):
    """Fillings with both ends, and energies per site [eV]."""
    inner = draw(st.lists(st.integers(0, SITES), max_size=12))
    filling = np.array([0, SITES, *inner]) / SITES
    energy = draw(st.lists(st.floats(-4, 4), min_size=len(filling), max_size=len(filling)))
    return filling, np.array(energy)


def test_two_steps():
    filling, energy = np.array([0, 0.5, 1.0, 0.5]), np.array([0, -2.0, -3.5, -1.0])
    assert lower_hull(filling, energy).tolist() == [0, 1, 2]
    # -(-2.0 - 0.5 mu) / 0.5 and -(-1.5 - 0.5 mu) / 0.5 with mu = -1
    assert step_voltages(filling[:3], energy[:3], -1.0) == pytest.approx([3.0, 2.0])
    assert step_voltages(filling[:3], energy[:3], -1.0, 2.0) == pytest.approx([1.5, 1.0])
    assert average_voltage(filling, energy, -1.0) == pytest.approx(2.5)
    assert voltage_at([0.2, 0.7], filling, energy, -1.0) == pytest.approx([3.0, 2.0])
    # without the structure at a half there is one step of the mean voltage; the third is above it
    expected = [abs(3.0 - 2.5), abs(2.0 - 2.5)]
    assert sampling_error([0.2, 0.7], filling[:3], energy[:3], -1.0) == pytest.approx(expected)


def test_formation_energies_of_the_lowest_ends():
    found = formation_energies([0, 0, 0.5, 1], [0.0, 1.0, -2.0, -3.0])
    assert found == pytest.approx([0.0, 1.0, -0.5, 0.0])


@given(samples())
def test_nothing_lies_below_the_hull(sample):
    filling, energy = sample
    hull = lower_hull(filling, energy)
    line = np.interp(filling, filling[hull], energy[hull])
    assert np.all(energy >= line - 1e-9)
    assert filling[hull[0]] == 0
    assert filling[hull[-1]] == 1


@given(samples(), st.floats(-3, 3), st.integers(1, 3))
def test_voltages_fall_and_their_mean_is_the_average(sample, metal, charge):
    filling, energy = sample
    hull = lower_hull(filling, energy)
    steps = step_voltages(filling[hull], energy[hull], metal, charge)
    assert np.all(np.diff(steps) <= 1e-6)
    mean = steps @ np.diff(filling[hull])
    assert mean == pytest.approx(average_voltage(filling, energy, metal, charge), abs=1e-9)


@given(samples())
def test_leaving_out_the_average_changes_nothing(sample):
    filling, energy = sample
    error = sampling_error([0.25, 0.75], filling, energy, 0.0)
    assert np.all(error >= 0)
    ends = lower_hull(filling, energy)[[0, -1]]
    assert sampling_error([0.25], filling[ends], energy[ends], 0.0) == pytest.approx([0.0])
