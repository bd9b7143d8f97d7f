"""Experiments in words: lists of PyBaMM read unchanged, cycles, drive cycles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cells import full_cell

from ambipolar import protocols
from ambipolar.core.errors import AmbipolarError, ParameterError, SpecError
from ambipolar.simulation.protocol import (
    CRate,
    CRateBelow,
    DeviceScales,
    Power,
    Protocol,
    Rest,
    Step,
    Table,
    TotalCurrent,
    TotalCurrentBelow,
    TotalPower,
    TotalResistance,
    Voltage,
    VoltageAbove,
    VoltageBelow,
)
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.describe import describe_protocol
from ambipolar.simulation.specification.protocol_spec import build_protocol

SCALES = DeviceScales(capacity=36_000.0, filling=0.5, electrode_area=0.1)  # 1C is 1 A
NO_AREA = DeviceScales(capacity=36_000.0, filling=0.5)
CYCLE = (
    "Discharge at C/10 for 10 hours or until 3.3 V",
    "Rest for 1 hour",
    "Charge at 1 A until 4.1 V",
    "Hold at 4.1 V until 50 mA",
    "Rest for 1 hour",
)
EXPERIMENT = protocols.experiment


def read(text: str, **more: object) -> Step:
    (step,) = EXPERIMENT([text], **more).steps
    return Step(step.control, step.duration, step.cutoffs, step.period, step.samples)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (CYCLE[0], Step(CRate(0.1), 36_000.0, (VoltageBelow(3.3),))),
        (CYCLE[2], Step(TotalCurrent(-1.0), None, (VoltageAbove(4.1),))),
        (CYCLE[3], Step(Voltage(4.1), None, (TotalCurrentBelow(0.05),))),
        ("Hold at 4.1 V until 50mA", Step(Voltage(4.1), None, (TotalCurrentBelow(0.05),))),
        ("Hold at 4.1 V until < 50 mA", Step(Voltage(4.1), None, (TotalCurrentBelow(0.05),))),
        ("Hold at 3V until C/50", Step(Voltage(3.0), None, (CRateBelow(0.02),))),
        ("Hold at 1V for 20 seconds", Step(Voltage(1.0), 20.0)),
        ("Charge at 1 C until 4.1V", Step(CRate(-1.0), None, (VoltageAbove(4.1),))),
        ("Discharge at 1C until >4.1V", Step(CRate(1.0), None, (VoltageAbove(4.1),))),
        ("Discharge at 0.5 W until 3 V", Step(TotalPower(0.5), None, (VoltageBelow(3.0),))),
        ("Charge at 200mW for 45 minutes", Step(TotalPower(-0.2), 2700.0)),
        ("Discharge at 4 Ohm for 3 m", Step(TotalResistance(4.0), 180.0)),
        (
            "Charge at 1.5 A for 30 seconds (5 second period)",
            Step(TotalCurrent(-1.5), 30.0, period=5.0),
        ),
        ("Rest for 10 minutes (5 minute period)", Step(Rest(), 600.0, period=300.0)),
        ("Discharge at 1C for 0.5 hours", Step(CRate(1.0), 1800.0)),
        ("Discharge at 1 A for 0.5 h", Step(TotalCurrent(1.0), 1800.0)),
        ("Charge at 200 mA for 45 min", Step(TotalCurrent(-0.2), 2700.0)),
        ("Discharge at 2 W/m^2 for 10 s", Step(Power(2.0), 10.0)),
    ],
)  # fmt: skip
def test_what_a_text_means(text: str, step: Step) -> None:
    assert read(text) == step


def test_tuples_are_cycles_and_loose_steps_one_together() -> None:
    protocol = EXPERIMENT(["Rest for 1 h", "Rest for 2 h", *[CYCLE] * 3, "Rest for 3 h"])
    assert protocol.numbers == (0, 0) + (1,) * 5 + (2,) * 5 + (3,) * 5 + (4,)
    assert protocol.steps[2] is protocol.steps[7]  # equal texts are one step
    assert EXPERIMENT(list(CYCLE)).numbers == (0,) * 5
    assert EXPERIMENT([list(CYCLE)] * 2) == EXPERIMENT([CYCLE] * 2)
    assert EXPERIMENT([CYCLE], repeat=2).numbers == (0,) * 5 + (1,) * 5
    assert EXPERIMENT([{"repeat": 2, "steps": CYCLE}]).numbers == (0,) * 5 + (1,) * 5
    assert EXPERIMENT([protocols.rest("1 h"), Step(Rest(), 1.0)]).numbers == (0, 1)


def test_the_period_is_that_of_steps_without_one() -> None:
    texts = ["Rest for 1 h", "Rest for 1 h (5 second period)", "Rest for 1 h (7 samples)"]
    steps = EXPERIMENT(texts, period="1 minute").steps
    assert [(s.period, s.samples) for s in steps] == [(60.0, None), (5.0, None), (None, 7)]


def test_amperes_are_divided_by_the_area() -> None:
    protocol = EXPERIMENT([CYCLE])
    segments = protocol.segments(SCALES)
    assert [s.value for s in segments] == pytest.approx([1.0, 0.0, -10.0, 4.1, 0.0])
    assert segments[3].cutoffs[0].threshold(SCALES) == ("current_magnitude", "lower", 0.5)
    load = EXPERIMENT(["Discharge at 4 Ohm for 3 s"]).segments(SCALES)[0]
    assert load.value == pytest.approx(0.4)  # ohm m^2
    with pytest.raises(ParameterError, match="electrode area") as caught:
        protocol.segments(NO_AREA)
    assert caught.value.path == "protocol.2.control" and "electrode_area" in caught.value.advice


@pytest.mark.parametrize("name", ["US06", "a drive"])
def test_drive_cycles_by_name(name: str) -> None:
    rows = {name: [(0, 1.0), (1, 2.0), (2, -1.0)]}
    once = read(f"Run {name} (A)", drive_cycles=rows)
    assert once == Step(Table(TotalCurrent(1.0), (0.0, 1.0, 2.0), (1.0, 2.0, -1.0)))
    cut = read(f"Run {name} (W) for 1 second", drive_cycles={name: np.array(rows[name])})
    assert cut == Step(Table(TotalPower(1.0), (0.0, 1.0, 2.0), (1.0, 2.0, -1.0)), 1.0)
    long = read(f"Run {name} (V) for 4 s (1 second period)", drive_cycles=rows)
    times, values = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0), (1.0, 2.0, -1.0) * 2
    assert long == Step(Table(Voltage(1.0), times, values), 4.0, period=1.0)
    assert sum(s.duration for s in Protocol((long,)).segments(SCALES)) == pytest.approx(4.0)


def test_drive_cycles_of_files(tmp_path: Path) -> None:
    (tmp_path / "us06.csv").write_text("0,1\n10,2\n20,0\n")
    given = {"US06": "us06.csv"}
    step = read("Run US06 (A)", drive_cycles=given, folder=tmp_path)
    assert step.control == Table(TotalCurrent(1.0), (0.0, 10.0, 20.0), (1.0, 2.0, 0.0))


@pytest.mark.parametrize(
    ("steps", "path", "words"),
    [
        (["Run X (A)"], "steps.0", "drive_cycles"),
        ([("Rest for 1 h", "Rest at 3")], "steps.0.1", "Nearest form"),
        (["Charge at 1C for 1 h at 27oC"], "steps.0", "temperature of the device"),
        (["Rest for 1 h", "Hold at 4 V until > 1 A"], "steps.1", "only 'current below'"),
        ([], "steps", "has no steps"),
        ([[]], "steps.0", "has no steps"),
        ({"a": 1}, "steps", "list of steps"),
        ([3], "steps.0", "list of steps"),
        ([{"repeat": 0, "steps": ["Rest for 1 h"]}], "steps.0.repeat", "positive whole number"),
        ([{"repeat": 2}], "steps.0.steps", "is missing"),
        ([{"repat": 2, "steps": []}], "steps.0.repat", "repeat"),
    ],
)
def test_errors_name_the_place(steps: object, path: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        EXPERIMENT(steps)
    assert caught.value.path == path
    assert words in str(caught.value)


@pytest.mark.parametrize("rows", [3, [(0, 1)], [(0, "x"), (1, 2)], [(1, 1), (2, 2)], "no.csv"])
def test_wrong_drive_cycles_are_named(rows: object) -> None:
    with pytest.raises(SpecError, match=r"steps\.0: cannot read 'Run D \(A\)'"):
        EXPERIMENT(["Run D (A)"], drive_cycles={"D": rows})


def test_a_specification_may_hold_an_experiment() -> None:
    content = {
        "type": "experiment",
        "steps": ["Rest for 2 h", {"repeat": 3, "steps": list(CYCLE)}, list(CYCLE)],
        "period": "1 minute",
    }
    protocol = build_protocol(content, scales=SCALES)
    assert protocol.numbers == (0,) + (1,) * 5 + (2,) * 5 + (3,) * 5 + (4,) * 5
    described = describe_protocol(protocol)
    assert [d.get("repeat") for d in described] == [None, 4]
    again = build_protocol(described)
    assert again.steps == protocol.steps and again.numbers == protocol.numbers
    with pytest.raises(SpecError, match=r"protocol\.steps\.1\.0"):
        build_protocol({"type": "experiment", "steps": ["Rest for 1 h", ["Rest at 3"]]})
    with pytest.raises(SpecError, match="electrode area"):
        build_protocol(content, scales=NO_AREA)


ENTRIES = st.recursive(
    st.one_of(
        st.sampled_from([*CYCLE, "Run US06 (A)", "Run US06 (W) for 5 s", "Rest", "Charge at 1 A"]),
        st.text(max_size=12),
        st.none(),
        st.integers(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.fixed_dictionaries({"repeat": st.integers(-1, 3), "steps": inner}),
    ),
    max_leaves=6,
)


@given(ENTRIES)
def test_any_list_is_a_protocol_or_an_error(entry: object) -> None:
    try:
        found, error = EXPERIMENT([entry], drive_cycles={"US06": [(0, 1), (1, 2)]}), None
    except AmbipolarError as caught:
        found, error = None, caught
    if found is None:
        assert str(error)
    else:
        assert len(found.numbers) == len(found.steps)


def test_a_full_cell_is_cycled_in_amperes() -> None:
    area = 0.02
    cell = full_cell(electrode_area=area)
    amperes = cell.capacity * area / 3600.0  # of 1C
    steps = [
        f"Discharge at {amperes:.15g} A for 10 minutes or until 3.0 V",
        f"Discharge at {3 * amperes:.15g} W for 1 minute",
        f"Charge at {amperes:.15g} A until 4.1 V",
        f"Hold at 4.1 V until {200 * amperes:.15g} mA",
    ]
    found = run(cell, EXPERIMENT([tuple(steps)] * 2, period="1 minute")).check()
    data = found.dataset
    first, second, hold = (data.isel(time=data["step"].values == k) for k in (0, 1, 3))
    np.testing.assert_allclose(first["current_density"], cell.capacity / 3600.0, rtol=1e-6)
    power = second["voltage"] * second["current_density"] * area
    np.testing.assert_allclose(power, 3 * amperes, rtol=1e-5)
    assert float(hold["current_density"][-1]) == pytest.approx(-cell.capacity / 18_000, rel=1e-3)
    assert found.cycles["cycle"].values.tolist() == [0, 1]
    assert found.cycles["ended"].values[1].count("cut-off") == 2
    last = data["charge"].values[data["cycle"].values == 1]
    net = found.cycles["discharge_capacity"][1] - found.cycles["charge_capacity"][1]
    assert float(net) == pytest.approx(last[-1] - last[0], rel=1e-9)
    with pytest.raises(ParameterError, match="electrode area"):
        run(full_cell(), EXPERIMENT(steps))
