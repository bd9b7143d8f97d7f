"""Sweeps on real worker processes: one is killed, one case fails, nothing is lost."""

import os
import signal
import socket

import numpy as np
import pytest
from tests.toys import SMALL_EXPERIMENT as SMALL

import ambipolar as amb
from ambipolar.core.errors import SolverError, SpecError
from ambipolar.simulation.sweep import cluster as clusters

distributed = pytest.importorskip("distributed")

COMPILED = "len(__import__('ambipolar.numerics.compile', fromlist=['_CACHE'])._CACHE)"


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and three worker processes, as a user starts them beside the sweep."""
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=50,
    ) as running:  # fmt: skip
        yield running


def test_a_killed_worker_loses_nothing(cluster, tmp_path):
    killed = []

    with distributed.Client(cluster, set_as_default=False) as watcher:
        before = watcher.run(os.getpid)
        assert len(set(before.values())) == 3

        def kill(progress):
            if progress.finished < 3 or killed:
                return
            held = {address: cases for address, cases in watcher.processing().items() if cases}
            address = max(held, key=lambda a: len(held[a]))
            killed.append((before[address], len(held[address])))
            os.kill(before[address], signal.SIGKILL)

        vary = {"particle.length": "30nm:60nm:12", "protocol.0.c_rate": ["1C", "2C", "3C"]}
        result = amb.sweep(
            SMALL, vary, out=tmp_path / "out", scheduler=cluster.scheduler_address, observer=kill
        )
        after = watcher.run(os.getpid)
        compiled = watcher.run(eval, COMPILED)
    ((process, cases),) = killed
    assert cases > 0  # it had work in hand
    assert process not in after.values()
    assert sorted(result.entries) == list(range(36))
    assert not result.failed
    assert set(result.dataset["outcome"].values.ravel()) == {"completed"}
    assert np.isfinite(result.dataset["voltage"].values).all()
    assert len(list((tmp_path / "out" / "cases").glob("*.nc"))) == 36
    # the numbers are those of this process
    alone = amb.sweep(SMALL, {"particle.length": ["60nm"]}, out=tmp_path / "one", workers=0)
    np.testing.assert_allclose(
        result.solution(33).dataset["voltage"], alone.solution(0).dataset["voltage"], rtol=1e-12
    )
    # cases differ in numbers only, so that each process compiles once
    assert max(compiled.values()) == 1


def test_a_failing_case_and_one_that_takes_its_workers_along(cluster, tmp_path, monkeypatch):
    free = SMALL.replace("c_rate: 1C, ", "")
    vary = {"protocol.0.c_rate": [1, 2], "protocol.0.current": [None, "1e-3 A/m^2"]}
    address = cluster.scheduler_address
    result = amb.sweep(free, vary, out=tmp_path / "out", scheduler=address)
    assert [e.case for e in result.failed] == [1, 3]
    assert "exactly one" in result.failed[0].message
    assert result.dataset["outcome"].values[:, 0].tolist() == ["completed", "completed"]
    # os.abort stands for a crash in compiled code; it ends the process that runs it
    monkeypatch.setattr(clusters, "solve_case", lambda *_: os.abort())
    with distributed.Client(address, set_as_default=False) as watcher:
        watcher.wait_for_workers(3, timeout=60)
    result = amb.sweep(SMALL, {"particle.length": ["30nm"]}, out=tmp_path / "x", scheduler=address)
    (entry,) = result.failed
    assert entry.outcome == "error"
    assert "KilledWorker" in entry.message


def test_a_cluster_that_goes_away_ends_the_sweep_which_then_goes_on(cluster, tmp_path, monkeypatch):
    whole = clusters._finished

    def lost(*arguments):
        results = whole(*arguments)
        yield next(results)
        yield next(results)
        raise ConnectionResetError("what Dask raises is of this kind")

    vary, address = {"particle.length": "30nm:60nm:5"}, cluster.scheduler_address
    monkeypatch.setattr(clusters, "_finished", lost)
    with pytest.raises(SolverError, match=r"cluster went away.*the same sweep goes on"):
        amb.sweep(SMALL, vary, out=tmp_path, scheduler=address)
    seen = []
    result = amb.sweep(SMALL, vary, out=tmp_path, workers=0, observer=seen.append)
    assert seen[0].finished == 2
    assert len(result.entries) == 5
    assert not result.failed


def test_a_scheduler_that_does_not_answer_is_one_message(tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", "nonsense://x", "tcp://"):
        with pytest.raises(SpecError, match=r"scheduler: .* does not answer.*tcp://host:8786"):
            amb.sweep(SMALL, ["particle.length=30nm"], out=tmp_path / "out", scheduler=address)
    with pytest.raises(SpecError, match="Give one of the two"):
        amb.sweep(SMALL, ["particle.length=3"], out=tmp_path / "o", scheduler="x", workers=2)


def test_without_dask_the_message_says_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(SpecError, match=r"ambipolar\[sweep\].*0 workers"):
        amb.sweep(SMALL, ["particle.length=30nm"], out=tmp_path / "out")
