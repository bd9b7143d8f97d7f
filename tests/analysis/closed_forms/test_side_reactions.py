"""Closed forms of films and of the onset of plating."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from ambipolar.analysis.closed_forms.side_reactions import (
    deal_grove_thickness,
    ohmic_film_current,
    ohmic_film_time,
    plating_onset_filling,
)
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.materials.material import Material
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import RootExchange
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution

TEMPERATURE = 0.025689013732833957 * FARADAY / GAS_CONSTANT


def host(omega: float = 3.4, potential: float = 0.12) -> Material:
    """The host of T7.plating: a regular solution whose surface loses its vacancies."""
    return Material(
        free_energy=RegularSolution(omega=omega * GAS_CONSTANT * TEMPERATURE),
        kinetics=ButlerVolmer(rate_constant=1.0, exchange=RootExchange()),
        site_density=28e3,
        standard_potential=potential,
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


@pytest.mark.parametrize("key", ["T7.plating.j0.01", "T7.plating.j1.0"])
def test_plating_onset_is_the_reference(theory, key):
    entry = theory[key]
    given = entry["parameters"]
    material = host(given["Omega"], given["V0"])
    found = plating_onset_filling(material, given["j_over_k0"], TEMPERATURE)
    assert abs(found - entry["value"]) <= 1e-8


def test_plating_begins_earlier_at_higher_current():
    onset = [plating_onset_filling(host(), j, TEMPERATURE) for j in (0.01, 0.1, 0.3, 1.0)]
    assert np.all(np.diff(onset) < 0)


@pytest.mark.parametrize("current", [0.0, -1.0, float("nan")])
def test_no_onset_without_insertion(current):
    with pytest.raises(ParameterError, match="current"):
        plating_onset_filling(host(), current, TEMPERATURE)
