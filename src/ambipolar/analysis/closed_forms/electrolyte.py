r"""Binary electrolytes between two electrodes of the metal of the salt.

Salt of charges :math:`z_+, z_-` with :math:`q = z_+ \nu_+` equivalents and :math:`\nu` ions per
formula; D and t+ are constant. In pores give effective diffusivities, and the porosity.
"""

from __future__ import annotations

import math

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.errors import ParameterError


def limiting_current(
    diffusivity: float, concentration: float, thickness: float, transference: float,
    equivalents: int = 1,
) -> float:  # fmt: skip
    r"""Steady current density at which the salt is used up at the cathode.

    .. math:: i_{lim} = \frac{2 q F D c_0}{(1 - t_+) L}

    For a dilute 1:1 salt this is :math:`4 F D_+ c_0/L`. [newman2004]

    Parameters
    ----------
    diffusivity : D [m^2/s].
    concentration : mean salt concentration c0 [mol/m^3].
    thickness : L [m].
    transference : t+, below 1.

    Returns
    -------
    [A/m^2].

    Raises
    ------
    ParameterError
        for t+ of 1 or more: a single-ion conductor has no such limit.
    """
    _check(transference)
    through = (1 - transference) * thickness
    return 2 * equivalents * FARADAY * diffusivity * concentration / through


def sand_time(
    diffusivity: float, concentration: float, current: np.ndarray | float, transference: float,
    equivalents: int = 1, porosity: float = 1.0,
) -> np.ndarray | float:  # fmt: skip
    r"""Time after which the salt is used up at the cathode, at a current far above the limit.

    .. math:: t_S = \pi \varepsilon D \left[\frac{q F c_0}{2 i (1 - t_+)}\right]^2

    in semi-infinite electrolyte: :math:`\sqrt{D t_S/\varepsilon}` must be small against the
    thickness. [sand1901; newman2004]

    Parameters
    ----------
    diffusivity : D, effective in pores [m^2/s].
    concentration : c0 [mol/m^3].
    current : i [A/m^2], any shape.
    transference : t+, below 1.

    Returns
    -------
    [s], of the shape of ``current``.

    Raises
    ------
    ParameterError
        for t+ of 1 or more.
    """
    _check(transference)
    moved = equivalents * FARADAY * concentration / (2 * current * (1 - transference))
    return math.pi * porosity * diffusivity * moved**2


def diffusion_potential(
    high: float, low: float, transference: float, temperature: float = ROOM_TEMPERATURE,
    ions_per_equivalent: float = 2.0,
) -> float:  # fmt: skip
    r"""Voltage of a concentration cell with transference, of an ideal salt.

    .. math:: U = \frac{\nu}{q} \frac{RT}{F} (1 - t_+) \ln \frac{c_{high}}{c_{low}}

    between two electrodes of the metal, the one in the higher concentration being positive.
    [newman2004]
    """
    thermal = GAS_CONSTANT * temperature / FARADAY
    return ions_per_equivalent * thermal * (1 - transference) * math.log(high / low)


def polarised_voltage(
    share: np.ndarray | float, temperature: float = ROOM_TEMPERATURE,
    ions_per_equivalent: float = 2.0,
) -> np.ndarray:  # fmt: skip
    r"""Steady drop across a dilute binary electrolyte at a share of the limiting current.

    .. math:: \Delta\phi = 2\, \frac{\nu}{q} \frac{RT}{F}\, \mathrm{artanh} \frac{i}{i_{lim}}

    as two electrodes of the metal read it: ohmic drop and diffusion potential together, and
    independent of the diffusivities. The anions are in equilibrium, as in a cell with one
    blocked carrier. [newman2004]

    Parameters
    ----------
    share : i/i_lim, between -1 and 1, any shape.

    Raises
    ------
    ParameterError
        for a share outside -1 to 1.
    """
    share = np.asarray(share, dtype=float)
    if np.any(np.abs(share) >= 1):
        raise ParameterError("share", "must lie between -1 and 1: no steady state beyond.")
    thermal = GAS_CONSTANT * temperature / FARADAY
    return 2 * ions_per_equivalent * thermal * np.arctanh(share)


def slowest_relaxation(diffusivity: float, thickness: float) -> float:
    r"""Time constant :math:`L^2/(\pi^2 D)` [s] of the slowest mode of the salt. [newman2004]"""
    return thickness**2 / (math.pi**2 * diffusivity)


def _check(transference: float) -> None:
    if transference >= 1:
        raise ParameterError(
            "transference", f"is {transference:g}: nothing depletes.", "Give less than 1."
        )
