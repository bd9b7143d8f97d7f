"""Metrics of the host of a case at equilibrium; ``coherent`` includes its coherency strain."""

from __future__ import annotations

from typing import Any

from ...core.constants import FARADAY
from ...physics.thermodynamics.common_tangent import MiscibilityGap, coherent, miscibility_gaps
from ...physics.thermodynamics.critical_size import critical_length as critical_length_of
from ...physics.thermodynamics.free_energy import FreeEnergy
from ...physics.thermodynamics.hysteresis import hysteresis_gap as hysteresis_gap_of
from ...physics.thermodynamics.hysteresis import landing_filling as landing_filling_of
from ...physics.thermodynamics.phase_boundary import PhaseBoundary, phase_boundary
from ...physics.thermodynamics.spinodal import spinodals
from ...physics.thermodynamics.strain import orthorhombic_stiffness, preferred_orientation
from ...simulation.study import StudyResult


def spinodal_fillings(result: StudyResult, case: str, strained: bool = False) -> list[float]:
    """Fillings at which the uniform host becomes unstable."""
    device = _device(result, case)
    return list(spinodals(_energy(device, strained), device.temperature))


def binodal_fillings(result: StudyResult, case: str, strained: bool = False) -> list[float]:
    """Fillings of the coexisting phases."""
    gap = _gap(_device(result, case), strained)
    return [gap.lower, gap.upper]


def plateau_voltage(result: StudyResult, case: str) -> float:
    """Voltage of coexisting phases without strain [V]."""
    device = _device(result, case)
    return _gap(device, False).plateau_potential(device.material.standard_potential)


def plateau_tilt(result: StudyResult, case: str) -> float:
    r"""Slope of the coherent plateau, :math:`dV/dX = B/F\rho` [V]. [cogswell2012]"""
    material = _device(result, case).material
    return (material.coherency or 0.0) / (FARADAY * material.site_density)


def hysteresis_gap(result: StudyResult, case: str) -> float:
    """Voltage between the two spinodals of uniform particles [V]. [dreyer2010]"""
    device = _device(result, case)
    return hysteresis_gap_of(device.material.free_energy, device.temperature)


def landing_filling(result: StudyResult, case: str) -> float:
    """Filling to which a uniform particle jumps from the lower spinodal at constant voltage."""
    device = _device(result, case)
    return landing_filling_of(device.material.free_energy, device.temperature)


def interface_energy(result: StudyResult, case: str, strained: bool = False) -> float:
    """Energy of the boundary between the phases [J/m^2]."""
    return _boundary(result, case, strained).energy


def interface_width(result: StudyResult, case: str, strained: bool = False) -> float:
    """Filling step over the steepest slope of the boundary between the phases [m]."""
    return _boundary(result, case, strained).width


def critical_length(result: StudyResult, case: str, strained: bool = True) -> float:
    """Length of a sealed slab below which the uniform state is stable at every filling [m]."""
    device = _device(result, case)
    material = device.material
    return critical_length_of(
        material.free_energy, device.temperature, material.gradient_energy,
        material.site_density, (material.coherency or 0.0) if strained else 0.0,
    )  # fmt: skip


def least_coherency(
    result: StudyResult, case: str, stiffness: list[float], misfit: list[float]
) -> float:
    """Smallest B(n) [Pa] over all interface normals.

    Parameters
    ----------
    stiffness : 11, 22, 33, 44, 55, 66, 12, 13, 23 of an orthorhombic crystal [Pa].
    misfit : eigenstrain along the three axes.
    """
    import numpy as np

    return preferred_orientation(orthorhombic_stiffness(*stiffness), np.diag(misfit)).coefficient


def _device(result: StudyResult, case: str) -> Any:
    return result.devices[result.case(case)]


def _energy(device: Any, strained: bool) -> FreeEnergy:
    material = device.material
    strain = (material.coherency or 0.0) if strained else 0.0
    return coherent(material.free_energy, strain, material.site_density)


def _gap(device: Any, strained: bool) -> MiscibilityGap:
    return miscibility_gaps(_energy(device, strained), device.temperature)[0]


def _boundary(result: StudyResult, case: str, strained: bool) -> PhaseBoundary:
    device = _device(result, case)
    material = device.material
    return phase_boundary(
        material.free_energy, device.temperature, material.gradient_energy,
        material.site_density, (material.coherency or 0.0) if strained else 0.0,
    )  # fmt: skip
