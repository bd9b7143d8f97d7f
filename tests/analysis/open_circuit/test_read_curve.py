"""Curves from CSV files: many spellings are read, anything else is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.analysis.open_circuit.read_curve import read_curve
from ambipolar.core.errors import SpecError

X = np.linspace(0.05, 0.95, 20)
V = 3.5 - 0.3 * X


def write(tmp_path, lines):
    path = tmp_path / "curve.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", " ", " , "])
@pytest.mark.parametrize("header", [[], ["x,U"], ["# comment", "filling;potential"]])
def test_spellings(tmp_path, separator, header):
    lines = header + [f"{x:.6f}{separator}{v:.6f}" for x, v in zip(X, V)]
    curve = read_curve(write(tmp_path, lines))
    assert curve.filling == pytest.approx(X, abs=1e-6)
    assert curve.potential == pytest.approx(V, abs=1e-6)


def test_order_and_repetition_do_not_matter(tmp_path):
    shuffled = np.random.default_rng(0).permutation(np.repeat(np.arange(20), 2))
    curve = read_curve(write(tmp_path, [f"{X[i]},{V[i]}" for i in shuffled]))
    assert curve.filling == pytest.approx(X)


def test_a_capacity_that_rises_with_the_potential_is_turned_round(tmp_path):
    lines = [f"{150 * (1 - x)},{v}" for x, v in zip(X, V)]
    curve = read_curve(write(tmp_path, lines), capacity=150.0)
    assert curve.filling == pytest.approx(X)
    assert "turned round" in curve.note
    with pytest.raises(SpecError, match="capacity"):
        read_curve(write(tmp_path, lines), capacity=100.0)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["0.1,3.4", "0.2,3.3"], "2 points"),
        ([f"{x},3.4" for x in X], "constant"),
        ([f"0.5,{v}" for v in V], "constant"),
        ([f"{x},{v}" for x, v in zip(X, V)] + ["0.5,abc"], "line 21"),
        ([f"{x},{v}" for x, v in zip(X, V)] + ["0.5"], "line 21"),
        ([f"{x},nan" for x in X], "line 1"),
        ([f"{-x},{v}" for x, v in zip(X, V)], "negative"),
        ([], "0 points"),
    ],
)
def test_bad_files_are_named(tmp_path, lines, words):
    with pytest.raises(SpecError, match=words):
        read_curve(write(tmp_path, lines))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SpecError, match="nowhere"):
        read_curve(tmp_path / "nowhere.csv")


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "x.csv"
    path.write_text(text, encoding="utf-8")
    try:
        curve = read_curve(path)
    except SpecError:
        return
    assert np.all(np.diff(curve.filling) > 0)
