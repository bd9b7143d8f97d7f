"""Shapes of absorption bands, each with the refraction that causality demands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE, ROOM_TEMPERATURE
from ...core.records import Record, positive
from .permittivity import Array


@dataclass(frozen=True)
class LineShape(Record):
    r"""Complex shape of a band, :math:`\varepsilon_2 = 1` at its position.

    The real part is the Kramers-Kronig transform of the imaginary one.
    """

    def profile(self, energy: Array, position: Array) -> Array:
        """Complex shape at photon energies [J] for a band at ``position`` [J]."""
        raise NotImplementedError


@dataclass(frozen=True)
class LorentzLine(LineShape):
    r"""Damped oscillator, :math:`E_0\Gamma/(E_0^2 - E^2 - i\Gamma E)`."""

    width: float = positive("J", "full width at half maximum Gamma", 0.5 * ELEMENTARY_CHARGE)

    def profile(self, energy: Array, position: Array) -> Array:
        return position * self.width / (position**2 - energy**2 - 1j * self.width * energy)


@dataclass(frozen=True)
class GaussianLine(LineShape):
    r"""Gaussian absorption and Dawson refraction. [meneses2006]

    .. math::
        \varepsilon_2 = e^{-(E - E_0)^2/2\sigma^2} - e^{-(E + E_0)^2/2\sigma^2}, \qquad
        \varepsilon_1 = \frac{2}{\sqrt\pi} \left[ D\!\left(\frac{E + E_0}{\sqrt2\sigma}\right)
            - D\!\left(\frac{E - E_0}{\sqrt2\sigma}\right) \right]

    with Dawson's integral D. The second exponential makes the response odd in E.
    """

    width: float = positive("J", "standard deviation sigma", 0.5 * ELEMENTARY_CHARGE)

    def profile(self, energy: Array, position: Array) -> Array:
        return gaussian_profile(energy, position, self.width)


@dataclass(frozen=True)
class SmallPolaronLine(LineShape):
    r"""Gaussian of small polarons, whose width follows from the position and the lattice.

    .. math:: E_0 = 4 U_p, \qquad \sigma^2 = 4 U_p E_{vib} = E_0 E_{vib}, \qquad
        E_{vib} = \frac{\hbar\omega_0}{2} \coth\frac{\hbar\omega_0}{2 k_B T}

    with the polaron energy :math:`U_p` and the phonon :math:`\hbar\omega_0`: the vertical transfer
    of an electron to its neighbour, :math:`\varepsilon_2 \propto e^{-(E-4U_p)^2/(8 U_p E_{vib})}`.
    Bryksin's theory, which fits films best [berggren2001], adds a distribution of site energies
    that is filled to a Fermi level. Here disorder adds to the width in quadrature, and the shift
    of the peak with filling is that of the band, see ``SmallPolaronBands``.
    """

    phonon: float = positive("J", "energy of the phonon", 0.07 * ELEMENTARY_CHARGE)
    disorder: float = positive(
        "J", "standard deviation that disorder adds in quadrature", 0.4 * ELEMENTARY_CHARGE
    )
    temperature: float = positive("K", "temperature", ROOM_TEMPERATURE)

    def width(self, position: Array) -> Array:
        """Standard deviation [J] of a band at ``position`` [J]."""
        half = self.phonon / 2
        vibration = half / np.tanh(half / (BOLTZMANN * self.temperature))
        return np.sqrt(position * vibration + self.disorder**2)

    def profile(self, energy: Array, position: Array) -> Array:
        return gaussian_profile(energy, position, self.width(position))


def gaussian_profile(energy: Array, position: Array, width: Array) -> Array:
    """Complex Gaussian band of standard deviation ``width``, see :class:`GaussianLine`."""
    from scipy.special import dawsn

    below, above = (energy - position) / width, (energy + position) / width
    root = np.sqrt(0.5)
    real = 2 / np.sqrt(np.pi) * (dawsn(root * above) - dawsn(root * below))
    return real + 1j * (np.exp(-0.5 * below**2) - np.exp(-0.5 * above**2))
