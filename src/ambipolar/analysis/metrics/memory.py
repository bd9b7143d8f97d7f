"""Metrics of memories: the law of their steps, figures of merit, and counted ions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from ...simulation.memory import ions as counting
from ...simulation.memory.ramps import last_pair
from ...simulation.memory.step_law import StepLaw, law_of
from ...simulation.study import StudyResult
from ..memory import figures_of_merit as merit
from .access import dataset_of


def linear_step(result: StudyResult, case: str) -> list[float]:
    r"""Step at w = 0, :math:`\gamma_+`, :math:`\gamma_-` of the last ramps.

    The weight is that of the filling from 0 to 1, :math:`w = 2x - 1` where the conductivity is
    linear.
    """
    found = _whole_law(result, case).linear()
    return [found.step, found.gamma_up, found.gamma_down]


def step_asymmetry(result: StudyResult, case: str, weight: float = 1.0) -> float:
    """Step down over step up at a weight of the whole range of filling."""
    return merit.asymmetry_at(_whole_law(result, case), weight)


def neurosim_a(result: StudyResult, case: str) -> list[float]:
    """NeuroSim's A in pulses, of the last ramp up and down (their magnitudes)."""
    return [abs(merit.nonlinearity(ramp).a) for ramp in last_pair(_solution(result, case))]


def neurosim_labels(result: StudyResult, case: str) -> list[float]:
    """NeuroSim's label of nonlinearity, of the last ramp up and down (their magnitudes)."""
    return [abs(merit.nonlinearity(ramp).label) for ramp in last_pair(_solution(result, case))]


def relative_step(result: StudyResult, case: str) -> float:
    r"""Reciprocal of the share of the way to saturation that one pulse up covers.

    From three states of a ramp: :math:`1/(1 - r)` with the ratio r of consecutive steps.
    """
    up, _ = last_pair(_solution(result, case))
    steps = up.steps
    ratio = (steps[-1] / steps[0]) ** (1.0 / (len(steps) - 1))
    return float(1 / (1 - ratio))


def largest_asymmetry(result: StudyResult, case: str) -> float:
    """Largest ratio of the steps up and down at one conductance."""
    return merit.asymmetry(_law(result, case))


def dynamic_range(result: StudyResult, case: str) -> float:
    """Largest over smallest conductance of the last ramp up."""
    return merit.dynamic_range(last_pair(_solution(result, case))[0])


def pulse_states(result: StudyResult, case: str) -> int:
    """Number of pulses of the last ramp up that changed the conductance."""
    return merit.pulse_states(last_pair(_solution(result, case))[0])


def ramp_linearity(result: StudyResult, case: str) -> float:
    """Largest deviation of the last ramp up from a straight line, over its range."""
    conductance = last_pair(_solution(result, case))[0].conductance
    g = (conductance - conductance[0]) / (conductance[-1] - conductance[0])
    return float(np.max(np.abs(g - np.linspace(0.0, 1.0, len(g)))))


def write_energy(result: StudyResult, case: str, area: float | None = None) -> float:
    """Mean energy of a pulse up [J], of the device or of one of another gated area [m^2]."""
    ramp, device = last_pair(_solution(result, case))[0], _device(result, case)
    return merit.write_energy(ramp, device.area if area is None else area)


def filling_charge(result: StudyResult, case: str) -> float:
    """Charge through the gate over that which the filling changed by; 1 without leakage."""
    data, device = dataset_of(result, case), _device(result, case)
    stored = (data["filling"][-1] - data["filling"][0]) * device.capacity
    return float(data["charge"][-1] / stored)


def ion_count(result: StudyResult, case: str, change: float) -> float:
    """Ions that change the filling of the channel of a case by ``change``."""
    return float(counting.ions_of_filling(_device(result, case), change))


def ion_energy(result: StudyResult, case: str, change: float, voltage: float) -> float:
    """Energy [J] of changing the filling by ``change`` against a voltage."""
    device = _device(result, case)
    ions = counting.ions_of_filling(device, change)
    return float(counting.write_energy(ions, voltage, device.material.charge_number))


def drawn_noise(
    result: StudyResult, case: str, ions: list[float], draws: int = 200_000, seed: int = 1
) -> list[float]:
    """Standard deviation over mean of drawn numbers of ions."""
    return [merit.update_noise(counting.counted(n, draws, seed)) for n in ions]


def count_noise(result: StudyResult, case: str, ions: list[float]) -> list[float]:
    r"""Relative deviation :math:`1/\sqrt N` of a number of ions."""
    return counting.count_noise(np.asarray(ions)).tolist()


def ions_of_energy(
    result: StudyResult, case: str, energy: float, voltages: list[float]
) -> list[float]:
    """Ions that an energy [J] moves against each voltage."""
    return [energy / (ELEMENTARY_CHARGE * v) for v in voltages]


def landauer_limit(result: StudyResult, case: str) -> float:
    """Least energy of erasing a bit at the temperature of the case [J]."""
    return counting.landauer_limit(_device(result, case).temperature)


def retention_time(result: StudyResult, case: str) -> float:
    """Time constant of the last step from the exponential decay of the filling [s].

    Towards the filling of equilibrium with the reservoir, from the first and the last sample.
    """
    data, device = dataset_of(result, case), _device(result, case)
    rows = np.flatnonzero(data["step"].values == data["step"].values[-1])
    time, filling = data["time"].values[rows], data["filling"].values[rows]
    away = filling - _equilibrium(device)
    return float((time[-1] - time[0]) / np.log(away[0] / away[-1]))


def predicted_retention_time(result: StudyResult, case: str) -> float:
    """Leakage and series resistance times chemical capacitance, at the filling of equilibrium."""
    device = _device(result, case)
    return merit.retention_time(device, _equilibrium(device))


def states_held(
    result: StudyResult, case: str, first: int = 1, stride: int = 3, band: float = 0.02
) -> int:
    """Number of states that waiting after a write leaves.

    Conductances at the ends of the steps ``first``, ``first + stride``, ..., of which neighbours
    less than a ``band`` of the whole range apart are one state.
    """
    data, device = dataset_of(result, case), _device(result, case)
    step, values = data["step"].values, data["conductance"].values
    chosen = range(first, int(step[-1]) + 1, stride)
    ends = np.sort([float(values[np.flatnonzero(step == i)[-1]]) for i in chosen])
    span = abs(device.conductance(1.0) - device.conductance(0.0))
    return 1 + int(np.count_nonzero(np.diff(ends) > band * span))


def held_fillings(result: StudyResult, case: str, steps: list[int]) -> list[float]:
    """Mean fillings at the ends of steps."""
    data = dataset_of(result, case)
    rows = [np.flatnonzero(data["step"].values == i)[-1] for i in steps]
    return data["filling"].values[rows].tolist()


def _equilibrium(device: Any) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda x: float(device.equilibrium_voltage(x)), 1e-9, 1 - 1e-9))


def _law(result: StudyResult, case: str, **options: Any) -> StepLaw:
    return law_of(_solution(result, case), _device(result, case), **options)


def _whole_law(result: StudyResult, case: str) -> StepLaw:
    device = _device(result, case)
    bounds = sorted((float(device.conductance(0.0)), float(device.conductance(1.0))))
    return _law(result, case, bounds=tuple(bounds))


def _solution(result: StudyResult, case: str) -> Any:
    name = result.case(case)
    if name not in result.solutions:
        raise ParameterError("claim.case", f"there is no case {name!r}.")
    return result.solutions[name]


def _device(result: StudyResult, case: str) -> Any:
    return result.devices[result.case(case)]
