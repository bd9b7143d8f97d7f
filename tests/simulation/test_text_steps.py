"""Steps in words: every documented form, and one clear message for everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import SpecError
from ambipolar.simulation.protocol import (
    CapacityAbove,
    CRate,
    CRateBelow,
    Current,
    CurrentBelow,
    DeviceScales,
    FillingAbove,
    Power,
    Protocol,
    Ramp,
    Resistance,
    Rest,
    Step,
    Voltage,
    VoltageAbove,
    VoltageBelow,
)
from ambipolar.simulation.protocol.text_steps import FORMS, read_step

SCALES = DeviceScales(capacity=36_000.0, filling=0.01, electrode_area=0.1)


@pytest.mark.parametrize("text", FORMS)
def test_every_documented_form_is_read_and_resolved(text: str) -> None:
    assert Protocol((read_step(text),)).segments(SCALES)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Discharge at C/10 until 3.0 V", Step(CRate(0.1), None, (VoltageBelow(3.0),))),
        (
            "discharge at 1C for 30 minutes or until 2.8V",
            Step(CRate(1.0), 1800.0, (VoltageBelow(2.8),)),
        ),
        ("Charge at 0.5 mA/cm^2 until 3.6 V", Step(Current(-5.0), None, (VoltageAbove(3.6),))),
        (
            "Charge at 2.5 C until 4 V or C/20",
            Step(CRate(-2.5), None, (VoltageAbove(4.0), CRateBelow(0.05))),
        ),
        ("Hold at 3.6 V until C/50", Step(Voltage(3.6), None, (CRateBelow(0.02),))),
        ("Hold at 3600 mV until 0.1 A/m^2", Step(Voltage(3.6), None, (CurrentBelow(0.1),))),
        ("Hold at 4.1 V for 1 hour", Step(Voltage(4.1), 3600.0)),
        ("Rest for 1 hour (10 s period)", Step(Rest(), 3600.0, period=10.0)),
        ("Rest for 1 hour (30 samples)", Step(Rest(), 3600.0, samples=30)),
        ("Discharge at 5 W/m^2 for 10 s", Step(Power(5.0), 10.0)),
        ("Discharge through 2 ohm m^2 for 10 s", Step(Resistance(2.0), 10.0)),
        ("Discharge at C until filling 0.9", Step(CRate(1.0), None, (FillingAbove(0.9),))),
        ("Discharge at 1C until 50 % of capacity", Step(CRate(1.0), None, (CapacityAbove(0.5),))),
        ("Discharge at 1C until capacity 0.5", Step(CRate(1.0), None, (CapacityAbove(0.5),))),
        (
            "Rest for 1 min or until voltage above 3.4 V",
            Step(Rest(), 60.0, (VoltageAbove(3.4),)),
        ),
        ("Sweep from 3.5 V to 3.0 V at 0.5 V/s", Step(Ramp(Voltage(3.5), Voltage(3.0), 1.0))),
    ],
)  # fmt: skip
def test_what_a_step_means(text: str, step: Step) -> None:
    read = read_step(text)
    assert read.label and step == Step(
        read.control, read.duration, read.cutoffs, read.period, read.samples
    )


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Disharge at C/10 until 3.0 V", "Discharge at C/10 until 3.0 V"),
        ("Rest for 5", "Rest for 1 hour"),
        ("Hold at 3 V until 3.3 V", "Hold at"),
        ("Discharge at 3 V", "Discharge at"),
        ("Discharge at C/10 until 3", "Discharge at C/10"),
        ("Discharge at -1C until 3 V", "Discharge at"),
        ("Discharge at C/0", "Discharge at"),
        ("Sweep from 3 V to 4 V", "Sweep from"),
        ("Rest for 1 h for 2 h", "Rest for"),
        ("Rest for 1 h (2.5 samples)", "Rest for"),
        ("", "at"),
    ],
)
def test_wrong_text_names_the_path_and_the_nearest_form(text: str, nearest: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_step(text, "protocol.2")
    assert caught.value.path == "protocol.2"
    assert nearest in caught.value.advice


WORDS = st.sampled_from(
    [
        *("Discharge", "Charge", "Hold", "Rest", "Sweep", "at", "for", "until", "or", "from", "to"),
        *("through", "C/10", "1C", "3.0", "V", "3.0V", "0.5", "mA/cm^2", "1", "hour", "(10", "s"),
        *("period)", "above", "below", "filling", "voltage", "capacity", "50", "%", "W/m^2"),
        *("C/0", "1e999", "-"),
    ]
)


@given(st.one_of(st.lists(WORDS, max_size=9).map(" ".join), st.text(max_size=40)))
def test_any_text_is_a_step_or_a_spec_error(text: str) -> None:
    try:
        step, error = read_step(text, "protocol.0"), None
    except SpecError as caught:
        step, error = None, caught
    if error is None:
        assert isinstance(step, Step)
    else:
        assert error.path == "protocol.0" and "Nearest form" in error.advice
