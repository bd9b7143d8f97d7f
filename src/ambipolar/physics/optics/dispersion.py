"""Transparent media: refractive indices that fall with wavelength, and free carriers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import (
    ELECTRON_MASS,
    ELEMENTARY_CHARGE,
    REDUCED_PLANCK,
    VACUUM_PERMITTIVITY,
)
from ...core.errors import ParameterError
from ...core.records import positive, quantity
from .permittivity import Array, Permittivity, photon_energy


@dataclass(frozen=True)
class CauchyIndex(Permittivity):
    r"""Transparent medium, :math:`n = A + B/\lambda^2 + C/\lambda^4` with a constant k."""

    constant: float = positive("1", "index A at long wavelengths", 1.5)
    quadratic: float = quantity("m^2", "coefficient B", 0.0)
    quartic: float = quantity("m^4", "coefficient C", 0.0)
    extinction: float = quantity("1", "extinction coefficient k", 0.0, above=0.0)

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        inverse = np.asarray(wavelength, dtype=float) ** -2
        real = self.constant + inverse * (self.quadratic + inverse * self.quartic)
        return (real + 1j * self.extinction) ** 2 + 0.0 * np.asarray(x)


@dataclass(frozen=True)
class SellmeierIndex(Permittivity):
    r"""Sum of undamped resonances,
    :math:`\varepsilon = 1 + \sum_j B_j \lambda^2/(\lambda^2 - \lambda_j^2)`.

    Raises
    ------
    ParameterError
        when strengths and wavelengths differ in number.
    """

    strength: tuple[float, ...] = quantity("1", "strengths B_j", (1.0,), structural=True)
    resonance: tuple[float, ...] = quantity(
        "m", "wavelengths of the resonances", (100e-9,), above=0.0, structural=True
    )

    def __post_init__(self) -> None:
        for name in ("strength", "resonance"):
            object.__setattr__(self, name, tuple(float(v) for v in getattr(self, name)))
        super().__post_init__()
        if len(self.strength) != len(self.resonance):
            sizes = f"{len(self.strength)} strengths and {len(self.resonance)} wavelengths"
            raise ParameterError(type(self).__name__, f"got {sizes}.", "Give equally many.")

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        square = np.asarray(wavelength, dtype=float) ** 2
        terms = (b * square / (square - r * r) for b, r in zip(self.strength, self.resonance))
        return 1.0 + sum(terms) + 0j * np.asarray(x)


@dataclass(frozen=True)
class DrudeCarriers(Permittivity):
    r"""Free carriers, whose density grows with filling; a term on top of a host.

    .. math::
        \Delta\varepsilon = -\frac{E_p^2}{E^2 + i\Gamma E}, \qquad
        E_p^2 = \frac{\hbar^2 e^2}{\varepsilon_0 m^* m_e} \left[N_0 + x (N_1 - N_0)\right]

    with the densities :math:`N_0` of the empty and :math:`N_1` of the full host.
    """

    empty_density: float = quantity("1/m^3", "carriers of the empty host", 0.0, above=0.0)
    full_density: float = quantity("1/m^3", "carriers of the full host", 1e27, above=0.0)
    effective_mass: float = positive("1", "effective mass over that of the electron", 1.0)
    damping: float = quantity("J", "damping Gamma", 0.1 * ELEMENTARY_CHARGE, above=0.0)

    def plasma_energy(self, x: Array = 0.0) -> Array:
        r"""Unscreened plasma energy :math:`E_p` [J]."""
        density = self.empty_density + np.asarray(x) * (self.full_density - self.empty_density)
        unit = ELEMENTARY_CHARGE**2 / (VACUUM_PERMITTIVITY * ELECTRON_MASS * self.effective_mass)
        return REDUCED_PLANCK * np.sqrt(unit * density)

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        energy = photon_energy(wavelength)
        return -(self.plasma_energy(x) ** 2) / (energy * (energy + 1j * self.damping))
