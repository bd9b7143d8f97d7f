"""Metrics of voltage branches, rate limits and how a run ended."""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...physics.kinetics.reaction import Interface
from ...simulation.study import StudyResult


def failed(result: StudyResult, case: str) -> float:
    """1 when the run ended with a failed status and advice, 0 when it completed."""
    status = result.solutions[result.case(case)].status
    return float(not status.ok and bool(status.message) and bool(status.advice))


def slope(
    result: StudyResult, case: str, start: float, stop: float,
    observable: str = "voltage", along: str = "filling",
) -> float:  # fmt: skip
    """Slope of the straight line through an observable between two values of another one."""
    dataset = result.solutions[result.case(case)].dataset
    x, y = dataset[along].values, dataset[observable].values
    chosen = (x >= start) & (x <= stop)
    return float(np.polyfit(x[chosen], y[chosen], 1)[0])


def gap_between(result: StudyResult, case: str, other: str, filling: float = 0.5) -> float:
    """Voltage of one case minus that of another at the same mean filling [V]."""
    return _voltage(result, case, filling) - _voltage(result, other, filling)


def sweep_gap(result: StudyResult, case: str, filling: float = 0.5) -> float:
    """Voltage at which a particle empties minus that at which it fills, in a slow sweep [V]."""
    dataset = result.solutions[result.case(case)].dataset
    found = []
    for step in (0, 1):
        chosen = dataset["step"].values == step
        x, v = dataset["filling"].values[chosen], dataset["voltage"].values[chosen]
        order = np.argsort(x, kind="stable")
        found.append(float(np.interp(filling, x[order], v[order])))
    return found[1] - found[0]


def extreme_gap(result: StudyResult, case: str, other: str, below: float, above: float) -> float:
    """Largest voltage of ``case`` above a filling minus smallest of ``other`` below one [V].

    At vanishing current these are the voltages at the two spinodals of a uniform particle.
    """
    high, low = (result.solutions[result.case(name)].dataset for name in (case, other))
    upper = high["voltage"].values[high["filling"].values >= above].max()
    lower = low["voltage"].values[low["filling"].values <= below].min()
    return float(upper - lower)


def exchange_current_maximum(result: StudyResult, case: str) -> list[float]:
    """Filling at which the exchange current is largest, and its value over k0."""
    from scipy.optimize import minimize_scalar

    def negative(x: float) -> float:
        return -relative_exchange_currents(result, case, [x])[0]

    bounds, options = (1e-3, 1 - 1e-3), {"xatol": 1e-10}
    found = minimize_scalar(negative, bounds=bounds, method="bounded", options=options)
    return [float(found.x), -float(found.fun)]


def relative_exchange_currents(
    result: StudyResult, case: str, fillings: list[float]
) -> list[float]:
    """i0/k0 at given fillings of a uniform host."""
    device = result.devices[result.case(case)]
    x = np.asarray(fillings, dtype=float)
    mu = device.material.free_energy.chemical_potential((x,), device.temperature)
    state = Interface(x, mu, 0.0 * x, device.temperature, device.ion_activity)
    kinetics = device.material.kinetics
    return (np.asarray(kinetics.exchange_current(state)) / kinetics.rate_constant).tolist()


def relative_overpotential(result: StudyResult, case: str, filling: float) -> float:
    """(V - U(x)) F/RT of a uniform particle at a filling."""
    device = result.devices[result.case(case)]
    rest = float(device.material.open_circuit_potential(filling, device.temperature))
    thermal = GAS_CONSTANT * device.temperature / FARADAY
    return (_voltage(result, case, filling) - rest) / thermal


def _voltage(result: StudyResult, case: str, filling: float) -> float:
    dataset = result.solutions[result.case(case)].dataset
    x, v = dataset["filling"].values, dataset["voltage"].values
    order = np.argsort(x, kind="stable")
    return float(np.interp(filling, x[order], v[order]))
