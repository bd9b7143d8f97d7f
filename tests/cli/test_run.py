"""``ambipolar run``: results that are whole, messages that help, exit codes that tell."""

import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from ambipolar.cli.main import app
from ambipolar.simulation.solution import Solution
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.study import run_study

runner = CliRunner()

SMALL = """
name: small
device:
  type: single-particle
  material: LFP
  particle: {type: allen-cahn-reaction, length: 50 nm, cells: 20}
protocol:
  - Discharge at 1C for 10 minutes
"""


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(
        SMALL.replace("Discharge at 1C until filling 0.5", "Discharge at 1C for 10 minutes")
    )
    return path


def call(*arguments: object):
    return runner.invoke(app, [str(a) for a in arguments])


def test_a_run_writes_everything(spec, tmp_path):
    out = tmp_path / "out"
    result = call("run", spec, "--out", out)
    assert result.exit_code == 0, result.output
    found = {p.name for p in out.iterdir()}
    assert found == {"report.html", "solution.nc", "solution.png", "solution.svg", "spec.yaml"}
    assert "report.html" in result.stdout
    assert Solution.load(out / "solution.nc").conservation["guest"] < 1e-9
    # the specification as run gives the same result again
    again = tmp_path / "again"
    assert call("run", out / "spec.yaml", "--out", again, "--quiet").exit_code == 0
    first, second = (Solution.load(f / "solution.nc") for f in (out, again))
    assert first.dataset.equals(second.dataset)


def test_nothing_is_overwritten_without_force(spec, tmp_path):
    out = tmp_path / "out"
    assert call("run", spec, "--out", out, "--quiet").exit_code == 0
    before = (out / "solution.nc").stat().st_mtime_ns
    refused = call("run", spec, "--out", out)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (out / "solution.nc").stat().st_mtime_ns == before
    (out / "mine.txt").write_text("keep")
    assert call("run", spec, "--out", out, "--force", "--quiet").exit_code == 0
    assert (out / "mine.txt").read_text() == "keep"


def test_changes_on_the_command_line(spec, tmp_path):
    out = tmp_path / "out"
    result = call("run", spec, "--set", "particle.length=30nm", "--out", out, "--quiet")
    assert result.exit_code == 0, result.output
    positions = Solution.load(out / "solution.nc").dataset["particle.position"].values
    assert positions[-1] == pytest.approx(30e-9 * (1 - 0.5 / 20))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("particle.lenght=30nm", ["particle", "length"]),
        ("particle.length=30 kg", ["particle.length", "dimension"]),
        ("particle.length=-30nm", ["particle.length", "greater than"]),
        ("initial_filling=1.5", ["initial_filling", "1.5"]),
        ("particle.cells=1000000", ["cells", "200000"]),
        ("material=LPF", ["material", "LFP"]),
    ],
)
def test_wrong_values_get_one_clear_message(spec, tmp_path, change, words):
    result = call("run", spec, "--set", change, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["device: {type: single-particle", "- a\n- b\n", "", "name: x\n"])
def test_broken_files_get_one_clear_message(tmp_path, text):
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    result = call("run", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.strip().startswith("ambipolar: ")
    assert "Traceback" not in result.stderr


def test_unknown_targets_suggest_the_nearest():
    result = call("run", "lfp-rate-supression")
    assert result.exit_code == 2
    assert "lfp-rate-suppression" in result.stderr


def test_an_infeasible_current_ends_with_advice_and_a_partial_solution(spec, tmp_path):
    text = spec.read_text().replace("material: LFP", "material: LFP-CIET")
    spec.write_text(text.replace("Discharge at 1C for 10 minutes", "Discharge at 200000C for 1 s"))
    out = tmp_path / "out"
    result = call("run", spec, "--out", out)
    assert result.exit_code == 1
    assert "reaction-limited" in result.stderr
    assert not Solution.load(out / "solution.nc").status.ok
    assert (out / "report.html").exists()


def test_a_killed_run_leaves_no_final_file(spec, tmp_path):
    """Kill the process at several moments: the folder is absent or its files are whole."""
    for delay in (0.6, 1.0, 1.4, 1.8, 2.4):
        out = tmp_path / f"out-{delay}"
        command = [sys.executable, "-m", "ambipolar.cli", "run", str(spec), "--out", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in out.rglob("*") if out.exists() else ():
            assert not path.name.startswith(".")
            if path.suffix == ".nc":
                assert Solution.load(path).status.ok
            if path.name == "report.html":
                assert path.read_text().rstrip().endswith("</html>")


def test_interrupted_runs_say_so(spec, tmp_path):
    long = (
        spec.read_text().replace("cells: 20", "cells: 20000").replace("1C for 10 minutes", "C/10")
    )
    spec.write_text(long)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ambipolar.cli", "run", str(spec), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    # one that arrives while compiled code is being loaded may be lost: send another
    for _ in range(10):
        time.sleep(4.0)
        process.send_signal(signal.SIGINT)
        try:
            _, stderr = process.communicate(timeout=4.0)
            break
        except subprocess.TimeoutExpired:
            continue
    else:
        process.kill()
        pytest.fail("ten interrupts did not end the run")
    assert process.returncode == 130
    assert b"interrupted" in stderr
    assert b"Traceback" not in stderr
    assert not out.exists()
    assert [p for p in tmp_path.iterdir() if "partial" in p.name] == []


def test_a_folder_that_cannot_be_written(spec, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    result = call("run", spec, "--out", blocked)
    assert result.exit_code == 2
    assert "not a folder" in result.stderr
    inside = call("run", spec, "--out", blocked / "below", "--quiet")
    assert inside.exit_code == 2
    assert "cannot be written" in inside.stderr
    assert set(os.listdir(tmp_path)) == {"file", "small.yaml"}


def test_a_run_is_continued_and_its_cycles_are_tabled(tmp_path):
    path, first, out = tmp_path / "cycles.yaml", tmp_path / "first.nc", tmp_path / "out"
    steps = "  repeat: 3\n  steps:\n  - Rest for 1 h"
    path.write_text(SMALL.replace("  - Discharge at 1C for 10 minutes", steps))
    (solution,) = run_study(load_spec(path)).solutions.values()
    solution.save(first)
    kept = ("--save-cycles", "2", "--checkpoint", tmp_path / "c.nc")
    assert call("run", path, "--out", out, "--quiet", "--start", first, *kept).exit_code == 0
    again = Solution.load(out / "solution.nc")
    assert float(again["time"][0]) == float(solution["time"][-1]) == 3 * 3600.0
    assert set(again["cycle"].values.tolist()) == {3, 5}
    assert Solution.load(tmp_path / "c.nc").dataset.equals(again.dataset)
    table = (out / "cycles.csv").read_text().splitlines()
    assert len(table) == 4 and "coulombic_efficiency" in table[0]
    other = ("--set", "device.particle.cells=21", "--out", tmp_path / "third", "--start")
    for file, named in ((path, "cycles.yaml"), (first, "particle.filling")):
        refused = call("run", path, *other, file)
        assert refused.exit_code == 2 and named in refused.stderr


def test_several_cases_share_no_start(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(SMALL + "cases:\n  - name: a\n  - name: b\n")
    refused = call("run", path, "--start", tmp_path / "c.nc", "--out", tmp_path / "out")
    assert refused.exit_code == 2 and "serves one case" in refused.stderr
