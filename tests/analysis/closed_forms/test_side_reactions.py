"""Closed forms of films that grow."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from ambipolar.analysis.closed_forms.side_reactions import (
    deal_grove_thickness,
    ohmic_film_current,
    ohmic_film_time,
)


def test_deal_grove_is_the_reference(theory):
    entry = theory["T7.sei.dealgrove"]
    given = entry["parameters"]
    found = deal_grove_thickness(
        np.array(given["t"]), given["D"], given["k"], given["Vm"], given["c"], given["L0"]
    )
    assert found == pytest.approx(entry["value"], rel=1e-12)


def test_deal_grove_early_and_late():
    numbers = (1e-20, 1e-12, 9.6e-5, 4500.0)
    d, k, v, c = numbers
    assert deal_grove_thickness(1.0, *numbers) == pytest.approx(v * c * k, rel=1e-4)
    late = np.sqrt(2 * v * c * d * 1e12)
    assert deal_grove_thickness(1e12, *numbers) == pytest.approx(late, rel=2e-4)


@pytest.mark.parametrize("slope", [0.0, 1e-9, 1.0, 1e9])
def test_the_current_through_an_ohmic_film_solves_its_equation(slope):
    i0, y = 1.5e-7, 12.0
    i = ohmic_film_current(i0, y, slope)
    assert i == pytest.approx(i0 * np.exp(y - i * slope), rel=1e-8)


def test_the_growth_time_of_an_ohmic_film_is_its_integral():
    i0, y, a, v = 1e-6, 8.0, 3e9, 1e-9

    def slowness(at: float) -> float:
        return 1 / (v * float(ohmic_film_current(i0, y, a * at)))

    for start in (0.0, 2e-8):
        wanted = quad(slowness, start, 5e-7, epsrel=1e-12)[0]
        assert ohmic_film_time(5e-7, i0, y, a, v, start) == pytest.approx(wanted, rel=1e-9)
