"""Protocols: ordered steps of what is imposed on a device. Data only; the runner integrates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...core.errors import ParameterError
from ...core.records import Record, annotation, choice, positive, quantity
from .controls import (
    Control,
)
from .cutoffs import (
    Cutoff,
)
from .resolution import check_reachable, default_cutoffs, natural_duration, sample_times, within
from .scales import DeviceScales
from .segment import Mode, Segment, SetPoint
from .sequence import Segments
from .terminals import Terminals

#: more steps than this are a mistake in a repetition
MAX_STEPS = 100_000


@dataclass(frozen=True)
class Step(Record):
    """One control held until a duration has passed or a cut-off is reached.

    Without a duration the step has a natural end: a current stops when 1.05 capacities have
    passed, a hold after a day. A step that drives a current, power or load also ends when the
    filling leaves 0.001 to 0.999, unless it has filling cut-offs of its own.
    """

    control: Control = choice("control", "what is imposed")
    duration: float | None = positive("s", "longest duration", None)
    cutoffs: tuple[Cutoff, ...] = choice("cut-off", "what ends the step earlier", ())
    period: float | None = positive("s", "time between samples", None)
    samples: int | None = quantity("1", "number of samples", None, above=2.0, structural=True)
    label: str = annotation()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.control, Control):
            raise ParameterError("Step.control", f"expected a control, got {self.control!r}.")
        if not all(isinstance(c, Cutoff) for c in self.cutoffs):
            raise ParameterError("Step.cutoffs", f"expected cut-offs, got {self.cutoffs!r}.")
        if self.samples is not None and self.samples != int(self.samples):
            raise ParameterError("Step.samples", f"must be a whole number, got {self.samples!r}.")

    def segments(self, scales: DeviceScales, index: int = 0) -> tuple[Segment, ...]:
        """The step in numbers; see :meth:`Protocol.segments`."""
        points = self._pieces(scales)
        durations = tuple(p.duration or 0.0 for p in points)
        for cutoff in self.cutoffs:
            check_reachable(cutoff, points, durations, scales)
        relaxes = len(points) == 1 and points[0].slope == 0 and (
            points[0].mode is Mode.VOLTAGE or points[0].value == 0
        )  # fmt: skip
        samples = None if self.samples is None else int(self.samples)
        times = sample_times(sum(durations), self.period, samples, relaxes)
        found, start = [], 0.0
        for point, duration in zip(points, durations, strict=True):
            end = start + duration
            segment = Segment(
                mode=point.mode,
                value=point.value,
                slope=point.slope,
                approach=point.approach,
                time_constant=point.time_constant,
                duration=end - start,
                samples=within(times, start, end)
                if point.train is None
                else point.train.sample_times(duration),
                cutoffs=self.cutoffs + default_cutoffs(point, duration, self.cutoffs),
                step=index,
                label=self.label or self.control.label,
                train=point.train,
                **_several(self.control),
            )
            found.append(segment)
            start = end
        return tuple(found)

    def _pieces(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        """The set points, each with a duration, cut to the duration of the step."""
        points = self.control.set_points(scales)
        if points[-1].duration is None:
            last = points[-1]
            duration = self.duration or natural_duration(last, self.cutoffs, scales)
            return (replace(last, duration=duration),)
        pieces, left = [], self.duration or sum(p.duration or 0.0 for p in points)
        for point in points:
            if left <= 0:
                break
            length = point.duration or 0.0
            pieces.append(replace(point, duration=min(length, left)))
            left -= length
        if left > 1e-9 * (self.duration or 1.0) and self.duration is not None:
            raise ParameterError(
                "duration",
                f"{self.duration:g} s is longer than the waveform of {self.duration - left:g} s.",
                "Shorten the step or extend the waveform.",
            )
        return tuple(pieces)


def _several(control: Control) -> dict[str, Any]:
    """What a segment holds for a device with several terminals."""
    if not isinstance(control, Terminals):
        return {}
    return {
        "drives": tuple((d.terminal, d.set_point()) for d in control.drives),
        "switches": tuple(control.switches.items()),
    }


@dataclass(frozen=True)
class Protocol(Record):
    """Ordered steps. Protocols join with ``+`` and repeat with ``*``.

    Every repetition is a **cycle** of its own, and steps that stand next to each other without
    being repeated are one as well. ``cycles`` holds a label for each step: 0 outside of
    repetitions, otherwise a number that differs from cycle to cycle; it is empty where nothing is
    repeated. ``numbers`` counts the cycles from 0.
    """

    steps: tuple[Step, ...] = field(default=())
    name: str = annotation()
    cycles: tuple[int, ...] = field(default=())

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.steps) <= MAX_STEPS:
            raise ParameterError(
                "Protocol.steps",
                f"a protocol has 1 to {MAX_STEPS} steps, got {len(self.steps)}.",
                "Check the repetitions.",
            )
        if self.cycles and len(self.cycles) != len(self.steps):
            raise ParameterError(
                "Protocol.cycles",
                f"{len(self.cycles)} numbers of cycles for {len(self.steps)} steps.",
                "Repeat protocols with '*' rather than by hand.",
            )

    @property
    def numbers(self) -> tuple[int, ...]:
        """Number of the cycle of each step, from 0."""
        found, number, previous = [], -1, None
        for label in self.labels:
            if label != previous:
                number, previous = number + 1, label
            found.append(number)
        return tuple(found)

    @property
    def labels(self) -> tuple[int, ...]:
        """``cycles``, also where nothing is repeated."""
        return self.cycles or (0,) * len(self.steps)

    def as_cycle(self) -> Protocol:
        """The same steps as a cycle of their own, whatever stands beside them."""
        return replace(self, cycles=(1,) * len(self.steps))

    def __add__(self, other: Protocol) -> Protocol:
        if not isinstance(other, Protocol):
            return NotImplemented
        return joined((self, other))

    def __mul__(self, times: int) -> Protocol:
        # checked first: a repetition by a typing error must not fill the memory
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise ParameterError("repeat", f"must be a positive whole number, got {times!r}.")
        if times * len(self.steps) > MAX_STEPS:
            raise ParameterError(
                "repeat", f"gives more than the {MAX_STEPS} steps that are allowed."
            )
        if times == 1:
            return self
        numbers = self.numbers
        each = numbers[-1] + 1
        cycles = tuple(1 + k * each + n for k in range(times) for n in numbers)
        return Protocol(self.steps * times, self.name, cycles)

    __rmul__ = __mul__

    def __len__(self) -> int:
        return len(self.steps)

    def segments(self, scales: DeviceScales) -> Segments:
        """All steps in numbers, for a device of these scales.

        Raises
        ------
        ParameterError
            naming the step, when it has no natural end or a cut-off that can never be reached.
        """
        known: dict[int, tuple[Segment, ...]] = {}  # repeated steps share their segments
        for index, step in enumerate(self.steps):
            try:
                if id(step) not in known:
                    known[id(step)] = step.segments(scales)
            except ParameterError as error:
                where = f"protocol.{index}.{error.path}"
                raise ParameterError(where, error.detail, error.advice) from None
        return Segments([known[id(step)] for step in self.steps], self.numbers)


def joined(parts: Sequence[Protocol]) -> Protocol:
    """One protocol after the other; what is repeated in each of them stays a cycle."""
    labels: list[int] = []
    for part in parts:
        top = max(labels, default=0) if part.cycles else 0
        labels += [top + n if n else 0 for n in part.labels]
    steps = tuple(step for part in parts for step in part.steps)
    name = next((part.name for part in parts if part.name), "")
    return Protocol(steps, name, tuple(labels) if any(labels) else ())
