"""Cycles with cut-offs, tables from files, and tables that are steps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.toys import host

from ambipolar import protocols
from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.protocol import (
    CRate,
    CRateBelow,
    Current,
    DeviceScales,
    Power,
    Rest,
    Table,
    TotalCurrent,
    TotalPower,
    Voltage,
    VoltageAbove,
    VoltageBelow,
)
from ambipolar.simulation.protocol.tables import longer
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.protocol_spec import build_protocol

DEVICE = SingleParticle(host(1.0), HomogeneousParticle(), initial_filling=0.5)
HOUR = DEVICE.capacity / 3600.0  # 1C in A/m^2


def test_the_steps_of_a_cycle() -> None:
    protocol = protocols.cycle(
        "C/2", "1.5 A", upper_voltage="4.1 V", lower_voltage=3.0, rest="10 min", repeat=2
    )
    charge, hold, pause, discharge, last = protocol.steps[:5]
    assert (charge.control, charge.cutoffs) == (CRate(-0.5), (VoltageAbove(4.1),))
    assert (hold.control, hold.cutoffs) == (Voltage(4.1), (CRateBelow(0.05),))
    assert (discharge.control, discharge.cutoffs) == (TotalCurrent(1.5), (VoltageBelow(3.0),))
    assert (pause.control, pause.duration, last.duration) == (Rest(), 600.0, 600.0)
    assert protocol.numbers == (0,) * 5 + (1,) * 5
    assert charge.label == "Charge at 0.5C"


def test_a_cycle_may_begin_with_the_discharge_and_have_no_hold() -> None:
    protocol = protocols.cycle(
        1.0, "2 W/m^2", upper_voltage=4.1, lower_voltage=3.0, until_c_rate=None,
        rest_after_discharge=60, discharge_first=True,
    )  # fmt: skip
    assert [s.control for s in protocol.steps] == [Power(2.0), Rest(), CRate(-1.0)]


def test_halves_may_be_protocols() -> None:
    stages = protocols.charge("1C", until_voltage=4.0) + protocols.cc_cv("C/2", 4.1)
    protocol = protocols.cycle(stages, protocols.discharge("1C", until_voltage=3.0), repeat=3)
    assert len(protocol) == 12 and protocol.numbers[-1] == 2


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"upper_voltage": 4.1}, "lower_voltage"),
        ({"lower_voltage": 4.1}, "upper_voltage"),
        ({"charge": 0.0, "upper_voltage": 4.1, "lower_voltage": 3.0}, "charge"),
        ({"charge": "3 V", "upper_voltage": 4.1, "lower_voltage": 3.0}, "charge"),
        ({"upper_voltage": 4.1, "lower_voltage": 3.0, "samples": 2.5}, "samples"),
        ({"upper_voltage": 4.1, "lower_voltage": 3.0, "repeat": 0}, "repeat"),
        ({"upper_voltage": 4.1, "lower_voltage": 3.0, "repeat": 10**9}, "repeat"),
    ],
)
def test_wrong_cycles_name_the_argument(given: dict, path: str) -> None:
    with pytest.raises(ParameterError) as caught:
        protocols.cycle(**given)
    assert caught.value.path == path
    with pytest.raises(SpecError, match=f"protocol.{path}"):
        build_protocol({"type": "cycle", **given})


def write(folder: Path, text: str) -> Path:
    path = folder / "drive.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("header", "control", "times", "values"),
    [
        ("time,current", Current(1.0), (0.0, 1.0), (1.0, 2.0)),
        ("time [s],current [A]", TotalCurrent(1.0), (0.0, 1.0), (1.0, 2.0)),
        ("Time [min],Current [mA]", TotalCurrent(1.0), (0.0, 60.0), (1e-3, 2e-3)),
        ("time [h],current [mA/cm^2]", Current(1.0), (0.0, 3600.0), (10.0, 20.0)),
        ("time,power (kW)", TotalPower(1.0), (0.0, 1.0), (1e3, 2e3)),
        ("t,power [W/m^2]", Power(1.0), (0.0, 1.0), (1.0, 2.0)),
        ("time,C-rate", CRate(1.0), (0.0, 1.0), (1.0, 2.0)),
        ("time,c_rate [1]", CRate(1.0), (0.0, 1.0), (1.0, 2.0)),
        ("time,voltage [mV]", Voltage(1.0), (0.0, 1.0), (1e-3, 2e-3)),
    ],
)
def test_columns_and_units(tmp_path: Path, header: str, control, times, values) -> None:
    path = write(tmp_path, f"# a comment\n{header}\n5,1\n6,2\n\n")
    (step,) = protocols.drive_cycle(path).steps
    assert step.control.control == control
    assert step.control.times == pytest.approx(times)
    assert step.control.values == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,1\n1,2\n", "no header"),
        ("time,current\n0,1\n", "fewer than two rows"),
        ("", "no header"),
        ("time,current\n0,1\n1,x\n", "row 3"),
        ("time,current,power\n0,1,2\n1,2,3\n", "two columns"),
        ("current,time\n0,1\n1,2\n", "not the time"),
        ("time,curent\n0,1\n1,2\n", "Did you mean current"),
        ("time,current [V]\n0,1\n1,2\n", "not in A/m"),
        ("time [m/s],current\n0,1\n1,2\n", "dimension"),
        ("time,current\n1,1\n0,2\n", "must start at 0 and increase"),
    ],
)
def test_wrong_files_are_explained(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        protocols.drive_cycle(write(tmp_path, text))


def test_files_are_relative_to_the_specification(tmp_path: Path) -> None:
    write(tmp_path, "time,c_rate\n0,1\n10,-1\n20,0\n")
    content = {"type": "drive-cycle", "file": "drive.csv", "scale": 0.5, "until_below": "3 V"}
    (step,) = build_protocol(content, folder=tmp_path).steps
    assert step.control == Table(CRate(1.0), (0.0, 10.0, 20.0), (0.5, -0.5, 0.0))
    assert step.cutoffs == (VoltageBelow(3.0),)
    with pytest.raises(SpecError, match=r"protocol\.file.*other\.csv"):
        build_protocol({"type": "drive-cycle", "file": "other.csv"}, folder=tmp_path)


def test_a_table_is_repeated_until_a_duration_and_cut() -> None:
    times, values = longer((0.0, 2.0, 3.0), (1.0, 2.0, 3.0), 7.0)
    assert times == (0.0, 2.0, 3.0, 5.0, 7.0, 8.0, 10.0, 12.0, 13.0)
    assert values == (1.0, 2.0, 3.0) * 3
    assert longer((0.0, 2.0), (1.0, 2.0), 1.0) == ((0.0, 2.0), (1.0, 2.0))
    with pytest.raises(ParameterError, match="duration"):
        longer((0.0, 1e-9), (1.0, 2.0), 1e6)


@pytest.mark.parametrize("stepwise", [False, True])
def test_the_charge_of_a_table_is_its_integral(stepwise: bool) -> None:
    rng = np.random.default_rng(5)
    times, currents = np.arange(41.0) * 3.0, HOUR * rng.normal(size=41)
    table = protocols.table(times.tolist(), currents=currents.tolist(), stepwise=stepwise)
    found = run(DEVICE, table, SolverSettings(1e-10, 1e-12)).check()
    area = np.sum(currents[:-1]) * 3.0 if stepwise else np.trapezoid(currents, times)
    assert float(found["charge"][-1]) == pytest.approx(area, rel=1e-7)
    at = found.dataset.isel(time=np.searchsorted(found["time"].values, 3.0 * 7 + 1.5))
    assert found["step"].values.max() == 0 and float(at["time"]) > 0
    expected = currents[7] if stepwise else np.interp(float(at["time"]), times, currents)
    assert float(at["current_density"]) == pytest.approx(expected, rel=1e-9)


def test_a_cut_off_ends_the_whole_table() -> None:
    table = protocols.table([0.0, 1800.0, 3600.0, 5400.0], c_rates=[1.0, 1.0, -1.0, -1.0])
    found = run(DEVICE, with_cutoffs(table, VoltageBelow(3.36)) + protocols.rest(10.0))
    assert found.status.steps[0].endswith("lower voltage cut-off")
    assert float(found["time"][-1]) < 3600.0


def with_cutoffs(protocol, *cutoffs):
    from dataclasses import replace

    return replace(protocol, steps=tuple(replace(s, cutoffs=cutoffs) for s in protocol.steps))


def test_thousands_of_rows_become_numbers_at_once() -> None:
    times = tuple(map(float, range(5001)))
    (step,) = protocols.table(times, c_rates=np.sin(times).tolist()).steps
    segments = step.segments(DeviceScales(DEVICE.capacity, 0.5))
    assert len(segments) == 5000
    assert sum(len(s.samples) for s in segments) < 5000 + 400
