"""Battery parameter files on the command line."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.simulation.importers.bpx_files import FILE, content, write
from typer.testing import CliRunner

from ambipolar.cli.main import app
from ambipolar.simulation.solution import Solution


def call(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def file(tmp_path):
    return write(tmp_path, FILE)


def test_a_file_runs_with_steps_from_the_command_line(tmp_path, file):
    out = tmp_path / "results"
    steps = ("Discharge at 1C for 10 s", "Rest for 20 s")
    protocol = [part for step in steps for part in ("--protocol", step)]
    done = call("run", file, *protocol, "--out", out, "--quiet")
    assert done.exit_code == 0, done.output
    solution = Solution.load(out / "solution.nc")
    assert solution["time"].values[-1] == pytest.approx(30.0)
    assert set(np.unique(solution["step"].values)) <= {0, 1, 2}


def test_a_file_becomes_a_specification(tmp_path, file):
    out = tmp_path / "cell.yaml"
    done = call("import", "bpx", file, "--out", out)
    assert done.exit_code == 0, done.output
    assert "BPX 1.1.0, model DFN" in done.output
    assert "type: formula" in out.read_text()


def test_wrong_files_end_with_one_message(tmp_path):
    text = content(**{"Electrolyte/Conductivity [S.m-1]": "__import__('os').abort()"})
    done = call("run", write(tmp_path, text), "--out", tmp_path / "results")
    assert done.exit_code == 2
    assert "Electrolyte: Conductivity [S.m-1]" in done.output
    done = call("run", write(tmp_path, FILE, "b.json"), "--protocol", "Discharge quickly")
    assert done.exit_code == 2
    assert "Nearest form" in done.output


def test_measured_curves_are_compared_in_one_figure(tmp_path, file):
    curve = tmp_path / "one.csv"
    time = np.linspace(0.0, 900.0, 91)
    rows = [f"{t:g},-10.0,{4.1 - 1e-3 * t:.6f}" for t in time]
    curve.write_text("Time [s],I[A],U[V]\n" + "\n".join(rows))
    out = tmp_path / "results"
    done = call("measured", file, curve, "--out", out)
    assert done.exit_code == 0, done.output
    with (out / "measured.csv").open() as opened:
        table = list(csv.DictReader(opened))
    assert [row["model"] for row in table] == ["file", "mosaic"]
    assert all(float(row["rms [mV]"]) > 0 for row in table)
    assert (out / "measured.png").stat().st_size > 10_000
    assert call("measured", file, curve, "--out", out).exit_code == 2  # exists
