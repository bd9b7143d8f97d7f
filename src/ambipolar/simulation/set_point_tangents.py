"""How set points, cut-offs and durations of a protocol depend on the parameters of the device.

A protocol knows a device by its capacity, its filling and its area alone (``DeviceScales``): a
C-rate is a current that grows with the capacity. Set points are differentiated with respect to
these by central differences, since protocols are Python and no expressions. They are smooth
algebra, mostly linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..core.errors import ParameterError
from ..numerics.tangent import CHANGE, gradient
from .protocol.scales import DeviceScales
from .protocol.segment import Segment
from .run import Plan
from .starting import at_terminals, controls_of

#: least filling to which the relative change of differences refers
LEAST_FILLING = 1e-3


class SetPointTangents:
    """Derivatives of the inputs that a protocol sets, and of the durations of its segments.

    Parameters
    ----------
    entries : path of each parameter, and which of its values (column by column).
    filling : derivatives (parameters,) of the mean filling at the start.

    Raises
    ------
    ParameterError
        for a protocol whose number of segments depends on the device.
    """

    def __init__(self, plan: Plan, entries: Sequence[tuple[str, int]], filling: np.ndarray) -> None:
        self._plan, self._count = plan, len(entries)
        scales, device = plan.scales, plan.device
        capacity = gradient(device, lambda d: d.capacity, entries)
        changes = {
            "capacity": (CHANGE * scales.capacity, capacity),
            "filling": (CHANGE * max(abs(scales.filling), LEAST_FILLING), filling),
        }
        if scales.electrode_area is not None:
            area = gradient(device, lambda d: d.electrode_area, entries)
            changes["electrode_area"] = (CHANGE * scales.electrode_area, area)
        self._sides: list[tuple[_Side, _Side, np.ndarray]] = []
        for name, (change, slopes) in changes.items():
            if np.any(slopes != 0):
                value = getattr(scales, name)
                more, less = (
                    _side(plan, replace(scales, **{name: value + sign * change}))
                    for sign in (1.0, -1.0)
                )
                self._sides.append((more, less, slopes / (2 * change)))

    def inputs(self, index: int) -> np.ndarray:
        """Derivatives of all inputs in a segment, (inputs, parameters)."""
        index_of = self._plan.compiled.input_index
        found = np.zeros((self._plan.compiled.inputs.shape[0], self._count))
        for (scales, segments), (less_scales, less), slopes in self._sides:
            before = controls_of(less[index], less_scales)
            for name, value in controls_of(segments[index], scales).items():
                if value != before[name]:  # infinite thresholds have no difference
                    found[index_of[name][0]] += (value - before[name]) * slopes
        return found

    def durations(self, index: int) -> np.ndarray:
        """Derivatives of the duration of a segment, (parameters,)."""
        found = np.zeros(self._count)
        for (_, more), (_, less), slopes in self._sides:
            found += (more[index].duration - less[index].duration) * slopes
        return found


_Side = tuple[DeviceScales, tuple[Segment, ...]]


def _side(plan: Plan, scales: DeviceScales) -> _Side:
    segments = tuple(at_terminals(plan.compiled, s) for s in plan.protocol.segments(scales))
    if len(segments) != len(plan.segments):
        raise ParameterError(
            "protocol", "has a number of segments that depends on the capacity or the filling.",
            "Sensitivities need a protocol whose segments stay the same.",
        )  # fmt: skip
    return scales, segments
