"""Run a device through a protocol: the only loop over time in the package."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..core.errors import InitialisationError, ParameterError
from ..numerics.backends import Backend, Piece, Watch, backend_for
from ..numerics.compile import Compiled, compile_system
from ..numerics.evaluate import direct
from ..numerics.settings import SolverSettings
from .checkpoint import leaving
from .collect import dataset_of, references_of
from .continuation import Start, read_start
from .persistence import second_attempt
from .protocol.scales import DeviceScales
from .protocol.segment import Mode, Segment
from .protocol.sequence import Segments
from .recording import RunRecord
from .solution import Outcome, Solution, Status
from .specification.describe import describe_run
from .starting import (
    Inputs,
    at_terminals,
    check_known,
    controls_of,
    initial_state,
    start_filling,
    state_under_control,
)

log = logging.getLogger("ambipolar")


@dataclass(frozen=True)
class Progress:
    """Where a run stands; given to the observer of a run, many times a second."""

    time: float  #: simulated time [s]
    end: float  #: simulated time at the end if no cut-off intervenes [s]
    step: str  #: what is being done

    @property
    def share(self) -> float:
        """Share of the simulated time that has passed, from 0 to 1."""
        return min(self.time / self.end, 1.0) if self.end else 0.0


Observer = Callable[[Progress], None]


@dataclass(frozen=True)
class Plan:
    """A device and a protocol with every number resolved: what the loop over segments needs."""

    compiled: Compiled
    device: Any
    protocol: Any
    inputs: Inputs
    scales: DeviceScales
    segments: Segments
    start: Mapping[str, np.ndarray] | None
    time: float = 0.0  #: at the start [s]
    cycle: int = 0  #: number of the first cycle


class Driver(Protocol):
    """What takes a state through the segment with a given index."""

    def integrate(
        self, index: int, y: np.ndarray, p: np.ndarray, samples: np.ndarray,
        watch: Watch | None, stops: np.ndarray | None,
    ) -> Piece:  # fmt: skip
        """Integrate from a consistent state, see :class:`Backend`."""
        ...

    def instant(self, index: int, y: np.ndarray, p: np.ndarray) -> Piece:
        """The one row of a segment that ends as it begins."""
        ...


@dataclass(frozen=True)
class _States:
    """Takes states alone through the segments."""

    compiled: Compiled
    settings: SolverSettings
    backend: Backend

    def integrate(
        self, index: int, y: np.ndarray, p: np.ndarray, samples: np.ndarray,
        watch: Watch | None, stops: np.ndarray | None,
    ) -> Piece:  # fmt: skip
        piece = self.backend.integrate(y, p, samples, watch, stops)
        if not piece.failure or stops is not None:
            return piece
        return second_attempt(self.compiled, self.settings, piece, p, samples, y, watch)

    def instant(self, index: int, y: np.ndarray, p: np.ndarray) -> Piece:
        return Piece(np.zeros(1), y[None, :])


def run(
    device: Any,
    protocol: Any,
    settings: SolverSettings | None = None,
    *,
    start: Start = None,
    observer: Observer | None = None,
    save_cycles: int = 1,
    checkpoint: str | Path | None = None,
) -> Solution:
    """Run ``device`` through ``protocol``.

    Parameters
    ----------
    device : a device record, for example ``SingleParticle``.
    protocol : a ``Protocol`` (see ``ambipolar.protocols``).
    settings : tolerances and back end.
    start : an earlier solution or the file of one, which is continued (time, charge and cycles go
        on), or its ``final_state``, from which a new clock starts.
    observer : called with the :class:`Progress` of the run.
    save_cycles : samples are kept of every cycle (1), of every n-th and the last (n), or only the
        last sample of all (0); ``solution.cycles`` has a line for each cycle in any case.
    checkpoint : file that holds the state after a finished cycle while the run goes on, not more
        than ten seconds old or, after an interrupt, that of the last one; at the end it holds the
        solution.

    Returns
    -------
    Solution
        also when the run failed: look at ``.status``, or call ``.check()`` to raise.

    Raises
    ------
    ParameterError
        for a protocol that asks for what the device does not have, or the state of another device.
    """
    if isinstance(save_cycles, bool) or not isinstance(save_cycles, int) or save_cycles < 0:
        raise ParameterError("save_cycles", f"must be 0, 1, 2, ..., got {save_cycles!r}.")
    settings = settings or SolverSettings()
    began = time.perf_counter()
    compiled = compile_system(device)
    driver = _States(compiled, settings, backend_for(compiled, settings))
    built = time.perf_counter()
    plan = prepare(compiled, device, protocol, start)
    record = RunRecord(compiled, save_cycles, plan.cycle)
    with leaving(checkpoint, record, lambda r: solution_of(plan, settings, r, ("", ""))):
        failure = drive(plan, driver, record, observer)
    solved = time.perf_counter()
    record.stats |= {"build_seconds": built - began, "solve_seconds": solved - built}
    solution = solution_of(plan, settings, record, failure)
    if checkpoint is not None:
        solution.save(checkpoint)
    return solution


def prepare(compiled: Compiled, device: Any, protocol: Any, start: Start) -> Plan:
    """Resolve the numbers of a protocol for a device.

    Raises
    ------
    ParameterError
        for a protocol that asks for what the device does not have, or the state of another device.
    """
    begin = read_start(start)
    state = begin.state
    inputs = Inputs(compiled, device)
    scales = DeviceScales.of(device, start_filling(compiled, inputs.own, state))
    segments = Segments.of(protocol.segments(scales)).changed(lambda s: at_terminals(compiled, s))
    checked = set()
    for segment in segments.distinct:
        kind = (segment.mode, segment.cutoffs, segment.drives, segment.switches, segment.train)
        if kind not in checked:
            check_known(compiled, segment, controls_of(segment, scales))
            checked.add(kind)
    return Plan(
        compiled, device, protocol, inputs, scales, segments, state, begin.time, begin.cycle
    )


def drive(
    plan: Plan, driver: Driver, record: RunRecord, observer: Observer | None
) -> tuple[str, str]:
    """Integrate segment after segment; returns message and advice of a failure, or empty texts."""
    compiled, inputs, segments = plan.compiled, plan.inputs, plan.segments
    now, skip, step, step_charge = plan.time, -1, -1, 0.0
    remaining = segments.duration
    y = initial_state(compiled, inputs.own, plan.start)
    charge = compiled.slices().get("charge")
    for index, segment in enumerate(segments):
        remaining -= segment.duration
        if segment.step == skip:
            continue
        if segment.step != step:
            step, step_charge = segment.step, float(y[charge][0]) if charge else 0.0
        clock = {"start_time": now, "start_charge": step_charge}
        p = inputs(controls_of(segment, plan.scales) | clock)
        try:
            y = state_under_control(compiled, y, p, segment)
        except InitialisationError as error:
            return f"step {step + 1} ({segment.label}): {error.message}", error.advice
        crossed = _crossed(compiled, y, p)
        if crossed:
            record.add(driver.instant(index, y, p), now, p, segment)
            record.ended(segment, f"{crossed} at the start of the step")
            skip = step
            continue
        watch = _watch(observer, now, now + segment.duration + remaining, segment.label)
        samples = segment.samples
        if samples[0] != 0:
            samples = np.concatenate([[0.0], samples])
        stops = None if segment.train is None else segment.train.breakpoints(samples[-1])
        piece = driver.integrate(index, y, p, samples, watch, stops)
        record.add(piece, now, p, segment)
        if len(piece.times):
            y, now = piece.states[-1], now + float(piece.times[-1])
        if piece.failure:
            return _explain(compiled, y, p, piece, segment), _advice(segment)
        if piece.event:
            record.ended(segment, _fired(compiled, float(piece.times[-1]), y, p))
            skip = step
        elif segments.ends_step(index):
            record.ended(segment, "reached its end")
    return "", ""


def _watch(observer: Observer | None, now: float, end: float, label: str) -> Any:
    if observer is None:
        return None
    return lambda t: observer(Progress(now + t, end, label))


def _crossed(compiled: Compiled, y: np.ndarray, p: np.ndarray) -> str:
    """A cut-off already crossed by the initial jump, which the integrator would miss."""
    (values,) = direct(compiled.events)(0.0, y, p)
    if np.all(values > 0):
        return ""
    return _event_name(compiled, int(np.argmin(values)))


def _fired(compiled: Compiled, t: float, y: np.ndarray, p: np.ndarray) -> str:
    return _event_name(compiled, fired_event(compiled, t, y, p))


def fired_event(compiled: Compiled, t: float, y: np.ndarray, p: np.ndarray) -> int:
    """Index of the event that stopped the integrator, or was crossed by an initial jump."""
    # the integrator stops just beyond the root, where the event that fired is negative; the
    # smallest magnitude may belong to another one (a nearly full host at a voltage cut-off)
    return int(np.argmin(direct(compiled.events)(t, y, p)[0]))


def _event_name(compiled: Compiled, index: int) -> str:
    quantity, side = compiled.event_names[index]
    words = {
        "voltage": "voltage", "current_magnitude": "current", "filling": "filling",
        "charge_passed_magnitude": "charge",
    }  # fmt: skip
    return f"{side} {words.get(quantity, quantity)} cut-off"


def _explain(
    compiled: Compiled, y: np.ndarray, p: np.ndarray, piece: Piece, segment: Segment
) -> str:
    """Name the equation that became non-finite, or repeat what the integrator says."""
    when = f"step {segment.step + 1} ({segment.label})"
    t = float(piece.times[-1]) if len(piece.times) else 0.0
    residual = compiled.residual(t, y, p).full().ravel()
    for name, part in compiled.slices().items():
        if not (np.all(np.isfinite(residual[part])) and np.all(np.isfinite(y[part]))):
            return f"{when}: the equation of {name} is not finite at {t:.6g} s."
    return f"{when}: stopped after {t:.6g} s because {piece.failure}."


def _advice(segment: Segment) -> str:
    if segment.mode is Mode.VOLTAGE:
        return "Lower the sweep rate, start nearer to equilibrium, or add a filling cut-off."
    return (
        "The set point may exceed the reaction-limited current or the surface may be saturated:"
        " lower the current or add a voltage cut-off."
    )


def solution_of(
    plan: Plan, settings: SolverSettings, record: RunRecord, failure: tuple[str, str]
) -> Solution:
    """What was collected, labelled and judged."""
    compiled, device = plan.compiled, plan.device
    message, advice = failure
    outcome = Outcome.COMPLETED
    if any("cut-off" in reason for reason in record.reasons):
        outcome = Outcome.CUTOFF
    if message:
        outcome = Outcome.FAILED
        log.warning("%s %s", message, advice)
    record.finish(compiled)
    drift = record.drift(compiled.balance_names)
    for (name, value), allowed in zip(drift.items(), compiled.balance_tolerances, strict=True):
        if value > allowed:
            log.warning(
                "the %s balance drifts by %.2g relative; tighten the tolerances", name, value
            )
    end = record.last.states[-1] if record.last is not None else np.empty(0)
    final = {
        v.name: end[part].reshape(v.shape, order="F")
        for v, part in zip(compiled.variables, compiled.slices().values(), strict=True)
        if len(end)
    }
    return Solution(
        dataset=dataset_of(compiled, record),
        status=Status(outcome, message, advice, tuple(record.reasons)),
        conservation=drift,
        stats=record.stats,
        spec=describe_run(device, plan.protocol, settings),
        citations=references_of(device, plan.protocol),
        notes=device.notes() if hasattr(device, "notes") else (),
        final_state=final,
        tabulate=record.table.dataset,
    )
