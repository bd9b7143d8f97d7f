"""Interband absorption of amorphous semiconductors above their gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from ...core.records import positive
from .permittivity import Array, Permittivity, photon_energy

_EV = ELEMENTARY_CHARGE


@dataclass(frozen=True)
class TaucLorentz(Permittivity):
    r"""Tauc's edge times a Lorentzian, with its closed-form refraction. [jellison1996]

    .. math::
        \varepsilon_2 = \frac{A E_0 C (E - E_g)^2}{(E^2 - E_0^2)^2 + C^2 E^2}\,\frac{1}{E}
        \quad (E > E_g), \qquad \varepsilon_2 = 0 \quad (E \le E_g)

    and :math:`\varepsilon_1 = \varepsilon_\infty` plus the Kramers-Kronig transform of it.

    Raises
    ------
    ParameterError
        when the broadening reaches twice the peak energy (the closed form needs less).
    """

    amplitude: float = positive("J", "amplitude A", 100.0 * _EV)
    gap: float = positive("J", "optical gap E_g", 3.0 * _EV)
    peak: float = positive("J", "energy E_0 of the Lorentzian", 4.5 * _EV)
    broadening: float = positive("J", "broadening C", 2.0 * _EV)
    infinity: float = positive("1", "permittivity at high energies", 1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.broadening >= 2 * self.peak:
            raise ParameterError(
                f"{type(self).__name__}.broadening",
                f"{self.broadening:g} J is not below twice the peak energy.",
                "Choose a smaller broadening.",
            )

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        energy = photon_energy(wavelength)
        # exactly at the gap two logarithms diverge and cancel; step aside
        energy = np.where(energy == self.gap, energy * (1 + 1e-9), energy)
        return self._real(energy) + 1j * self._imaginary(energy) + 0.0 * np.asarray(x)

    def _imaginary(self, e: Array) -> Array:
        e0, c = self.peak, self.broadening
        lorentz = e0 * c / ((e * e - e0 * e0) ** 2 + (c * e) ** 2)
        return np.where(e > self.gap, self.amplitude * lorentz * (e - self.gap) ** 2 / e, 0.0)

    def _real(self, e: Array) -> Array:
        a, g, e0, c = self.amplitude, self.gap, self.peak, self.broadening
        alpha = np.sqrt(4 * e0**2 - c**2)
        gamma = e0**2 - c**2 / 2  # squared
        zeta = np.pi * ((e**2 - gamma) ** 2 + (alpha * c) ** 2 / 4)
        in_log = (g**2 - e0**2) * e**2 + (g * c) ** 2 - e0**2 * (e0**2 + 3 * g**2)
        in_angle = (e**2 - e0**2) * (e0**2 + g**2) + (g * c) ** 2
        upper, lower = np.arctan((2 * g + alpha) / c), np.arctan((alpha - 2 * g) / c)
        sides = np.log((e0**2 + g**2 + alpha * g) / (e0**2 + g**2 - alpha * g))
        edge = np.log(np.abs(e - g) / (e + g))
        around = np.log(np.abs(e - g) * (e + g) / np.sqrt((e0**2 - g**2) ** 2 + (g * c) ** 2))
        terms = (
            c * in_log / (2 * alpha * e0) * sides
            - in_angle / e0 * (np.pi - upper + lower)
            + 4 * e0 / alpha * g * (e**2 - gamma) * (upper + lower)
            - e0 * c * (e**2 + g**2) / e * edge
            + 2 * e0 * c * g * around
        )
        return self.infinity + a * terms / zeta
