"""C-rates as numbers or as text."""

from __future__ import annotations

import re

from ...core.errors import ParameterError
from ...core.units import to_si

#: a number in SI, or text with a unit
Number = float | str

_C_RATE = re.compile(r"\s*([+-]?)(\d*\.?\d*(?:[eE][+-]?\d+)?)\s*C(?:\s*/\s*(\d+\.?\d*))?\s*")


def is_c_rate(text: str) -> bool:
    """Whether text is written like "C/10", "2C" or "0.5 C"."""
    return _C_RATE.fullmatch(text) is not None


def read_c_rate(value: Number, name: str = "c_rate") -> float:
    """A C-rate from a number or from text such as "C/10", "2C" or "0.5 C".

    Raises
    ------
    ParameterError
        when it is neither.
    """
    found = _C_RATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return to_si(value, "1", name)
    try:
        rate = float(found[2] or 1.0) / float(found[3] or 1.0)
    except (ValueError, ZeroDivisionError):
        raise ParameterError(name, f"cannot read {value!r} as a C-rate.", "Try 'C/10'.") from None
    return -rate if found[1] == "-" else rate
