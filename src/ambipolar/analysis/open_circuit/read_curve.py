"""Measured voltage curves from CSV files."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...core.errors import SpecError

LEAST_POINTS = 8


@dataclass(frozen=True)
class Curve:
    """A measured curve, sorted by filling; the potential falls with the filling.

    ``capacity`` is what the capacity axis was divided by (None where fillings were given),
    ``note`` says how the filling was obtained.
    """

    filling: np.ndarray
    potential: np.ndarray  #: against the guest metal [V]
    source: str = ""
    capacity: float | None = None
    note: str = ""


def read_curve(path: str | Path, capacity: float | None = None) -> Curve:
    """Read two columns: filling (or specific capacity) and potential in V.

    A header, comment lines (#), commas, semicolons, tabs and blanks are understood; the order of
    the rows does not matter. A first column that exceeds 1 is a capacity: it is divided by
    ``capacity``, in the unit of the file, and turned round where the potential rises with it
    (charge passed on charging).

    Raises
    ------
    SpecError
        naming the file, and the line where there is one.
    """
    rows = _numbers(Path(path))
    if len(rows) < LEAST_POINTS:
        raise SpecError(
            str(path), f"has {len(rows)} points.", f"A curve needs at least {LEAST_POINTS}."
        )
    axis, potential = np.array(rows).T
    note, used = "filling as given", None
    if np.max(axis) > 1.0:
        used = capacity if capacity is not None else float(np.max(axis))
        if used <= 0 or np.max(axis) > used * (1 + 1e-9):
            raise SpecError(
                str(path), f"reaches {np.max(axis):g}, more than the capacity {used:g}.",
                "Give the theoretical capacity in the unit of the file.",
            )  # fmt: skip
        axis = axis / used
        note = f"capacity divided by {used:g}"
        if capacity is None:
            note += " (assumed: the largest value of the file)"
    if np.min(axis) < 0:
        raise SpecError(str(path), f"has a negative filling, {np.min(axis):g}.")
    if np.ptp(potential) < 1e-3 or np.ptp(axis) < 0.05:
        raise SpecError(str(path), "does not vary: a constant is not a curve.")
    if np.corrcoef(axis, potential)[0, 1] > 0:
        axis, note = 1 - axis, f"{note}, turned round: the potential rose with it"
    axis = np.clip(axis, 1e-6, 1 - 1e-6)
    order = np.argsort(axis, kind="stable")
    filling, groups = np.unique(axis[order], return_inverse=True)
    mean = np.bincount(groups, potential[order]) / np.bincount(groups)
    return Curve(filling, mean, Path(path).name, used, note)


def _numbers(path: Path) -> list[tuple[float, float]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(str(path), f"cannot be read: {error}.") from None
    found: list[tuple[float, float]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = _cells(line)
        try:
            pair = (float(cells[0]), float(cells[1]))
        except (ValueError, IndexError):
            if not found and number <= 3:  # a header
                continue
            raise SpecError(
                f"{path}, line {number}", f"expected two numbers, got {line.strip()[:60]!r}."
            ) from None
        if not all(map(math.isfinite, pair)):
            raise SpecError(f"{path}, line {number}", "is not finite.")
        found.append(pair)
    return found


def _cells(line: str) -> list[str]:
    for separator in (";", "\t", ","):
        if separator in line:
            return [c.strip() for c in next(csv.reader([line], delimiter=separator))]
    return line.split()
