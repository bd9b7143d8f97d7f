"""Comparison with a reference curve: differences, limits, ends, and files that are no table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambipolar.analysis.compare import compare, read_reference
from ambipolar.core.errors import SpecError
from ambipolar.plot.comparison import plot_comparison
from ambipolar.simulation.solution import Outcome, Solution, Status

TIME = np.linspace(0.0, 100.0, 11)


def solution(outcome: Outcome = Outcome.COMPLETED, end: float | None = None) -> Solution:
    """A made-up discharge from 4 V; a cut-off adds a row at ``end``."""
    times = TIME if end is None else np.append(TIME[TIME < end], end)
    axis = {"time": ("time", times, {"units": "s", "long_name": "time"})}
    series = {
        "voltage": ("time", 4.0 - 0.01 * times, {"units": "V", "long_name": "voltage"}),
        "current_density": ("time", np.full(len(times), 2.0), {"units": "A/m^2"}),
    }
    return Solution(dataset=xr.Dataset(series, axis), status=Status(outcome))


def write(folder: Path, times: np.ndarray, voltage: np.ndarray, current: float = 2.0) -> Path:
    path = folder / "reference.csv"
    lines = [f"{t:.12g},{v:.12g},{current}" for t, v in zip(times, voltage, strict=True)]
    path.write_text("time_s,voltage_V,current_density_A_m2\n" + "\n".join(lines) + "\n")
    return path


def test_differences_and_limits(tmp_path):
    shift = np.where(TIME == 50, 3e-3, 1e-4)
    shift[0] = 1.0  # the first sample is not counted
    found = compare(solution(), write(tmp_path, TIME, 4 - 0.01 * TIME - shift))
    assert found.difference == pytest.approx(shift)
    assert found.median == pytest.approx(1e-4)
    assert found.maximum == pytest.approx(3e-3)
    assert found.passes(median=2e-4, maximum=5e-3)
    assert not found.passes(median=0.5e-4, maximum=5e-3)
    assert not found.passes(median=2e-4, maximum=2e-3)
    assert found.others == {"current_density": 0.0}
    rows = found.rows()
    assert len(rows) == 11
    assert [r["counted"] for r in rows] == [False] + 10 * [True]
    assert rows[5]["difference_V"] == pytest.approx(3e-3)


def test_between_samples_the_solution_is_interpolated(tmp_path):
    times = np.array([0.0, 3.0, 47.5, 99.0])
    found = compare(solution(), write(tmp_path, times, 4 - 0.01 * times, current=1.5))
    assert found.maximum < 1e-12
    assert found.others["current_density"] == pytest.approx(0.5)


def test_a_solution_that_stops_early_does_not_pass(tmp_path):
    path = write(tmp_path, TIME, 4 - 0.01 * TIME)
    found = compare(solution(Outcome.CUTOFF, end=65.0), path)
    assert found.missing == 4
    assert found.maximum < 1e-12
    assert not found.passes(median=1.0, maximum=1.0)


@pytest.mark.parametrize("end, together", [(95.0, True), (95.05, True), (96.0, False)])
def test_at_a_cutoff_the_times_are_compared(tmp_path, end, together):
    """The voltage there may be singular: the last row counts by its time only."""
    times = np.append(TIME[:10], 95.0)
    voltage = 4 - 0.01 * times
    voltage[-1] -= 0.5
    found = compare(solution(Outcome.CUTOFF, end=end), write(tmp_path, times, voltage))
    assert found.end_row
    assert found.missing == 0
    assert found.maximum < 1e-12
    assert found.passes(median=1e-6, maximum=1e-6) == together


def test_a_run_to_the_end_counts_the_last_row(tmp_path):
    voltage = 4 - 0.01 * TIME
    voltage[-1] -= 0.5
    found = compare(solution(), write(tmp_path, TIME, voltage))
    assert not found.end_row
    assert found.maximum == pytest.approx(0.5)


def test_our_own_csv_is_a_reference(tmp_path):
    path = tmp_path / "own.csv"
    solution().to_csv(path)
    assert compare(solution(), path).maximum < 1e-12


def test_the_figure_shows_both_curves(tmp_path):
    found = compare(solution(), write(tmp_path, TIME, 4 - 0.01 * TIME - 1e-4))
    figure = plot_comparison(found, title="both", median=2e-4, maximum=5e-3)
    upper, lower = figure.axes
    assert [line.get_label() for line in upper.lines] == ["ambipolar", "reference"]
    assert lower.get_yscale() == "log"
    assert lower.lines[0].get_ydata() == pytest.approx(1e-4 * np.ones(10))


# --- files that are no reference -------------------------------------------------------------

HEAD = "time_s,voltage_V\n"


@pytest.mark.parametrize(
    "text, named",
    [
        ("", "no column time_s"),
        ("t,V\n0,1\n1,1\n2,1\n", "found t, V"),
        ("time_s,current\n0,1\n1,1\n2,1\n", "no column voltage_V"),
        (HEAD + "0,4\n1,3\n", "2 rows"),
        (HEAD + "0,4\n1,3\n2,x\n", "line 4: expected a finite number in column 2, got 'x'"),
        (HEAD + "0,4\n1,3\n2\n", "line 4: expected a finite number in column 2, got nothing"),
        (HEAD + "0,4\n1,nan\n2,3\n", "line 3"),
        (HEAD + "0,4\n2,3\n\n1,3\n", "line 5: the time does not increase"),
        (HEAD + "200,4\n300,3\n400,3\n", "fewer than two rows lie within the solution"),
    ],
)
def test_one_clear_error(tmp_path, text, named):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        compare(solution(), path)
    assert named in str(caught.value)
    assert "bad.csv" in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(SpecError, match="cannot be read"):
            compare(solution(), path)
    (tmp_path / "binary.csv").write_bytes(b"\xff\x00\x80")
    with pytest.raises(SpecError, match="UTF-8"):
        compare(solution(), tmp_path / "binary.csv")


def test_an_empty_solution_says_why(tmp_path):
    empty = replace(solution(), status=Status(Outcome.FAILED, "no consistent initial state"))
    empty = replace(empty, dataset=empty.dataset.isel(time=slice(0, 0)))
    with pytest.raises(SpecError, match="is empty. no consistent initial state"):
        compare(empty, write(tmp_path, TIME, TIME))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(alphabet="0123456789.,e-+naif \"'#\n\0é", max_size=30), max_size=8))
def test_corrupted_tables_give_numbers_or_one_clear_error(tmp_path, lines):
    path = tmp_path / "any.csv"
    path.write_text(HEAD + "\n".join(lines))
    try:
        table = read_reference(path)
    except SpecError:
        return
    assert np.all(np.isfinite(table["voltage"]))
    assert np.all(np.diff(table["time"]) > 0)
