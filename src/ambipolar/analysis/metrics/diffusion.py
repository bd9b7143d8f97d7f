"""Metrics of diffusion in a host, in units of its radius and diffusivity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from ..closed_forms.diffusion import titration_diffusivity
from .access import dataset_of


@dataclass(frozen=True)
class Scales:
    """What makes a diffusion problem dimensionless."""

    radius: float  #: or thickness of a plate [m]
    diffusivity: float  #: [m^2/s]
    site_density: float  #: [mol/m^3]

    @property
    def time(self) -> float:
        """R^2/D [s]."""
        return self.radius**2 / self.diffusivity


def diffusion_scales(result: StudyResult, case: str) -> Scales:
    """Scales of the particle of a case."""
    device = result.devices[result.case(case)]
    material = device.material
    return Scales(device.particle.radius, material.diffusivity.prefactor, material.site_density)


def surface_rise(result: StudyResult, case: str, at: list[float]) -> list[float]:
    """Rise of the surface filling at constant current, in jR/(F c_s D), at times in R^2/D."""
    data, scales = dataset_of(result, case), diffusion_scales(result, case)
    rise = data["particle.surface_filling"].values - float(data["particle.surface_filling"][0])
    flux = float(data["current_density"][-1]) / (FARADAY * scales.site_density)
    unit = flux * scales.radius / scales.diffusivity
    return (np.interp(at, data["time"].values / scales.time, rise) / unit).tolist()


def uptake(result: StudyResult, case: str, at: list[float]) -> list[float]:
    """Uptake over the final one at constant surface filling, at times in R^2/D."""
    time, fraction = _uptake(result, case)
    return np.interp(at, time, fraction).tolist()


def uptake_time(result: StudyResult, case: str, fraction: float = 0.5) -> float:
    """Time in R^2/D at which a fraction of the final uptake has entered."""
    time, found = _uptake(result, case)
    return float(np.interp(fraction, found, time))


def titration_slope(result: StudyResult, case: str, step: int = 0) -> float:
    """Slope of the surface concentration over the square root of time in one pulse."""
    root, surface = _pulse(result, case, "particle.surface_filling", step)
    density = diffusion_scales(result, case).site_density
    return float(np.polyfit(root, density * surface, 1)[0])


def titrated_diffusivity(result: StudyResult, case: str, step: int = 2) -> float:
    """Diffusivity [m^2/s] from the voltage alone, as in an experiment.

    The slope of the voltage over the square root of time in the pulse is divided by the slope of
    the open-circuit voltage over concentration between the rests before and after it.
    """
    data, scales = dataset_of(result, case), diffusion_scales(result, case)
    steps = data["step"].values
    if not 0 < step < steps.max():
        raise ParameterError("claim.arguments.step", "needs a rest before and after the pulse.")
    before, after = (np.flatnonzero(steps == s)[-1] for s in (step - 1, step + 1))
    voltage, filling = data["voltage"].values, data["filling"].values * scales.site_density
    open_circuit = (voltage[after] - voltage[before]) / (filling[after] - filling[before])
    root, pulse = _pulse(result, case, "voltage", step)
    current = float(data["current_density"].values[steps == step][-1])
    slope = float(np.polyfit(root, pulse, 1)[0]) / float(open_circuit)
    return titration_diffusivity(slope, current)


def _uptake(result: StudyResult, case: str) -> tuple[np.ndarray, np.ndarray]:
    data, scales = dataset_of(result, case), diffusion_scales(result, case)
    filling, surface = data["filling"].values, float(data["particle.surface_filling"][-1])
    return data["time"].values / scales.time, (filling - filling[0]) / (surface - filling[0])


def _pulse(
    result: StudyResult, case: str, observable: str, step: int
) -> tuple[np.ndarray, np.ndarray]:
    """Square root of the time since the start of a step, and an observable, without its jump."""
    data = dataset_of(result, case)
    inside = data["step"].values == step
    time = data["time"].values[inside]
    return np.sqrt(time - time[0])[1:], data[observable].values[inside][1:]
