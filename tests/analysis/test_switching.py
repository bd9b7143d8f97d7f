"""Switching times: exact on curves that are known, and honest about those that are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.test_appearance import WINDOW, maps

from ambipolar.analysis.switching import cielab, switching, switching_metrics
from ambipolar.core.errors import ParameterError


@given(
    constant=st.floats(5.0, 200.0), start=st.floats(0.3, 0.9), end=st.floats(0.0, 0.2),
    rising=st.booleans(),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_an_exponential_is_found(constant, start, end, rising):
    time = np.linspace(0.0, 10 * constant, 800)
    first, last = (end, start) if rising else (start, end)
    found = switching(time + 77.0, last + (first - last) * np.exp(-time / constant))
    assert found.contrast == pytest.approx(start - end, rel=1e-3)
    # 90 % after ln 10 time constants
    assert found.time == pytest.approx(np.log(10) * constant, rel=2e-3)
    assert found.time_constant == pytest.approx(constant, rel=1e-3)
    assert found.fitted_contrast == pytest.approx(start - end, rel=1e-3)
    assert found.misfit < 1e-3


def test_uneven_samples_change_little():
    even = np.linspace(0, 300, 601)
    uneven = np.concatenate([np.linspace(0, 30, 500), np.linspace(32, 300, 60)])
    # no exponential: the sum of two
    curve = lambda t: 0.5 * np.exp(-t / 10) + 0.3 * np.exp(-t / 60)  # noqa: E731
    a, b = (switching(t, curve(t)) for t in (even, uneven))
    assert a.time == pytest.approx(b.time, rel=0.01)
    assert a.time_constant == pytest.approx(b.time_constant, rel=0.05)
    assert a.misfit > 0.01


def test_a_smaller_share_is_earlier():
    time = np.linspace(0, 100, 201)
    curve = np.exp(-time / 20)
    half, most = (switching(time, curve, share).time for share in (0.5, 0.95))
    assert half == pytest.approx(20 * np.log(2), rel=0.02)
    assert most > half


@pytest.mark.parametrize(
    ("time", "values", "share", "words"),
    [
        ([0, 1, 2], [1, 2, 3], 0.9, "five samples"),
        (range(6), [0.5] * 6, 0.9, "does not change"),
        (range(6), [0.5, 0.4, 0.3, 0.2, 0.1, 0.0], 1.0, "between 0 and 1"),
        (range(6), [0.5, 0.4], 0.9, "five samples"),
    ],
)
def test_bad_input(time, values, share, words):
    with pytest.raises(ParameterError, match=words):
        switching(list(time), values, share)


def run_of(film):
    data = maps(film, 0.95 - film)
    data["step"] = ("time", np.repeat([0, 1], len(film) // 2))
    from types import SimpleNamespace

    return SimpleNamespace(dataset=data)


def test_every_step_with_a_change_is_told():
    column = np.concatenate([0.3 * -np.expm1(-np.arange(20) / 4.0), np.full(20, 0.3)])
    film = np.broadcast_to(column[:, None, None], (40, 1, 3)).copy()
    found = switching_metrics(run_of(film), WINDOW, place="centre")
    assert list(found) == ["step 1"]
    assert found["step 1"].start > found["step 1"].end
    assert 0 < found["step 1"].time < 8  # light is gone before the charge is in


def test_colour_of_the_mean():
    film = np.array([0.0, 0.3])[:, None, None] * np.ones((2, 1, 3))
    from ambipolar.simulation.appearance import film_appearance

    lab = cielab(film_appearance(WINDOW, maps(film, 0.95 - film)))
    assert lab.shape == (2, 3)
    assert lab[0, 0] > 75 and lab[1, 0] < 30
