"""The benchmarks run; what they measure is not judged here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[2] / "benchmarks" / "run.py"


@pytest.mark.slow
def test_quick_run_writes_all_cases(tmp_path):
    output, figure = tmp_path / "results.json", tmp_path / "scaling.png"
    command = [sys.executable, str(RUN), "--quick", f"--output={output}", f"--figure={figure}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(output.read_text())
    for name in (
        "startup",
        "particle",
        "precision",
        "mpet",
        "scaling",
        "phase_map",
        "profile",
        "sheets",
        "memory",
        "colour_map",
        "populations",
        "lattice_monte_carlo",
    ):
        assert results[name]["seconds"] > 0
    assert figure.stat().st_size > 10_000
