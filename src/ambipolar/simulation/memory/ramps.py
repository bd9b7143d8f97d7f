"""What trains of pulses did to a memory: conductance, filling, charge and energy per pulse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.units import to_si
from ..solution import Solution
from ..specification.describe import steps_of


@dataclass(frozen=True)
class Ramp:
    """One train of n equal pulses: what held before the first and after each of them.

    Arrays have n + 1 rows; those of devices have (n + 1, members) where there are several.
    """

    conductance: np.ndarray  #: [S]
    filling: np.ndarray  #: mean of the devices [-]
    charge: np.ndarray  #: through the gate since the start of the run [C/m^2]
    energy: np.ndarray  #: supplied by the gate since the start of the run [J/m^2]
    time: np.ndarray  #: [s]
    value: float  #: of the pulses, [V] or [A/m^2]; positive inserts
    width: float  #: of the pulses [s]
    period: float  #: [s]

    @property
    def pulses(self) -> int:
        """Number of whole pulses."""
        return len(self.time) - 1

    @property
    def steps(self) -> np.ndarray:
        """Change of the conductance by every pulse [S]."""
        return np.diff(self.conductance, axis=0)

    def member(self, index: int) -> Ramp:
        """The ramp of one device of an array."""
        from dataclasses import replace

        return replace(self, conductance=self.conductance[:, index])


def ramps_of(solution: Solution) -> tuple[Ramp, ...]:
    """The trains of a run, in their order.

    Raises
    ------
    ParameterError
        when the run has no train of pulses or its device no conductance.
    """
    if "conductance" not in solution.dataset:
        raise ParameterError("device", "it has no conductance.", "Use the device ecram.")
    found = []
    for index, step in enumerate(steps_of(solution.spec.get("protocol", []))):
        control = step["control"]
        rows = np.flatnonzero(solution.dataset["step"].values == index)
        if control.get("type") == "pulses" and len(rows) > int(control["samples"]):
            found.append(_ramp(solution, control, rows[:: int(control["samples"])]))
    if not found:
        raise ParameterError(
            "protocol", "it has no train of pulses.", "Use protocols.write_pulses."
        )
    return tuple(found)


def _ramp(solution: Solution, control: Mapping[str, Any], rows: np.ndarray) -> Ramp:
    data = solution.dataset
    amplitude = control["amplitude"]
    unit = "V" if amplitude["type"] == "voltage" else "A/m^2"
    return Ramp(
        **{n: data[n].values[rows] for n in ("conductance", "filling", "charge", "energy", "time")},
        value=to_si(amplitude["value"], unit),
        width=to_si(control["width"], "s"),
        period=to_si(control["period"], "s"),
    )


def last_pair(solution: Solution) -> tuple[Ramp, Ramp]:
    """The last ramp up and the last ramp down of a run.

    Raises
    ------
    ParameterError
        when there is no ramp in one of the directions.
    """
    ramps = ramps_of(solution)
    up = [r for r in ramps if r.value > 0]
    down = [r for r in ramps if r.value < 0]
    if not up or not down:
        raise ParameterError(
            "protocol", "it has no ramps in both directions.",
            "Use protocols.potentiation_depression.",
        )  # fmt: skip
    return up[-1], down[-1]
