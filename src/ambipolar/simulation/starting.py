"""Where a segment starts: inputs of its control, and a state consistent with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..core.errors import InitialisationError, ParameterError, suggestion
from ..numerics.compile import Compiled
from ..numerics.initialise import consistent_state
from .continuation import check_state
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
    """Inputs of the control equations, switches and cut-offs of a segment."""
    values = {f"switch.{name}": state for name, state in segment.switches}
    for terminal, point in segment.set_points().items():
        values |= {
            f"{terminal}.{w}": 1.0 if mode is point.mode else 0.0 for mode, w in WEIGHTS.items()
        }
        values |= {
            f"{terminal}.value": point.value,
            f"{terminal}.slope": point.slope,
            f"{terminal}.approach": point.approach,
            f"{terminal}.time_constant": point.time_constant,
        }
        if point.train is not None:
            values |= {f"{terminal}.{k}": v for k, v in point.train.inputs().items()}
    for cutoff in segment.cutoffs:
        quantity, side, threshold = cutoff.threshold(scales)
        values[f"{quantity}.{side}"] = threshold
    return values


class Inputs:
    """The inputs of one device: its own numbers are looked up once, controls for every segment."""

    def __init__(self, compiled: Compiled, device: Any) -> None:
        self.own = compiled.input_vector(device, {})  #: with every control at its default
        self._places = {name: start for name, (start, _) in compiled.input_index.items()}

    def __call__(self, controls: Mapping[str, float]) -> np.ndarray:
        """All inputs, with these controls; those that are not given keep their default."""
        p = self.own.copy()
        for name, value in controls.items():
            if name in self._places:
                p[self._places[name]] = value
        return p


def initial_state(
    compiled: Compiled, p: np.ndarray, start: Mapping[str, np.ndarray] | None
) -> np.ndarray:
    """The initial guess of a device with the inputs ``p``, or the state to restart from.

    Raises
    ------
    ParameterError
        for the state of another device.
    """
    if start is not None:
        check_state(compiled, start)
    y = compiled.initial(p).full().ravel()
    for name, part in compiled.slices().items():
        if start is not None and name in start:
            y[part] = np.asarray(start[name]).ravel(order="F")
    return y


def at_terminals(compiled: Compiled, segment: Segment) -> Segment:
    """The segment itself; a rest of a device with several terminals leaves all at their default."""
    point = segment.set_point
    rests = segment.mode is Mode.CURRENT and segment.train is None
    if "control.value" in compiled.input_index or not rests:
        return segment
    if any(point(t) != 0.0 for t in (0.0, segment.duration)) or segment.approach != 0.0:
        return segment
    return replace(segment, mode=Mode.TERMINALS)


def check_known(compiled: Compiled, segment: Segment, values: Mapping[str, float]) -> None:
    """Refuse terminals, switches and cut-off quantities that the device does not have.

    Raises
    ------
    ParameterError
        naming what the device has; also when every one of several terminals floats.
    """
    terminals = _with_ending(compiled, ".voltage_weight")
    for name in values:
        if name in compiled.input_index:
            continue
        part, _, what = name.rpartition(".")
        if part == "switch":
            known = [
                n.removeprefix("switch.") for n in compiled.defaults if n.startswith("switch.")
            ]
            message = f"the device has no switch {what!r}."
            raise ParameterError("switches", message, suggestion(what, known))
        if what in ("lower", "upper"):
            message = f"the device has no {part.replace('_', ' ')} to end a step at."
            raise ParameterError("cutoffs", message, "Give the step a duration.")
        if what.startswith("pulse_"):
            raise ParameterError(
                "control", "the device takes no train of pulses.",
                "Use protocols.pulses, which makes each pulse a step.",
            )  # fmt: skip
        message = f"the device has no terminal {part!r}."
        raise ParameterError("terminals", message, suggestion(part, terminals))
    weights = [
        values.get(f"{t}.voltage_weight", compiled.defaults[f"{t}.voltage_weight"])
        for t in terminals
    ]
    if len(terminals) > 1 and not any(weights):
        raise ParameterError(
            "terminals",
            f"all of them float in the step {segment.label!r}: no potential is defined.",
            f"Ground one of {', '.join(terminals)}.",
        )


def _with_ending(compiled: Compiled, ending: str) -> list[str]:
    return [n.removesuffix(ending) for n in compiled.defaults if n.endswith(ending)]


def start_filling(
    compiled: Compiled, p: np.ndarray, start: Mapping[str, np.ndarray] | None
) -> float:
    """Mean filling at the start."""
    return _observed(compiled, initial_state(compiled, p, start), p, "filling")


def state_under_control(
    compiled: Compiled, guess: np.ndarray, p: np.ndarray, segment: Segment
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
        if segment.mode is Mode.RESISTANCE or not np.all(np.isfinite(p)):
            raise
        try:
            if segment.mode is Mode.TERMINALS:
                return _walk_terminals(compiled, guess, p, segment)
            return _walk(compiled, guess, p, segment.mode)
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

    def set_point(share: float) -> np.ndarray:
        step[value] = origin + share * (target - origin)
        return step

    return _stride(compiled, y, set_point)


def _walk_terminals(
    compiled: Compiled, guess: np.ndarray, p: np.ndarray, segment: Segment
) -> np.ndarray:
    """All set points of a device with several terminals grow together from zero."""
    places = [compiled.input_index[f"{name}.value"][0] for name, _ in segment.drives]

    def set_point(share: float) -> np.ndarray:
        step = p.copy()
        step[places] *= share
        return step

    return _stride(compiled, guess, set_point)


def _stride(
    compiled: Compiled, y: np.ndarray, set_point: Callable[[float], np.ndarray]
) -> np.ndarray:
    reached, stride = 0.0, 0.25
    while reached < 1.0:
        share = min(reached + stride, 1.0)
        step = set_point(share)
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
