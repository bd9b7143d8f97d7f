"""Finding an interpreter and speaking to the worker, with stand-ins for GPAW."""

from __future__ import annotations

import sys

import pytest

from ambipolar.atomistics.engines import gpaw_process
from ambipolar.core.errors import MissingExtraError, ParameterError, SolverError

ECHO = """
import json, os, sys
job = json.load(open(sys.argv[1]))
open(job["log"], "w").write("log of the stand-in")
answer = {"asked": job["settings"], "threads": os.environ["OMP_NUM_THREADS"],
          "path": os.environ.get("PYTHONPATH")}
json.dump(answer, open(sys.argv[2], "w"))
"""


@pytest.fixture
def worker(tmp_path, monkeypatch):
    """Put a script in the place of the worker."""

    def put(text):
        script = tmp_path / "worker.py"
        script.write_text(text, encoding="utf-8")
        monkeypatch.setattr(gpaw_process, "WORKER", script)

    return put


@pytest.fixture(autouse=True)
def forget():
    gpaw_process._version.cache_clear()
    yield
    gpaw_process._version.cache_clear()


def test_a_job_goes_to_the_worker_and_its_answer_comes_back(worker, monkeypatch):
    worker(ECHO)
    monkeypatch.setenv("PYTHONPATH", "modules-of-this-interpreter")
    answer = gpaw_process.run(sys.executable, {"settings": {"smearing": 0.05}}, threads=3)
    assert answer == {"asked": {"smearing": 0.05}, "threads": "3", "path": None}


def test_the_log_is_kept_where_it_is_asked_for(worker, tmp_path):
    worker(ECHO)
    log = tmp_path / "logs" / "one.txt"
    gpaw_process.run(sys.executable, {"settings": {}}, log=log)
    assert log.read_text(encoding="utf-8") == "log of the stand-in"


def test_a_folder_of_logs_that_cannot_be_written_is_named(worker, tmp_path):
    worker(ECHO)
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    with pytest.raises(ParameterError, match="cannot be written"):
        gpaw_process.run(sys.executable, {"settings": {}}, log=blocked / "one.txt")


def test_a_worker_that_fails_is_an_error_with_its_last_words(worker):
    worker("raise ValueError('two atoms at one place')")
    with pytest.raises(SolverError, match="status 1.*two atoms at one place"):
        gpaw_process.run(sys.executable, {"settings": {}})


def test_a_worker_that_dies_without_a_result_is_an_error(worker):
    worker("pass")
    with pytest.raises(SolverError, match="GPAW ended"):
        gpaw_process.run(sys.executable, {"settings": {}})


def test_the_first_interpreter_that_has_it_is_taken(monkeypatch):
    versions = {"without": "", "with": "22.8.0", "also": "26.7.0"}
    monkeypatch.delenv(gpaw_process.ENVIRONMENT, raising=False)
    monkeypatch.setattr(gpaw_process, "_candidates", lambda: iter(versions))
    monkeypatch.setattr(gpaw_process, "_version", versions.get)
    # the fixture clears the cache of the function that is put back
    found = gpaw_process.locate()
    monkeypatch.undo()
    assert found == ("with", "22.8.0")


def test_the_environment_names_the_interpreter(monkeypatch):
    monkeypatch.setenv(gpaw_process.ENVIRONMENT, "/nowhere/python3")
    with pytest.raises(MissingExtraError, match="found in none of /nowhere/python3"):
        gpaw_process.locate()


def test_an_interpreter_without_it_has_no_version():
    assert gpaw_process._version("/nowhere/python3") == ""
