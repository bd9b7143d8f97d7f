"""Trains of pulses: their charge, their corners, their errors, and the protocols made of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.devices.test_single_particle import SOLID_SOLUTION
from tests.memories import SPAN, capacitor, time_constant

from ambipolar import protocols
from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.protocol import Current, Rest, Voltage
from ambipolar.simulation.protocol.controls import CRate
from ambipolar.simulation.protocol.pulses import ConductanceAbove, Pulses
from ambipolar.simulation.protocol.step import Protocol, Step
from ambipolar.simulation.protocol.train import PulseTrain
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.protocol_spec import build_protocol

DEVICE = capacitor()


@pytest.mark.parametrize("duty", [0.5, 0.02])
def test_current_pulses_pass_their_charge(duty):
    width, count = 1e-3, 120
    solution = run(
        DEVICE, protocols.write_pulses(current=2.0, width=width, period=width / duty, count=count)
    )
    assert solution.status.ok
    charge = solution["charge"].values[2::2] / (2.0 * width)
    assert charge == pytest.approx(np.arange(1, count + 1), rel=1e-6)


def test_voltage_pulses_follow_the_closed_form_of_a_capacitor():
    """Claim 2.1: steps linear in the weight, with the exponential factor of finite pulses."""
    tau = time_constant(DEVICE)
    width, voltage = 0.01 * tau, 1.0
    solution = run(DEVICE, protocols.write_pulses(voltage, width=width, period=2 * width, count=40))
    w = 2 * solution["filling"].values[::2] - 1
    gamma = SPAN / (2 * voltage)
    exact = (1 - np.exp(-width / tau)) * (1 / gamma - w[:-1])
    assert np.diff(w) == pytest.approx(exact, rel=1e-6)


def test_nothing_moves_between_pulses_with_an_open_gate():
    solution = run(DEVICE, protocols.write_pulses(0.5, width=1.0, period=3.0, count=5))
    filling = solution["filling"].values
    assert filling[2::2] == pytest.approx(filling[1::2], rel=1e-6)
    held = run(
        DEVICE, protocols.write_pulses(0.5, width=1.0, period=3.0, count=5, rest_voltage=-0.5)
    )
    assert held["filling"].values[-1] < filling[0]


def test_the_portable_back_end_gives_the_same():
    train = protocols.write_pulses(0.5, width=1.0, period=2.0, count=3)
    one, other = (
        run(DEVICE, train, SolverSettings(1e-8, 1e-10, backend=b)) for b in ("auto", "idas")
    )
    assert other.status.ok
    assert other["time"].values == pytest.approx(one["time"].values)
    assert other["filling"].values == pytest.approx(one["filling"].values, rel=1e-6)


def test_samples_in_a_period():
    for samples, rows in ((1, 4), (2, 7), (5, 16)):
        train = protocols.write_pulses(0.1, width=1.0, period=2.0, count=3, samples=samples)
        assert run(DEVICE, train).dataset.sizes["time"] == rows


def test_a_step_may_end_within_a_train():
    control = Pulses(Current(1.0), 1.0, 2.0, 10)
    cut = run(DEVICE, Protocol((Step(control, duration=5.0),)))
    assert cut["time"].values[-1] == pytest.approx(5.0)
    target = float(DEVICE.conductance(0.35))
    train = Protocol(
        (Step(Pulses(Current(1.0), 1.0, 2.0, 50), cutoffs=(ConductanceAbove(target),)),)
    )
    stopped = run(DEVICE, train)
    assert stopped["conductance"].values[-1] == pytest.approx(target, rel=1e-6)
    assert "conductance cut-off" in stopped.status.steps[0]


@settings(max_examples=50, deadline=None)
@given(
    width=st.floats(1e-9, 1e3),
    duty=st.floats(1e-6, 0.99),
    count=st.integers(1, 500),
    samples=st.integers(1, 6),
)
def test_parts_resolve_their_edges(width, duty, count, samples):
    train = PulseTrain(True, 1.0, width, width / duty, count, samples)
    parts = train.parts()
    assert sum(p.count for p in parts) == count
    for part in (parts[0], parts[-1]):
        stops, times = (f(part.duration) for f in (part.breakpoints, part.sample_times))
        assert np.all(np.diff(stops) > 0) and np.all(np.diff(times) > 0)
        assert stops[0] == times[0] == 0.0 and stops[-1] == times[-1] == part.duration
        assert len(times) == 1 + samples * part.count
        assert part.count == 1 or part.rise / part.duration > 1e-10


@pytest.mark.parametrize(
    ("control", "word"),
    [
        (lambda: Pulses(Voltage(1.0), 2.0, 1.0), "does not fit"),
        (lambda: Pulses(Voltage(1.0), 1.0, 1.0), "does not fit"),
        (lambda: Pulses(Rest(), 1.0, 2.0), "current or a voltage"),
        (lambda: Pulses(Voltage(1.0), 1.0, 2.0, between=CRate(1.0)), "between"),
        (lambda: Pulses(Voltage(1.0), 1.0, 2.0, count=0), "count"),
        (lambda: Pulses(Voltage(1.0), 1.0, 2.0, count=2.5), "count"),
        (lambda: Pulses(Voltage(1.0), 1.0, 2.0, samples=0), "samples"),
        (lambda: protocols.write_pulses(width=1.0, period=2.0), "exactly one"),
        (lambda: protocols.staircase(0.0, 1.0, 0.0, width=1.0, period=2.0), "staircase"),
    ],
)
def test_bad_pulses_get_one_message(control, word):
    with pytest.raises(ParameterError, match=word):
        control()


def test_a_pulse_longer_than_its_period_in_a_specification():
    spec = {"type": "write-pulses", "voltage": "1 V", "width": "2 ms", "period": "1 ms"}
    with pytest.raises(SpecError, match="does not fit into a period"):
        build_protocol(spec)


def test_a_device_without_pulses_says_so():
    with pytest.raises(ParameterError, match="no train of pulses"):
        run(SOLID_SOLUTION, protocols.write_pulses(0.1, width=1.0, period=2.0))


def test_reading_with_a_grounded_gate_extracts():
    reads = protocols.read_disturb(0.2, width=1.0, period=2.0, count=10)
    balanced = replace(DEVICE, initial_filling=0.5)
    solution = run(balanced, reads)
    tau = time_constant(DEVICE)
    # ten seconds at -V/2 towards the filling of that voltage
    expected = 0.5 - 0.1 / SPAN * (1 - np.exp(-10.0 / tau))
    assert solution["filling"].values[-1] == pytest.approx(expected, rel=1e-6)


def test_staircases_and_cycles():
    stairs = protocols.staircase("0.1 V", "0.3 V", "0.1 V", width="1 s", period="2 s")
    assert [s.control.amplitude.value for s in stairs.steps] == pytest.approx([0.1, 0.2, 0.3])
    ramps = protocols.potentiation_depression(0.5, width=1, period=2, count=4, cycles=3, down=-0.4)
    assert [s.control.amplitude.value for s in ramps.steps] == [0.5, -0.4] * 3
