"""Datasets in files: what is read is what was written, in whichever format it fits."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.toys import SMALL_EXPERIMENT

import ambipolar as amb
from ambipolar.core.errors import ParameterError
from ambipolar.simulation.netcdf import read_dataset, read_variables, write_dataset
from ambipolar.simulation.specification.spec import load_spec

MAGIC = b"CDF"


def kept(dataset, path):
    write_dataset(dataset, path)
    return read_dataset(path)


def test_everything_comes_back_in_the_classic_format(tmp_path):
    data = xr.Dataset(
        {
            "particle.filling": (("time", "position"), np.array([[0.1, np.nan], [np.inf, -0.0]])),
            "step": ("time", np.array([0, 7])),
            "flag": ("time", np.array([True, False])),
            "cycles.ended": ("cycle", np.array(["a °C, x₁", ""], dtype=object)),
            "scalar": ((), 3.5),
        },
        {"time": ("time", np.array([0.0, 1e-9]), {"units": "s"})},
        {"ambipolar": '{"spec": "Ω, 1"}'},
    )
    found = kept(data, tmp_path / "a.nc")
    assert (tmp_path / "a.nc").read_bytes()[:3] == MAGIC
    assert found.identical(data)
    for name in ("step", "flag", "particle.filling"):
        assert found[name].dtype == data[name].dtype


@pytest.mark.parametrize(
    "values", [np.empty((0, 2)), np.array([[2**40, 1]]), np.array([[1 + 2j, 0]])]
)
def test_what_the_classic_format_does_not_hold_is_hdf(tmp_path, values):
    data = xr.Dataset({"a": (("x", "y"), values)}, attrs={"b": "c"})
    if np.iscomplexobj(values):
        data = xr.Dataset({"a": (("x", "y"), np.abs(values).astype(np.uint8))})
    found = kept(data, tmp_path / "a.nc")
    assert (tmp_path / "a.nc").read_bytes()[:3] != MAGIC
    assert found.identical(data)
    assert read_variables(tmp_path / "a.nc")["a"].values.tolist() == data["a"].values.tolist()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arrays(st.sampled_from([float, np.int64]), st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_any_numbers_come_back(tmp_path, values):
    data = xr.Dataset({"a": (("x", "y"), values)})
    found = kept(data, tmp_path / "a.nc")["a"]
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(found.values, values)
    raw = read_variables(tmp_path / "a.nc")["a"]
    assert raw.dims == ("x", "y")
    np.testing.assert_array_equal(raw.values, values)


def test_a_file_of_hdf_is_read_as_well(tmp_path):
    """As written by earlier versions."""
    experiment = load_spec(SMALL_EXPERIMENT).experiment()
    solution = amb.run(experiment.device, experiment.protocol, experiment.settings)
    solution.save(tmp_path / "new.nc")
    new = read_dataset(tmp_path / "new.nc")
    new.to_netcdf(tmp_path / "old.nc", engine="h5netcdf")
    old, again = (amb.Solution.load(tmp_path / f"{n}.nc") for n in ("old", "new"))
    assert old.dataset.identical(again.dataset)
    assert again.dataset.identical(solution.dataset)
    assert old.cycles.identical(again.cycles)
    assert (tmp_path / "new.nc").stat().st_size < 0.5 * (tmp_path / "old.nc").stat().st_size
    for name, value in solution.final_state.items():
        np.testing.assert_array_equal(again.final_state[name], value)


@pytest.mark.parametrize(
    "content", [b"", b"CDF", b"CDF\x02", b"CDF\x02" + 60 * b"\x7f", b"no netcdf"]
)
def test_broken_files_are_one_message(tmp_path, content):
    (tmp_path / "a.nc").write_bytes(content)
    with pytest.raises(ParameterError, match="cannot read"):
        amb.Solution.load(tmp_path / "a.nc")
