"""``ambipolar sensitivities``: files, a summary, and one clear message where it cannot."""

import pytest
import xarray as xr
from tests.toys import SMALL_EXPERIMENT
from typer.testing import CliRunner

from ambipolar.cli.main import app

pytest.importorskip("pybammsolvers")


@pytest.fixture
def call(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL_EXPERIMENT)

    def command(*arguments: str):
        out = tmp_path / "out"
        return out, CliRunner().invoke(
            app, ["sensitivities", str(path), "--out", str(out), *arguments]
        )

    return command


def test_derivatives_and_one_figure_are_written(call):
    out, result = call(
        "--parameter", "temperature", "--parameter", "material.kinetics.rate_constant",
        "--observable", "voltage", "--observable", "filling",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "temperature" in result.output
    names = {file.name for file in out.iterdir()}
    assert {"sensitivities.nc", "sensitivities.png", "solution.nc"} <= names
    with xr.open_dataset(out / "sensitivities.nc", engine="h5netcdf") as stored:
        assert stored["voltage"].dims == ("parameter", "time")
        assert stored.sizes["parameter"] == 2


def test_a_parameter_that_does_not_exist_is_one_message(call):
    out, result = call("--parameter", "particle.lenth")
    assert result.exit_code != 0
    assert "particle.lenth" in result.output and "particle.length" in result.output
    assert not out.exists()


def test_no_parameter_is_one_message(call):
    _, result = call()
    assert result.exit_code != 0
    assert "parameters: none is named" in result.output


def test_results_are_not_overwritten(call):
    assert call("--parameter", "temperature", "--quiet")[1].exit_code == 0
    _, result = call("--parameter", "temperature")
    assert result.exit_code != 0
    assert "--force" in result.output
