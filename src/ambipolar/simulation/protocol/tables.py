"""Waveforms from files: two columns with names and units."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

from ...core.errors import ParameterError, UnitError, suggestion
from ...core.units import to_si
from .controls import Control, CRate, Current, Power, TotalCurrent, TotalPower, Voltage

Numbers = tuple[float, ...]

#: what one unit of a column drives; the first unit that fits that of the column
_UNITS: dict[str, Control] = {
    "A/m^2": Current(1.0), "A": TotalCurrent(1.0), "W/m^2": Power(1.0), "W": TotalPower(1.0),
    "V": Voltage(1.0), "1": CRate(1.0),
}  # fmt: skip
_COLUMNS = {
    "current": ("A/m^2", "A"), "power": ("W/m^2", "W"), "voltage": ("V",), "c_rate": ("1",),
}  # fmt: skip
_HEADER = re.compile(r"\s*([^\[\(]+?)\s*(?:[\[\(]\s*(.*?)\s*[\]\)])?\s*")


def control_of(unit: str) -> Control:
    """The control of which the numbers of a table are multiples."""
    return _UNITS[unit]


def read_table(path: Path, units: bool = True) -> tuple[Control, Numbers, Numbers]:
    """Control, times [s] and values of a CSV file with the columns ``time`` and one other.

    With ``units=False`` a header is not needed: numbers are seconds and what the caller says.

    Raises
    ------
    ParameterError
        for a file that cannot be read, naming the row or the column.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError("file", f"cannot read {str(path)!r}: {error}.") from None
    header = rows[0] if rows and _numbers(rows[0]) is None else None
    control, second, factor = Current(1.0), 1.0, 1.0
    if units:
        if header is None:
            raise ParameterError(
                "file", f"{path.name} has no header.", "Write 'time [s],current [A]' above it."
            )
        second, control, factor = _read_header(header, path.name)
    numbers = []
    for line, row in enumerate(rows[1:] if header else rows, 2 if header else 1):
        found = _numbers(row)
        if found is None:
            raise ParameterError("file", f"row {line} of {path.name} is not two numbers: {row!r}.")
        numbers.append(found)
    if len(numbers) < 2:
        raise ParameterError("file", f"{path.name} has fewer than two rows.")
    start = numbers[0][0]
    times = tuple(second * (t - start) for t, _ in numbers)
    return control, times, tuple(factor * v for _, v in numbers)


def longer(times: Numbers, values: Numbers, duration: float) -> tuple[Numbers, Numbers]:
    """A table repeated until it lasts for ``duration`` [s].

    From the end of one round to the start of the next the table takes its first interval.
    """
    last = times[-1]
    if duration <= last:
        return times, values
    step = times[1] - times[0]
    rounds = math.ceil(duration / last)
    if rounds * len(times) > 1_000_000:
        raise ParameterError("duration", f"repeats the table {rounds} times.", "Shorten it.")
    shifted = tuple(t + k * (last + step) for k in range(rounds) for t in times)
    return shifted, values * rounds


def _read_header(header: list[str], file: str) -> tuple[float, Control, float]:
    """Seconds for each unit of time, control, and its units for each unit of the column."""
    columns = [_HEADER.fullmatch(text) for text in header]
    if len(header) != 2 or not all(columns):
        raise ParameterError("file", f"{file} needs two columns, has {header!r}.")
    (time, clock), (name, unit) = ((c[1], c[2]) for c in columns if c)
    name = name.lower().replace("-", "_").replace(" ", "_")
    if time.lower() not in ("time", "t"):
        raise ParameterError("file", f"the first column of {file} is {time!r}, not the time.")
    if name not in _COLUMNS:
        advice = suggestion(name, _COLUMNS)
        raise ParameterError("file", f"{file} has a column {name!r}.", advice)
    second = 60.0 if clock == "m" else to_si(f"1 {clock}", "s") if clock else 1.0
    for known in _COLUMNS[name]:
        if not unit or unit in ("1", "-", "C", "C-rate"):
            break
        try:
            return second, _UNITS[known], to_si(f"1 {unit}", known)
        except UnitError:
            continue
    else:
        wanted = " or ".join(_COLUMNS[name])
        raise ParameterError("file", f"the {name} of {file} in {unit!r} is not in {wanted}.")
    return second, _UNITS[_COLUMNS[name][0]], 1.0


def _numbers(row: list[str]) -> tuple[float, float] | None:
    try:
        first, second = (float(cell) for cell in row)
    except ValueError:
        return None
    return first, second
