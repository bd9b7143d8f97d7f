r"""Images by multislice propagation of a focused probe, with abTEM [madsen2021].

The probe is free of aberrations and convergent to ``semiangle``; the slab is a static lattice
(no thermal vibrations, which lowers HAADF and sharpens ABF), the potential is that of independent
atoms, and intensities are shares of the beam (no noise, no dose).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import ELECTRON_MASS, ELEMENTARY_CHARGE, PLANCK, SPEED_OF_LIGHT
from ...core.errors import ParameterError
from ...core.optional import require
from ...core.records import positive, quantity
from .model import ImageModel, Images, Progress

#: share of the largest wave vector of the grid that is kept, so that products do not alias
ANTIALIAS = 2 / 3


@dataclass(frozen=True)
class Multislice(ImageModel):
    """HAADF and ABF of a scanned probe; angles in mrad, as microscopists give them."""

    energy: float = positive("eV", "energy of the electrons", 200e3)
    semiangle: float = positive("mrad", "half angle of the probe", 22.0)
    haadf_inner: float = positive("mrad", "inner angle of the dark-field detector", 70.0)
    haadf_outer: float = positive("mrad", "outer angle of the dark-field detector", 150.0)
    abf_inner: float = positive("mrad", "inner angle of the bright-field detector", 11.0)
    abf_outer: float = positive("mrad", "outer angle of the bright-field detector", 22.0)
    sampling: float = positive("angstrom", "pixel of potential and wave", 0.055)
    slice_thickness: float = positive("angstrom", "thickness of a slice", 2.0)
    step: float = positive("angstrom", "largest distance between probe positions", 0.28)
    source_width: float = quantity(
        "angstrom", "full width of the electron source at half maximum; assumed", 0.6, above=0.0
    )

    def images(self, slab: Any, progress: Progress = lambda share: None) -> Images:
        """Shares of the beam on the two detectors.

        Raises
        ------
        ParameterError
            when the grid does not carry the outer angle of a detector.
        MissingExtraError
            without abTEM.
        """
        lengths = (float(slab.cell[0, 0]), float(slab.cell[1, 1]))
        self._check_angles(lengths)
        abtem = require("abtem", extra="imaging")
        with abtem.config.set({"diagnostics.progress_bar": False, "precision": "float32"}):
            potential = abtem.Potential(
                slab,
                sampling=self.sampling,
                slice_thickness=self.slice_thickness,
                parametrization="lobato",
            )
            potential = potential.build(lazy=False)
            probe = abtem.Probe(energy=self.energy, semiangle_cutoff=self.semiangle)
            probe.grid.match(potential)
            detectors = [
                abtem.AnnularDetector(self.haadf_inner, self.haadf_outer),
                abtem.AnnularDetector(self.abf_inner, self.abf_outer),
            ]
            columns, rows = (max(2, math.ceil(length / self.step)) for length in lengths)
            both = np.zeros((2, rows, columns))
            for row in range(rows):
                y = row * lengths[1] / rows
                scan = abtem.GridScan(
                    (0, y), (lengths[0], y + 1e-6), gpts=(columns, 1), endpoint=False
                )
                measured = probe.scan(potential, scan=scan, detectors=detectors, lazy=False)
                both[:, row, :] = [np.asarray(m.array).reshape(-1) for m in measured]
                progress((row + 1) / rows)
        blurred = [self._blurred(image, lengths) for image in both]
        return Images(blurred[0], blurred[1], lengths)

    def largest_angle(self, sampling: float) -> float:
        """Largest scattering angle in mrad that a grid of this pixel carries."""
        return 1e3 * ANTIALIAS * wavelength(self.energy) / (2 * sampling)

    def _check_angles(self, lengths: tuple[float, float]) -> None:
        outer = max(self.haadf_outer, self.abf_outer)
        # whole pixels fit the cell, so that they are at most as wide as asked for
        pixel = max(length / math.ceil(length / self.sampling) for length in lengths)
        largest = self.largest_angle(pixel)
        if largest < outer:
            raise ParameterError(
                "Multislice.sampling",
                f"pixels of {pixel:.4f} angstrom carry angles up to {largest:.0f} mrad, "
                f"and a detector reaches {outer:g} mrad.",
                f"Take at most {pixel * largest / outer:.4f} angstrom.",
            )

    def _blurred(self, image: np.ndarray, lengths: tuple[float, float]) -> np.ndarray:
        """The image convolved with a Gaussian source, periodic."""
        sigma = self.source_width / math.sqrt(8 * math.log(2))
        rows, columns = image.shape
        kx = np.fft.fftfreq(columns, lengths[0] / columns)[None, :]
        ky = np.fft.fftfreq(rows, lengths[1] / rows)[:, None]
        damping = np.exp(-2 * (math.pi * sigma) ** 2 * (kx**2 + ky**2))
        return np.fft.ifft2(np.fft.fft2(image) * damping).real

    def notes(self) -> tuple[str, ...]:
        return (
            f"Multislice at {self.energy / 1e3:g} kV, {self.semiangle:g} mrad, no aberrations; "
            f"HAADF {self.haadf_inner:g}-{self.haadf_outer:g}, "
            f"ABF {self.abf_inner:g}-{self.abf_outer:g} mrad.",
            f"Static lattice, no dose; pixels {self.sampling:g}, slices {self.slice_thickness:g}, "
            f"scan step {self.step:g}, source {self.source_width:g} angstrom (assumed).",
        )

    def references(self) -> tuple[str, ...]:
        return ("madsen2021",)


def wavelength(energy: float) -> float:
    r"""Wavelength in angstrom of electrons of ``energy`` eV.

    $\lambda = h c / \sqrt{E (E + 2 m c^2)}$.
    """
    rest = ELECTRON_MASS * SPEED_OF_LIGHT**2 / ELEMENTARY_CHARGE  # eV
    momentum = math.sqrt(energy * (energy + 2 * rest))  # times c, in eV
    return 1e10 * PLANCK * SPEED_OF_LIGHT / ELEMENTARY_CHARGE / momentum
