"""Coloration efficiency: optical density gained per charge inserted."""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from .permittivity import Array, Permittivity


def film_charge(
    filling: Array, thickness: Array, site_density: Array, charge_number: Array = 1.0
) -> Array:
    r"""Charge per area of a film, :math:`q = z F c_s L x = x F L/V_m` for z = 1 [C/m^2]."""
    return charge_number * FARADAY * site_density * thickness * np.asarray(filling, dtype=float)


def optical_density(bleached: Array, coloured: Array) -> Array:
    r"""Change of optical density, :math:`\log_{10}(T_{bleached}/T_{coloured})`.

    Raises
    ------
    ParameterError
        for a transmittance that is not positive: an opaque pane has no optical density.
    """
    bleached, coloured = np.asarray(bleached, dtype=float), np.asarray(coloured, dtype=float)
    if not (np.all(bleached > 0) and np.all(coloured > 0)):
        raise ParameterError(
            "transmittance", "must be positive.", "Take a thinner film or a lower filling."
        )
    return np.log10(bleached / coloured)


def coloration_efficiency(bleached: Array, coloured: Array, charge: Array) -> Array:
    """Total efficiency, optical density over charge [m^2/C]; 1 m^2/C is 10^4 cm^2/C."""
    return optical_density(bleached, coloured) / np.asarray(charge, dtype=float)


def differential_coloration_efficiency(
    charge: Array, transmittance: Array, axis: int = -1
) -> np.ndarray:
    r"""Slope :math:`d(OD)/dq` [m^2/C] along a series of charges, of second order inside.

    It changes sign where coloration reverses. [rojasgonzalez2020]

    Parameters
    ----------
    charge : increasing, shape (m,) [C/m^2].
    transmittance : m values along ``axis``.
    """
    values = np.asarray(transmittance, dtype=float)
    density = optical_density(np.ones_like(values), values)
    edge = 2 if np.size(charge) > 2 else 1
    return np.gradient(density, np.asarray(charge, dtype=float), axis=axis, edge_order=edge)


def intrinsic_efficiency(
    permittivity: Permittivity,
    wavelength: Array,
    x: Array,
    site_density: float,
    charge_number: float = 1.0,
) -> Array:
    r"""Total efficiency of the bulk, without interference and reflection [m^2/C].

    .. math:: CE = \frac{[\alpha(x) - \alpha(0)] \log_{10} e}{z F c_s x}
    """
    gained = permittivity.absorption(wavelength, x) - permittivity.absorption(wavelength, 0.0)
    return gained * np.log10(np.e) / film_charge(x, 1.0, site_density, charge_number)
