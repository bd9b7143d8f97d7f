"""``ambipolar sweep``: killed and resumed, messages, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import xarray as xr
from tests.toys import SMALL_EXPERIMENT as SMALL
from typer.testing import CliRunner

from ambipolar.cli.main import app

runner = CliRunner()


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def call(*arguments: object):
    return runner.invoke(app, ["sweep", *(str(a) for a in arguments)])


def finished(index):
    return index.read_text().count("\n") if index.exists() else 0


def lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the signal is not known here")
def test_a_sweep_that_was_killed_goes_on(spec, tmp_path):
    out = tmp_path / "out"
    options = [spec, "--vary", "particle.length=30nm:60nm:40", "--out", out]
    pytest.importorskip("distributed")
    command = [sys.executable, "-m", "ambipolar.cli", "sweep", *map(str, options)]
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen([*command, "--workers", "1"], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while finished(out / "index.jsonl") < 3 and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        children = []
        if os.path.isdir("/proc"):
            found = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
            )
            children = [int(word) for word in found.stdout.split()]
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        process.kill()
        log.close()
    assert process.returncode == -signal.SIGKILL, (tmp_path / "log").read_text()
    before = finished(out / "index.jsonl")
    assert 3 <= before < 40
    assert not (out / "dataset.nc").exists()
    files = {p: p.stat().st_mtime_ns for p in (out / "cases").glob("[0-9]*.nc")}
    lines = (out / "index.jsonl").read_text().splitlines()[:before]
    kept = {json.loads(line)["file"] for line in lines}
    result = call(*options, "--workers", 0)
    assert result.exit_code == 0, result.output
    assert "40 cases, 0 failed" in result.stdout
    again = {p for p, stamp in files.items() if p.stat().st_mtime_ns != stamp}
    assert not again & {out / name for name in kept}
    with xr.open_dataset(out / "dataset.nc", engine="h5netcdf") as data:
        assert set(data["outcome"].values) == {"completed"}
        assert np.isfinite(data["voltage"].values).all()
    # the workers of a killed sweep do not stay behind
    deadline = time.monotonic() + 30
    while any(map(lives, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(lives, children))


def test_a_failing_case_is_told_and_is_the_exit_code(spec, tmp_path):
    spec.write_text(SMALL.replace("c_rate: 1C, ", ""))
    out = tmp_path / "out"
    options = ["--vary", "protocol.0.c_rate=1,2", "--vary", "protocol.0.current=null,1e-3 A/m^2"]
    result = call(spec, *options, "--out", out, "--workers", 0)
    assert result.exit_code == 1
    assert "4 cases, 2 failed" in result.stdout
    assert "case 1 (protocol.0.c_rate=1" in result.stderr
    assert "exactly one" in result.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--vary", "particle.lenght=1,2"], "Did you mean length"),
        (["--vary", "particle.length"], "particle.length=50nm,100nm"),
        (["--vary", "particle.length="], "has no values"),
        (["--vary", "particle.length=1nm:9nm"], "no number of values"),
        ([], "varies nothing"),
        (["--vary", "particle.length=-1nm"], "greater than 0"),
        (["--vary", "particle.length=1nm", "--zip", "--grid"], "Keep one"),
        (["--vary", "particle.length=1nm:9nm", "--lhs", "0"], "at least one sample"),
        (["--vary", "particle.length=9nm", "--case", "six"], "no case 'six'"),
        (["--vary", "particle.length=9nm", "--workers", "-1"], "workers"),
    ],
)
def test_wrong_input_is_one_message(spec, tmp_path, options, words):
    result = call(spec, *options, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_hypercube_set_and_quiet(spec, tmp_path):
    out = tmp_path / "out"
    result = call(
        spec, "--vary", "particle.length=30nm:60nm", "--lhs", 3, "--seed", 2,
        "--set", "temperature=310", "--out", out, "--workers", 0, "--quiet",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (0, "")
    with xr.open_dataset(out / "dataset.nc", engine="h5netcdf") as data:
        assert data.sizes["case"] == 3
    stored = json.loads((out / "sweep.json").read_text())
    assert stored["spec"]["device"]["temperature"] == 310


def test_a_study_with_its_case(tmp_path):
    out = tmp_path / "out"
    result = call(
        "lfp-rate-suppression", "--case", "six", "--vary", "particle.cells=10",
        "--vary", "protocol.0=Rest for 1 min", "--out", out, "--workers", 0,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "1 cases, 0 failed" in result.stdout
