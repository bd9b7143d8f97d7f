"""Metrics of films and plated metal, on series that are known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from ambipolar.analysis.metrics.ageing import (
    filling_of_amount,
    gain_ratio,
    growth_exponent,
    onset_fillings,
    share_left,
)
from ambipolar.core.errors import ParameterError

TIME = np.linspace(0.0, 100.0, 201)
FILLING = np.linspace(0.1, 0.9, 201)


def result(**cases: np.ndarray) -> SimpleNamespace:
    solutions = {
        name: SimpleNamespace(
            dataset=xr.Dataset({"film": ("time", y), "filling": ("time", FILLING)}, {"time": TIME}),
            status="",
        )
        for name, y in cases.items()
    }
    return SimpleNamespace(solutions=solutions, case=lambda name: name)


def test_exponents_of_growth():
    known = result(a=2 + 3 * TIME**0.7, b=np.sqrt(4 + 5 * TIME))
    assert growth_exponent(known, "a", "film", 1, 100) == pytest.approx(0.7)  # type: ignore[arg-type]
    assert growth_exponent(known, "b", "film", 1, 100, 2) == pytest.approx(0.5)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="no growth"):
        growth_exponent(result(c=np.ones(201)), "c", "film", 1, 100)  # type: ignore[arg-type]


def test_ratio_of_gains_between_fillings():
    known = result(a=np.sqrt(4 + 6 * TIME), b=np.sqrt(1 + 2 * TIME))
    assert gain_ratio(known, "a", "b", "film", 0.3, 0.7) == pytest.approx(3.0)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="never between"):
        gain_ratio(known, "a", "b", "film", 0.95, 0.99)  # type: ignore[arg-type]


def test_fillings_at_which_something_begins():
    known = result(a=np.maximum(FILLING - 0.5, 0.0), b=np.zeros(201))
    assert filling_of_amount(known, "a", 0.1, "film") == pytest.approx(0.6)  # type: ignore[arg-type]
    assert filling_of_amount(known, "b", 0.1, "film") == 1.0  # type: ignore[arg-type]
    assert filling_of_amount(known, "a", -1.0, "film") == pytest.approx(0.1)  # type: ignore[arg-type]
    assert onset_fillings(known, "a", ["a", "b"]) == pytest.approx([0.9, 0.9])  # type: ignore[arg-type]


def test_what_is_left_of_the_most():
    known = result(a=np.concatenate([TIME[:101], TIME[:100][::-1] / 2]))
    expected = 0.0
    assert share_left(known, "a", "film") == pytest.approx(expected)  # type: ignore[arg-type]


def test_observables_that_are_not_there():
    with pytest.raises(ParameterError, match="observable"):
        share_left(result(a=TIME), "a", "metal")  # type: ignore[arg-type]
