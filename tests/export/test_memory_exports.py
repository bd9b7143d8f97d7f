"""Exports: what they hold, that they say where they come from, and that ngspice agrees."""

import ast
import json
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from tests.memories import capacitor, time_constant

from ambipolar import protocols
from ambipolar.core.errors import ParameterError
from ambipolar.devices.spread import DeviceSpread
from ambipolar.export import aihwkit, circuit, crosssim
from ambipolar.export.compact_model import compact_model
from ambipolar.export.provenance import provenance
from ambipolar.materials import WO3_CHANNEL  # type: ignore[attr-defined]
from ambipolar.models.radial import DiffusionParticle
from ambipolar.physics.kinetics.marcus import Marcus
from ambipolar.simulation.memory.ramps import ramps_of
from ambipolar.simulation.memory.step_law import law_of, linear_law
from ambipolar.simulation.run import run

DEVICE = capacitor(initial_filling=0.05)
WIDTH = 0.01 * time_constant(DEVICE)
TUNGSTEN = replace(
    DEVICE, material=WO3_CHANNEL, series_resistance=1e-3, reference_potential=2.75
)  # fmt: skip


@pytest.fixture(scope="module")
def solution():
    train = protocols.potentiation_depression(1.0, width=WIDTH, period=2 * WIDTH, count=36)
    return run(DEVICE, train)


def test_linear_step(solution):
    bounds = (float(DEVICE.conductance(0.0)), float(DEVICE.conductance(1.0)))
    device = aihwkit.linear_step(law_of(solution, DEVICE, bounds=bounds))
    values = device["parameters"]
    assert values["gamma_up"] == pytest.approx(0.2, rel=1e-5)
    assert values["gamma_down"] == pytest.approx(0.2, rel=1e-5)
    assert values["dw_min"] == pytest.approx((1 - np.exp(-0.01)) / 0.2, rel=1e-5)
    assert (values["w_min"], values["w_max"]) == (-1.0, 1.0)


def test_soft_bounds_and_piecewise_steps_are_the_same_law():
    law = linear_law(0.01, 0.25, ions=100.0)
    soft = aihwkit.soft_bounds(law)["parameters"]
    pieces = aihwkit.piecewise_step(law)["parameters"]
    assert soft["w_max"] == pytest.approx(4.0) and soft["w_min"] == pytest.approx(-4.0)
    w = np.linspace(-1, 1, len(pieces["piecewise_up"]))
    up = pieces["dw_min"] * np.array(pieces["piecewise_up"])
    assert up == pytest.approx(soft["dw_min"] * (1 - w / soft["w_max"]))
    assert soft["dw_min_std"] == pytest.approx(0.1)
    with pytest.raises(ParameterError, match="soft bounds"):
        aihwkit.soft_bounds(linear_law(0.01))
    with pytest.raises(ParameterError, match="grow"):
        aihwkit.linear_step(linear_law(0.01, -0.3))


def test_json_and_python_text_hold_the_same(solution):
    law = law_of(solution, DEVICE)
    devices = [aihwkit.linear_step(law), aihwkit.piecewise_step(law)]
    assert json.loads(aihwkit.as_json(devices[0])) == devices[0]
    tree = ast.parse(aihwkit.as_python(*devices))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    assert [c.func.id for c in calls] == [d["class"] for d in devices]
    written = {k.arg: ast.literal_eval(k.value) for k in calls[1].keywords}
    assert written == devices[1]["parameters"]


def test_provenance_is_a_hash_of_everything():
    one = provenance({"a": 1, "b": 2}, step=0.1)
    assert one == provenance({"b": 2, "a": 1}, step=0.1)
    assert one["sha256"] != provenance({"a": 1, "b": 2}, step=0.2)["sha256"]
    assert one["sha256"] != provenance({"a": 1, "b": 3}, step=0.1)["sha256"]
    assert len(one["sha256"]) == 64


def test_crosssim_tables(solution):
    ramps = ramps_of(solution)
    tables = crosssim.tables(ramps, solution.spec)
    rising = np.loadtxt(tables["set.csv"].splitlines(), delimiter=",")
    falling = np.loadtxt(tables["reset.csv"].splitlines(), delimiter=",")
    assert rising == pytest.approx(ramps[0].conductance, rel=1e-10)
    assert falling == pytest.approx(ramps[1].conductance, rel=1e-10)
    with pytest.raises(ParameterError, match="both directions"):
        crosssim.tables(ramps[:1], solution.spec)


def test_what_a_circuit_cannot_be_is_refused():
    marcus = Marcus(rate_constant=1.0, reorganization_energy=5e4)
    for changes, word in (
        ({"particle": DiffusionParticle(50e-9, "plate", 11)}, "depth"),
        ({"spread": DeviceSpread(3)}, "one device"),
        ({"resistance_growth": 0.1}, "wear"),
        ({"material": replace(DEVICE.material, kinetics=marcus)}, "Butler"),
    ):
        with pytest.raises(ParameterError, match=word):
            compact_model(replace(DEVICE, **changes))
    model = compact_model(DEVICE)
    with pytest.raises(ParameterError, match="does not fit"):
        circuit.ngspice_bench(model, width=2.0, period=1.0, count=1, voltage=1.0)
    with pytest.raises(ParameterError, match="exactly one"):
        circuit.ngspice_bench(model, width=1.0, period=2.0, count=1)


def test_verilog_a_is_whole():
    text = circuit.verilog_a(compact_model(replace(TUNGSTEN, leakage_resistance=10.0)))
    for opening, closing in (("module ecram", "endmodule"), ("analog function", "endfunction")):
        assert text.count(opening) == text.count(closing)
    assert text.count("begin") == text.count("    end") + text.count("  end\n") - text.count(
        "    end\n"
    )
    assert "sha256" in text and "V(gate, source) /" in text


@pytest.mark.skipif(shutil.which("ngspice") is None, reason="ngspice is not installed")
@pytest.mark.parametrize(
    ("device", "drive", "width", "count"),
    [
        (TUNGSTEN, {"current": 3.5}, 0.01, 50),
        (TUNGSTEN, {"voltage": 0.5}, 0.01, 50),
        (replace(TUNGSTEN, leakage_resistance=0.1), {"voltage": 0.5}, 0.01, 30),
        (DEVICE, {"voltage": 1.0}, WIDTH, 30),
        (DEVICE, {"voltage": -1.0}, 0.1 * WIDTH, 20),
    ],
)
def test_ngspice_agrees_within_one_percent(tmp_path, device, drive, width, count):
    given = dict(drive)
    if "current" in given:
        given["current"] *= device.area
    bench = circuit.ngspice_bench(
        compact_model(device), width=width, period=2 * width, count=count, **given
    )
    (tmp_path / "bench.cir").write_text(bench)
    subprocess.run(
        ["ngspice", "-b", "bench.cir"], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    time, filling, conductance = np.loadtxt(tmp_path / "result.txt").T
    rest = None if "current" in drive else 0.0
    ours = run(
        device,
        protocols.write_pulses(
            **drive, width=width, period=2 * width, count=count, rest_voltage=rest, samples=1
        ),
    )
    ends = ours["time"].values[1:]
    written = ours["filling"].values[1:] - ours["filling"].values[0]
    assert np.interp(ends, time, filling) - filling[0] == pytest.approx(written, rel=0.01)
    assert np.interp(ends, time, conductance) == pytest.approx(
        ours["conductance"].values[1:], rel=0.01
    )
