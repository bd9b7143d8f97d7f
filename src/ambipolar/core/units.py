"""Unit strings ("50 nm", "3 mA/cm^2") to SI floats, at the boundary only."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from .errors import UnitError

# pint evaluates arithmetic: "9**9**9 m" never ends and "1,5 m" becomes 15 m. Only a number
# followed by a product of units with small exponents is let through.
_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(.{0,60})", re.DOTALL)
_POWER = re.compile(r"(?:\*\*|\^)\s*[+-]?\d(?:\.\d)?(?![\d.]|\s*\^|\s*\*\*)|[²³]")
_FACTORS = re.compile(r"(?:1\s*)?[^\d^]+")


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # imported on first use: 0.2 s that a Python user with SI floats never pays

    return pint.UnitRegistry()


def to_si(value: Any, unit: str, path: str = "") -> float:
    """Parse ``value`` into a float in ``unit``.

    Numbers pass unchanged (they are SI by convention), also in quotes; other strings are
    a number and a unit, read with pint.

    Raises
    ------
    UnitError
        when the text is not a quantity, is not finite, or its dimension is not that of ``unit``.
    """
    what = "a number" if unit == "1" else f"a quantity in {unit}"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnitError(path, f"expected {what}, got {value!r}.")
    number = _parse(value, unit, path) if isinstance(value, str) else value
    try:
        number = float(number)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise UnitError(path, f"expected {what} that is finite, got {value!r}.")
    return number


def _parse(text: str, unit: str, path: str) -> float:
    found = _QUANTITY.fullmatch(text)
    advice = f"Write a number and a unit, e.g. '1 {unit}'." if unit != "1" else "Write a number."
    if not found:
        raise UnitError(path, f"cannot read {text!r} as a quantity.", advice)
    number, product = float(found[1]), found[2].strip()
    if not product:
        return number
    factors = _POWER.sub("", product)
    if "**" in factors or not _FACTORS.fullmatch(factors):
        raise UnitError(path, f"cannot read the unit of {text!r}.", advice)
    registry = _registry()
    try:
        product = product.replace("°C", "degC")
        given = registry.Unit(f"1{product}" if product.startswith("/") else product)
    except Exception:  # pint raises its own errors and those of Python's tokenizer
        raise UnitError(path, f"cannot read the unit of {text!r}.", advice) from None
    wanted = registry.Unit("dimensionless" if unit == "1" else unit)
    try:
        if given == wanted:
            return number
        converted = float(registry.Quantity(number, given).to(wanted).m)
        return float(f"{converted:.15g}")  # 50 nm is 5e-08 m, not 5.0000000000000004e-08 m
    except Exception:
        raise UnitError(
            path, f"{text!r} has the wrong dimension; expected something in {unit}.", advice
        ) from None
