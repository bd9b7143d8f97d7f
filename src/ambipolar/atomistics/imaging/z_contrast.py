r"""A fast estimate of images by atomic numbers, without the physics of the beam.

Every atom adds a Gaussian of the width of the probe,

$$I_{HAADF}(\mathbf r) = \sum_i Z_i^{1.7}\, G(\mathbf r - \mathbf r_i), \quad
I_{ABF}(\mathbf r) = 1 - \frac{\sum_i Z_i^{1/3}\, G(\mathbf r - \mathbf r_i)}{\max}$$

The exponent of HAADF is that of common experience between the Rutherford limit of 2 and screening
[pennycook1991]; that of ABF follows the rule of thumb that the contrast goes with $Z^{1/3}$
[findlay2010] and ignores channelling and thickness: it is qualitative only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.records import positive
from .model import ImageModel, Images, Progress


@dataclass(frozen=True)
class ZContrast(ImageModel):
    """Columns convolved with a Gaussian probe, in milliseconds."""

    probe_width: float = positive("angstrom", "full width of the probe at half maximum", 0.8)
    haadf_exponent: float = positive("1", "exponent of the atomic number in HAADF", 1.7)
    abf_exponent: float = positive("1", "exponent of the atomic number in ABF", 1 / 3)
    pixel: float = positive("angstrom", "largest size of a pixel", 0.1)

    def images(self, slab: Any, progress: Progress = lambda share: None) -> Images:
        """HAADF in units of one atom of unit weight per square angstrom; ABF from 0 to 1."""
        haadf = self._projected(slab, self.haadf_exponent)
        progress(0.5)
        light = self._projected(slab, self.abf_exponent)
        progress(1.0)
        lengths = (float(slab.cell[0, 0]), float(slab.cell[1, 1]))
        return Images(haadf, 1 - light / light.max(), lengths)

    def _projected(self, slab: Any, exponent: float) -> np.ndarray:
        """Sum of Gaussians of weight Z^exponent on a periodic grid, exact in Fourier space."""
        lengths = np.diag(np.asarray(slab.cell))[:2]
        shape = np.ceil(lengths / self.pixel).astype(int)
        weight = slab.numbers.astype(float) ** exponent
        place = slab.positions[:, :2] / lengths
        sigma = self.probe_width / math.sqrt(8 * math.log(2))
        orders = [np.fft.fftfreq(n, 1 / n) for n in shape]
        damping = [
            np.exp(-2 * (math.pi * sigma * k / length) ** 2) for k, length in zip(orders, lengths)
        ]
        waves = [np.exp(-2j * math.pi * np.outer(k, p)) for k, p in zip(orders, place.T)]
        spectrum = np.einsum("ka,la,a->lk", waves[0], waves[1], weight, optimize=True)
        spectrum *= damping[1][:, None] * damping[0][None, :]
        return np.fft.ifft2(spectrum).real * shape.prod() / lengths.prod()

    def notes(self) -> tuple[str, ...]:
        return (
            f"HAADF is estimated as Z^{self.haadf_exponent:g} of the columns under a probe "
            f"{self.probe_width:g} angstrom wide.",
            "ABF is a rule of thumb without channelling or thickness: qualitative only.",
        )

    def references(self) -> tuple[str, ...]:
        return ("pennycook1991", "findlay2010")
