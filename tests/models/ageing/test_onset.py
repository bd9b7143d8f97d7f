"""Onset of plating in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.materials.material import Material
from ambipolar.models.ageing.onset import plating_onset_filling
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
