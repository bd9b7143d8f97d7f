"""One sweep at a time in a folder; a lock ends with its process, however it ends."""

import json
import signal
import subprocess
import sys

import pytest
from tests.toys import SMALL_EXPERIMENT as SMALL

import ambipolar as amb
from ambipolar.core.errors import SpecError
from ambipolar.simulation.sweep import lock
from ambipolar.simulation.sweep.lock import LOCK, only_one

HOLD = """
import sys, time, pathlib
from ambipolar.simulation.sweep.lock import only_one
with only_one(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_sweep_is_refused_and_the_first_goes_on(tmp_path):
    refused = []

    def second(progress):
        if progress.finished == 1:
            with pytest.raises(SpecError, match=r"is in use by another sweep, process \d+") as told:
                amb.sweep(SMALL, {"particle.length": ["30nm", "60nm"]}, out=tmp_path, workers=0)
            refused.append(str(told.value))

    vary = {"particle.length": ["30nm", "60nm"]}
    first = amb.sweep(SMALL, vary, out=tmp_path, workers=0, observer=second)
    assert len(refused) == 1
    assert "another folder" in refused[0]
    assert len(first.entries) == 2
    # and it is free afterwards
    assert amb.sweep(SMALL, vary, out=tmp_path, workers=0).entries == first.entries


def test_a_folder_of_a_killed_process_is_free(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(SpecError, match=f"process {process.pid} on"), only_one(tmp_path):
            pass
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    assert (tmp_path / LOCK).exists()
    result = amb.sweep(SMALL, {"particle.length": ["30nm"]}, out=tmp_path, workers=0)
    assert not result.failed


def test_without_locks_there_is_a_warning(tmp_path, monkeypatch, caplog):
    def unknown(_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(lock, "_take", unknown)
    with only_one(tmp_path):
        told = json.loads((tmp_path / LOCK).read_text())
    assert set(told) == {"process", "machine"}
    assert "cannot lock" in caplog.text


def test_an_unreadable_lock_is_still_a_lock(tmp_path):
    with only_one(tmp_path):
        (tmp_path / LOCK).write_text("[]")
        with pytest.raises(SpecError, match="in use by another sweep"), only_one(tmp_path):
            pass
