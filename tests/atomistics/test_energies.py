"""Energies of different origin are never mixed silently."""

import math

import pytest

from ambipolar.atomistics.energies import Energy
from ambipolar.core.errors import ParameterError

ONE = {"engine": "one", "checkpoint": "a"}


def test_differences_carry_engine_references_and_errors():
    a = Energy(-10.0, ONE, {"Li": "Li metal"}, 0.03, "spread over sites")
    b = Energy(-12.0, ONE, {"O": "O2"}, 0.04, "enthalpy")
    found = a - b
    assert found.value == pytest.approx(2.0)
    assert found.error == pytest.approx(0.05)
    assert found.references == {"Li": "Li metal", "O": "O2"}
    assert found.error_basis == "spread over sites; enthalpy"
    assert (2 * a).value == -20.0
    assert (2 * a).error == pytest.approx(0.06)


def test_a_missing_error_stays_missing():
    assert math.isnan((Energy(1.0, ONE) + Energy(1.0, ONE, error=0.1)).error)


def test_two_engines_cannot_be_subtracted():
    with pytest.raises(ParameterError, match="one a and two b count energies"):
        Energy(1.0, ONE) - Energy(1.0, {"engine": "two", "checkpoint": "b"})


def test_two_settings_of_one_engine_cannot_be_subtracted():
    with pytest.raises(ParameterError, match="different zeros"):
        Energy(1.0, {**ONE, "cutoff": 300}) - Energy(1.0, {**ONE, "cutoff": 400})


def test_two_reference_states_of_an_element_cannot_be_mixed():
    with pytest.raises(ParameterError, match="two reference states of O"):
        Energy(1.0, ONE, {"O": "O2 of the engine"}) + Energy(1.0, ONE, {"O": "O2 from Li2O"})
