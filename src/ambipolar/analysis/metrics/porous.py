"""Metrics of porous electrodes: where they react, and what resists."""

from __future__ import annotations

import numpy as np

from ...simulation.impedance import impedance
from ...simulation.study import StudyResult
from .access import dataset_of


def reaction_distribution(
    result: StudyResult, case: str, at: list[float], electrode: str = "positive"
) -> list[float]:
    """Reaction current over its mean at the start, at depths from the separator (0 to 1).

    Between cell centres, and from the outermost ones to the faces, by a cubic spline.
    """
    from scipy.interpolate import CubicSpline

    data = dataset_of(result, case)
    current = data[f"{electrode}.reaction_current"].values[0]
    depth = (np.arange(len(current)) + 0.5) / len(current)
    spline = CubicSpline(depth, current / current.mean())
    return np.asarray(spline(np.asarray(at, dtype=float))).tolist()


def polarisation_resistance(result: StudyResult, case: str, rest: float = 0.0) -> float:
    """Potential lost over the current density at the start [ohm m^2], from ``rest`` [V]."""
    data = dataset_of(result, case)
    return float((rest - data["voltage"][0]) / data["current_density"][0])


def impedance_at(
    result: StudyResult, case: str, at: list[float], part: str = "real"
) -> list[float]:
    """Impedance [ohm m^2] at angular frequencies [1/s]; ``part`` is real or imaginary.

    The device is linearised by the package itself, about the state in which its run ended.
    """
    name = result.case(case)
    frequencies = np.asarray(at, dtype=float) / (2 * np.pi)
    z = impedance(result.devices[name], frequencies, start=result.solutions[name].final_state)
    chosen = z["resistance"] if part == "real" else z["reactance"]
    return chosen.values.tolist()
