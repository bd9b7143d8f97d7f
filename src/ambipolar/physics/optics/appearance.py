"""Colour of transmitted and reflected daylight, for maps of any shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .permittivity import Array
from .photometry import weighted


@dataclass(frozen=True)
class Appearance:
    """A colour under daylight D65 for the 2 degree observer; arrays of the shape of the map."""

    tristimulus: np.ndarray  #: XYZ, shape (..., 3); Y is 1 for what passes everything

    @property
    def lightness(self) -> np.ndarray:
        """L* of CIELAB, 0 to 100."""
        return self.lab[..., 0]

    @property
    def lab(self) -> np.ndarray:
        """CIELAB coordinates L*, a*, b*, shape (..., 3); daylight itself is (100, 0, 0)."""
        import colour

        return colour.XYZ_to_Lab(self.tristimulus, illuminant=colour.XYZ_to_xy(_white()))

    @property
    def chroma(self) -> np.ndarray:
        r""":math:`C^* = \sqrt{a^{*2} + b^{*2}}`, zero for grey."""
        return np.hypot(*np.moveaxis(self.lab[..., 1:], -1, 0))

    @property
    def hue(self) -> np.ndarray:
        """Hue angle of CIELAB, 0 to 360 degrees: 0 red, 90 yellow, 180 green, 270 blue."""
        a, b = np.moveaxis(self.lab[..., 1:], -1, 0)
        return np.degrees(np.arctan2(b, a)) % 360.0

    @property
    def srgb(self) -> np.ndarray:
        """Swatch for a screen, shape (..., 3) from 0 to 1, clipped to what it can show."""
        import colour

        return np.clip(colour.XYZ_to_sRGB(self.tristimulus), 0.0, 1.0)


def appearance(wavelength: Array, spectrum: Array) -> Appearance:
    r"""Colour of daylight that has passed, or was reflected by, a pane.

    .. math:: X_i = \int T\, \bar x_i\, S_{D65}\, d\lambda \Big/ \int \bar y\, S_{D65}\, d\lambda

    Parameters
    ----------
    wavelength : increasing, shape (n,), at least from 380 to 780 nm [m].
    spectrum : transmittance or reflectance, shape (..., n).

    Raises
    ------
    ParameterError
        when the wavelengths do not cover the visible band.
    """
    return Appearance(weighted(wavelength, spectrum, "colour"))


def _white() -> np.ndarray:
    """XYZ of daylight itself, by the same sum."""
    band = np.array([380e-9, 780e-9])
    return weighted(band, np.ones(2), "colour")
