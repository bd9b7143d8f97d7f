"""Solutions: labelled, saved and loaded whole, never half written."""

import json

import numpy as np
import pytest
from tests.toys import Rate, allen_cahn_device, host

from ambipolar.core.errors import ParameterError, SolverError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Outcome, Solution


@pytest.fixture(scope="module")
def solution():
    return run(allen_cahn_device(cells=20), Rate(0.5, 0.8, samples=21))


def test_every_variable_has_unit_and_name(solution):
    for name in [*solution.dataset.data_vars, *solution.dataset.coords]:
        attributes = solution.dataset[name].attrs
        assert attributes["units"]
        assert attributes["long_name"]


def test_round_trip(solution, tmp_path):
    path = tmp_path / "solution.nc"
    solution.save(path)
    again = Solution.load(path)
    assert again.dataset.equals(solution.dataset)
    assert again.status == solution.status
    assert again.conservation == dict(solution.conservation)
    assert again.citations == solution.citations
    assert json.dumps(again.spec) == json.dumps(dict(solution.spec))
    for name, value in solution.final_state.items():
        assert np.array_equal(again.final_state[name], value)
    continued = run(allen_cahn_device(cells=20), Rate(0.5, 0.1, samples=5), start=again.final_state)
    assert float(continued["filling"][0]) == pytest.approx(
        float(solution["filling"][-1]), abs=1e-12
    )


def test_an_interrupted_write_leaves_nothing(solution, tmp_path, monkeypatch):
    def broken(dataset, target):
        target.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr("ambipolar.simulation.solution.write_dataset", broken)
    with pytest.raises(KeyboardInterrupt):
        solution.save(tmp_path / "solution.nc")
    assert list(tmp_path.iterdir()) == []


def test_csv_has_units_in_its_header(solution, tmp_path):
    solution.to_csv(tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0].startswith("time [s],voltage [V],current_density [A/m^2],filling [1]")
    assert len(lines) == 1 + solution.dataset.sizes["time"]


def test_citations_are_collected(solution):
    assert {"bai2011", "cogswell2012", "bazant2013"} <= set(solution.citations)


@pytest.mark.parametrize("content", [b"", b"not a netcdf file"])
def test_unreadable_files_are_named(tmp_path, content):
    path = tmp_path / "x.nc"
    path.write_bytes(content)
    with pytest.raises(ParameterError, match=r"x\.nc"):
        Solution.load(path)


def test_failed_runs_raise_only_when_asked():
    device = SingleParticle(host(1.0), HomogeneousParticle())
    failed = run(device, Rate(1.0, 1.5))
    assert failed.status.outcome is Outcome.FAILED
    with pytest.raises(SolverError) as caught:
        failed.check()
    assert caught.value.solution is failed
    assert caught.value.advice
