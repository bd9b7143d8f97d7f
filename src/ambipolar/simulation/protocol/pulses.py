"""Trains of equal pulses as a control, and cut-offs at a conductance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.errors import ParameterError
from ...core.records import choice, positive
from .controls import Control, Current, Rest, Voltage
from .cutoffs import Cutoff
from .scales import DeviceScales
from .segment import SetPoint
from .train import PulseTrain

MAX_PULSES = 1_000_000


@dataclass(frozen=True)
class Pulses(Control):
    """``count`` equal pulses at the start of each ``period``, with a constant drive between them.

    A pulse of current or voltage is ``width`` long; ``between`` holds for the rest of the period:
    open circuit (the default), another current, or a voltage. The whole train is one step, and a
    thousand pulses are one call of the integrator, which stops at every edge. The edges are
    linear and take a ten-millionth of the pulse (or of the pause, if that is shorter); the
    charge of a current pulse is exact.

    ``samples`` are stored in every period: 1 its end, 2 the end of the pulse as well, more are
    evenly spaced within the pulse.

    Raises
    ------
    ParameterError
        when a pulse is as long as its period or longer, or is neither current nor voltage.
    """

    amplitude: Control = choice("control", "current or voltage during a pulse")
    width: float = positive("s", "length of a pulse")
    period: float = positive("s", "time from one pulse to the next")
    count: int = 1
    between: Control = choice("control", "what holds between the pulses", Rest())
    samples: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.width < self.period:
            raise ParameterError(
                "Pulses.width",
                f"a pulse of {self.width:g} s does not fit into a period of {self.period:g} s.",
                "Make the period longer than the pulse.",
            )
        if not isinstance(self.amplitude, Current | Voltage):
            raise ParameterError(
                "Pulses.amplitude",
                f"expected a current or a voltage, got {self.amplitude!r}.",
            )
        if not isinstance(self.between, Current | Voltage | Rest):
            raise ParameterError(
                "Pulses.between", f"expected rest, a current or a voltage, got {self.between!r}."
            )
        for name, most in (("count", MAX_PULSES), ("samples", 1000)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
                raise ParameterError(
                    f"Pulses.{name}", f"must be a whole number from 1 to {most}, got {value!r}."
                )

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        between = self.between.set_points(scales)[0]
        train = PulseTrain(
            voltage=isinstance(self.amplitude, Voltage),
            value=self.amplitude.value,  # type: ignore[attr-defined]
            width=self.width,
            period=self.period,
            count=self.count,
            samples=self.samples,
        )
        return tuple(replace(between, duration=part.duration, train=part) for part in train.parts())

    @property
    def label(self) -> str:
        return f"{self.count} pulses of {self.amplitude.label}"


@dataclass(frozen=True)
class ConductanceAbove(Cutoff):
    """Ends the step when the conductance of the channel rises above ``value``."""

    value: float = positive("S", "conductance")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "conductance", "upper", self.value


@dataclass(frozen=True)
class ConductanceBelow(Cutoff):
    """Ends the step when the conductance of the channel falls below ``value``."""

    value: float = positive("S", "conductance")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "conductance", "lower", self.value
