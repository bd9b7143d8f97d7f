"""How a step becomes numbers: its natural end, its default cut-offs, its sampling times."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from .cutoffs import Cutoff, FillingAbove, FillingBelow
from .scales import DeviceScales
from .segment import Mode, SetPoint

#: fillings at which a step that passes charge ends unless it has its own filling cut-offs
FILLING_LIMITS = (0.001, 0.999)
EMPTY, FULL = (FillingBelow(FILLING_LIMITS[0]),), (FillingAbove(FILLING_LIMITS[1]),)
#: a step with a driven current and no duration ends when this many capacities have passed
CAPACITIES = 1.05
#: longest hold or rest that has cut-offs but no duration [s]
LONGEST_HOLD = 24 * 3600.0
#: bounds of the voltage magnitude [V] that bound the time of power and load steps
LARGEST_VOLTAGE, SMALLEST_VOLTAGE = 5.0, 0.1
DEFAULT_SAMPLES = 200
MAX_SAMPLES = 1_000_000


def natural_duration(point: SetPoint, cutoffs: tuple[Cutoff, ...], scales: DeviceScales) -> float:
    """Longest time [s] of a step for which the user gave no duration.

    A current ends when 1.05 capacities have passed, or the charge of all sites where that is
    more. Power P takes at most 1.05 Q 5 V / P and a load R at most 1.05 Q R / 0.1 V. Holds and
    rests must have a cut-off, and last at most a day.

    Raises
    ------
    ParameterError
        for a hold, a rest or a zero set point without a cut-off.
    """
    charge, size = CAPACITIES * scales.largest_charge, abs(point.value)
    if point.mode is Mode.RESISTANCE:
        return charge * size / SMALLEST_VOLTAGE
    if point.mode is Mode.VOLTAGE or size == 0:
        if not cutoffs:
            raise ParameterError(
                "duration",
                "a hold or rest never ends by itself.",
                "Give a duration ('for 1 hour') or a cut-off ('until C/50').",
            )
        return LONGEST_HOLD
    lost = point.time_constant * abs(point.approach) / size  # charge missed during the approach
    return charge * (1.0 if point.mode is Mode.CURRENT else LARGEST_VOLTAGE) / size + lost


def default_cutoffs(
    point: SetPoint, duration: float, given: tuple[Cutoff, ...]
) -> tuple[Cutoff, ...]:
    """Filling limits that the charge of this piece can reach, unless the step has its own."""
    if point.mode is Mode.VOLTAGE or any(isinstance(c, FillingAbove | FillingBelow) for c in given):
        return ()
    low, high = point.limits(duration)
    if point.mode is Mode.RESISTANCE:
        low = 0.0  # a load discharges; it cannot drive the host beyond zero voltage
    return (EMPTY if low < 0 else ()) + (FULL if high > 0 else ())


def check_reachable(
    cutoff: Cutoff, points: tuple[SetPoint, ...], durations: tuple[float, ...], scales: DeviceScales
) -> None:
    """Refuse a cut-off that the drive excludes.

    Raises
    ------
    ParameterError
        when no state of the device could end the step by this cut-off.
    """
    quantity, bound, value = cutoff.threshold(scales)
    limits = [p.limits(d) for p, d in zip(points, durations, strict=True)]
    low, high = min(a for a, _ in limits), max(b for _, b in limits)
    mode, reason = points[0].mode, ""
    beyond = low > value if bound == "lower" else high < value
    if mode is Mode.VOLTAGE and quantity == "voltage" and beyond:
        reason = f"the voltage is held from {low:g} to {high:g} V"
    if mode is Mode.CURRENT:
        if quantity == "current_magnitude" and (low > value or high < -value):
            reason = f"the current is held from {low:g} to {high:g} A/m^2"
        if quantity == "filling" and bound == "lower" and low >= 0:
            reason = "no current empties the host"
        if quantity == "filling" and bound == "upper" and high <= 0:
            reason = "no current fills the host"
        if quantity == "charge_passed_magnitude" and low == high == 0:
            reason = "no charge passes at rest"
    if reason:
        raise ParameterError(
            "cutoffs",
            f"{cutoff!r} can never be reached: {reason}.",
            "Change or remove it; current is positive on discharge, which fills the host.",
        )


def sample_times(
    duration: float, period: float | None, samples: int | None, relaxes: bool
) -> np.ndarray:
    """Output times [s] of a whole step, from 0 to ``duration``.

    Without a period or a number, 200 times: evenly spaced, or for holds and rests, which relax
    over many decades, half of them evenly and half geometrically from 1e-6 of the duration.

    Raises
    ------
    ParameterError
        for more than a million samples.
    """
    count = duration / period if period is not None else (samples or DEFAULT_SAMPLES)
    if count > MAX_SAMPLES:
        raise ParameterError(
            "period" if period is not None else "samples",
            f"asks for {count:.3g} samples; at most {MAX_SAMPLES} are stored.",
            "Sample less often.",
        )
    if period is not None:
        times = np.append(np.arange(0.0, duration, period), duration)
    elif samples is None and relaxes:
        half = DEFAULT_SAMPLES // 2
        decades = np.geomspace(1e-6 * duration, duration, half)
        times = np.union1d(np.linspace(0.0, duration, half + 1), decades)
        times[-1] = duration
    else:
        times = np.linspace(0.0, duration, samples or DEFAULT_SAMPLES)
    return _spaced(times)


def within(times: np.ndarray, start: float, end: float) -> np.ndarray:
    """The sampling times of a step that fall into its piece from ``start`` to ``end``.

    Counted from ``start``. The end always belongs to it, the start only at the start of the step.
    """
    margin = 1e-9 * (end - start)
    # a table has thousands of pieces: no search through all times for each of them
    low = np.searchsorted(times, start + margin, side="right")
    high = np.searchsorted(times, end - margin, side="left")
    first = [0.0] if start == 0 else []
    return np.concatenate([first, times[low:high] - start, [end - start]])


def _spaced(times: np.ndarray) -> np.ndarray:
    """Without times that differ by rounding only; the last one is kept."""
    keep = np.append(np.diff(times) > 1e-9 * times[-1], True)
    return times[keep]
