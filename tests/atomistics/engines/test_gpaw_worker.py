"""What the worker asks GPAW for and what it reads from its log, for both generations of GPAW."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ambipolar.atomistics.engines import gpaw_process
from ambipolar.atomistics.engines.gpaw import Gpaw
from ambipolar.atomistics.engines.gpaw_waves import AtomicOrbitals, PlaneWaves
from ambipolar.atomistics.engines.gpaw_worker import keywords, read_log, real_waves_unsound

OLD = """
  Li:
    name: Lithium
    id: 830b42
    valence: 1

  O:
    name: Oxygen
    id: 32ecd4
Number of atomic orbitals: 258
Number of bands in calculation: 168
     iter     time        total  log10-change:
iter:   1 21:21:55  -319.182069
iter:   2 21:21:58  -271.013796  +0.39  -0.88
"""
NEW = """
  H:
    name:    Hydrogen
    id:      476677
Bands:           2
|iter     |     time |      energy | eigst |  dens |
|iter:   1| 21:33:49 |   -7.230299 | +1.01 |       |
|iter:   2| 21:33:49 |   -6.880776 | -1.27 | -0.38 |
|iter:   3| 21:33:49 |   -6.566538c| -7.44c| -4.52c|
"""


def test_the_log_of_the_older_generation():
    found = read_log(OLD)
    assert found["scf_steps"] == 2
    assert found["data_sets"] == {"Li": "830b42", "O": "32ecd4"}
    assert (found["bands"], found["orbitals"]) == (168, 258)


def test_the_log_of_the_newer_generation():
    found = read_log(NEW)
    assert found["scf_steps"] == 3
    assert found["data_sets"] == {"H": "476677"}
    assert found["orbitals"] is None


def settings(waves):
    return {**Gpaw(waves)._settings(), "k_points": [1, 1, 1], "about_gamma": True, "steps": 90}


def test_keywords_of_plane_waves():
    asked = keywords(settings(PlaneWaves(450.0)))
    assert asked["mode"] == {"name": "pw", "ecut": 450.0}
    assert asked["maxiter"] == 90
    assert "basis" not in asked
    assert "h" not in asked
    assert keywords(settings(PlaneWaves()), complex_waves=True)["mode"]["force_complex_dtype"]


def test_keywords_of_atomic_orbitals():
    asked = keywords(settings(AtomicOrbitals("dzp", 0.18)))
    assert asked["mode"] == {"name": "lcao"}
    assert (asked["basis"], asked["h"]) == ("dzp", 0.18)


@pytest.mark.parametrize(
    ("version", "bands", "mesh", "unsound"),
    [
        ("22.8.0", 300, [1, 1, 1], True),
        ("23.9.1", 300, [1, 1, 1], True),
        ("22.8.0", 168, [1, 1, 1], False),  # no random wave functions
        ("22.8.0", 300, [2, 1, 1], False),  # complex wave functions
        ("24.1.0", 300, [1, 1, 1], False),  # mended
        ("26.7.0", 300, [1, 1, 1], False),
    ],
)
def test_the_false_state_of_old_versions_is_suspected_where_it_can_be(
    version, bands, mesh, unsound
):
    job = {"settings": {"mode": {"name": "pw"}, "k_points": mesh}}
    result = {"versions": {"gpaw": version}, "bands": bands, "orbitals": 258}
    assert real_waves_unsound(job, result) is unsound


def test_the_worker_imports_gpaw_and_not_the_module_beside_it(tmp_path):
    """The folder of a script comes first on the path, and ours holds a ``gpaw.py``."""
    fake = tmp_path / "site" / "gpaw"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise SystemExit('the real one')", encoding="utf-8")
    structure = {"numbers": [1], "positions": [[0, 0, 0]]}
    structure["cell"] = [[5, 0, 0], [0, 5, 0], [0, 0, 5]]
    structure["periodic"] = [True] * 3
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"structure": structure, "settings": settings(PlaneWaves())}))
    pytest.importorskip("ase", reason="needs ambipolar[atoms]")
    done = subprocess.run(
        [sys.executable, str(gpaw_process.WORKER), str(job), str(tmp_path / "result.json")],
        capture_output=True, text=True, env={"PYTHONPATH": str(fake.parent)},
    )  # fmt: skip
    assert "the real one" in done.stderr
