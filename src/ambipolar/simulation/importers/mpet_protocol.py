"""The protocol of an MPET system file."""

from __future__ import annotations

from typing import Any

from ...core.errors import SpecError
from ...core.ops import FILLING_FLOOR
from ..protocol import Protocol, Step
from ..protocol.controls import Approach, Control, CRate, Current, Table, Voltage
from ..protocol.cutoffs import Cutoff, FillingAbove, FillingBelow, VoltageAbove, VoltageBelow
from .mpet_config import ConfigFile

PROFILES = ("CC", "CV", "CCsegments", "CVsegments")
#: limits beyond this are MPET's way to say that there is none [V]
NO_LIMIT = 1e3


def protocol_of(system: ConfigFile, device: Any, start_voltage: float) -> Protocol:
    r"""The drive, its cut-offs and the sampling times of MPET.

    - ``CC``, ``CV``: :math:`s(t) = s_0 + (s_{set} - s_0)(1 - e^{-t/(\theta t_{end})})` with
      :math:`\theta` = ``tramp``; without it the set point from the start. The start is zero
      current, or the homogeneous equilibrium voltage ``start_voltage``.
    - ``CCsegments``, ``CVsegments``: set points with linear ramps of ``tramp`` seconds, each part
      of the minutes of its segment.

    Samples are equidistant. The run ends when the host is full or empty, where the chemical
    potential diverges.

    Raises
    ------
    SpecError
        when a ramp is longer than its segment.
    """
    profile, samples = system["profileType"], system["tsteps"] + 1
    if profile in ("CC", "CV"):
        control, duration = _constant(system, device)
        control = _approached(system, control, duration, start_voltage)
    else:
        control, duration = _segments(system, start_voltage)
    cutoffs = _cutoffs(system, control) if profile in ("CC", "CCsegments") else ()
    step = Step(control, duration=duration, samples=samples, cutoffs=cutoffs, label=profile)
    return Protocol((step,))


def _constant(system: ConfigFile, device: Any) -> tuple[Control, float]:
    """The set point and how long it lasts [s]."""
    if system["profileType"] == "CV":
        return Voltage(system["Vset"]), system["tend"]
    rate, one_hour = system["Crate"], system["1C_current_density"]
    if rate == 0:
        return CRate(0.0), system["tend"]
    if one_hour is None:
        return CRate(rate), system["capFrac"] * 3600.0 / abs(rate)
    return Current(rate * one_hour), system["capFrac"] * device.capacity / abs(rate * one_hour)


def _approached(
    system: ConfigFile, control: Control, duration: float, start_voltage: float
) -> Control:
    if system["tramp"] == 0 or system["profileType"] == "CC" and system["Crate"] == 0:
        return control
    start = Voltage(start_voltage) if isinstance(control, Voltage) else None
    return Approach(control, time_constant=system["tramp"] * duration, start=start)


def _segments(system: ConfigFile, start_voltage: float) -> tuple[Control, float]:
    ramp, unit, now = system["tramp"], _unit(system), 0.0
    volts = isinstance(unit, Voltage)
    times, values, last = [0.0], [start_voltage if volts else 0.0], 0.0
    for value, minutes in system["segments"]:
        if ramp >= 60 * minutes:
            raise SpecError(
                str(system.path),
                f"[Sim Params] tramp = {ramp:g} s is not within a segment of {minutes:g} min.",
            )
        last = now + 60 * minutes
        times += [now + ramp, last]
        values += [value, value]
        now = last
    if ramp == 0:  # no ramp from the start: the first point would be a jump at once
        times, values = times[1:], values[1:]
    return Table(unit, tuple(times), tuple(values)), last


def _unit(system: ConfigFile) -> Control:
    """The control whose multiples the segments are."""
    if system["profileType"] == "CVsegments":
        return Voltage(1.0)
    one_hour = system["1C_current_density"]
    return CRate(1.0) if one_hour is None else Current(one_hour)


def _cutoffs(system: ConfigFile, control: Control) -> tuple[Cutoff, ...]:
    low, high = system["Vmin"], system["Vmax"]
    found: list[Cutoff] = []
    if low > -NO_LIMIT:
        found.append(VoltageBelow(low))
    if high < NO_LIMIT:
        found.append(VoltageAbove(high))
    if isinstance(control, Table):
        fills, empties = max(control.values) > 0, min(control.values) < 0
    else:
        fills, empties = system["Crate"] > 0, system["Crate"] < 0
    if fills:
        found.append(FillingAbove(1 - FILLING_FLOOR))
    if empties:
        found.append(FillingBelow(FILLING_FLOOR))
    return tuple(found)
