"""A train of equal pulses as numbers: what the integrator is told, where it stops, what is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

#: rise and fall of a pulse, over the shorter of its width and the pause: far below any result
RISE = 1e-7
#: least rise over the time that has passed in one call: below, steps that round the time up to the
#: end of an edge falsify up to a millionth of a pulse
RESOLUTION = 2e-10
#: most pulses that are integrated in one call
LONGEST = 1000


@dataclass(frozen=True)
class PulseTrain:
    """``count`` pulses of ``width`` at the start of each ``period``, all at the same value.

    A current or a voltage is imposed during a pulse; what holds between pulses is the set point
    of the segment. The pulses rise and fall linearly within ``rise``: at half their height they
    are ``width`` wide, so that the integral of a pulse is value times width.
    """

    voltage: bool  #: whether a voltage is imposed rather than a current density
    value: float  #: [V] or [A/m^2]
    width: float  #: [s]
    period: float  #: [s]
    count: int
    samples: int = 2  #: stored in each period: its end, the end of the pulse, more within the pulse

    @property
    def rise(self) -> float:
        """Time in which a pulse rises and falls [s]."""
        return RISE * min(self.width, self.period - self.width)

    @property
    def duration(self) -> float:
        """Time of the whole train [s]."""
        return self.count * self.period

    def parts(self) -> tuple[PulseTrain, ...]:
        """The train in pieces whose times resolve the rise of a pulse, counted from their start."""
        most = int(min(max(self.rise / (RESOLUTION * self.period), 1), LONGEST))
        whole, left = divmod(self.count, most)
        counts = [most] * whole + ([left] if left else [])
        return tuple(replace(self, count=count) for count in counts)

    def inputs(self) -> dict[str, float]:
        """Inputs of the terminal."""
        return {
            "pulse_current_weight": 0.0 if self.voltage else 1.0,
            "pulse_voltage_weight": 1.0 if self.voltage else 0.0,
            "pulse_value": self.value,
            "pulse_fall": self.width,
            "pulse_period": self.period,
            "pulse_rise": self.rise,
        }

    def breakpoints(self, end: float) -> np.ndarray:
        """Every instant up to ``end`` [s] at which a pulse begins or ends to rise or fall."""
        corners = np.array([0.0, self.rise, self.width, self.width + self.rise])
        return _until((self._starts()[:, None] + corners).ravel(), end)

    def sample_times(self, end: float) -> np.ndarray:
        """What is stored up to ``end`` [s]: the start, the ends of pulses and periods."""
        inside = np.linspace(self.rise, self.width, max(self.samples - 1, 0))
        if self.samples == 2:
            inside = np.array([self.width])
        kept = np.append(inside, self.period)
        return _until(np.append(0.0, (self._starts()[:, None] + kept).ravel()), end)

    def _starts(self) -> np.ndarray:
        return self.period * np.arange(self.count)


def _until(times: np.ndarray, end: float) -> np.ndarray:
    """The times before ``end``, and ``end``; none is within round-off of another one."""
    kept = times[times < end * (1 - 1e-12)]
    return np.append(kept, end)
