"""Metrics of phase separation: fronts, growth of a mode, plateaus, differences between cases."""

from __future__ import annotations

import numpy as np

from ...core.constants import GAS_CONSTANT
from ...core.errors import ParameterError
from ...numerics.mesh import exponent
from ...physics.morphology import damkohler_number, insertion_time
from ...physics.thermodynamics.common_tangent import miscibility_gaps
from ...simulation.study import StudyResult
from .access import dataset_of


def transformed_fraction(result: StudyResult, case: str, filling: float = 0.5) -> float:
    """Fraction of the volume behind the outermost front at the end of a run.

    The front is where the profile crosses ``filling``; 0 without a rich shell and 1 without a
    poor core.
    """
    name = result.case(case)
    particle, profile = result.devices[name].particle, dataset_of(result, case)["particle.filling"]
    x, position = profile.values[-1], profile["particle.position"].values
    poor = np.flatnonzero(x < filling)
    if not poor.size:
        return 1.0
    i = poor[-1]
    if i == x.size - 1:
        return 0.0
    share = (filling - x[i]) / (x[i + 1] - x[i])
    front = position[i] + share * (position[i + 1] - position[i])
    return float(1 - (front / position[-1]) ** (exponent(particle.geometry) + 1))


def used_damkoehler(result: StudyResult, case: str, current: float) -> float:
    """Transformed fraction at the end times the Damkoehler number, of a plate.

    It is constant for a shrinking core, whose shell stops at a thickness proportional to
    diffusivity over current; ``current`` is the mean of the drive [A/m^2].
    """
    device = result.devices[result.case(case)]
    material, radius = device.material, device.particle.radius
    (gap,) = miscibility_gaps(material.free_energy, device.temperature)
    poor, rich = gap.lower, gap.upper
    slower = min(
        float(material.diffusivity.coefficient(x, device.temperature))
        * float(material.free_energy.curvature((x,), device.temperature))
        / (GAS_CONSTANT * device.temperature)
        for x in (poor, rich)
    )
    time = insertion_time(current, material.site_density, rich - poor, 1 / radius)
    return transformed_fraction(result, case) * damkohler_number(radius, slower, time)


def growth_rate(result: StudyResult, case: str) -> float:
    """Growth rate of the first mode of a sealed plate at rest, in D/l^2 with l^2 = kappa/(c_s RT).

    The amplitude is half the difference between both ends, so that even harmonics cancel.
    """
    profile = dataset_of(result, case)["particle.filling"]
    amplitude = np.abs(profile.values[:, 0] - profile.values[:, -1]) / 2
    slope = np.polyfit(profile["time"].values, np.log(amplitude), 1)[0]
    material = result.devices[result.case(case)].material
    return float(slope * _length(result, case) ** 2 / material.diffusivity.prefactor)


def fastest_mode(result: StudyResult, case: str, cases: list[str]) -> list[float]:
    """Reduced wave number and growth rate of the fastest mode, from three cases.

    The rate is interpolated by a parabola in the square of the wave number, which it is where
    diffusion carries the growth.
    """
    squares = [(np.pi * _length(result, c) / result.devices[c].particle.radius) ** 2 for c in cases]
    rates = [growth_rate(result, c) for c in cases]
    if len(cases) != 3:
        raise ParameterError("claim.arguments.cases", "a parabola needs three cases.")
    curve = np.polyfit(squares, rates, 2)
    best = -curve[1] / (2 * curve[0])
    return [float(np.sqrt(best)), float(np.polyval(curve, best))]


def mean_between(
    result: StudyResult, case: str, observable: str, above: float, below: float,
    along: str = "filling",
) -> float:  # fmt: skip
    """Mean of an observable over a range of another one (by default the mean filling)."""
    data = dataset_of(result, case)
    x, y = data[along].values, data[observable].values
    order = np.argsort(x, kind="stable")
    inside = np.linspace(above, below, 401)
    return float(np.mean(np.interp(inside, x[order], y[order])))


def difference_between(
    result: StudyResult, case: str, observable: str, other: str, above: float, below: float,
    along: str = "filling",
) -> float:  # fmt: skip
    """Root mean square difference of an observable between two cases over a range."""
    x = np.linspace(above, below, 401)
    curves = []
    for name in (result.case(case), other):
        data = dataset_of(result, name)
        order = np.argsort(data[along].values, kind="stable")
        curves.append(np.interp(x, data[along].values[order], data[observable].values[order]))
    return float(np.sqrt(np.mean((curves[0] - curves[1]) ** 2)))


def stage_fillings(result: StudyResult, case: str, filling: float) -> list[float]:
    """Fillings of the two layers where they differ most, and of the host where they differ least.

    In the profile whose mean is nearest to ``filling``: fuller layer, emptier layer, and the mean
    of both at the other place.
    """
    data = dataset_of(result, case)
    nearest = int(np.argmin(np.abs(data["filling"].values - filling)))
    first, second = (data[f"particle.filling_{i}"].values[nearest] for i in (1, 2))
    apart, alike = (int(f(np.abs(first - second))) for f in (np.argmax, np.argmin))
    layers = sorted((float(first[apart]), float(second[apart])), reverse=True)
    return [*layers, float(first[alike] + second[alike]) / 2]


def _length(result: StudyResult, case: str) -> float:
    """Reduced length sqrt(kappa/(c_s RT)) [m]."""
    device = result.devices[result.case(case)]
    material, thermal = device.material, GAS_CONSTANT * device.temperature
    return float(np.sqrt(material.gradient_energy / (material.site_density * thermal)))
