"""Spectra weighted by the eye and by the sun.

Observers, illuminants and the solar spectrum are those of colour-science, imported on first use
(about two seconds, once per process).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...core.errors import ParameterError
from .permittivity import Array

VISIBLE = (380e-9, 780e-9)  #: band of luminous quantities and of colour [m]
SOLAR = (300e-9, 2500e-9)  #: band of solar quantities [m]
NEAR_INFRARED = (780e-9, 2500e-9)  #: near-infrared band of the sun [m]


def visible_wavelengths(count: int = 81) -> np.ndarray:
    """Evenly spaced wavelengths from 380 to 780 nm [m]; 81 are the 5 nm of common practice."""
    return np.linspace(*VISIBLE, count)


def solar_wavelengths(count: int = 441) -> np.ndarray:
    """Evenly spaced wavelengths from 300 to 2500 nm [m]; 441 are steps of 5 nm."""
    return np.linspace(*SOLAR, count)


def luminous(wavelength: Array, spectrum: Array) -> np.ndarray:
    r"""Luminous transmittance (or reflectance) under daylight D65.

    .. math:: T_{vis} = \frac{\int T\, V\, S_{D65}\, d\lambda}{\int V\, S_{D65}\, d\lambda}

    Parameters
    ----------
    wavelength : increasing, shape (n,), at least from 380 to 780 nm [m].
    spectrum : shape (..., n), taken as linear between the wavelengths.

    Raises
    ------
    ParameterError
        when the wavelengths do not increase or do not cover the band.
    """
    return weighted(wavelength, spectrum, "luminous")[..., 0]


def solar(wavelength: Array, spectrum: Array) -> np.ndarray:
    """Part of the sun's energy from 300 to 2500 nm, AM1.5 global; arguments as of ``luminous``."""
    return weighted(wavelength, spectrum, "solar")[..., 0]


def near_infrared(wavelength: Array, spectrum: Array) -> np.ndarray:
    """Part of the sun's energy from 780 to 2500 nm, AM1.5 global; arguments as of ``luminous``."""
    return weighted(wavelength, spectrum, "near infrared")[..., 0]


def weighted(wavelength: Array, spectrum: Array, table: str) -> np.ndarray:
    """Means of a spectrum with the weights of a table, shape (..., k)."""
    wave = np.ascontiguousarray(wavelength, dtype=float)
    values = np.asarray(spectrum, dtype=float)
    if wave.ndim != 1 or len(wave) < 2 or np.any(np.diff(wave) <= 0):
        raise ParameterError("wavelength", "must be a row of increasing numbers in metres.")
    if values.shape[-1:] != wave.shape:
        raise ParameterError(
            "spectrum", f"has {values.shape[-1:]} values for {len(wave)} wavelengths."
        )
    return values @ _weights(wave.tobytes(), table)


@lru_cache(maxsize=32)
def _weights(wave_bytes: bytes, table: str) -> np.ndarray:
    """Weights of the values at given wavelengths, shape (n, k); each column sums to its total.

    The integrand is the table times the linear interpolant of the spectrum, summed on the grid
    of the table, so that a coarse spectrum is weighted by the fine structure of the sun.
    """
    wave = np.frombuffer(wave_bytes)
    grid, density = _table(table)
    slack = 1e-12
    if wave[0] > grid[0] + slack or wave[-1] < grid[-1] - slack:
        have, need = (
            f"{1e9 * a:.0f} to {1e9 * b:.0f} nm" for a, b in (wave[[0, -1]], grid[[0, -1]])
        )
        raise ParameterError(
            "wavelength", f"{have} does not cover {need}.", f"Compute the spectrum from {need}."
        )
    left = np.clip(np.searchsorted(wave, grid, side="right") - 1, 0, len(wave) - 2)
    right = (grid - wave[left]) / (wave[left + 1] - wave[left])
    weights = np.zeros((len(wave), density.shape[1]))
    np.add.at(weights, left, (1 - right)[:, None] * density)
    np.add.at(weights, left + 1, right[:, None] * density)
    return weights


@lru_cache(maxsize=8)
def _table(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Wavelengths [m] and weight per grid point, shape (m, k), normalised."""
    if name in ("luminous", "colour"):
        return _eye(name)
    grid, power = _sun()
    low, high = SOLAR if name == "solar" else NEAR_INFRARED
    inside = (grid > low - 1e-13) & (grid < high + 1e-13)
    density = _trapezoid(grid[inside]) * power[inside]
    return grid[inside], (density / density.sum())[:, None]


def _eye(name: str) -> tuple[np.ndarray, np.ndarray]:
    import colour

    nanometres = np.arange(380.0, 781.0)
    daylight = colour.SDS_ILLUMINANTS["D65"]
    # the standard says to interpolate its 5 nm linearly
    light = np.interp(nanometres, daylight.wavelengths, daylight.values)
    if name == "luminous":
        found = colour.SDS_LEFS["CIE 1924 Photopic Standard Observer"]
        eye = np.interp(nanometres, found.wavelengths, found.values)[:, None]
    else:
        observer = colour.MSDS_CMFS["CIE 1931 2 Degree Standard Observer"]
        columns = np.asarray(observer.values).T
        eye = np.stack([np.interp(nanometres, observer.wavelengths, c) for c in columns], axis=1)
    density = _trapezoid(nanometres)[:, None] * light[:, None] * eye
    # luminance of the perfect pane is one, for colours as well
    return nanometres * 1e-9, density / density[:, 1 if name == "colour" else 0].sum()


def _sun() -> tuple[np.ndarray, np.ndarray]:
    from colour.plotting.datasets.astm_g_173 import DATA_ASTMG173_GLOBAL_TILT as sun

    nanometres = np.array(sorted(sun))
    return nanometres * 1e-9, np.array([sun[n] for n in nanometres])


def _trapezoid(grid: np.ndarray) -> np.ndarray:
    """Weights of the trapezoidal rule on a grid."""
    steps = np.diff(grid)
    return 0.5 * (np.append(steps, 0.0) + np.append(0.0, steps))
