"""Unit strings ("50 nm", "3 mA/cm^2") to SI floats, at the boundary only."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .errors import UnitError


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # imported on first use: 0.2 s that a Python user with SI floats never pays

    return pint.UnitRegistry()


def to_si(value: Any, unit: str, path: str = "") -> float:
    """Parse ``value`` into a float in ``unit``.

    Numbers pass unchanged (they are SI by convention); strings are parsed with pint.

    Raises
    ------
    UnitError
        when the text is not a quantity, or its dimension is not that of ``unit``.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnitError(path, f"expected a quantity in {unit}, got {value!r}.")
    if not isinstance(value, str):
        return float(value)
    try:
        parsed = _registry().Quantity(value.replace("°C", "degC"))
        target = _registry().Unit(unit if unit != "1" else "dimensionless")
    except Exception:
        raise UnitError(
            path, f"cannot read {value!r} as a quantity.", f"Write a number and a unit, e.g. '1 {unit}'."
        ) from None
    if parsed.dimensionless and unit != "1" and not any(c.isalpha() for c in value.replace("e", "")):
        return float(parsed.magnitude)  # a bare number in quotes is SI as well
    try:
        return float(parsed.to(target).magnitude)
    except Exception:
        raise UnitError(
            path,
            f"{value!r} has the wrong dimension; expected something in {unit}.",
            f"Write for example '1 {unit}'.",
        ) from None
