"""Protocols that write and test a memory: trains, ramps, staircases, disturbance, retention.

A positive gate voltage or current inserts. Every number may be a float in SI or text with a unit.
"""

from __future__ import annotations

import math
from typing import Any

from ..core.errors import ParameterError
from ..core.units import to_si
from .protocol.c_rate import Number
from .protocol.controls import Control, Current, Rest, Voltage
from .protocol.pulses import Pulses
from .protocol.step import Protocol, Step


def write_pulses(
    voltage: Number | None = None,
    current: Number | None = None,
    *,
    width: Number,
    period: Number,
    count: int = 1,
    rest_voltage: Number | None = None,
    samples: int = 2,
) -> Protocol:
    """``count`` equal pulses of gate voltage or current; open circuit between them.

    With ``rest_voltage`` the gate is held there between the pulses instead.
    """
    return _train(_drive(voltage, current), width, period, count, rest_voltage, samples)


def potentiation_depression(
    voltage: Number | None = None,
    current: Number | None = None,
    *,
    width: Number,
    period: Number,
    count: int,
    cycles: int = 1,
    down: Number | None = None,
    rest_voltage: Number | None = None,
    samples: int = 1,
) -> Protocol:
    """Equal pulses up and as many down, ``cycles`` times: the two ramps of a memory.

    The pulses down have the opposite amplitude, or ``down`` (with its sign). Many cycles test
    endurance.
    """
    up = _drive(voltage, current)
    value = up.value if down is None else to_si(down, _unit(up), "down")  # type: ignore[attr-defined]
    falling = type(up)(-value if down is None else value)  # type: ignore[call-arg]
    rest = (width, period, count, rest_voltage, samples)
    return (_train(up, *rest) + _train(falling, *rest)) * cycles


def staircase(
    start: Number,
    end: Number,
    step: Number,
    *,
    width: Number,
    period: Number,
    rest_voltage: Number | None = None,
    samples: int = 2,
) -> Protocol:
    """One voltage pulse at each level from ``start`` to ``end``, a ``step`` apart."""
    first, last = to_si(start, "V", "start"), to_si(end, "V", "end")
    size = abs(to_si(step, "V", "step"))
    if size == 0 or abs(last - first) / size > 10_000:
        raise ParameterError("step", f"cannot make a staircase from {first:g} V with {size:g} V.")
    levels = round(abs(last - first) / size)
    size = math.copysign(size, last - first)
    trains = (
        _train(Voltage(first + i * size), width, period, 1, rest_voltage, samples)
        for i in range(levels + 1)
    )
    return Protocol(tuple(s for train in trains for s in train.steps), "Staircase")


def read_disturb(
    read_voltage: Number, *, width: Number, period: Number, count: int, samples: int = 2
) -> Protocol:
    """``count`` reads with a grounded gate, and what they write.

    Along the channel the potential rises from the grounded source to the read voltage at the
    drain; its mean is half of it. Against a grounded gate the channel sees the gate voltage
    -V/2 while it is read, and open circuit between the reads.
    """
    bias = -to_si(read_voltage, "V", "read_voltage") / 2
    return _train(Voltage(bias), width, period, count, None, samples)


def retention(
    duration: Number, *, gate_voltage: Number | None = None, samples: int | None = None
) -> Protocol:
    """Wait with an open gate, or with the gate held at a voltage."""
    held = None if gate_voltage is None else Voltage(to_si(gate_voltage, "V", "gate_voltage"))
    step = Step(held or Rest(), to_si(duration, "s", "duration"), samples=samples)
    return Protocol((step,), "Retention")


def _train(
    amplitude: Control, width: Number, period: Number, count: Any, rest: Number | None, samples: Any
) -> Protocol:
    between = Rest() if rest is None else Voltage(to_si(rest, "V", "rest_voltage"))
    control = Pulses(
        amplitude=amplitude,
        width=to_si(width, "s", "width"),
        period=to_si(period, "s", "period"),
        count=count,
        between=between,
        samples=samples,
    )
    return Protocol((Step(control),), control.label)


def _drive(voltage: Number | None, current: Number | None) -> Control:
    if (voltage is None) == (current is None):
        raise ParameterError("voltage/current", "give exactly one of the two.")
    if voltage is not None:
        return Voltage(to_si(voltage, "V", "voltage"))
    return Current(to_si(current, "A/m^2", "current"))  # type: ignore[arg-type]


def _unit(control: Control) -> str:
    return "V" if isinstance(control, Voltage) else "A/m^2"
