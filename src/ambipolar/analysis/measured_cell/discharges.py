"""Measured discharges at constant current, and how well a cell reproduces them."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import SpecError
from ...numerics.settings import SolverSettings
from ...simulation.protocols import discharge
from ...simulation.run import run

MAX_BYTES = 100_000_000
#: what begins the name of a column
COLUMNS = {
    "time": r"time",
    "current": r"(current|i)(?![a-z])",
    "voltage": r"(voltage|u|v)(?![a-z])",
}
#: largest spread of a current that counts as constant, as a share of its median
SPREAD = 0.05
#: the middle of a discharge, as shares of its duration
MIDDLE = (0.05, 0.95)
#: fillings of particles come as near to 0 and 1 as this resolves
SETTINGS = SolverSettings(absolute_tolerance=1e-10)
SAMPLES = 1500


@dataclass(frozen=True)
class MeasuredDischarge:
    """One discharge at constant current.

    Attributes
    ----------
    name : what it is called in tables and figures.
    time : [s], (n,), from 0.
    voltage : [V], (n,).
    current : of the cell [A], positive on discharge.
    """

    name: str
    time: np.ndarray
    voltage: np.ndarray
    current: float

    @property
    def charge(self) -> np.ndarray:
        """Charge passed [C], (n,)."""
        return self.time * self.current


@dataclass(frozen=True)
class Agreement:
    """The voltage of a simulation at the times of a measurement [V].

    A simulation that has ended stays at its last voltage, so that a discharge that is too short
    counts as much as one that is too long.
    """

    measured: MeasuredDischarge
    voltage: np.ndarray
    curve: tuple[np.ndarray, np.ndarray]  #: times [s] and voltages [V] of the whole simulation

    @property
    def end(self) -> float:
        """Time at which the simulation ended [s]."""
        return float(self.curve[0][-1])

    @property
    def difference(self) -> np.ndarray:
        """Simulation minus measurement [V], (n,)."""
        return self.voltage - self.measured.voltage

    @property
    def rms(self) -> float:
        """Root mean square of the difference over the whole curve [V]."""
        return _rms(self.difference)

    @property
    def rms_middle(self) -> float:
        """The same from 5 to 95 % of the duration [V]."""
        time = self.measured.time
        inside = (time >= MIDDLE[0] * time[-1]) & (time <= MIDDLE[1] * time[-1])
        return _rms(self.difference[inside])

    @property
    def capacity_error(self) -> float:
        """Simulated over measured duration, less one."""
        return self.end / float(self.measured.time[-1]) - 1.0


def compare_discharge(
    cell: Any, measured: MeasuredDischarge, settings: SolverSettings = SETTINGS
) -> Agreement:
    """Discharge a cell at the measured current to the last measured voltage.

    Raises
    ------
    SpecError
        for a cell that does not know the area of its electrodes.
    """
    if cell.electrode_area is None:
        raise SpecError("electrode_area", "is missing: the current per area is unknown.")
    protocol = discharge(
        current=measured.current / cell.electrode_area,
        until_voltage=float(measured.voltage[-1]),
        samples=SAMPLES,
    )
    solution = run(cell, protocol, settings)
    time, voltage = solution["time"].values, solution["voltage"].values
    return Agreement(measured, np.interp(measured.time, time, voltage), (time, voltage))


def read_discharge(path: str | Path, name: str = "") -> MeasuredDischarge:
    """Read a discharge from a CSV file with columns of time [s], current [A] and voltage [V].

    Columns are found by their names: ``Time ...``, ``I...`` or ``Current ...``, ``U...``,
    ``V...`` or ``Voltage ...``. The sign of the current does not matter; its median is taken.

    Raises
    ------
    SpecError
        naming file and line, for a file that cannot be read, missing columns, entries that are
        not finite numbers, times that do not increase, and a current that is not constant.
    """
    rows = _rows(Path(path))
    header = [title.strip() for title in rows[0]] if rows else []
    places = {what: _place(header, pattern) for what, pattern in COLUMNS.items()}
    missing = [what for what, place in places.items() if place is None]
    if missing:
        raise SpecError(str(path), f"has no column of {', '.join(missing)}.", "Name the columns.")
    if len(rows) < 6:
        raise SpecError(str(path), f"has {len(rows) - 1} rows; at least five are compared.")
    table = {
        what: np.array([_number(row, place, n + 2, path) for n, row in enumerate(rows[1:])])
        for what, place in places.items()
    }
    time, current = table["time"], np.abs(table["current"])
    if np.any(np.diff(time) <= 0):
        line = 3 + int(np.argmax(np.diff(time) <= 0))
        raise SpecError(f"{path}, line {line}", "the time does not increase.", "Sort the rows.")
    median = float(np.median(current))
    apart = np.abs(current - median) > SPREAD * median
    if median == 0.0 or np.mean(apart) > 0.01:
        raise SpecError(str(path), "the current is not constant.", "Cut one discharge out.")
    return MeasuredDischarge(name or Path(path).stem, time - time[0], table["voltage"], median)


def thinned(measured: MeasuredDischarge, points: int) -> MeasuredDischarge:
    """The same discharge at fewer, evenly spaced times."""
    time = np.linspace(0.0, 1.0, points) * measured.time[-1]
    voltage = np.interp(time, measured.time, measured.voltage)
    return replace(measured, time=time, voltage=voltage)


def _rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB.")
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = [row for row in csv.reader(opened) if row and not row[0].startswith("#")]
    except UnicodeDecodeError:
        raise SpecError(str(path), "is not a text file in UTF-8.") from None
    except csv.Error as error:
        raise SpecError(str(path), f"is not a table: {error}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SpecError(str(path), f"cannot be read: {reason}.", "Check the name.") from None
    return rows


def _place(header: list[str], pattern: str) -> int | None:
    found = (i for i, title in enumerate(header) if re.match(pattern, title, re.IGNORECASE))
    return next(found, None)


def _number(row: list[str], place: int | None, line: int, path: str | Path) -> float:
    assert place is not None
    try:
        value = float(row[place])
    except (IndexError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise SpecError(
            f"{path}, line {line}",
            f"expected a finite number in column {place + 1}.",
            "The file may be truncated.",
        )
    return value
