"""Unit strings at the boundary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import UnitError
from ambipolar.core.units import to_si


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("50 nm", "m", 50e-9),
        ("50nm", "m", 50e-9),
        ("3 mA/cm^2", "A/m^2", 30.0),
        ("5 kJ/mol", "J/mol", 5000.0),
        ("25 degC", "K", 298.15),
        ("25 °C", "K", 298.15),
        ("2 h", "s", 7200.0),
        ("1e-9", "m", 1e-9),
        ("1E-9", "m", 1e-9),
        (" 4 ", "m", 4.0),
        ("0.5", "1", 0.5),
        ("50 percent", "1", 0.5),
        (7, "V", 7.0),
    ],
)
def test_quantities_become_si(text, unit, value):
    assert to_si(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["50 kg", "3 m^2", "1 V/m"])
def test_wrong_dimension_is_named_with_its_path(text):
    with pytest.raises(UnitError, match=r"particle\.length: .*wrong dimension.*in m") as caught:
        to_si(text, "m", "particle.length")
    assert caught.value.path == "particle.length"


@pytest.mark.parametrize("value", ["", "fifty nm", "5 furlongz", "1 +", None, True, [1.0], {}])
def test_what_is_no_quantity_is_refused(value):
    with pytest.raises(UnitError):
        to_si(value, "m")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_si_and_pass_unchanged(value):
    assert to_si(value, "m") == value
    assert to_si(repr(value), "m") == value


@given(st.text(max_size=12))
def test_any_text_gives_a_float_or_a_unit_error(text):
    try:
        assert isinstance(to_si(text, "m"), float)
    except UnitError:
        pass
