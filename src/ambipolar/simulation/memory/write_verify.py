"""Write and verify: pulses until the conductance lies in a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...numerics.compile import compile_system
from ...numerics.settings import SolverSettings
from ..protocol.step import Protocol
from ..run import run
from ..starting import initial_state


@dataclass(frozen=True)
class Written:
    """How a write ended."""

    reached: bool  #: whether the last reading lies in the window
    conductance: np.ndarray  #: readings [S]: before the first pulse and after each
    pulses: int  #: number of pulses given
    energy: float  #: supplied by the gate, both directions counted as spent [J/m^2]
    time: float  #: of all pulses and their pauses [s]
    final_state: Mapping[str, np.ndarray]  #: to go on from


def write_verify(
    device: Any,
    target: float,
    *,
    up: Protocol,
    down: Protocol,
    tolerance: float = 0.01,
    most: int = 200,
    start: Mapping[str, np.ndarray] | None = None,
    settings: SolverSettings | None = None,
) -> Written:
    """Apply ``up`` or ``down`` until the conductance is within ``tolerance`` of ``target``.

    Parameters
    ----------
    target : conductance [S].
    up, down : one write each, as ``protocols.write_pulses("0.5 V", width=..., period=...)``;
        ``up`` raises the conductance.
    tolerance : half width of the window, relative to ``target``.
    most : writes after which it gives up.
    start : ``final_state`` of an earlier run or write.

    Raises
    ------
    ParameterError
        for an array of devices, or a target that is not positive.
    SolverError
        when a write fails.
    """
    if getattr(device, "members", 1) > 1:
        raise ParameterError("device.spread", "an array is not written device by device.")
    if not target > 0:
        raise ParameterError("target", f"must be a positive conductance, got {target!r}.")
    state, energy, time = start, 0.0, 0.0
    readings = [_reading(device, start)]
    while abs(readings[-1] / target - 1) > tolerance and len(readings) <= most:
        write = up if readings[-1] < target else down
        solution = run(device, write, settings, start=state).check()
        readings.append(float(solution["conductance"][-1]))
        energy += float(np.sum(np.abs(np.diff(solution["energy"].values))))
        time += float(solution["time"][-1])
        state = solution.final_state
    return Written(
        reached=abs(readings[-1] / target - 1) <= tolerance,
        conductance=np.array(readings),
        pulses=len(readings) - 1,
        energy=energy,
        time=time,
        final_state=state or {},
    )


def _reading(device: Any, start: Mapping[str, np.ndarray] | None) -> float:
    """Conductance before the first pulse [S]."""
    compiled = compile_system(device)
    p = compiled.input_vector(device, {})
    y = initial_state(compiled, p, start)
    index = list(compiled.observables).index("conductance")
    return float(compiled.observe(0.0, y, p)[index])
