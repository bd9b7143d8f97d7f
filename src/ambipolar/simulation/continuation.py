"""Where a run begins: a fresh device, a state, or the end of an earlier solution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..core.errors import ParameterError, suggestion
from ..numerics.compile import Compiled
from .solution import Solution

#: what a run may start from
Start = Mapping[str, np.ndarray] | Solution | str | Path | None


@dataclass(frozen=True)
class Beginning:
    """State, time and number of the first cycle of a run."""

    state: Mapping[str, np.ndarray] | None = None
    time: float = 0.0  #: [s]
    cycle: int = 0


def read_start(start: Start) -> Beginning:
    """What a run begins with.

    A solution, or the file of one, is **continued**: time, the charge passed and the number of the
    cycle go on where it ended. A mapping of states (``solution.final_state``) begins at time zero
    with cycle 0; the charge passed is one of the states and goes on as well.

    Raises
    ------
    ParameterError
        for a file that is no solution, or a solution that has no final state.
    """
    if start is None:
        return Beginning()
    if isinstance(start, str | Path):
        start = Solution.load(start)
    if not isinstance(start, Solution):
        return Beginning(start)
    if not start.final_state or not start.dataset.sizes["time"]:
        raise ParameterError("start", "this solution has no final state.", "It failed at once.")
    last = start.dataset.isel(time=-1)
    cycle = int(last["cycle"]) + 1 if "cycle" in last else 1
    return Beginning(start.final_state, float(last["time"]), cycle)


def check_state(compiled: Compiled, state: Mapping[str, np.ndarray]) -> None:
    """Refuse the state of another device.

    Raises
    ------
    ParameterError
        naming the first variable that is missing, not known or of another shape.
    """
    own = {v.name: v for v in compiled.variables}
    advice = "Start with the device that made it: the same particle, cells and members."
    for name in state:
        if name not in own:
            hint = suggestion(name, own)
            raise ParameterError("start", f"the device has no variable {name!r}. {hint}", advice)
    for name, variable in own.items():
        if name not in state:
            if variable.algebraic:  # found from the others
                continue
            raise ParameterError("start", f"holds no {name!r}, which the device needs.", advice)
        shape = np.shape(state[name])
        if shape != variable.shape:
            message = f"{name!r} has the shape {shape}, in this device {variable.shape}."
            raise ParameterError("start", message, advice)
        if not np.all(np.isfinite(state[name])):
            raise ParameterError(
                "start", f"{name!r} is not finite.", "Start from a run that ended."
            )
