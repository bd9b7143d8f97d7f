"""Sweeps in this process: what is stored, resumed, recorded and gathered."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.toys import SMALL_EXPERIMENT as SMALL

import ambipolar as amb
from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.simulation.solution import Outcome, Status
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.sweep import execute, solve
from ambipolar.simulation.sweep.solve import solve_case


def swept(folder, vary, **options):
    return amb.sweep(SMALL, vary, out=folder, **{"workers": 0, **options})


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep") / "grid"
    vary = {"particle.length": ["30nm", "60nm"], "protocol.0.c_rate": ["1C", "2C", "4C"]}
    return swept(folder, vary)


def test_a_grid_becomes_one_dataset(grid):
    data = grid.dataset
    assert dict(data.sizes) == {
        "particle.length": 2, "protocol.0.c_rate": 3, "sample": data.sizes["sample"],
        "particle.position.index": 12,
    }  # fmt: skip
    assert data["particle.length"].values.tolist() == [3e-8, 6e-8]
    assert data["particle.length"].attrs["units"] == "m"
    assert data["protocol.0.c_rate"].attrs["units"] == "1/h"
    assert data["voltage"].attrs["units"] == "V"
    assert set(data["outcome"].values.ravel()) == {"completed"}
    assert {"time", "particle.position", "outcome", "message"} <= set(data.coords)


def test_every_case_is_that_of_a_run_of_its_own(grid):
    spec = load_spec(SMALL).with_overrides(["particle.length=60nm", "protocol.0.c_rate=2C"])
    experiment = spec.experiment()
    alone = amb.run(experiment.device, experiment.protocol, experiment.settings).dataset
    case = grid.solution(4).dataset
    there = grid.dataset.isel({"particle.length": 1, "protocol.0.c_rate": 1})
    count = alone.sizes["time"]
    for name in ("voltage", "particle.filling", "time", "particle.position"):
        np.testing.assert_array_equal(case[name], alone[name])
        values = there[name].values
        kept = values[:count] if "sample" in there[name].dims else values
        np.testing.assert_array_equal(kept, alone[name].values)
        assert np.all(np.isnan(values[count:])) or "sample" not in there[name].dims


def test_a_finished_sweep_runs_nothing_again(grid, monkeypatch):
    def never(*_):
        raise AssertionError("a stored case was run again")

    monkeypatch.setattr(execute, "solve_case", never)
    vary = ["particle.length=30nm,60nm", "protocol.0.c_rate=1C,2C,4C"]
    again = swept(grid.folder, vary)
    assert again.entries == grid.entries


def test_a_stopped_sweep_goes_on(tmp_path, monkeypatch):
    calls = []

    def stopping(content, folder, settings):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(settings)
        return solve_case(content, folder, settings)

    vary = {"particle.length": "30nm:60nm:4"}
    monkeypatch.setattr(execute, "solve_case", stopping)
    with pytest.raises(KeyboardInterrupt):
        swept(tmp_path / "out", vary)
    files = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "cases").iterdir()}
    assert len(files) == 2
    with (tmp_path / "out" / "index.jsonl").open("a") as index:
        index.write('{"case": 2, "outc')  # killed while writing a line
    monkeypatch.setattr(execute, "solve_case", solve_case)
    seen = []
    result = swept(tmp_path / "out", vary, observer=seen.append)
    assert (seen[0].finished, seen[0].resumed, seen[-1].finished) == (2, 2, 4)
    assert {p: p.stat().st_mtime_ns for p in files} == files
    assert sorted(result.entries) == [0, 1, 2, 3]
    lines = (tmp_path / "out" / "index.jsonl").read_text().splitlines()
    assert [json.loads(line)["case"] for line in lines] == [0, 1, 2, 3]


def test_a_case_whose_file_was_lost_is_run_again(tmp_path):
    first = swept(tmp_path / "out", {"particle.length": ["30nm", "60nm"]})
    (first.folder / first.entries[1].file).unlink()
    seen = []
    second = swept(tmp_path / "out", {"particle.length": ["30nm", "60nm"]}, observer=seen.append)
    assert seen[0].finished == 1
    assert second.solution(1).status.ok


def test_a_failing_case_is_recorded_and_stops_no_other(tmp_path, monkeypatch):
    def breaking(content, folder, settings):
        if settings["device.particle.length"] == "40nm":
            content = {**content, "protocol": ["Discharge at 1C until 2.5 W"]}
        return solve_case(content, folder, settings)

    monkeypatch.setattr(execute, "solve_case", breaking)
    vary = {"particle.length": ["30nm", "40nm", "60nm"]}
    result = swept(tmp_path / "out", vary)
    (entry,) = result.failed
    assert (entry.case, entry.outcome, entry.values) == (1, "error", "particle.length=40nm")
    assert "protocol" in entry.message
    data = result.dataset
    assert data["outcome"].values.tolist() == ["completed", "error", "completed"]
    assert data["message"].values[1] == entry.message
    assert np.isnan(data["voltage"].values[1]).all()
    assert np.isfinite(data["voltage"].values[[0, 2]]).any(axis=-1).all()
    with pytest.raises(ParameterError, match="case 1 has no solution.*protocol"):
        result.solution(1)
    # it is not run again unless asked for
    monkeypatch.setattr(execute, "solve_case", solve_case)
    assert swept(tmp_path / "out", vary).failed
    mended = swept(tmp_path / "out", vary, retry=True)
    assert not mended.failed
    assert np.isfinite(mended.dataset["voltage"].values[1]).any()


def test_values_that_do_not_go_together_fail_alone(tmp_path):
    free = SMALL.replace("c_rate: 1C, ", "")
    vary = {"protocol.0.c_rate": [1, 2], "protocol.0.current": [None, "1e-3 A/m^2"]}
    result = amb.sweep(free, vary, out=tmp_path / "out", workers=0)
    assert [e.case for e in result.failed] == [1, 3]
    assert "exactly one" in result.failed[0].message


def test_a_run_that_fails_keeps_its_partial_solution(tmp_path, monkeypatch):
    def failing(device, *rest):
        solution = amb.run(device, *rest)
        if device.particle.length > 5e-8:
            part = solution.dataset.isel(time=slice(0, 5))
            status = Status(Outcome.FAILED, "stopped after 3 s.", "Lower the current.")
            return replace(solution, dataset=part, status=status)
        return solution

    monkeypatch.setattr(solve, "run", failing)
    result = swept(tmp_path / "out", {"particle.length": ["30nm", "60nm"]})
    (entry,) = result.failed
    assert (entry.outcome, entry.message) == ("failed", "stopped after 3 s. Lower the current.")
    assert not result.solution(1).status.ok
    assert np.isfinite(result.dataset["voltage"].values).sum(axis=-1).tolist() == [20, 5]


def test_a_latin_hypercube_has_one_dimension(tmp_path):
    vary = ["particle.length=30nm:60nm", "material=LFP,LTO"]
    design = amb.LatinHypercube(4, seed=1)
    data = swept(tmp_path / "out", vary, design=design).dataset
    assert data.sizes["case"] == 4
    assert data["particle.length"].dims == data["material"].dims == ("case",)
    assert set(data["material"].values) == {"LFP", "LTO"}
    assert data["particle.length"].attrs["units"] == "m"
    assert {"particle.length", "material", "case"} <= set(data.coords)


def test_cases_of_other_sizes_are_padded(tmp_path):
    vary = ["particle.cells=8,12", "temperature=290,300"]
    data = swept(tmp_path / "out", vary, design=amb.Zip()).dataset
    filling = data["particle.filling"]
    assert filling.sizes["particle.position.index"] == 12
    assert np.isnan(filling.values[0, :, 8:]).all()
    assert np.isfinite(filling.values[1, 0]).all()


def test_a_folder_of_another_sweep_is_refused(grid, tmp_path):
    for vary, words in (
        (["particle.length=30nm,60nm"], "varies particle.length, protocol.0.c_rate"),
        (["particle.length=30nm,60nm", "protocol.0.c_rate=1C,2C"], "other values"),
    ):
        with pytest.raises(SpecError, match=f"holds another sweep.*{words}"):
            swept(grid.folder, vary)
    vary = ["particle.length=30nm,60nm", "protocol.0.c_rate=1C,2C,4C"]
    colder = load_spec(SMALL).with_overrides(["temperature=280"])
    with pytest.raises(SpecError, match="the specification differs"):
        amb.sweep(colder, vary, out=grid.folder, workers=0)
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(SpecError, match="holds other files"):
        swept(tmp_path, vary)
    with pytest.raises(SpecError, match="is not a folder"):
        swept(tmp_path / "mine.txt", vary)
    (tmp_path / "mine.txt").unlink()
    (tmp_path / "sweep.json").write_text("{")
    with pytest.raises(SpecError, match="not of a sweep"):
        swept(tmp_path, vary)


@pytest.mark.parametrize("workers", [-1, 1.5, True, "two"])
def test_wrong_numbers_of_workers(tmp_path, workers):
    with pytest.raises(SpecError, match="workers"):
        swept(tmp_path / "out", ["particle.length=30nm"], workers=workers)
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_before_the_plan_is_good(tmp_path):
    with pytest.raises(SpecError, match="lenght"):
        swept(tmp_path / "out", ["particle.lenght=30nm"])
    assert not (tmp_path / "out").exists()


def test_studies_are_swept_by_name(tmp_path):
    vary = ["protocol.0=Rest for 1 min,Rest for 2 min", "particle.cells=10"]
    result = amb.sweep("lfp-rate-suppression", vary, out=tmp_path / "o", case="six", workers=0)
    assert not result.failed
    assert result.dataset["protocol.0"].values.tolist() == ["Rest for 1 min", "Rest for 2 min"]


def test_cases_that_do_not_fit_into_memory_are_read_twice(grid):
    from ambipolar.simulation.sweep.gather import _Cases

    entry = grid.entries[1]
    for room, kept in ((0, 0), (2**20, 1)):
        cases = _Cases(grid.folder, room)
        first, second = cases.of(entry), cases.of(entry)
        assert len(cases.kept) == kept
        assert (first is second) == bool(kept)
        assert not any(name.startswith(("state.", "cycles.")) for name in first)
        np.testing.assert_array_equal(first["voltage"].values, second["voltage"].values)
