"""Where a segment starts: inputs of its control, and a state consistent with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..core.errors import InitialisationError
from ..numerics.compile import Compiled
from ..numerics.initialise import consistent_state
from .protocol.scales import DeviceScales
from .protocol.segment import Mode, Segment

WEIGHTS = {
    Mode.CURRENT: "current_weight",
    Mode.VOLTAGE: "voltage_weight",
    Mode.POWER: "power_weight",
    Mode.RESISTANCE: "load_weight",
}

#: smallest share of the way from rest to a set point that is tried
SMALLEST_STRIDE = 1e-4
#: Newton iterations for one stride: it starts next to its solution
STRIDE_ITERATIONS = 30


def controls_of(segment: Segment, scales: DeviceScales) -> dict[str, float]:
    """Inputs of the control equation and of the cut-offs of a segment."""
    values = {f"control.{w}": 1.0 if mode is segment.mode else 0.0 for mode, w in WEIGHTS.items()}
    values |= {
        "control.value": segment.value,
        "control.slope": segment.slope,
        "control.approach": segment.approach,
        "control.time_constant": segment.time_constant,
    }
    for cutoff in segment.cutoffs:
        quantity, side, threshold = cutoff.threshold(scales)
        values[f"{quantity}.{side}"] = threshold
    return values


def initial_state(
    compiled: Compiled, device: Any, start: Mapping[str, np.ndarray] | None
) -> np.ndarray:
    """The initial guess of a device, or the state to restart from."""
    y = compiled.initial(compiled.input_vector(device, {})).full().ravel()
    for name, part in compiled.slices().items():
        if start is not None and name in start:
            y[part] = np.asarray(start[name]).ravel(order="F")
    return y


def start_filling(compiled: Compiled, device: Any, start: Mapping[str, np.ndarray] | None) -> float:
    """Mean filling at the start."""
    p = compiled.input_vector(device, {})
    return _observed(compiled, initial_state(compiled, device, start), p, "filling")


def state_under_control(
    compiled: Compiled, guess: np.ndarray, p: np.ndarray, mode: Mode
) -> np.ndarray:
    """The state consistent with the control in ``p``, found from the one before.

    Where the direct iteration fails, as for a voltage far from the present one, the set point
    is walked to from rest.

    Raises
    ------
    InitialisationError
        when there is no way to the set point.
    """
    try:
        return consistent_state(compiled, guess, p)
    except InitialisationError:
        if mode is Mode.RESISTANCE or not np.all(np.isfinite(p)):
            raise
        try:
            return _walk(compiled, guess, p, mode)
        except _NoWay:
            pass
        raise


class _NoWay(Exception):
    """The walk from rest got stuck."""


def _walk(compiled: Compiled, guess: np.ndarray, p: np.ndarray, mode: Mode) -> np.ndarray:
    place = {name: start for name, (start, _) in compiled.input_index.items()}
    rest = p.copy()
    for name in (*WEIGHTS.values(), "value", "slope", "approach"):
        rest[place[f"control.{name}"]] = 1.0 if name == "current_weight" else 0.0
    try:
        y = consistent_state(compiled, guess, rest)
    except InitialisationError:
        raise _NoWay from None
    value = place["control.value"]
    origin = _observed(compiled, y, rest, "voltage") if mode is Mode.VOLTAGE else 0.0
    target = p[value] - p[place["control.approach"]]  # the set point at the first instant
    step = p.copy()
    step[place["control.approach"]] = 0.0
    reached, stride = 0.0, 0.25
    while reached < 1.0:
        share = min(reached + stride, 1.0)
        step[value] = origin + share * (target - origin)
        try:
            y = consistent_state(compiled, y, step, iterations=STRIDE_ITERATIONS)
        except InitialisationError:
            stride /= 2
            if stride < SMALLEST_STRIDE:
                raise _NoWay from None
        else:
            reached, stride = share, 1.3 * stride
    return y


def _observed(compiled: Compiled, y: np.ndarray, p: np.ndarray, name: str) -> float:
    return float(compiled.observe(0.0, y, p)[list(compiled.observables).index(name)])
