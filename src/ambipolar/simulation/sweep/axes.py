"""What is varied: ``particle.length=50nm,100nm`` or ``protocol.0.c_rate=0.1:10:5:log``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from ...core.errors import ParameterError, SpecError
from ...core.units import to_si
from ..protocol.c_rate import is_c_rate, read_c_rate

#: a sweep of more cases is a mistake in a number
MAX_CASES = 100_000

FORM = (
    "Write path=a,b,c or path=start:stop:n or path=start:stop:n:log,"
    " e.g. particle.length=50nm,100nm or particle.length=10nm:100nm:5."
)
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(.*)")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Span:
    """The numbers between two ends in one unit, evenly or logarithmically."""

    start: float
    stop: float
    unit: str = ""  #: as written; empty for a pure number
    logarithmic: bool = False

    def at(self, shares: np.ndarray) -> tuple[Any, ...]:
        """Values at the given shares of the way, from 0 at the start to 1 at the stop."""
        if self.logarithmic:
            numbers = self.start * (self.stop / self.start) ** shares
        else:
            numbers = self.start + (self.stop - self.start) * shares
        # 0.3 rather than 0.30000000000000004, in names and coordinates
        rounded = [float(f"{n:.14g}") for n in numbers]
        return tuple(f"{n!r} {self.unit}" if self.unit else n for n in rounded)


@dataclass(frozen=True)
class Axis:
    """One varied path with its values; a span keeps its ends for designs that draw from it."""

    path: str
    values: tuple[Any, ...] = ()
    span: Span | None = None

    def listed(self) -> tuple[Any, ...]:
        """The values.

        Raises
        ------
        SpecError
            for two ends without a number of values.
        """
        if not self.values:
            raise SpecError(self.path, "has two ends but no number of values.", FORM)
        return self.values

    def drawn(self, shares: np.ndarray) -> tuple[Any, ...]:
        """Values at shares from 0 to 1 of the span or, for a list, of its items in equal parts."""
        if self.span is not None:
            return self.span.at(shares)
        count = len(self.values)
        return tuple(self.values[min(int(s * count), count - 1)] for s in shares)


def read_axes(vary: Mapping[str, Any] | Iterable[str]) -> tuple[Axis, ...]:
    """The axes of a sweep from ``path=values`` texts or from ``{path: values}``.

    The values of a mapping are text in the same form or a list of anything that a specification
    may hold.

    Raises
    ------
    SpecError
        for what cannot be read, no values, values given twice, or no axes.
    """
    if isinstance(vary, str):
        vary = [vary]
    if isinstance(vary, Mapping):
        axes = tuple(_axis(str(path), values) for path, values in vary.items())
    else:
        axes = tuple(_axis(*_parted(text)) for text in vary)
    if not axes:
        raise SpecError("sweep", "varies nothing.", FORM)
    return axes


def _parted(text: str) -> tuple[str, str]:
    path, equals, values = text.partition("=")
    if not equals or not path.strip():
        raise SpecError(repr(text), "is not a variation.", FORM)
    return path.strip(), values


def _axis(path: str, values: Any) -> Axis:
    if isinstance(values, str):
        return _from_text(path, values)
    if isinstance(values, Mapping) or not isinstance(values, Iterable):
        raise SpecError(path, f"expected a list of values, got {values!r}.", FORM)
    return Axis(path, _checked(path, [_plain(v) for v in values]))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _checked(path: str, values: list[Any]) -> tuple[Any, ...]:
    if not values:
        raise SpecError(path, "has no values.", FORM)
    if len(values) > MAX_CASES:
        raise SpecError(path, f"has {len(values)} values, more than {MAX_CASES}.")
    return tuple(values)


def _from_text(path: str, text: str) -> Axis:
    items = _split(path, text, ",")
    if not all(item.strip() for item in items):
        message = "has no values." if len(items) == 1 else f"has an empty value in {text!r}."
        raise SpecError(path, message, FORM)
    parts = [_split(path, item, ":") for item in items]
    if len(items) == 1 and len(parts[0]) > 1:
        return _range(path, text, [p.strip() for p in parts[0]])
    if any(len(p) > 1 for p in parts):
        message = f"mixes a list and a range in {text!r}."
        raise SpecError(path, message, f"Put text with ':' into quotes. {FORM}")
    return Axis(path, _checked(path, [_value(path, item) for item in items]))


def _value(path: str, text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SpecError(path, f"cannot read the value {text.strip()!r}.", FORM) from None


def _range(path: str, text: str, parts: list[str]) -> Axis:
    logarithmic = parts[-1] == "log"
    start, stop, *count = parts[:-1] if logarithmic else parts
    if not stop or len(count) > 1 or not all(c.isdecimal() and len(c) < 10 for c in count):
        raise SpecError(path, f"cannot read the range {text!r}.", FORM)
    span = _span(path, text, start, stop, logarithmic)
    if not count:
        return Axis(path, (), span)
    number = int(count[0])
    if number < 2:
        raise SpecError(path, f"a range has at least two values, got {number}.", FORM)
    _checked(path, [None] * min(number, MAX_CASES + 1))
    return Axis(path, span.at(np.linspace(0.0, 1.0, number)), span)


def _span(path: str, text: str, start: str, stop: str, logarithmic: bool) -> Span:
    try:
        if is_c_rate(start) and is_c_rate(stop):
            low, high, unit = read_c_rate(start), read_c_rate(stop), "C"
        else:
            found = _NUMBER.fullmatch(start)
            unit = found[2].strip() if found else ""
            low = to_si(found[1], "1", path) if found else to_si(start, "1", path)
            high = to_si(stop, unit or "1", path)
            if unit and (other := _NUMBER.fullmatch(stop)) is not None and not other[2].strip():
                raise SpecError(path, f"the stop of {text!r} has no unit.", FORM)
    except ParameterError as error:
        raise SpecError(path, f"cannot read the range {text!r}.", error.advice or FORM) from None
    if low == high:
        raise SpecError(path, f"start and stop of {text!r} are the same.", FORM)
    if logarithmic and not low * high > 0:
        raise SpecError(path, f"logarithmic steps cannot go from {start} to {stop}.", FORM)
    return Span(low, high, unit, logarithmic)


def _split(path: str, text: str, separator: str) -> list[str]:
    """Split at ``separator`` outside quotes and brackets."""
    parts, begin, quote, open_brackets = [], 0, "", []
    for index, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in _CLOSING:
            open_brackets.append(_CLOSING[letter])
        elif open_brackets and letter == open_brackets[-1]:
            open_brackets.pop()
        elif letter == separator and not open_brackets:
            parts.append(text[begin:index])
            begin = index + 1
    if quote or open_brackets:
        missing = quote or open_brackets[-1]
        raise SpecError(path, f"{missing} is missing in {text!r}.", FORM)
    return [*parts, text[begin:]]
