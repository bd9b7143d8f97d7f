"""What ``--vary`` understands, and one message with an example for what it does not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import AmbipolarError, SpecError
from ambipolar.simulation.sweep.axes import MAX_CASES, read_axes
from ambipolar.simulation.sweep.designs import Grid, LatinHypercube, Zip, positions


def values(text: str):
    (axis,) = read_axes([f"particle.length={text}"])
    assert axis.path == "particle.length"
    return axis.values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50nm,100nm", ("50nm", "100nm")),
        (" 1, 2.5 ,null", (1, 2.5, None)),
        ("LFP", ("LFP",)),
        ("0.1:0.4:4", (0.1, 0.2, 0.3, 0.4)),
        ("-1:1:3", (-1.0, 0.0, 1.0)),
        ("10nm:100nm:4", ("10.0 nm", "40.0 nm", "70.0 nm", "100.0 nm")),
        ("10 nm:1um:3", ("10.0 nm", "505.0 nm", "1000.0 nm")),
        ("1e-3:1:4:log", (0.001, 0.01, 0.1, 1.0)),
        ("C/10:10C:3:log", ("0.1 C", "1.0 C", "10.0 C")),
        ("3:1:3", (3.0, 2.0, 1.0)),
        ("{type: LFP, site_density: 2e4},LTO", ({"type": "LFP", "site_density": "2e4"}, "LTO")),
        ("'Rest for 1 h, or so','a:b:c'", ("Rest for 1 h, or so", "a:b:c")),
        ("Discharge at 1C until 2.5 V (400 samples)",
         ("Discharge at 1C until 2.5 V (400 samples)",)),
    ],
)  # fmt: skip
def test_values_in_words(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", ",", "1,,2", "1:2:", "1:2:0", "1:2:1", "1:2:2.5", "1:2:-3", "1:2:3:lin", "1:2:3:4", ":2:3",
     "a:b:3", "1nm:2:3", "1:2nm:3", "1nm:2V:3", "0:1:3:log", "-1:1:3:log", "1:1:3", "1::log",
     "1,2:3:4", "[1,2", "'1,2", f"1:2:{MAX_CASES + 1}", "1:2:999999999999"],
)  # fmt: skip
def test_bad_values_have_one_message_with_an_example_or_a_reason(text):
    with pytest.raises(SpecError, match=r"particle\.length") as caught:
        values(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["particle.length", "=1,2", " = 1", ""])
def test_bad_syntax_shows_an_example(text):
    with pytest.raises(SpecError, match=r"particle.length=50nm,100nm"):
        read_axes([text])


@given(st.text(alphabet="0123456789.,:eE+-nmVC/ log'\"[]{}()=", max_size=25))
def test_any_text_is_values_or_an_error_of_ours(text):
    try:
        (axis,) = read_axes([f"a={text}"])
    except AmbipolarError:
        return
    assert axis.values or axis.span


def test_values_from_python():
    (axis,) = read_axes({"a": np.array([1.0, 2.0])})
    assert axis.values == (1.0, 2.0)
    assert all(type(v) is float for v in axis.values)
    assert read_axes({"a": "1:2:2"})[0].values == (1.0, 2.0)
    assert read_axes("a=1,2")[0].values == (1, 2)
    for wrong in (3.0, {"b": 1}, [], None):
        with pytest.raises(SpecError, match="^a:"):
            read_axes({"a": wrong})
    with pytest.raises(SpecError, match="varies nothing"):
        read_axes([])


def test_a_grid_combines_and_a_zip_pairs():
    axes = read_axes(["a=1,2,3", "b=x,y"])
    assert Grid().columns(axes) == ((1, 2, 3), ("x", "y"))
    assert list(positions((2, 2), True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert list(positions((2, 2), False)) == [(0, 0), (1, 1)]
    with pytest.raises(SpecError, match="a has 3, b has 2"):
        Zip().columns(axes)
    with pytest.raises(SpecError, match="given twice"):
        Grid().columns(read_axes(["a=1,2,1"]))
    with pytest.raises(SpecError, match="no number of values"):
        Grid().columns(read_axes(["a=1:2"]))
    with pytest.raises(SpecError, match="1000000 cases"):
        Grid().columns(read_axes(["a=1:2:1000", "b=1:2:1000"]))


def test_a_latin_hypercube_fills_every_part_of_every_axis_once():
    axes = read_axes(["a=10nm:110nm", "b=1:100:log", "c=x,y"])
    a, b, c = LatinHypercube(20, seed=3).columns(axes)
    lengths = [float(v.removesuffix(" nm")) for v in a]
    assert sorted(int((v - 10) / 5) for v in lengths) == list(range(20))
    assert sorted(int(math.log10(v) * 10) for v in b) == list(range(20))
    assert (c.count("x"), c.count("y")) == (10, 10)
    assert LatinHypercube(20, seed=3).columns(axes) == (a, b, c)
    assert LatinHypercube(20, seed=4).columns(axes) != (a, b, c)


@pytest.mark.parametrize("design", [LatinHypercube(0), LatinHypercube(-2), LatinHypercube(3, -1)])
def test_a_latin_hypercube_refuses_wrong_numbers(design):
    with pytest.raises(SpecError, match="sweep"):
        design.columns(read_axes(["a=1:2"]))
