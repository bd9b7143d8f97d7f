"""Protocols by name: ``protocols.discharge(c_rate=0.1) + protocols.rest("1 h")``.

Every number may be a float in SI or a string with a unit; a C-rate may be written "C/10".
Rates and currents of :func:`discharge` and :func:`charge` are magnitudes; elsewhere a current is
positive on discharge, which is insertion into the host.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..core.errors import ParameterError
from ..core.registry import Registry
from ..core.units import to_si
from .cycling_protocols import cycle, drive_cycle, experiment  # noqa: F401
from .memory_protocols import (  # noqa: F401
    potentiation_depression,
    read_disturb,
    retention,
    staircase,
    write_pulses,
)
from .protocol.c_rate import Number, read_c_rate
from .protocol.controls import Control, CRate, Current, Power, Ramp, Rest, Table, Voltage
from .protocol.cutoffs import (
    CapacityAbove,
    CRateBelow,
    CurrentBelow,
    Cutoff,
    FillingAbove,
    FillingBelow,
    VoltageAbove,
    VoltageBelow,
)
from .protocol.step import Protocol, Step
from .protocol.terminals import Terminals, read_drives


def discharge(
    c_rate: Number | None = None,
    current: Number | None = None,
    *,
    power: Number | None = None,
    until_voltage: Number | None = None,
    until_filling: Number | None = None,
    until_capacity: Number | None = None,
    duration: Number | None = None,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """Discharge (insertion) at constant rate, current or power.

    Ends at a voltage (falling), a filling (rising), a fraction of the capacity or a duration,
    whichever comes first; without any of them when the host is full.
    """
    control = _driven(1.0, c_rate, current, power)
    cutoffs = (
        *_one(VoltageBelow, until_voltage, "V", "until_voltage"),
        *_one(FillingAbove, until_filling, "1", "until_filling"),
        *_one(CapacityAbove, until_capacity, "1", "until_capacity"),
    )
    return _single(control, cutoffs, duration, period, samples, f"Discharge at {control.label}")


def charge(
    c_rate: Number | None = None,
    current: Number | None = None,
    *,
    power: Number | None = None,
    until_voltage: Number | None = None,
    until_filling: Number | None = None,
    until_capacity: Number | None = None,
    duration: Number | None = None,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """Charge (extraction) at constant rate, current or power; the mirror of :func:`discharge`.

    Ends at a voltage (rising), a filling (falling), a fraction of the capacity or a duration.
    """
    control = _driven(-1.0, c_rate, current, power)
    cutoffs = (
        *_one(VoltageAbove, until_voltage, "V", "until_voltage"),
        *_one(FillingBelow, until_filling, "1", "until_filling"),
        *_one(CapacityAbove, until_capacity, "1", "until_capacity"),
    )
    label = f"Charge at {control.label.lstrip('-')}"
    return _single(control, cutoffs, duration, period, samples, label)


def constant_voltage(
    voltage: Number,
    *,
    until_c_rate: Number | None = None,
    until_current: Number | None = None,
    duration: Number | None = None,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """Hold a voltage until the current has decayed or a duration has passed."""
    control = Voltage(to_si(voltage, "V", "voltage"))
    rate = () if until_c_rate is None else (CRateBelow(read_c_rate(until_c_rate, "until_c_rate")),)
    cutoffs = (*rate, *_one(CurrentBelow, until_current, "A/m^2", "until_current"))
    return _single(control, cutoffs, duration, period, samples, f"Hold at {control.label}")


def constant_power(
    power: Number, *, until_voltage: Number | None = None, duration: Number | None = None,
    period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Constant power, positive on discharge; ends at a voltage or a duration."""
    value = to_si(power, "W/m^2", "power")
    cutoff = VoltageBelow if value > 0 else VoltageAbove
    cutoffs = _one(cutoff, until_voltage, "V", "until_voltage")
    return _single(Power(value), cutoffs, duration, period, samples, f"Power {value:g} W/m^2")


def rest(duration: Number, *, period: Number | None = None, samples: int | None = None) -> Protocol:
    """Open circuit for a duration."""
    return _single(Rest(), (), duration, period, samples, "Rest")


def cc_cv(
    c_rate: Number, voltage: Number, *, until_c_rate: Number = "C/50",
    period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Charge at constant current to a voltage, then hold it until the current has decayed."""
    sampling = {"period": period, "samples": samples}
    ramp = charge(c_rate, until_voltage=voltage, **sampling)
    return ramp + constant_voltage(voltage, until_c_rate=until_c_rate, **sampling)


def sweep(
    start: Number, end: Number, rate: Number,
    *, period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Linear voltage sweep at a rate [V/s] (its sign follows from start and end)."""
    first, last = to_si(start, "V", "start"), to_si(end, "V", "end")
    speed = abs(to_si(rate, "V/s", "rate"))
    if speed == 0 or first == last:
        raise ParameterError("rate", "a sweep needs two different voltages and a rate above zero.")
    control = Ramp(Voltage(first), Voltage(last), abs(last - first) / speed)
    return _single(control, (), None, period, samples, f"Sweep {control.label}")


def cyclic_voltammetry(
    start: Number, lower: Number, upper: Number, rate: Number, cycles: int = 1,
    *, period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Triangular voltage sweeps: start, lower, upper and back to start, ``cycles`` times.

    The insertion sweep comes first, except where the start is the lower limit.
    """
    first, low, high = (
        to_si(v, "V", n) for v, n in ((start, "start"), (lower, "lower"), (upper, "upper"))
    )
    if not low <= first <= high or low == high:
        raise ParameterError("start", f"{first:g} V is not between {low:g} and {high:g} V.")
    corners = [v for v in (low, high) if v != first]
    legs = zip([first, *corners], [*corners, first])
    sampling = {"period": period, "samples": samples}
    steps = tuple(s for a, b in legs for s in sweep(a, b, rate, **sampling).steps)
    return Protocol(steps, "Cyclic voltammetry") * cycles


def pulses(
    current: Number | None = None,
    c_rate: Number | None = None,
    voltage: Number | None = None,
    *,
    pulse: Number,
    rest: Number,
    count: int = 1,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """``count`` pulses of current (positive inserts) or voltage, each followed by open circuit."""
    control = _one_of(current=current, c_rate=c_rate, voltage=voltage)
    step = _single(control, (), pulse, period, samples, f"Pulse of {control.label}")
    pause = _single(Rest(), (), rest, period, samples, "Rest")
    return Protocol((step + pause).steps, "Pulses") * count


def gitt(
    c_rate: Number, *, pulse: Number, rest: Number, count: int | None = None,
    until_voltage: Number | None = None,
    period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Galvanostatic intermittent titration: pulses of a C-rate (positive inserts) with rests.

    Without ``count`` there are as many pulses as pass the capacity. A pulse that reaches
    ``until_voltage`` ends, the rest follows, and the next pulse is tried.
    """
    rate, time = read_c_rate(c_rate), to_si(pulse, "s", "pulse")
    if rate == 0 or time <= 0:
        raise ParameterError("pulse", "a titration needs a rate and a pulse that are not zero.")
    if count is None:
        count = max(1, math.ceil(3600.0 / (abs(rate) * time) - 1e-9))
    cutoff = VoltageBelow if rate > 0 else VoltageAbove
    cutoffs = _one(cutoff, until_voltage, "V", "until_voltage")
    label = f"Pulse of {rate:g}C"
    step = _single(CRate(rate), cutoffs, time, period, samples, label)
    pause = _single(Rest(), (), rest, period, samples, "Rest")
    return Protocol((step + pause).steps, "GITT") * count


def pitt(
    start: Number, end: Number, step: Number, *,
    until_c_rate: Number = "C/100", duration: Number | None = None,
    period: Number | None = None, samples: int | None = None,
) -> Protocol:  # fmt: skip
    """Potentiostatic intermittent titration: a staircase of holds until the current decays."""
    first, last = to_si(start, "V", "start"), to_si(end, "V", "end")
    size = abs(to_si(step, "V", "step"))
    if size == 0 or abs(last - first) / size > 10_000:
        raise ParameterError("step", f"cannot make a staircase from {first:g} V with {size:g} V.")
    count = round(abs(last - first) / size)
    size = math.copysign(size, last - first)
    hold = {"until_c_rate": until_c_rate, "duration": duration}
    stairs = (
        constant_voltage(first + i * size, **hold, period=period, samples=samples)
        for i in range(count + 1)
    )
    return Protocol(tuple(s for p in stairs for s in p.steps), "PITT")


def table(
    times: Sequence[float],
    *,
    currents: Sequence[float] | None = None,
    c_rates: Sequence[float] | None = None,
    voltages: Sequence[float] | None = None,
    powers: Sequence[float] | None = None,
    stepwise: bool = False,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """Piecewise linear waveform in SI units; a time given twice is a jump.

    When ``stepwise`` each value holds until the next time. Files are read by :func:`drive_cycle`.
    """
    given = (
        (Current(1.0), currents, "currents"),
        (CRate(1.0), c_rates, "c_rates"),
        (Voltage(1.0), voltages, "voltages"),
        (Power(1.0), powers, "powers"),
    )
    chosen = [entry for entry in given if entry[1] is not None]
    if len(chosen) != 1:
        raise ParameterError("table", "give exactly one of currents, c_rates, voltages, powers.")
    control, values, name = chosen[0]
    waveform = Table(control, _numbers(times, "times"), _numbers(values, name), stepwise)
    return _single(waveform, (), None, period, samples, f"Table of {len(waveform.times)} points")


def from_text(steps: str | Iterable[str], repeat: int = 1) -> Protocol:
    """Steps in words: ``from_text(["Discharge at C/10 until 3.0 V", "Rest for 1 hour"])``."""
    from .protocol.text_steps import read_step

    lines = [steps] if isinstance(steps, str) else list(steps)
    return Protocol(tuple(read_step(line, str(i)) for i, line in enumerate(lines))) * repeat


def drive(
    terminals: Mapping[str, Any],
    *,
    duration: Number,
    switches: Mapping[str, Any] | None = None,
    until_filling_above: Number | None = None,
    until_filling_below: Number | None = None,
    period: Number | None = None,
    samples: int | None = None,
    label: str = "",
) -> Protocol:
    """Currents and voltages of several terminals for a time, or until a mean filling.

    ``drive({"left": "0.2 A", "right": "ground"}, duration="10 min")``; a terminal may also be
    ``"floating"``. ``switches={"electrolyte": "off"}`` takes a part of the device away.
    """
    control = Terminals(read_drives(terminals), switches or {})
    cutoffs = (
        *_one(FillingAbove, until_filling_above, "1", "until_filling_above"),
        *_one(FillingBelow, until_filling_below, "1", "until_filling_below"),
    )
    return _single(control, cutoffs, duration, period, samples, label or control.label)


def _driven(sign: float, c_rate: Any, current: Any, power: Any) -> Control:
    control = _one_of(current=current, c_rate=c_rate, power=power)
    field = "rate" if isinstance(control, CRate) else "value"
    size = getattr(control, field)
    if size <= 0:
        raise ParameterError(
            {"CRate": "c_rate", "Current": "current", "Power": "power"}[type(control).__name__],
            f"must be greater than zero, got {size:g}.",
            "The direction follows from discharge or charge.",
        )
    return replace(control, **{field: sign * size})


def _one_of(**given: Any) -> Control:
    chosen = {name: value for name, value in given.items() if value is not None}
    if len(chosen) != 1:
        raise ParameterError("/".join(given), f"give exactly one, got {len(chosen)}.")
    name, value = chosen.popitem()
    if name == "c_rate":
        return CRate(read_c_rate(value))
    if name == "voltage":
        return Voltage(to_si(value, "V", name))
    if name == "power":
        return Power(to_si(value, "W/m^2", name))
    return Current(to_si(value, "A/m^2", name))


def _one(kind: Callable[[float], Cutoff], value: Any, unit: str, name: str) -> tuple[Cutoff, ...]:
    return () if value is None else (kind(to_si(value, unit, name)),)


def _numbers(values: Any, name: str) -> tuple[float, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise ParameterError(name, f"expected a list of numbers in SI, got {values!r}.")
    return tuple(to_si(v if isinstance(v, str) else float(v), "1", name) for v in values)


def _single(
    control: Control,
    cutoffs: tuple[Cutoff, ...],
    duration: Number | None,
    period: Number | None,
    samples: int | None,
    label: str,
) -> Protocol:
    seconds = None if duration is None else to_si(duration, "s", "duration")
    spacing = None if period is None else to_si(period, "s", "period")
    if samples is not None and (isinstance(samples, bool) or not isinstance(samples, int)):
        raise ParameterError("samples", f"must be a whole number, got {samples!r}.")
    return Protocol((Step(control, seconds, cutoffs, spacing, samples, label),), label)


_HERE = "ambipolar.simulation.protocols"
_CYCLING = "ambipolar.simulation.cycling_protocols"
_MEMORY = "ambipolar.simulation.memory_protocols"

PROTOCOLS = Registry(
    "protocol",
    {
        "discharge": f"{_HERE}:discharge",
        "charge": f"{_HERE}:charge",
        "constant-voltage": f"{_HERE}:constant_voltage",
        "constant-power": f"{_HERE}:constant_power",
        "rest": f"{_HERE}:rest",
        "cc-cv": f"{_HERE}:cc_cv",
        "cycle": f"{_CYCLING}:cycle",
        "drive-cycle": f"{_CYCLING}:drive_cycle",
        "experiment": f"{_CYCLING}:experiment",
        "sweep": f"{_HERE}:sweep",
        "cyclic-voltammetry": f"{_HERE}:cyclic_voltammetry",
        "pulses": f"{_HERE}:pulses",
        "gitt": f"{_HERE}:gitt",
        "pitt": f"{_HERE}:pitt",
        "table": f"{_HERE}:table",
        "drive": f"{_HERE}:drive",
        "from-text": f"{_HERE}:from_text",
        "write-pulses": f"{_MEMORY}:write_pulses",
        "potentiation-depression": f"{_MEMORY}:potentiation_depression",
        "staircase": f"{_MEMORY}:staircase",
        "read-disturb": f"{_MEMORY}:read_disturb",
        "retention": f"{_MEMORY}:retention",
    },
)
