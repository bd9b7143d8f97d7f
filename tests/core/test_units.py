"""Unit strings at the boundary: exact where they should be, refused where they mislead."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import UnitError
from ambipolar.core.units import to_si


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("50 nm", "m", 50e-9),
        ("3 mA/cm²", "A/m^2", 30.0),
        ("25 °C", "K", 298.15),
        ("5 J/(mol K)", "J/mol/K", 5.0),
        ("169.9mAh/g", "C/kg", 611640.0),
        ("2 mol m**-3", "mol/m^3", 2.0),
        ("0.5/s", "1/s", 0.5),
        ("50 %", "1", 0.5),
        ("1e-3", "m", 1e-3),
        (7, "m", 7.0),
    ],
)
def test_quantities_are_read(text: object, unit: str, value: float) -> None:
    assert to_si(text, unit) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    "text",
    ["", "m", "1,5 m", "1_000 m", "9**9**9**9 m", "1 m^9^9^9", "nan", "1e400", "3 V", "5 mm mm",
     "0x10 m", "[1] m", True, None, [1.0], 10**400, float("nan")],
)  # fmt: skip
def test_misleading_text_is_refused(text: object) -> None:
    with pytest.raises(UnitError, match="length"):
        to_si(text, "m", "length")


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["m", "A/m^2", "J/mol/K"]))
def test_si_text_returns_the_same_number(value: float, unit: str) -> None:
    assert to_si(f"{value!r} {unit}", unit) == value


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_unit_error(text: str) -> None:
    with contextlib.suppress(UnitError):
        assert isinstance(to_si(text, "m"), float)
