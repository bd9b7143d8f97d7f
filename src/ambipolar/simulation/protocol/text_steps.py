"""Protocol steps in words, such as "Discharge at C/10 until 3.0 V"."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from ...core.errors import AmbipolarError, SpecError, UnitError
from ...core.units import to_si
from .c_rate import is_c_rate, read_c_rate
from .controls import (
    Control,
    CRate,
    Current,
    Power,
    Ramp,
    Resistance,
    Rest,
    TotalCurrent,
    TotalPower,
    TotalResistance,
    Voltage,
)
from .cutoffs import (
    CapacityAbove,
    CRateBelow,
    CurrentBelow,
    Cutoff,
    FillingAbove,
    FillingBelow,
    TotalCurrentBelow,
    VoltageAbove,
    VoltageBelow,
)
from .step import Step

#: one example of everything that is understood, used to suggest the nearest form
FORMS = (
    "Discharge at C/10 until 3.0 V",
    "Discharge at 1C for 30 minutes or until 2.8 V",
    "Discharge at 5 W/m^2 for 10 s",
    "Charge at 1.5 A for 30 seconds or until 4.1 V",
    "Discharge at 0.5 W until 3.0 V",
    "Discharge through 0.1 ohm*m^2 until 2.5 V",
    "Discharge at 1C until filling 0.9",
    "Charge at 0.5 mA/cm^2 until 3.6 V",
    "Charge at C/2 until 50 % of capacity",
    "Hold at 3.6 V until C/50",
    "Hold at 3.6 V until 0.1 A/m^2",
    "Hold at 4.1 V until 50 mA",
    "Hold at 4.1 V for 1 hour",
    "Rest for 1 hour",
    "Rest for 1 hour or until voltage above 3.4 V",
    "Sweep from 3.6 V to 3.2 V at 0.1 mV/s",
    "Discharge at C/10 until 3.0 V (10 s period)",
    "Rest for 1 hour (500 samples)",
)

_SAMPLING = re.compile(r"(.*?)\s*\(\s*(.+?)\s+(period|samples)\s*\)", re.IGNORECASE)
_CONDITION = re.compile(r"\s+(?:or\s+)?(for|until)\s+|\s+or\s+", re.IGNORECASE)
_ACTIONS = {
    "drive": re.compile(r"(discharge|charge)\s+at\s+(.+)", re.IGNORECASE),
    "load": re.compile(r"(discharge)\s+through\s+(.+)", re.IGNORECASE),
    "hold": re.compile(r"hold\s+at\s+(.+)", re.IGNORECASE),
    "sweep": re.compile(r"sweep\s+from\s+(.+?)\s+to\s+(.+?)\s+at\s+(.+)", re.IGNORECASE),
    "rest": re.compile(r"rest", re.IGNORECASE),
}
_CAPACITY = re.compile(r"(?:capacity\s+)?(\S+\s*%?)(?:\s+(?:of\s+)?(?:the\s+)?capacity)?", re.I)
_BOUND = re.compile(
    r"(?:(voltage|filling|current)\s+)?(?:(above|below)\s+|([<>])\s*)?(.+)", re.IGNORECASE
)
_MINUTES = re.compile(r"([\d.]+)\s*m")
#: what a step drives, by unit; amperes, watts and ohms are those of the whole device
_DRIVES: dict[type[Control], str] = {
    Current: "A/m^2", Power: "W/m^2", TotalCurrent: "A", TotalPower: "W",
}  # fmt: skip
_LOADS: dict[type[Control], str] = {Resistance: "ohm*m^2", TotalResistance: "ohm"}


@dataclass(frozen=True)
class _Action:
    control: Control
    sign: int  #: of the current: 1 inserts, -1 extracts, 0 either
    duration: float | None = None


def read_step(text: str, path: str = "") -> Step:
    """One step from text; see :data:`FORMS` for what is understood.

    Raises
    ------
    SpecError
        at ``path``, with the nearest form that would be understood.
    """
    try:
        return _read(" ".join(text.split()))
    except AmbipolarError as error:
        reason = getattr(error, "detail", error.message)
        raise SpecError(path, f"cannot read the step {text!r}: {reason}", _nearest(text)) from None


def _read(text: str) -> Step:
    sampled = _SAMPLING.fullmatch(text)
    body = sampled[1] if sampled else text
    head, *rest = _CONDITION.split(body)
    action = _action(head)
    duration, cutoffs = action.duration, []
    for word, condition in zip(rest[::2], rest[1::2], strict=True):
        if (word or "until").lower() == "for":
            if duration is not None:
                raise SpecError("", "it has two durations.")
            duration = _quantity(condition, "s")
        else:
            cutoffs.append(_cutoff(condition, action.sign))
    period = _quantity(sampled[2], "s") if sampled and sampled[3].lower() == "period" else None
    samples = None
    if sampled and sampled[3].lower() == "samples":
        if not sampled[2].isdecimal():
            raise SpecError("", f"{sampled[2]!r} is not a number of samples.")
        samples = int(sampled[2][:9])
    if isinstance(action.control, Ramp):
        duration = None  # the ramp has its own
    return Step(action.control, duration, tuple(cutoffs), period, samples, label=body)


def _action(head: str) -> _Action:
    found = {name: match for name, p in _ACTIONS.items() if (match := p.fullmatch(head.strip()))}
    if "rest" in found:
        return _Action(Rest(), 0)
    if "hold" in found:
        return _Action(Voltage(_quantity(found["hold"][1], "V")), 0)
    if "load" in found:
        kind, size = _first_unit(found["load"][2], _LOADS)
        return _Action(kind(size), 1)
    if "sweep" in found:
        return _sweep(*found["sweep"].groups())
    if "drive" in found:
        sign = 1 if found["drive"][1].lower() == "discharge" else -1
        return _Action(read_drive(found["drive"][2], sign), sign)
    raise SpecError("", "it does not begin with a known action.")


def _sweep(start: str, end: str, rate: str) -> _Action:
    first, last = _quantity(start, "V"), _quantity(end, "V")
    speed = abs(_quantity(rate, "V/s"))
    if first == last or speed == 0:
        raise SpecError("", "a sweep needs two different voltages and a rate above zero.")
    duration = abs(last - first) / speed
    return _Action(Ramp(Voltage(first), Voltage(last), duration), 0, duration)


def read_drive(text: str, sign: int) -> Control:
    """What "C/2", "3 A/m^2", "1.5 A", "2 W" or "4 ohm" drive; ``sign`` is 1 on discharge.

    Raises
    ------
    SpecError
        for anything else, and for what is not greater than zero.
    """
    if is_c_rate(text):
        size, kind = read_c_rate(text), CRate
    else:
        kind, size = _first_unit(text, _DRIVES | (_LOADS if sign > 0 else {}))
    if size <= 0:
        raise SpecError("", f"{text!r} must be greater than zero.")
    return kind(sign * size)


def _cutoff(text: str, sign: int) -> Cutoff:
    if is_c_rate(text):
        return CRateBelow(read_c_rate(text))
    if "capacity" in text.lower():
        found = _CAPACITY.fullmatch(text)
        return CapacityAbove(to_si(found[1] if found else text, "1"))
    bound = _BOUND.fullmatch(text)
    if bound is None:
        raise SpecError("", "a condition is empty.")
    what, value = (bound[1] or "").lower(), bound[4]
    word = (bound[2] or {"<": "below", ">": "above"}.get(bound[3], "")).lower()
    if what == "filling":
        above = word == "above" if word else sign > 0
        cutoff = (FillingAbove if above else FillingBelow)(to_si(value, "1"))
    else:
        voltages, currents = {VoltageBelow: "V"}, {CurrentBelow: "A/m^2", TotalCurrentBelow: "A"}
        allowed = {"voltage": voltages, "current": currents}
        kind, size = _first_unit(value, allowed.get(what, voltages | currents))
        if kind is not VoltageBelow:
            if word == "above":
                raise SpecError("", "only 'current below' ends a step.")
            return kind(size)
        above = word == "above" if word else sign < 0
        cutoff = (VoltageAbove if above else VoltageBelow)(size)
    if not word and sign == 0:
        raise SpecError("", f"write 'above' or 'below' before {value!r}.")
    return cutoff


def _quantity(text: str, unit: str) -> float:
    """As ``to_si``, but a bare number is refused: in words its unit would be a guess."""
    if re.fullmatch(r"[+-]?[\d.eE+-]+", text):
        raise SpecError("", f"{text!r} has no unit.")
    if unit == "s" and (minutes := _MINUTES.fullmatch(text)):
        text = f"{minutes[1]} min"
    return to_si(text.replace("Ohm", "ohm"), unit)


def _first_unit(text: str, units: dict) -> tuple:
    """The first key of ``units`` whose unit fits ``text``, and the value."""
    for kind, unit in units.items():
        try:
            return kind, _quantity(text, unit)
        except UnitError:
            continue
    raise SpecError("", f"{text!r} is not in {' or '.join(units.values())}.")


def _nearest(text: str) -> str:
    near = difflib.get_close_matches(text, FORMS, n=1, cutoff=0.0)
    return f"Nearest form: {near[0]!r}."
