"""``ambipolar export``: files of a memory for other programs."""

import json

from typer.testing import CliRunner

from ambipolar.cli.main import app

runner = CliRunner()


def call(*arguments: object):
    return runner.invoke(app, [str(a) for a in arguments], env={"COLUMNS": "160"})


def test_a_case_is_written_whole(tmp_path):
    out = tmp_path / "out"
    done = call("export", "ecram-training", "--case", "linear", "--out", out)
    assert done.exit_code == 0, done.output
    written = {p.name for p in out.iterdir()}
    assert {"aihwkit-linear-step.json", "set.csv", "reset.csv", "ecram.cir", "ecram.va"} <= written
    device = json.loads((out / "aihwkit-linear-step.json").read_text())
    assert device["class"] == "LinearStepDevice"
    assert device["provenance"]["specification"]["device"]["type"] == "ecram"
    assert call("export", "ecram-training", "--out", out).exit_code == 2  # exists


def test_what_cannot_be_written_is_named(tmp_path):
    changed = ("--set", "device.particle={type: diffusion, radius: 50 nm, geometry: plate}")
    done = call("export", "ecram-training", *changed, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "left out ecram.cir" in done.stdout
    assert not (tmp_path / "ecram.cir").exists()


def test_a_study_without_ramps_is_refused(tmp_path):
    done = call("export", "lfp-rate-suppression", "--out", tmp_path)
    assert done.exit_code == 2
    assert "conductance" in done.stderr


def test_a_host_is_written_for_pybamm(tmp_path):
    out = tmp_path / "lfp.py"
    done = call("export", "pybamm", "LFP", "--out", out)
    assert done.exit_code == 0, done.output
    assert '"Positive electrode OCP [V]": open_circuit_potential' in out.read_text()
    assert call("export", "pybamm", "LFP", "--out", out).exit_code == 2  # exists
    assert call("export", "pybamm", "graphite", "--out", tmp_path / "c.py").exit_code == 2
    assert call("export", "pybamm", "LFQ", "--out", tmp_path / "q.py").exit_code == 2
