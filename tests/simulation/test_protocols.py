"""Protocols in numbers: set points, natural ends, cut-offs, sampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import AmbipolarError, ParameterError
from ambipolar.simulation import protocols
from ambipolar.simulation.protocol import (
    Approach,
    CapacityAbove,
    CRate,
    CRateBelow,
    Current,
    DeviceScales,
    FillingAbove,
    FillingBelow,
    Mode,
    Power,
    Protocol,
    Ramp,
    Resistance,
    Rest,
    Step,
    Table,
    Voltage,
    VoltageAbove,
    VoltageBelow,
)

SCALES = DeviceScales(capacity=36_000.0, filling=0.01)  # 1C is 10 A/m^2


def only(protocol: Protocol):
    (segment,) = protocol.segments(SCALES)
    return segment


def test_discharge_is_positive_and_ends_when_full() -> None:
    segment = only(protocols.discharge(c_rate=0.1))
    assert (segment.mode, segment.value, segment.slope) == (Mode.CURRENT, 1.0, 0.0)
    assert segment.duration == pytest.approx(1.05 * 36_000)
    assert segment.cutoffs == (FillingAbove(0.999),)


def test_charge_is_negative_and_ends_when_empty() -> None:
    segment = only(protocols.charge(current="0.5 mA/cm^2", until_voltage="3.6 V"))
    assert segment.value == -5.0
    assert segment.cutoffs == (VoltageAbove(3.6), FillingBelow(0.001))


def test_own_filling_cutoff_replaces_the_default() -> None:
    assert only(protocols.discharge("C/10", until_filling=0.5)).cutoffs == (FillingAbove(0.5),)


@pytest.mark.parametrize(
    ("cutoff", "expected"),
    [
        (VoltageBelow(3.0), ("voltage", "lower", 3.0)),
        (VoltageAbove(3.0), ("voltage", "upper", 3.0)),
        (CRateBelow(0.1), ("current_magnitude", "lower", 1.0)),
        (FillingAbove(0.5), ("filling", "upper", 0.5)),
        (FillingBelow(0.5), ("filling", "lower", 0.5)),
        (CapacityAbove(0.5), ("charge_passed_magnitude", "upper", 18_000.0)),
    ],
)
def test_thresholds(cutoff, expected) -> None:
    assert cutoff.threshold(SCALES) == expected


def test_approach_reproduces_the_smooth_start() -> None:
    segment = only(Protocol((Step(Approach(Current(2.0), time_constant=5.0), duration=100.0),)))
    times = np.array([0.0, 1.0, 20.0])
    expected = 2.0 * (1 - np.exp(-times / 5.0))
    np.testing.assert_allclose([segment.set_point(t) for t in times], expected, atol=1e-15)


def test_approach_from_another_level() -> None:
    step = Step(Approach(Voltage(3.0), 1.0, start=Voltage(4.0)), duration=50.0)
    segment = only(Protocol((step,)))
    assert segment.set_point(0.0) == 4.0
    assert segment.set_point(50.0) == pytest.approx(3.0, abs=1e-12)


def test_table_passes_its_points_and_jumps() -> None:
    table = protocols.table([0, 10, 10, 30], c_rates=[0, 1, -1, -1])
    first, second = table.segments(SCALES)
    assert first.set_point(0) == 0
    assert first.set_point(10) == pytest.approx(10.0)
    assert (second.value, second.slope, second.duration) == (-10.0, 0.0, 20.0)
    assert first.step == second.step == 0
    assert first.cutoffs == (FillingAbove(0.999),)
    assert second.cutoffs == (FillingBelow(0.001),)


def test_a_step_shorter_than_its_table_cuts_it() -> None:
    control = Table(Voltage(1.0), (0, 10, 20), (3, 4, 3))
    assert sum(s.duration for s in Step(control, duration=15.0).segments(SCALES)) == 15.0
    with pytest.raises(ParameterError, match="longer than the waveform"):
        Step(control, duration=25.0).segments(SCALES)


def test_cyclic_voltammetry_returns_to_its_start() -> None:
    cycle = protocols.cyclic_voltammetry(3.4, 3.2, 3.6, "1 mV/s", cycles=2).segments(SCALES)
    assert [s.value for s in cycle] == [3.4, 3.2, 3.6, 3.4, 3.2, 3.6]
    np.testing.assert_allclose([s.set_point(s.duration) for s in cycle], [3.2, 3.6, 3.4] * 2)
    np.testing.assert_allclose([abs(s.slope) for s in cycle], 1e-3)


def test_cc_cv_holds_the_voltage_it_reached() -> None:
    ramp, hold = protocols.cc_cv("C/2", 3.6, until_c_rate="C/50").segments(SCALES)
    assert (ramp.value, ramp.cutoffs[0]) == (-5.0, VoltageAbove(3.6))
    assert (hold.mode, hold.value, hold.cutoffs) == (Mode.VOLTAGE, 3.6, (CRateBelow(0.02),))
    assert (ramp.step, hold.step) == (0, 1)


def test_titrations() -> None:
    gitt = protocols.gitt("C/10", pulse="1 h", rest="2 h")
    assert len(gitt) == 20
    pitt = protocols.pitt(3.5, 3.3, "50 mV")
    np.testing.assert_allclose(
        [s.value for s in pitt.segments(SCALES)], [3.5, 3.45, 3.4, 3.35, 3.3]
    )


def test_pulses_alternate_with_rest() -> None:
    pulses = protocols.pulses(current=3, pulse=1, rest=2, count=2).segments(SCALES)
    assert [(s.value, s.duration) for s in pulses] == [(3, 1), (0, 2)] * 2


@pytest.mark.parametrize(
    ("control", "duration"),
    [
        (CRate(2.0), 1.05 * 1800),
        (Power(10.0), 1.05 * 36_000 * 5 / 10),
        (Resistance(2.0), 1.05 * 36_000 * 2 / 0.1),
        (Approach(Current(10.0), 7.0), 1.05 * 3600 + 7.0),
    ],
)
def test_natural_ends(control, duration: float) -> None:
    assert only(Protocol((Step(control),))).duration == pytest.approx(duration)


@pytest.mark.parametrize("control", [Rest(), Voltage(3.4), Current(0.0), CRate(0.0)])
def test_holds_and_rests_need_an_end(control) -> None:
    protocol = protocols.rest(1.0) + Protocol((Step(control),))
    with pytest.raises(ParameterError, match=r"protocol\.1\.duration.*never ends"):
        protocol.segments(SCALES)


@pytest.mark.parametrize(
    ("control", "cutoff"),
    [
        (Voltage(3.4), VoltageBelow(3.3)),
        (Voltage(3.4), VoltageAbove(3.5)),
        (CRate(1.0), CRateBelow(0.5)),
        (CRate(1.0), FillingBelow(0.5)),
        (CRate(-1.0), FillingAbove(0.5)),
        (Rest(), FillingAbove(0.5)),
        (Rest(), CapacityAbove(0.5)),
        (Ramp(Voltage(3.4), Voltage(3.6), 10.0), VoltageAbove(3.7)),
    ],
)
def test_cutoffs_out_of_reach_are_refused(control, cutoff) -> None:
    step = Step(control, None if isinstance(control, Ramp) else 10.0, (cutoff,))
    with pytest.raises(ParameterError, match=r"protocol\.0\.cutoffs.*never be reached"):
        Protocol((step,)).segments(SCALES)


def test_sampling_by_period_and_number() -> None:
    every = only(protocols.rest(25.0, period=10.0)).samples
    np.testing.assert_allclose(every, [0, 10, 20, 25])
    np.testing.assert_allclose(only(protocols.rest(30.0, samples=4)).samples, [0, 10, 20, 30])
    assert len(only(protocols.discharge(0.1)).samples) == 200
    with pytest.raises(ParameterError, match="at most 1000000"):
        protocols.rest("1 h", period="1 us").segments(SCALES)


def test_protocols_join_and_repeat() -> None:
    both = protocols.discharge(1) + protocols.rest("1 h") * 2
    assert [s.step for s in both.segments(SCALES)] == [0, 1, 2]
    for times in (0, -1, 1.5, 10**9, True):
        with pytest.raises(ParameterError):
            both * times


@pytest.mark.parametrize(
    "call",
    [
        lambda: protocols.discharge(),
        lambda: protocols.discharge(c_rate=0.1, current=1.0),
        lambda: protocols.discharge(c_rate=-0.1),
        lambda: protocols.discharge(c_rate=0.1, until_filling=1.2),
        lambda: protocols.discharge(c_rate=0.1, until_voltage="3 A"),
        lambda: protocols.discharge(c_rate="fast"),
        lambda: protocols.rest(-1),
        lambda: protocols.rest(1, samples=1),
        lambda: protocols.rest(1, samples=2.5),
        lambda: protocols.sweep(3, 3, 1e-3),
        lambda: protocols.sweep(3, 4, 0),
        lambda: protocols.cyclic_voltammetry(3.0, 3.2, 3.6, 1e-3),
        lambda: protocols.table([0, 1], currents=[1]),
        lambda: protocols.table([0, 2, 1], currents=[1, 1, 1]),
        lambda: protocols.table([1, 2], currents=[1, 1]),
        lambda: protocols.pitt(3, 4, 1e-9),
        lambda: Table(Ramp(Voltage(1), Voltage(2), 1.0), (0, 1), (1, 1)),
        lambda: Ramp(Voltage(1), Current(2), 1.0).set_points(SCALES),
        lambda: Step(Voltage(1), cutoffs=(3.0,)),
        lambda: Protocol(()),
    ],
)
def test_wrong_arguments_are_one_family_of_errors(call) -> None:
    with pytest.raises(AmbipolarError):
        call()


TIMES = st.floats(1e-6, 1e9)


@given(
    steps=st.lists(
        st.one_of(
            st.builds(Step, st.builds(CRate, st.floats(-1e3, 1e3)), TIMES),
            st.builds(Step, st.builds(Voltage, st.floats(-10, 10)), TIMES),
            st.builds(Step, st.just(Rest()), TIMES, samples=st.integers(2, 50)),
            st.builds(
                lambda n, seed: Step(
                    Table(
                        Current(1.0),
                        tuple(np.cumsum(np.r_[0, np.random.default_rng(seed).random(n) + 1e-3])),
                        tuple(np.random.default_rng(seed + 1).normal(size=n + 1)),
                    )
                ),
                st.integers(1, 20),
                st.integers(0, 1000),
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_every_segment_keeps_the_contract(steps: list[Step]) -> None:
    segments = Protocol(tuple(steps)).segments(SCALES)
    assert [s.step for s in segments] == sorted(s.step for s in segments)
    for segment in segments:
        assert np.isfinite(segment.duration) and segment.duration > 0
        assert segment.samples[-1] == segment.duration
        assert np.all(np.diff(segment.samples) > 0) and segment.samples[0] >= 0
        assert np.isfinite(segment.set_point(segment.duration))
        for cutoff in segment.cutoffs:
            quantity, bound, value = cutoff.threshold(SCALES)
            assert bound in ("lower", "upper") and np.isfinite(value) and quantity
