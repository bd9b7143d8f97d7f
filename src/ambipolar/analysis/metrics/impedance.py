"""Metrics of the impedance of a device about the state in which its run ended."""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY
from ...simulation.impedance import impedance
from ...simulation.study import StudyResult
from .access import dataset_of
from .diffusion import diffusion_scales


def diffusion_impedance(
    result: StudyResult, case: str, at: list[float], part: str = "real"
) -> list[float]:
    """Impedance in units of (-dU/dx) R/(F c_s D) at angular frequencies in D/R^2.

    ``part`` is real or imaginary. The device is linearised by the package itself.
    """
    name = result.case(case)
    device, scales = result.devices[name], diffusion_scales(result, case)
    filling = float(dataset_of(result, case)["filling"][-1])
    energy, temperature = device.material.free_energy, device.temperature
    slope = float(energy.curvature((filling,), temperature)) / FARADAY
    unit = slope * scales.radius / (FARADAY * scales.site_density * scales.diffusivity)
    frequencies = np.asarray(at, dtype=float) / (2 * np.pi * scales.time)
    z = impedance(device, frequencies, start=result.solutions[name].final_state)
    chosen = z["resistance"] if part == "real" else z["reactance"]
    return (chosen.values / unit).tolist()
