"""Runs that go on where another one ended, and runs that are stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.toys import allen_cahn_device, host

from ambipolar import protocols
from ambipolar.core.errors import ParameterError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.radial import DiffusionParticle
from ambipolar.simulation import run as runner
from ambipolar.simulation.checkpoint import Checkpoint
from ambipolar.simulation.recording import RunRecord
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Outcome, Solution

PARTICLE = DiffusionParticle(radius=1e-7, nodes=12)
DEVICE = SingleParticle(host(1.0), PARTICLE, initial_filling=0.5)
CYCLE = protocols.cycle(
    "1C", "2C", upper_voltage=3.45, lower_voltage=3.35, until_c_rate="C/5", rest="1 min", samples=21
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Solution:
    return run(DEVICE, CYCLE * 4).check()


def test_a_solution_is_continued(whole: Solution, tmp_path: Path) -> None:
    first = run(DEVICE, CYCLE * 2)
    first.save(tmp_path / "first.nc")
    for start in (first, tmp_path / "first.nc", str(tmp_path / "first.nc")):
        second = run(DEVICE, CYCLE * 2, start=start)
        rest = whole.dataset.isel(time=whole["cycle"].values >= 2)
        assert second["cycle"].values.tolist() == rest["cycle"].values.tolist()
        for name in ("time", "voltage", "charge", "particle.filling"):
            # the integrator of the longer run saw the same numbers
            np.testing.assert_allclose(second.dataset[name], rest[name], rtol=1e-12, atol=1e-12)
        assert second.cycles["cycle"].values.tolist() == [2, 3]


def test_a_state_begins_a_new_clock(whole: Solution) -> None:
    second = run(DEVICE, CYCLE, start=whole.final_state)
    assert float(second["time"][0]) == 0.0
    assert second["cycle"].values.max() == 0
    assert float(second["charge"][0]) == pytest.approx(float(whole["charge"][-1]))
    assert max(second.conservation.values()) < 1e-11


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (replace(DEVICE, particle=replace(PARTICLE, nodes=13)), r"particle\.filling.*\(1, 12\)"),
        (replace(DEVICE, particle=HomogeneousParticle()), r"particle\.filling"),
        (allen_cahn_device(cells=9), r"particle\.filling"),
    ],
)
def test_another_device_is_refused(whole: Solution, other: SingleParticle, named: str) -> None:
    with pytest.raises(ParameterError, match=f"start: .*{named}"):
        run(other, CYCLE, start=whole)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"unknown": np.zeros((1, 1))}, "no variable 'unknown'"),
        ({"charge": np.full((1, 1), np.nan)}, "'charge' is not finite"),
        ({"charge": np.zeros((1, 2))}, r"'charge' has the shape \(1, 2\)"),
    ],
)
def test_a_wrong_state_is_named(whole: Solution, change: dict, named: str) -> None:
    with pytest.raises(ParameterError, match=named):
        run(DEVICE, CYCLE, start={**whole.final_state, **change})


def test_a_missing_variable_is_named(whole: Solution) -> None:
    state = {k: v for k, v in whole.final_state.items() if k != "charge"}
    with pytest.raises(ParameterError, match="holds no 'charge'"):
        run(DEVICE, CYCLE, start=state)


def test_a_solution_without_an_end_is_refused(whole: Solution) -> None:
    with pytest.raises(ParameterError, match="no final state"):
        run(DEVICE, CYCLE, start=replace(whole, final_state={}))


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="missing.nc"):
        run(DEVICE, CYCLE, start=tmp_path / "missing.nc")


def test_an_interrupted_run_leaves_its_last_cycle(
    whole: Solution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, original = [], runner.state_under_control

    def interrupted(*given: object) -> np.ndarray:
        calls.append(1)
        if len(calls) == 13:  # in the third of cycles of five steps
            raise KeyboardInterrupt
        return original(*given)  # type: ignore[arg-type]

    path = tmp_path / "run.nc"
    with monkeypatch.context() as patched:
        patched.setattr(runner, "state_under_control", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(DEVICE, CYCLE * 4, checkpoint=path)
    left = Solution.load(path)
    assert left.status.outcome is Outcome.FAILED
    assert "after cycle 1" in left.status.message and "start=" in left.status.advice
    assert left.cycles["cycle"].values.tolist() == [0, 1]
    rest = run(DEVICE, CYCLE * 2, start=path)
    np.testing.assert_allclose(rest["voltage"][-1], whole["voltage"][-1], rtol=1e-12)
    np.testing.assert_allclose(rest["time"][-1], whole["time"][-1], rtol=1e-12)
    names = ("charge_capacity", "discharge_energy", "end")
    for name in names:
        parts = np.concatenate([left.cycles[name], rest.cycles[name]])
        np.testing.assert_allclose(parts, whole.cycles[name], rtol=1e-12)


def test_a_checkpoint_becomes_the_solution(whole: Solution, tmp_path: Path) -> None:
    path = tmp_path / "run.nc"
    run(DEVICE, CYCLE * 4, checkpoint=path)
    assert Solution.load(path).dataset.equals(whole.dataset)


def test_checkpoints_are_written_while_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    write, begin = Checkpoint.write, Checkpoint.__init__

    def watched(self: Checkpoint, record: RunRecord) -> None:
        write(self, record)
        seen.append(Solution.load(self.path).status.message)

    monkeypatch.setattr(Checkpoint, "write", watched)
    monkeypatch.setattr(
        Checkpoint, "__init__", lambda self, path, make: begin(self, path, make, interval=-1.0)
    )
    run(DEVICE, CYCLE * 3, checkpoint=tmp_path / "run.nc")
    assert seen == ["the run was stopped after cycle 1."]  # the clock starts with the first


def test_nothing_is_written_before_the_first_cycle_ends(tmp_path: Path, monkeypatch) -> None:
    def interrupted(*given: object) -> np.ndarray:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "state_under_control", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(DEVICE, CYCLE * 2, checkpoint=tmp_path / "run.nc")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_checkpoint_exists(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="folder"):
        run(DEVICE, CYCLE, checkpoint=tmp_path / "no" / "run.nc")
