"""Metrics of how light sees a host; thicknesses and wavelengths in metres, angles in degrees.

The host is the material of the device, or of one of its films. Where no thickness is given, it is
that of the film.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE, PLANCK, SPEED_OF_LIGHT
from ...core.errors import ParameterError
from ...materials.material import Material
from ...materials.optical.panes import coated_glass, permittivity_of
from ...physics.optics.appearance import appearance
from ...physics.optics.coloration import (
    coloration_efficiency,
    differential_coloration_efficiency,
    film_charge,
    intrinsic_efficiency,
)
from ...physics.optics.permittivity import ConstantIndex
from ...physics.optics.photometry import visible_wavelengths
from ...physics.optics.stack import OpticalLayer, OpticalStack
from ...simulation.study import StudyResult


def surface_reflectance(result: StudyResult, case: str, index: float) -> float:
    """Normal reflectance of a half space of one index."""
    found = OpticalStack(back=ConstantIndex(index)).spectra([550e-9])
    return float(found.reflectance[0])


def slab_transmittance(result: StudyResult, case: str, index: float) -> float:
    """Transmittance of a thick clear slab of one index, without fringes."""
    slab = OpticalLayer(ConstantIndex(index), 3e-3, coherent=False)
    return float(OpticalStack((slab,)).spectra([550e-9]).transmittance[0])


def quarter_wave_reflectance(result: StudyResult, case: str, index: float) -> float:
    """Reflectance of a half space under a quarter wave of the root of its index."""
    root = np.sqrt(index)
    layer = OpticalLayer(ConstantIndex(root), 550e-9 / (4 * root))
    found = OpticalStack((layer,), back=ConstantIndex(index)).spectra([550e-9])
    return float(found.reflectance[0])


def inserted_charge(
    result: StudyResult,
    case: str,
    fillings: list[float],
    thickness: float | None = None,
    site_density: float | None = None,
    film: str = "film",
) -> list[float]:
    """Charge per area of a film at given fillings [C/m^2]."""
    host, length = _host(result, case, thickness, film)
    density = host.site_density if site_density is None else site_density
    return film_charge(fillings, length, density, host.charge_number).tolist()


def coloration_efficiencies(
    result: StudyResult,
    case: str,
    wavelengths: list[float],
    filling: float,
    thickness: float | None = None,
    film: str = "film",
) -> list[float]:
    """Optical density over charge of a film on glass, from empty to a filling [m^2/C]."""
    host, length = _host(result, case, thickness, film)
    found = _on_glass(host, length).spectra(wavelengths, {"film": np.array([0.0, filling])})
    bleached, coloured = found.transmittance
    charge = film_charge(filling, length, host.site_density, host.charge_number)
    return coloration_efficiency(bleached, coloured, charge).tolist()


def bulk_efficiencies(
    result: StudyResult,
    case: str,
    wavelengths: list[float],
    filling: float,
    film: str = "film",
) -> list[float]:
    """The same without reflection and interference, from the absorption coefficient [m^2/C]."""
    host, _ = _host(result, case, 1.0, film)
    waves = np.asarray(wavelengths, dtype=float)
    law, density = permittivity_of(host), host.site_density
    return intrinsic_efficiency(law, waves, filling, density, host.charge_number).tolist()


def band_positions(
    result: StudyResult,
    case: str,
    fillings: list[float],
    low: float = 0.8,
    high: float = 2.2,
    film: str = "film",
) -> list[float]:
    r"""Photon energies [eV] at which what the guests add to :math:`\varepsilon_2` is largest."""
    host, _ = _host(result, case, 1.0, film)
    energy = np.linspace(low, high, 2001)
    wave = PLANCK * SPEED_OF_LIGHT / (energy * ELEMENTARY_CHARGE)
    law, x = permittivity_of(host), np.asarray(fillings, dtype=float)[:, None]
    added = (law.relative(wave, x) - law.relative(wave, 0.0)).imag
    return energy[np.argmax(added, axis=1)].tolist()


def coloration_reversal(
    result: StudyResult,
    case: str,
    wavelength: float,
    below: float = 1.0,
    thickness: float | None = None,
    film: str = "film",
) -> float:
    """Filling at which d(OD)/dq of the bulk changes from colouring to bleaching; nan where not.

    Reflection and interference are left out: it is the sign of the host, not of the film.
    """
    host, length = _host(result, case, thickness or 1e-7, film)
    x = np.linspace(1e-3, below, 4001)
    passed = np.exp(-permittivity_of(host).absorption(wavelength, x) * length)
    charge = film_charge(x, length, host.site_density, host.charge_number)
    slope = differential_coloration_efficiency(charge, passed)
    turns = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0))
    return float(x[turns[0]]) if len(turns) else float("nan")


def reflected_hues(
    result: StudyResult, case: str, fillings: list[float], film: str = "film"
) -> list[float]:
    """Hue angles of daylight reflected by the bulk host [degrees]."""
    host, _ = _host(result, case, 1.0, film)
    index = permittivity_of(host).index(visible_wavelengths(), np.asarray(fillings)[:, None])
    reflected = np.abs((index - 1) / (index + 1)) ** 2
    return appearance(visible_wavelengths(), reflected).hue.tolist()


def diffusion_time(result: StudyResult, case: str, diffusivity: float, thickness: float) -> float:
    """Time L^2/D in which a guest crosses a film [s]."""
    return thickness**2 / diffusivity


def _host(
    result: StudyResult, case: str, thickness: float | None, film: str
) -> tuple[Material, float]:
    """Material and thickness of the film of a case.

    Raises
    ------
    ParameterError
        where the device has no such film, or no thickness is known.
    """
    device: Any = result.devices[result.case(case)]
    part: Any = device if hasattr(device, "material") else getattr(device, film, None)
    if not hasattr(part, "material"):
        raise ParameterError("claim.arguments.film", f"the device has no film {film!r}.")
    length = getattr(part, "thickness", None) if thickness is None else thickness
    if length is None:
        raise ParameterError("claim.arguments.thickness", "is missing.", "Give it in metres.")
    return part.material, float(length)


def _on_glass(host: Material, thickness: float) -> OpticalStack:
    """A film on a thick glass."""
    return coated_glass(host, thickness, conductor=0.0)
