"""What the runner integrates: one piece of a protocol with every number resolved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from .cutoffs import Cutoff
from .train import PulseTrain


class Mode(Enum):
    """Which terminal quantity the set point is for, with its SI unit."""

    CURRENT = "A/m^2"
    VOLTAGE = "V"
    POWER = "W/m^2"
    RESISTANCE = "ohm*m^2"
    TERMINALS = ""  #: several terminals, each with a set point of its own


@dataclass(frozen=True)
class SetPoint:
    r"""Set point in time, :math:`s(t) = s_0 + \dot s\, t - a\, e^{-t/\tau}`, t from its start.

    ``duration`` None means as long as the step lasts.
    """

    mode: Mode
    value: float
    slope: float = 0.0
    approach: float = 0.0
    time_constant: float = 1.0
    duration: float | None = None
    train: PulseTrain | None = None  #: pulses, between which the set point holds

    def at(self, time: float) -> float:
        """Set point ``time`` seconds after its start."""
        return self.value + self.slope * time - self.approach * math.exp(-time / self.time_constant)

    def limits(self, duration: float) -> tuple[float, float]:
        """Least and greatest set point between 0 and ``duration``.

        With both a slope and an exponential the extremum may lie inside; the bound is then the
        sum of the two ranges, which is safe for the checks that use it.
        """
        if self.train is not None:
            if self.train.voltage != (self.mode is Mode.VOLTAGE):
                return -math.inf, math.inf  # of the other kind: nothing can be excluded
            ends = (self.value, self.train.value)
            return min(ends), max(ends)
        line = (self.value, self.value + self.slope * duration)
        decay = (-self.approach, -self.approach * math.exp(-duration / self.time_constant))
        return min(line) + min(decay), max(line) + max(decay)


@dataclass(frozen=True, eq=False)
class Segment:
    r"""One smooth piece of the drive; the set point is that of :class:`SetPoint`.

    A step of a protocol is one segment or, for a table, several. A cut-off ends the *step*: the
    runner then goes to the first segment with another ``step``. The charge that a capacity
    cut-off counts is that of the step, too.
    """

    mode: Mode
    value: float  #: set point at the start of the segment (before ``approach`` is subtracted)
    duration: float  #: finite, greater than zero [s]
    samples: np.ndarray  #: increasing times from the start of the segment; the last is ``duration``
    cutoffs: tuple[Cutoff, ...] = ()
    slope: float = 0.0  #: change of the set point per second
    approach: float = 0.0  #: amplitude of the exponential
    time_constant: float = 1.0  #: of the exponential [s]
    step: int = 0  #: index of the step in the protocol
    cycle: int = 0  #: number of the cycle that the step belongs to
    label: str = ""
    #: set points of the terminals by name, for devices with several; then ``mode`` is TERMINALS
    drives: tuple[tuple[str, SetPoint], ...] = ()
    switches: tuple[tuple[str, float], ...] = ()  #: parts that are in place (1) or not (0)
    train: PulseTrain | None = None  #: pulses at the terminal of a device with one

    def set_point(self, time: float) -> float:
        """Set point ``time`` seconds after the start of the segment."""
        return self._own_point().at(time)

    def set_points(self) -> dict[str, SetPoint]:
        """Set points by the name of the terminal; devices with one call it ``control``."""
        if self.mode is Mode.TERMINALS:
            return dict(self.drives)
        return {"control": self._own_point()}

    def _own_point(self) -> SetPoint:
        return SetPoint(
            self.mode, self.value, self.slope, self.approach, self.time_constant, train=self.train
        )
