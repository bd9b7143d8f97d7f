"""Compare a solution with a reference curve: measured, or computed by another code."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..core.errors import SpecError
from ..simulation.solution import Outcome, Solution

MAX_BYTES = 200_000_000
#: our variable -> names of its column, besides ``name [unit]`` as ``Solution.to_csv`` writes it
COLUMNS = {
    "time": ("time_s", "time"),
    "voltage": ("voltage_V", "voltage"),
    "current_density": ("current_density_A_m2",),
    "filling": ("filling_fraction_cathode", "filling"),
}
#: largest difference of the end times, as a fraction of the duration
END_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Comparison:
    """Differences at the times of a reference, solution minus reference.

    Attributes
    ----------
    time : times of the reference [s], (n,); those after the end of the solution are left out.
    voltage, reference : both voltages [V], (n,).
    counted : rows that ``median`` and ``maximum`` are about, (n,): all but the first, which
        depends on how a jump at the start is resolved, and but the ``end_row``.
    end_row : True when the solution ended at a cut-off between two of its samples and the last
        row of the reference lies there: the times of the ends are compared, not the voltages.
    end, reference_end : last times [s].
    missing : rows of the reference that the solution did not reach.
    others : largest absolute difference of further columns, by variable, over the counted rows.
    curve : times [s] and voltages [V] of the whole solution, for plots.
    """

    time: np.ndarray
    voltage: np.ndarray
    reference: np.ndarray
    counted: np.ndarray
    end_row: bool
    end: float
    reference_end: float
    missing: int
    others: Mapping[str, float] = field(default_factory=dict)
    curve: tuple[np.ndarray, np.ndarray] = (np.empty(0), np.empty(0))

    @property
    def difference(self) -> np.ndarray:
        """Solution minus reference [V], (n,)."""
        return self.voltage - self.reference

    @property
    def median(self) -> float:
        """Median of the absolute difference [V]."""
        return float(np.median(np.abs(self.difference[self.counted])))

    @property
    def maximum(self) -> float:
        """Largest absolute difference [V]."""
        return float(np.max(np.abs(self.difference[self.counted])))

    def passes(
        self, median: float = math.inf, maximum: float = math.inf, end: float = END_TOLERANCE
    ) -> bool:
        """Whether the limits [V] are kept and both end together.

        ``end`` is the largest difference of the end times as a fraction of the duration; it
        applies where the solution ended first or at a cut-off.
        """
        apart = abs(self.end - self.reference_end) / (self.reference_end - self.time[0])
        together = self.missing == 0 and (not self.end_row or apart <= end)
        return together and self.median <= median and self.maximum <= maximum

    def rows(self) -> list[dict[str, float | bool]]:
        """One mapping for each time, for tables."""
        columns = (self.time, self.voltage, self.reference, self.difference, self.counted)
        return [
            {"time_s": float(t), "voltage_V": float(v), "reference_V": float(r),
             "difference_V": float(d), "counted": bool(c)}
            for t, v, r, d, c in zip(*columns, strict=True)
        ]  # fmt: skip


def compare(solution: Solution, reference: str | Path) -> Comparison:
    """Compare the voltage of a solution with the columns ``time_s, voltage_V`` of a CSV file.

    The solution is interpolated linearly between its samples, so sample where the reference
    does. Columns of current density and filling are compared as well where they exist.

    Parameters
    ----------
    solution : the solution; a partial one is compared as far as it goes.
    reference : name of the CSV file, see :func:`read_reference`.

    Raises
    ------
    SpecError
        for a file that is not such a table, and when nothing overlaps.
    """
    table = read_reference(reference)
    times, voltages = solution["time"].values, solution["voltage"].values
    stated = table["time"]
    if len(times) == 0 or np.count_nonzero(stated <= times[-1]) < 2:
        end = f"ends at {times[-1]:g} s" if len(times) else "is empty"
        raise SpecError(
            str(reference),
            f"fewer than two rows lie within the solution, which {end}.",
            solution.status.message or "Compare runs of the same protocol.",
        )
    slack = 1e-9 * stated[-1]  # times that were rounded when the file was written
    reached = stated <= times[-1] + slack
    end_row = _ends_between(solution, times, stated, slack)
    inside = reached.copy()
    inside[-1] |= end_row
    counted = inside.copy()
    counted[0] = False
    counted[-1] &= not end_row
    if not np.any(counted):
        raise SpecError(str(reference), "has no row to compare between the start and the end.")
    others = {}
    for name in table.keys() - {"time", "voltage"}:
        if name in solution.dataset:
            ours = np.interp(stated, times, solution[name].values)
            others[name] = float(np.max(np.abs(ours - table[name])[counted]))
    return Comparison(
        time=stated[inside],
        voltage=np.interp(stated, times, voltages)[inside],
        reference=table["voltage"][inside],
        counted=counted[inside],
        end_row=end_row,
        end=float(times[-1]),
        reference_end=float(stated[-1]),
        missing=int(np.count_nonzero(~inside)),
        others=others,
        curve=(times, voltages),
    )


def _ends_between(solution: Solution, times: np.ndarray, stated: np.ndarray, slack: float) -> bool:
    """Whether only the last row of the reference lies beyond the last sample before a cut-off."""
    if solution.status.outcome is not Outcome.CUTOFF or len(times) < 2:
        return False
    last_sample = times[-2] + slack
    return bool(stated[-1] > last_sample and stated[-2] <= last_sample)


def read_reference(path: str | Path) -> dict[str, np.ndarray]:
    """Columns of a reference by the name of our variable; ``time`` and ``voltage`` at least.

    Columns are named ``time_s`` and ``voltage_V``, or ``time [s]`` and ``voltage [V]`` as
    ``Solution.to_csv`` writes them; lines that start with ``#`` are left out.

    Raises
    ------
    SpecError
        naming file and line, for a file that cannot be read, missing columns, entries that are
        not finite numbers, and times that do not increase.
    """
    name = str(path)
    rows = _rows(Path(path))
    header = [h.strip() for h in rows[0][1]] if rows else []
    places = {ours: _place(header, ours, names) for ours, names in COLUMNS.items()}
    for needed in ("time", "voltage"):
        if places[needed] is None:
            raise SpecError(
                name,
                f"has no column {COLUMNS[needed][0]}; found {', '.join(header) or 'nothing'}.",
                "The first line names the columns, e.g. time_s,voltage_V.",
            )
    if len(rows) < 4:
        raise SpecError(name, f"has {max(len(rows) - 1, 0)} rows; at least three are compared.")
    table = {
        ours: np.array([_number(row, place, line, name) for line, row in rows[1:]])
        for ours, place in places.items()
        if place is not None
    }
    later = np.diff(table["time"]) > 0
    if not np.all(later):
        line = rows[2 + int(np.argmin(later))][0]
        raise SpecError(f"{name}, line {line}", "the time does not increase.", "Sort the rows.")
    return table


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Numbered lines that hold something."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB.")
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened)
            rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise SpecError(str(path), "is not a text file in UTF-8.") from None
    except csv.Error as error:
        raise SpecError(str(path), f"is not a table: {error}.") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or error
        raise SpecError(str(path), f"cannot be read: {reason}.", "Check the name.") from None
    return [(n, row) for n, row in rows if any(map(str.strip, row)) and not row[0].startswith("#")]


def _place(header: list[str], ours: str, names: tuple[str, ...]) -> int | None:
    for index, title in enumerate(header):
        if title in names or re.fullmatch(rf"{ours} \[.*\]", title):
            return index
    return None


def _number(row: list[str], place: int, line: int, name: str) -> float:
    try:
        value = float(row[place])
    except (IndexError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        text = repr(row[place]) if place < len(row) else "nothing"
        raise SpecError(
            f"{name}, line {line}",
            f"expected a finite number in column {place + 1}, got {text:.60}.",
            "The file may be truncated.",
        )
    return value
