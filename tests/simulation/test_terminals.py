"""Currents, voltages and switches of devices with several terminals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.sheets.toys import lateral_film, window

from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.models.sheets.conductor import ConductingSheet, Contact
from ambipolar.simulation import protocols
from ambipolar.simulation.protocol import Drive, Mode, Step, Terminals, VoltageAbove
from ambipolar.simulation.protocol.scales import DeviceScales
from ambipolar.simulation.protocol.step import Protocol
from ambipolar.simulation.protocol.terminals import read_drives, read_switches
from ambipolar.simulation.protocols import drive
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.describe import describe_protocol
from ambipolar.simulation.specification.protocol_spec import build_protocol

SCALES = DeviceScales(capacity=1.0, filling=0.25)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.2 A", Drive("a", current=0.2)),
        ("-50mA", Drive("a", current=-0.05)),
        ("3 V", Drive("a", voltage=3.0)),
        ("-200 mV", Drive("a", voltage=-0.2)),
        ("ground", Drive("a", voltage=0.0)),
        (" Ground ", Drive("a", voltage=0.0)),
        (0, Drive("a", voltage=0.0)),
        (0.0, Drive("a", voltage=0.0)),
        ("0", Drive("a", voltage=0.0)),
        ("floating", Drive("a")),
        ("open", Drive("a")),
        (None, Drive("a")),
    ],
)
def test_what_a_terminal_is_connected_to(value, expected):
    assert read_drives({"a": value}) == (expected,)


@pytest.mark.parametrize("value", ["0.2", 0.2, "-3e-1", 7])
def test_a_number_without_a_unit_could_be_either(value):
    with pytest.raises(ParameterError, match="has no unit") as caught:
        drive({"left": value}, duration=1.0)
    assert caught.value.path == "terminals.left"


@pytest.mark.parametrize("value", ["3 m", "banana", True, False, "", [1], "1 A/m^2", "inf A"])
def test_what_is_no_current_and_no_voltage(value):
    with pytest.raises(ParameterError, match="neither a current nor a voltage"):
        drive({"left": value}, duration=1.0)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_anything_is_a_drive_or_one_clear_error(value):
    try:
        (found,) = read_drives({"left": value})
    except ParameterError as error:
        path = error.path
    else:
        path = f"terminals.{found.terminal}"
    assert path == "terminals.left"


def test_a_terminal_has_one_source():
    with pytest.raises(ParameterError, match="has a current and a voltage"):
        Drive("left", current=0.2, voltage=1.0)
    with pytest.raises(ParameterError, match="named twice"):
        Terminals((Drive("left"), Drive("left", current=0.1)))


def test_set_points_and_labels():
    (segment,) = drive(
        {"left": "0.2 A", "right": "ground", "lid": "open"}, duration="2 s"
    ).segments(SCALES)
    points = segment.set_points()
    assert (points["left"].mode, points["left"].value) == (Mode.CURRENT, 0.2)
    assert (points["right"].mode, points["right"].value) == (Mode.VOLTAGE, 0.0)
    assert (points["lid"].mode, points["lid"].value) == (Mode.CURRENT, 0.0)
    assert segment.label == "left 0.2 A" and segment.duration == 2.0
    off = drive({}, duration=1.0, switches={"electrolyte": "off", "lid": "on"})
    assert off.steps[0].control.label == "all terminals open; without electrolyte"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("on", 1.0), ("off", 0.0), (True, 1.0), (False, 0.0), (1, 1.0), (0, 0.0), ("OFF", 0.0)],
)
def test_switches(value, expected):
    assert read_switches({"lid": value}) == {"lid": expected}


@pytest.mark.parametrize("value", ["half", 0.5, 2, None, "none"])
def test_a_switch_is_on_or_off(value):
    with pytest.raises(ParameterError, match="expected on or off"):
        read_switches({"lid": value})


def test_a_step_needs_a_duration():
    with pytest.raises(TypeError):
        drive({"left": "1 A"})  # type: ignore[call-arg]
    endless = Protocol((Step(Terminals((Drive("left", current=0.1),))),))
    with pytest.raises(ParameterError, match="duration"):
        run(lateral_film(10), endless)


# --- what a device does not have ------------------------------------------------------------


@pytest.mark.parametrize(
    ("protocol", "path", "words"),
    [
        (drive({"lft": "0.2 A"}, duration=1.0), "terminals", "'lft'. Did you mean left"),
        (drive({}, duration=1.0, switches={"electrolite": 0}), "switches", "mean electrolyte"),
        (drive({}, duration=1.0, switches={"lid": 0}), "switches", "no switch 'lid'"),
        (drive({"right": "floating"}, duration=1.0), "terminals", "all of them float"),
        (
            drive({"left": "0.1 A", "right": "-0.1 A"}, duration=1.0),
            "terminals", "no potential is defined.*Ground one of left, right",
        ),
        (protocols.discharge(1.0), "terminals", "no terminal 'control'.*left, right"),
        (
            Protocol((Step(Terminals(), 1.0, (VoltageAbove(3.0),)),)),
            "cutoffs", "no voltage to end a step at",
        ),
    ],
)  # fmt: skip
def test_what_a_film_does_not_have(protocol, path, words):
    with pytest.raises(ParameterError, match=words) as caught:
        run(lateral_film(10), protocol)
    assert caught.value.path == path


def test_a_window_has_one_terminal_to_control():
    with pytest.raises(ParameterError, match="no terminal 'left'"):
        run(window(4), drive({"left": "1 V"}, duration=1.0))


def test_later_steps_are_checked_before_anything_runs():
    protocol = drive({}, duration=1e6) + drive({"nowhere": "1 V"}, duration=1.0)
    with pytest.raises(ParameterError, match="nowhere"):
        run(lateral_film(10), protocol)


# --- defaults, walking, specifications ------------------------------------------------------


def test_terminals_that_are_not_named_keep_their_default():
    contacts = (
        Contact("left", "left"),
        Contact("right", "right"),
        Contact("top", "left", sheet="lid"),
    )
    device = lateral_film(10, contacts=contacts, lid=ConductingSheet())
    solution = run(device, drive({"left": "0.1 A"}, duration=5.0, samples=3)).check()
    assert np.all(solution["right.voltage"].values == 0.0)
    assert solution["top.current"].values == pytest.approx(0.0, abs=1e-12)
    assert solution["left.current"].values == pytest.approx(0.1, rel=1e-9)
    assert solution["right.current"].values[-1] == pytest.approx(-0.1, rel=1e-6)


def test_a_rest_leaves_all_terminals_at_their_default():
    protocol = drive({"left": "-0.2 A"}, duration=60.0) + protocols.from_text("Rest for 1 min")
    solution = run(lateral_film(10), protocol).check()
    same = drive({"left": "-0.2 A"}, duration=60.0) + drive({}, duration=60.0)
    other = run(lateral_film(10), same).check()
    assert float(solution["left.current"][-1]) == 0.0
    assert float(solution["dipole"][-1]) == pytest.approx(float(other["dipole"][-1]), rel=1e-6)


def test_two_voltages_and_no_default():
    # without electrolyte: it carries a thousandth of the current
    dry = drive({"left": "2 V", "right": "1 V"}, duration=5.0, switches={"electrolyte": "off"})
    solution = run(lateral_film(10), dry).check()
    assert float(solution["voltage"][-1]) == pytest.approx(1.0)
    assert float(solution["left.current"][-1]) == pytest.approx(1.0 / 20.0, rel=1e-6)


def test_a_hard_start_is_walked_to():
    solution = run(lateral_film(10), drive({"left": "30 V"}, duration=1.0, samples=3)).check()
    assert float(solution["voltage"][0]) == pytest.approx(30.0)


def test_a_protocol_survives_being_written_down():
    protocol = drive(
        {"left": "0.2 A", "right": "ground", "lid": "floating"},
        duration="10 min", switches={"electrolyte": "off"}, period="5 s",
    )  # fmt: skip
    again = build_protocol(describe_protocol(protocol))
    assert again.steps == protocol.steps


def test_a_drive_in_a_specification():
    given_text = {
        "type": "drive", "terminals": {"left": "-0.2 A"}, "duration": "600 s",
        "switches": {"lid": False},
    }  # fmt: skip
    found = build_protocol([given_text, {"repeat": 2, "steps": [given_text]}])
    assert len(found) == 3
    assert found.steps[0].control.switches == {"lid": 0.0}
    with pytest.raises(SpecError, match="has no unit") as caught:
        build_protocol([{"type": "drive", "terminals": {"left": 0.2}, "duration": 1}])
    assert caught.value.path.startswith("protocol.0")
