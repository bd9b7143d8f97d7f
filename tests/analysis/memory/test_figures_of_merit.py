"""Figures of merit against made-up ramps with known answers."""

from dataclasses import replace

import numpy as np
import pytest
from tests.memories import SPAN, capacitor

from ambipolar.analysis.memory import figures_of_merit as merit
from ambipolar.core.errors import ParameterError
from ambipolar.materials import WO3_BISTABLE  # type: ignore[attr-defined]
from ambipolar.simulation.memory.ramps import Ramp
from ambipolar.simulation.memory.step_law import linear_law


def ramp(conductance: np.ndarray) -> Ramp:
    rows = np.arange(len(conductance), dtype=float)
    return Ramp(conductance, rows, rows, rows, rows, value=1.0, width=1.0, period=2.0)


def exponential(a: float, pulses: int) -> Ramp:
    p = np.arange(pulses + 1)
    return ramp(1e-6 + 1e-5 * np.expm1(-p / a) / np.expm1(-pulses / a))


@pytest.mark.parametrize("a", [10.0, 40.0, 300.0, -40.0])
def test_the_exponential_of_neurosim_is_recovered(a):
    found = merit.nonlinearity(exponential(a, 100))
    assert found.a == pytest.approx(a, rel=1e-6)
    assert found.residual < 1e-8
    assert np.sign(found.label) == np.sign(a)


@pytest.mark.parametrize(
    ("normalised", "label"),
    [
        (12.6258, 0.1),
        (0.8195, 1.51),
        (0.3853, 3.01),
        (0.2266, 4.51),
        (0.1351, 6.01),
        (0.0702, 7.51),
    ],
)
def test_labels_are_those_of_the_published_table(normalised, label):
    assert merit.neurosim_label(normalised) == pytest.approx(label, abs=2e-3)


def test_a_straight_ramp_has_no_nonlinearity():
    found = merit.nonlinearity(ramp(np.linspace(1.0, 3.0, 50)))
    assert abs(found.nu) < 1e-6 and abs(found.label) < 1e-5


def test_range_and_states():
    straight = ramp(np.linspace(1.0, 3.0, 51))
    assert merit.dynamic_range(straight) == pytest.approx(3.0)
    assert merit.pulse_states(straight) == 50
    stuck = ramp(np.concatenate([np.linspace(1.0, 3.0, 51), np.full(10, 3.0)]))
    assert merit.pulse_states(stuck) == 50
    assert merit.distinct_states(2.0, 0.01, separation=2.0) == 51
    with pytest.raises(ParameterError):
        merit.distinct_states(1.0, 0.0)


def test_asymmetry_of_linear_steps():
    law = linear_law(0.01, 0.2)
    assert merit.asymmetry_at(law, 1.0) == pytest.approx(1.2 / 0.8)
    assert merit.asymmetry(law) == pytest.approx(1.5)
    assert merit.symmetry_point(law) == pytest.approx(0.0, abs=1e-12)
    shifted = replace(law, up=1.1 * law.up)
    # 1.1 (1 - 0.2 w) = 1 + 0.2 w
    assert merit.symmetry_point(shifted) == pytest.approx(0.1 / 0.42, rel=1e-6)
    with pytest.raises(ParameterError, match="stronger"):
        merit.symmetry_point(replace(law, up=10 * law.up))


def test_noise_of_nominally_equal_steps():
    steps = np.random.default_rng(1).normal(2.0, 0.1, 20_000)
    assert merit.update_noise(steps) == pytest.approx(0.05, rel=2e-2)


def test_retention_is_resistance_times_chemical_capacitance():
    leaky = capacitor(leakage_resistance=99.0)
    assert merit.chemical_capacitance(leaky, 0.3) == pytest.approx(leaky.capacity / SPAN)
    assert merit.retention_time(leaky, 0.3) == pytest.approx(100.0 * leaky.capacity / SPAN)
    with pytest.raises(ParameterError, match="forgotten"):
        merit.retention_time(capacitor(), 0.3)


def test_the_chemical_capacitance_of_a_bistable_host_is_negative_between_its_spinodals():
    device = replace(capacitor(), material=WO3_BISTABLE)
    assert merit.chemical_capacitance(device, 0.05) > 0
    assert merit.chemical_capacitance(device, 0.5) < 0


def test_bad_ramps_are_refused():
    with pytest.raises(ParameterError, match="three pulses"):
        merit.nonlinearity(ramp(np.array([1.0, 2.0])))
    with pytest.raises(ParameterError, match="turns back"):
        merit.nonlinearity(ramp(np.array([1.0, 5.0, 6.0, 5.0, 2.0])))
