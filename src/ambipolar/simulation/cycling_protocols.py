"""Protocols of batteries: cycles, drive cycles from files, and lists of steps in words.

A list written for ``pybamm.Experiment`` is read as it is, see :func:`experiment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.errors import ParameterError, SpecError, suggestion
from ..core.units import to_si
from .protocol.c_rate import Number, read_c_rate
from .protocol.controls import Control, CRate, Rest, Table, Voltage
from .protocol.cutoffs import CRateBelow, VoltageAbove, VoltageBelow
from .protocol.step import Protocol, Step, joined
from .protocol.tables import control_of, longer, read_table
from .protocol.text_steps import read_drive, read_step

#: "Run US06 (A) for 20 seconds": name and unit of a drive cycle, and what follows
_RUN = re.compile(r"\s*run\s+(.+?)\s*\(\s*(A|W|V|C)\s*\)(?:\s+for\s+(.+?))?\s*", re.IGNORECASE)
_PERIOD = re.compile(r"(.*?)\s*\(\s*([^()]+?)\s+period\s*\)\s*", re.IGNORECASE)
_TEMPERATURE = re.compile(r"\bat\s+-?[\d.]+\s*oC", re.IGNORECASE)


def cycle(
    charge: Number | Protocol = "C/2",
    discharge: Number | Protocol = "C/2",
    *,
    upper_voltage: Number | None = None,
    lower_voltage: Number | None = None,
    until_c_rate: Number | None = "C/20",
    rest: Number | None = None,
    rest_after_discharge: Number | None = None,
    discharge_first: bool = False,
    repeat: int = 1,
    period: Number | None = None,
    samples: int | None = None,
) -> Protocol:
    """Charge to a voltage, hold it, rest, discharge to a voltage, rest: ``repeat`` cycles.

    Parameters
    ----------
    charge, discharge : a C-rate ("C/2", 0.5), a current or power ("3 A/m^2", "1.5 A", "2 W"), or a
        whole protocol, for example of several stages; that one has its own cut-offs.
    upper_voltage, lower_voltage : where charge and discharge end.
    until_c_rate : where the hold at ``upper_voltage`` ends; None for none.
    rest, rest_after_discharge : after the charge and, unless given, after the discharge as well.
    discharge_first : begin with the discharge.

    Raises
    ------
    ParameterError
        for a charge or discharge without its voltage.
    """
    sampling = _sampling(period, samples)
    up = _half(charge, -1, upper_voltage, "charge", sampling)
    if until_c_rate is not None and not isinstance(charge, Protocol):
        hold = Voltage(to_si(upper_voltage, "V", "upper_voltage"))
        cutoff = CRateBelow(read_c_rate(until_c_rate, "until_c_rate"))
        up += (Step(hold, cutoffs=(cutoff,), label=f"Hold at {hold.label}", **sampling),)
    down = _half(discharge, 1, lower_voltage, "discharge", sampling)
    after = rest if rest_after_discharge is None else rest_after_discharge
    up += _rest(rest, "rest", sampling)
    down += _rest(after, "rest_after_discharge", sampling)
    steps = down + up if discharge_first else up + down
    return Protocol(steps, "Cycling").as_cycle() * repeat


def _sampling(period: Number | None, samples: int | None) -> dict[str, Any]:
    if samples is not None and (isinstance(samples, bool) or not isinstance(samples, int)):
        raise ParameterError("samples", f"must be a whole number, got {samples!r}.")
    spacing = None if period is None else to_si(period, "s", "period")
    return {"period": spacing, "samples": samples}


def _half(
    drive: Number | Protocol, sign: int, voltage: Number | None, name: str, sampling: dict[str, Any]
) -> tuple[Step, ...]:
    if isinstance(drive, Protocol):
        return drive.steps
    limit = "lower_voltage" if sign > 0 else "upper_voltage"
    if voltage is None:
        raise ParameterError(limit, f"is missing: where does the {name} end?")
    control = _drive(drive, sign, name)
    cutoff = (VoltageBelow if sign > 0 else VoltageAbove)(to_si(voltage, "V", limit))
    label = f"{name.capitalize()} at {control.label.lstrip('-')}"
    return (Step(control, cutoffs=(cutoff,), label=label, **sampling),)


def _drive(value: Number, sign: int, name: str) -> Control:
    if isinstance(value, str):
        try:
            return read_drive(value, sign)
        except SpecError as error:
            raise ParameterError(name, error.message, "Write 'C/2', '1.5 A' or '2 W'.") from None
    rate = read_c_rate(value, name)
    if rate <= 0:
        raise ParameterError(name, f"must be greater than zero, got {rate:g}.")
    return CRate(sign * rate)


def _rest(duration: Number | None, name: str, sampling: dict[str, Any]) -> tuple[Step, ...]:
    if duration is None:
        return ()
    return (Step(Rest(), to_si(duration, "s", name), label="Rest", **sampling),)


def drive_cycle(
    file: str | Path,
    *,
    stepwise: bool = False,
    scale: float = 1.0,
    duration: Number | None = None,
    until_below: Number | None = None,
    until_above: Number | None = None,
    repeat: int = 1,
    period: Number | None = None,
    samples: int | None = None,
    folder: Path | None = None,
) -> Protocol:
    """A table of times and currents, powers, C-rates or voltages from a CSV file.

    Two columns with a header: ``time`` and one of ``current``, ``power``, ``c_rate``, ``voltage``,
    each with a unit in brackets where it is not SI per area: ``time [min],current [A]``. Amperes
    and watts are those of the whole device. Positive discharges.

    Parameters
    ----------
    stepwise : each value holds until the next time; otherwise the table is linear between them.
    scale : multiplies the values.
    duration : cuts the table, or repeats it until then within the same step.
    until_below, until_above : voltages at which the step ends.
    repeat : cycles.
    folder : where a relative name begins; that of the specification.
    """
    control, times, values = read_table(Path(folder or "") / file)
    factor = to_si(scale, "1", "scale")
    seconds = None if duration is None else to_si(duration, "s", "duration")
    cutoffs = (
        *((VoltageBelow(to_si(until_below, "V", "until_below")),) if until_below else ()),
        *((VoltageAbove(to_si(until_above, "V", "until_above")),) if until_above else ()),
    )
    if seconds is not None:
        times, values = longer(times, values, seconds)
    table = Table(control, times, tuple(factor * v for v in values), stepwise)
    step = Step(table, seconds, cutoffs, label=Path(file).stem, **_sampling(period, samples))
    return Protocol((step,), Path(file).stem) * repeat


def experiment(
    steps: Sequence[Any],
    period: Number | None = None,
    *,
    drive_cycles: Mapping[str, Any] | None = None,
    repeat: int = 1,
    folder: Path | None = None,
) -> Protocol:
    """Steps in words, with cycles: a list written for ``pybamm.Experiment`` is read unchanged.

    Parameters
    ----------
    steps : text (``"Discharge at C/10 for 10 hours or until 3.3 V"``), steps, protocols, and
        tuples or lists of these, each of which is a **cycle**. Steps that stand outside of tuples
        form one cycle together with their neighbours. ``{"repeat": 100, "steps": [...]}`` stands
        for so many cycles.
    period : time between samples of the steps that give none.
    drive_cycles : tables by name for steps such as ``"Run US06 (A) for 20 minutes"``: a CSV file,
        or rows of time [s] and value. Without a duration a table runs once; it repeats until a
        longer duration has passed.

    Raises
    ------
    SpecError
        at the place of the first step that is not understood.
    """
    reader = _Reader(None if period is None else to_si(period, "s", "period"), drive_cycles, folder)
    found = reader.sequence(steps, "steps")
    return found * repeat


class _Reader:
    """Reads the entries of an experiment; equal texts become one step."""

    def __init__(
        self, period: float | None, tables: Mapping[str, Any] | None, folder: Path | None
    ) -> None:
        self._period, self._tables = period, tables or {}
        self._folder = Path(folder or "")
        self._known: dict[str, Step] = {}

    def sequence(self, entries: Any, path: str) -> Protocol:
        """Bare steps next to each other form one cycle, what is nested has cycles of its own."""
        if isinstance(entries, str):
            entries = [entries]
        if not isinstance(entries, Iterable) or isinstance(entries, Mapping):
            raise SpecError(path, f"expected a list of steps, got {entries!r}.")
        parts = [self._entry(entry, f"{path}.{index}") for index, entry in enumerate(entries)]
        if not parts:
            raise SpecError(path, "has no steps.", "Write for example 'Rest for 1 hour'.")
        return joined(parts)

    def _entry(self, entry: Any, where: str) -> Protocol:
        if isinstance(entry, Protocol):
            return _cycles(entry)
        if isinstance(entry, Mapping):
            return self._repeated(entry, where)
        if isinstance(entry, str | Step):
            return Protocol((self._step(entry, where),))
        return _cycles(self.sequence(entry, where))

    def _repeated(self, entry: Mapping[str, Any], where: str) -> Protocol:
        for key in entry:
            if key not in ("repeat", "steps"):
                advice = suggestion(str(key), ("repeat", "steps"))
                raise SpecError(f"{where}.{key}", "does not belong to a repetition.", advice)
        if "steps" not in entry:
            raise SpecError(f"{where}.steps", "is missing.", "These are the steps to repeat.")
        inner = _cycles(self.sequence(entry["steps"], f"{where}.steps"))
        try:
            return inner * entry.get("repeat", 1)
        except ParameterError as error:
            raise SpecError(f"{where}.repeat", error.detail, error.advice) from None

    def _step(self, entry: str | Step, where: str) -> Step:
        if isinstance(entry, Step):
            return self._sampled(entry)
        if entry not in self._known:
            self._known[entry] = self._sampled(self._run(entry, where) or _read(entry, where))
        return self._known[entry]

    def _sampled(self, step: Step) -> Step:
        if self._period is None or step.period is not None or step.samples is not None:
            return step
        return replace(step, period=self._period)

    def _run(self, text: str, where: str) -> Step | None:
        """A drive cycle, or nothing where the text is another step."""
        spaced = _PERIOD.fullmatch(text)
        found = _RUN.fullmatch(spaced[1] if spaced else text)
        if found is None:
            return None
        name, unit, duration = found[1], found[2].upper(), found[3]
        if name not in self._tables:
            advice = suggestion(name, self._tables) or "Give it in drive_cycles={...}."
            raise SpecError(where, f"there is no drive cycle {name!r}.", advice)
        try:
            times, values = self._table(self._tables[name])
            seconds = None if duration is None else to_si(duration, "s")
            if seconds is not None:
                times, values = longer(times, values, seconds)
            period = to_si(spaced[2], "s") if spaced else None
            table = Table(control_of({"C": "1"}.get(unit, unit)), times, values)
            return Step(table, seconds, period=period, label=text)
        except ParameterError as error:
            raise SpecError(where, f"cannot read {text!r}: {error.message}", error.advice) from None

    def _table(self, source: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
        if isinstance(source, str | Path):
            _, times, values = read_table(self._folder / source, units=False)
            return times, values
        try:
            rows = [(float(t), float(v)) for t, v in source]
        except (TypeError, ValueError):
            message = "expected a file or rows of time and value."
            raise ParameterError("drive_cycles", message) from None
        return tuple(t for t, _ in rows), tuple(v for _, v in rows)


def _cycles(protocol: Protocol) -> Protocol:
    return protocol if protocol.cycles else protocol.as_cycle()


def _read(text: str, where: str) -> Step:
    if _TEMPERATURE.search(text):
        raise SpecError(
            where,
            f"{text!r} sets a temperature, which belongs to the device.",
            "Set the temperature of the device.",
        )
    return read_step(text, where)
