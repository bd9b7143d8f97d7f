"""``ambipolar material from-structure``: from a crystal to a host that runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ambipolar.core.optional import missing

if missing("atoms"):
    pytest.skip("the extra 'atoms' is not installed", allow_module_level=True)

from tests.atoms import LatticeGasEngine, orthorhombic_host

from ambipolar.atomistics.registry import ENGINES
from ambipolar.cli.main import app
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.yaml_text import read_yaml

ROOT = Path(__file__).resolve().parents[2]
runner = CliRunner()


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("AMBIPOLAR_CACHE", str(tmp_path / "store"))


@pytest.fixture
def crystal(tmp_path, monkeypatch):
    """A file of the host; the engine of a lattice gas can be named on the command line."""
    monkeypatch.setitem(ENGINES.entries, "lattice-gas", "tests.atoms:LatticeGasEngine")
    path = tmp_path / "host.cif"
    orthorhombic_host().write(path)
    return path


def call(*arguments: object):
    return runner.invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200"})


def make(crystal, out, *options):
    fast = ("--atoms", 8, "--no-barrier", "--quick", "--engine", "lattice-gas")
    return call("material", "from-structure", crystal, "-o", out, *fast, *options)


def test_a_host_is_written_shown_run_and_recalled(crystal, tmp_path, monkeypatch):
    out = tmp_path / "chain.yaml"
    done = make(crystal, out)
    assert done.exit_code == 0, done.output
    assert "s of wall time" in done.stdout
    assert (tmp_path / "chain.png").stat().st_size > 10_000
    content = read_yaml(out)
    host = build({"file": str(out)}, "material")
    assert host.formula == "LiCl"
    assert host.site_density == pytest.approx(1 / (88e-30 * 6.02214076e23), rel=1e-6)
    assert host.molar_mass == pytest.approx(0.04239, rel=1e-4)
    assert host.filling_range[0] < 0.05
    for path, source in content["sources"].items():
        assert source.startswith(("computed: ", "assumed")), path
    assert "lattice gas" in content["sources"]["free_energy"]

    shown = call("show", "material", out)
    assert shown.exit_code == 0, shown.output
    assert "computed: lattice gas" in shown.stdout

    def never(*_, **__):
        raise AssertionError("a repeated command computes nothing")

    monkeypatch.setattr(LatticeGasEngine, "evaluate", never)
    again = make(crystal, tmp_path / "again.yaml")
    assert again.exit_code == 0, again.output
    assert "recalled" in again.stdout
    written = out.stat().st_mtime_ns
    assert make(crystal, out).exit_code == 0  # the same host again needs no --force
    assert out.stat().st_mtime_ns == written
    named = {**content, "name": "again"}
    assert read_yaml(tmp_path / "again.yaml") == named


def test_the_written_host_is_discharged(crystal, tmp_path):
    out = tmp_path / "chain.yaml"
    assert make(crystal, out, "--quiet").exit_code == 0
    run = call("run", out, "--out", tmp_path / "results", "--quiet")
    assert run.exit_code == 0, run.output
    assert (tmp_path / "results" / "report.html").exists()


def test_options_that_are_refused_before_any_work(crystal, tmp_path):
    out = tmp_path / "chain.yaml"
    out.write_text("kept")
    refused = make(crystal, out)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert out.read_text() == "kept"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (("--guest", "Ne"), "known charge"),
        (("--guest", "Na", "--sites", "9z"), "there is no 9z"),
        (("--engine", "nonsense"), "--engine"),
        (("--temperature", "-3 K"), "greater than 0"),
        (("--atoms", "2", "--sites", "9z"), "Found: "),
    ],
)
def test_bad_options(crystal, tmp_path, changes, words):
    result = make(crystal, tmp_path / "x.yaml", *changes)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "x.yaml").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "there is no file"),
        ("no crystal", "could not be read"),
    ],
)
def test_bad_files(crystal, tmp_path, text, words):
    path = tmp_path / "bad.cif"
    if text is not None:
        path.write_text(text)
    result = make(path, tmp_path / "x.yaml")
    assert result.exit_code == 2
    assert words in result.stderr


KILLED = """
import sys
from ambipolar.atomistics.store import Store, default_folder
from ambipolar.atomistics.thermodynamics.insertion import sample_host
from tests.atoms import LatticeGasEngine, orthorhombic_host
engine, charges = LatticeGasEngine(log=sys.argv[1], most=int(sys.argv[2])), {"Li": 1, "Cl": -1}
store = Store(default_folder())
print(sample_host(orthorhombic_host(), "Li", engine, store, most_atoms=8, charges=charges).average)
"""


def run_killed(log: Path, most: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(log), str(most)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    """A process that ends in the middle, and a second one: no energy is computed twice but one."""
    whole = tmp_path / "whole.txt"
    reference = run_killed(whole, 10**6)
    assert reference.returncode == 0, reference.stderr
    total = len(whole.read_text().splitlines())
    for file in (tmp_path / "store").rglob("*.json"):
        assert json.loads(file.read_text())["result"]
        file.unlink()

    log = tmp_path / "killed.txt"
    first = run_killed(log, total // 2)
    assert first.returncode == 9
    done = len(log.read_text().splitlines())
    assert done == total // 2
    second = run_killed(log, 10**6)
    assert second.returncode == 0, second.stderr
    assert second.stdout == reference.stdout
    counted = len(log.read_text().splitlines())
    # at most the evaluations of the one relaxation that was cut short come twice
    assert total <= counted <= total + 4
