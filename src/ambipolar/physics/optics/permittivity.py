"""The contract of every relative permittivity, and the sum of such terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import PLANCK, SPEED_OF_LIGHT
from ...core.records import Record, positive, quantity

Array = Any


def photon_energy(wavelength: Array) -> Array:
    r""":math:`E = hc/\lambda` [J] of a vacuum wavelength [m]."""
    return PLANCK * SPEED_OF_LIGHT / np.asarray(wavelength, dtype=float)


@dataclass(frozen=True)
class Permittivity(Record):
    r"""Complex relative permittivity of a host as a law of wavelength and filling.

    .. math:: \varepsilon(\lambda, x) = \varepsilon_1 + i \varepsilon_2 = (n + i k)^2

    with fields that vary as :math:`e^{-i\omega t}`, so that :math:`\varepsilon_2 \ge 0` absorbs.
    Subclasses write :meth:`relative` once, element-wise. Terms **add**, as those of a free
    energy do: ``ConstantIndex(2.0) + SmallPolaronBands()``. A term that is a whole medium
    (an index, a table, a mixture) holds the vacuum's 1; bands and carriers come on top of it.

    The filling is that of all sites of the host; a permittivity broadcasts fillings of the shape
    ``(..., 1)`` against wavelengths of the shape ``(n,)``.
    """

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        """Complex relative permittivity at vacuum wavelengths [m] and fillings."""
        raise NotImplementedError

    def index(self, wavelength: Array, x: Array = 0.0) -> Array:
        """Complex refractive index n + ik, of the root with both parts positive."""
        return np.sqrt(self.relative(wavelength, x) + 0j)

    def absorption(self, wavelength: Array, x: Array = 0.0) -> Array:
        r"""Absorption coefficient :math:`\alpha = 4\pi k/\lambda` [1/m], of the intensity."""
        return 4 * np.pi * self.index(wavelength, x).imag / np.asarray(wavelength, dtype=float)

    def __add__(self, other: Permittivity) -> SumOfPermittivities:
        return SumOfPermittivities(terms=(*_terms(self), *_terms(other)))


def _terms(law: Permittivity) -> tuple[Permittivity, ...]:
    return law.terms if isinstance(law, SumOfPermittivities) else (law,)


@dataclass(frozen=True)
class SumOfPermittivities(Permittivity):
    """Sum of terms at the same wavelengths and fillings."""

    terms: tuple[Permittivity, ...] = ()

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        return sum(term.relative(wavelength, x) for term in self.terms)


@dataclass(frozen=True)
class ConstantIndex(Permittivity):
    r"""One refractive index for all wavelengths, :math:`\varepsilon = (n + ik)^2`."""

    real: float = positive("1", "refractive index n", 1.0)
    imaginary: float = quantity("1", "extinction coefficient k", 0.0, above=0.0)

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        shape = np.broadcast_shapes(np.shape(wavelength), np.shape(x))
        return np.full(shape, complex(self.real, self.imaginary) ** 2)
