"""The law of a step: what one pulse changes, as a function of where the device stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from ..solution import Solution
from .ramps import Ramp, last_pair

#: nodes on the weight axis
NODES = 21


@dataclass(frozen=True)
class LinearStep:
    r"""Steps that are linear in the weight.

    .. math:: \Delta w_+ = \Delta w (1 + \beta)(1 - \gamma_+ w), \qquad
              \Delta w_- = \Delta w (1 - \beta)(1 + \gamma_- w)

    for weights from -1 to 1. Soft bounds are :math:`\gamma = 1`.
    """

    step: float  #: mean step at w = 0
    gamma_up: float
    gamma_down: float
    up_down: float  #: bias beta towards up
    residual: float  #: root mean square deviation of the steps, over the mean step


@dataclass(frozen=True)
class StepLaw:
    """Steps up and down at equally spaced weights, with the noise of their ion number.

    The weight is the conductance, from -1 at ``low`` to 1 at ``high``. ``up`` and ``down`` are
    the sizes of the steps (positive) at the ``weights``.
    """

    weights: np.ndarray  #: (k,), from -1 to 1
    up: np.ndarray  #: (k,) [-]
    down: np.ndarray  #: (k,) [-]
    low: float  #: conductance at w = -1 [S]
    high: float  #: conductance at w = 1 [S]
    ions: float = np.inf  #: ions that a mean pulse moves
    spread: float = 0.0  #: further relative deviation from pulse to pulse
    device_spread: float = 0.0  #: relative deviation of the step from device to device
    width: float = 0.0  #: of a pulse [s]
    period: float = 0.0  #: [s]
    energy: float = 0.0  #: mean energy of a pulse [J]
    provenance: Mapping[str, Any] = field(default_factory=dict)  #: specification of the run

    def __post_init__(self) -> None:
        if np.any(self.up <= 0) or np.any(self.down <= 0):
            raise ParameterError(
                "step law", "a pulse up lowers the conductance, or a pulse down raises it.",
                "Use a range in which the ramps are monotone.",
            )  # fmt: skip

    @property
    def noise(self) -> float:
        """Relative standard deviation of a mean step: ion number and further spread."""
        return float(np.sqrt(1.0 / self.ions + self.spread**2))

    def sizes(self, weight: np.ndarray, upward: np.ndarray) -> np.ndarray:
        """Sizes of the next steps without noise."""
        up = np.interp(weight, self.weights, self.up)
        return np.where(upward, up, np.interp(weight, self.weights, self.down))

    def pulse(
        self,
        weight: np.ndarray,
        upward: np.ndarray,
        random: np.random.Generator | None = None,
        count: np.ndarray | int = 1,
    ) -> np.ndarray:
        r"""Weights after ``count`` pulses each, between the bounds; all with the step of the start.

        With a generator the number of ions is drawn from a Poisson distribution whose mean is
        proportional to the step, and the further spread from a normal one.
        """
        size = count * self.sizes(weight, upward)
        if random is not None and np.isfinite(self.ions):
            mean = self.ions * size / self.mean_step
            size = size * random.poisson(mean) / mean
        if random is not None and self.spread > 0:
            spread = self.spread / np.sqrt(count)
            size = size * (1 + spread * random.standard_normal(np.shape(size)))
        return np.clip(weight + np.where(upward, size, -size), -1.0, 1.0)

    @cached_property
    def mean_step(self) -> float:
        """Mean of all steps."""
        return float(np.mean([self.up, self.down]))

    def linear(self) -> LinearStep:
        """The nearest law with steps linear in the weight (least squares)."""
        slope_up, at_up = np.polyfit(self.weights, self.up, 1)
        slope_down, at_down = np.polyfit(self.weights, self.down, 1)
        step = (at_up + at_down) / 2
        off = [
            self.up - at_up - slope_up * self.weights,
            self.down - at_down - slope_down * self.weights,
        ]
        return LinearStep(
            step=float(step),
            gamma_up=float(-slope_up / at_up),
            gamma_down=float(slope_down / at_down),
            up_down=float((at_up - at_down) / (at_up + at_down)),
            residual=float(np.sqrt(np.mean(np.square(off))) / step),
        )

    def resampled(self, nodes: int) -> StepLaw:
        """The same law at another number of weights."""
        weights = np.linspace(-1.0, 1.0, nodes)
        return replace(
            self,
            weights=weights,
            up=np.interp(weights, self.weights, self.up),
            down=np.interp(weights, self.weights, self.down),
        )


def linear_law(step: float, gamma: float = 0.0, **more: Any) -> StepLaw:
    """Equal and opposite steps of one slope: a memory made up for comparison."""
    weights = np.linspace(-1.0, 1.0, NODES)
    up, down = step * (1 - gamma * weights), step * (1 + gamma * weights)
    return StepLaw(weights, up, down, low=more.pop("low", 0.0), high=more.pop("high", 1.0), **more)


def law_from_ramps(
    up: Ramp,
    down: Ramp,
    *,
    bounds: tuple[float, float] | None = None,
    nodes: int = NODES,
    **more: Any,
) -> StepLaw:
    """The law of a step from a ramp in each direction.

    Parameters
    ----------
    up, down : ramps of one device.
    bounds : conductances [S] of the weights -1 and 1; what both ramps cover when None.
    nodes : number of weights.
    more : further fields of :class:`StepLaw`.

    Raises
    ------
    ParameterError
        for ramps of several devices, of fewer than three pulses, without a common range, or
        that turn back.
    """
    if up.conductance.ndim > 1 or down.conductance.ndim > 1:
        raise ParameterError("ramps", "they are of several devices.", "Take one by Ramp.member().")
    if min(up.pulses, down.pulses) < 3:
        raise ParameterError("ramps", "a law needs at least three pulses in each direction.")
    one, other = np.sort([up.conductance[[0, -1]], down.conductance[[0, -1]]], axis=1)
    low, high = bounds or (float(max(one[0], other[0])), float(min(one[1], other[1])))
    if not low < high:
        raise ParameterError("ramps", f"no common range: {low:g} to {high:g} S.")
    # a host that conducts less when it is filled: its weight rises with extraction
    if up.conductance[-1] < up.conductance[0]:
        up, down = down, up
    weights = np.linspace(-1.0, 1.0, nodes)
    scale = (high - low) / 2
    return StepLaw(
        weights=weights,
        up=_steps(up, weights, low, scale),
        down=-_steps(down, weights, low, scale),
        low=low,
        high=high,
        width=up.width,
        period=up.period,
        **more,
    )


def law_of(solution: Solution, device: Any, **options: Any) -> StepLaw:
    """The law of a step from the last ramps of a run, with ions, energy and provenance.

    Raises
    ------
    ParameterError
        when the run has no ramps in both directions.
    """
    up, down = last_pair(solution)
    charge = np.mean([np.mean(np.abs(np.diff(r.charge))) for r in (up, down)])
    energy = np.mean([np.mean(np.abs(np.diff(r.energy))) for r in (up, down)])
    ions = charge * device.area / (ELEMENTARY_CHARGE * device.material.charge_number)
    own = {
        "ions": float(ions), "energy": float(energy * device.area),
        "provenance": dict(solution.spec),
    }  # fmt: skip
    return law_from_ramps(up, down, **(own | options))


def _steps(ramp: Ramp, weights: np.ndarray, low: float, scale: float) -> np.ndarray:
    """Steps in units of the weight, at the weights; straight lines beyond the ends."""
    w = (ramp.conductance - low) / scale - 1
    start, step = w[:-1], np.diff(w)
    order = np.argsort(start)
    start, step = start[order], step[order]
    inside = np.interp(weights, start, step)
    first = (step[1] - step[0]) / (start[1] - start[0])
    last = (step[-1] - step[-2]) / (start[-1] - start[-2])
    inside = np.where(weights < start[0], step[0] + first * (weights - start[0]), inside)
    return np.where(weights > start[-1], step[-1] + last * (weights - start[-1]), inside)
