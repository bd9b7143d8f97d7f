r"""Porous electrodes in an electrolyte of uniform composition.

y runs from 0 at the separator to 1 at the current collector. :math:`R_i` and :math:`R_e` are the
resistances of the electrolyte in the pores and of the solid over the whole thickness [ohm m^2].
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError


@dataclass(frozen=True)
class CurrentDistribution:
    """What a porous electrode does at one instant."""

    relative: np.ndarray  #: reaction current over its mean, at the given y
    resistance: float  #: potential across the electrode over its current [ohm m^2]


def linear_distribution(
    depth: np.ndarray, ionic: float, electronic: float, transfer: float
) -> CurrentDistribution:
    r"""Currents much smaller than the exchange current.

    .. math::
        \frac{j}{\bar j} = \nu\, \frac{R_i \cosh \nu(1-y) + R_e \cosh \nu y}
                                       {(R_i + R_e) \sinh \nu}, \qquad
        \nu^2 = \frac{R_i + R_e}{R_{ct}}

    .. math::
        R = \frac{R_i R_e}{R_i + R_e}
            \left[1 + \frac{2 + (R_i/R_e + R_e/R_i) \cosh\nu}{\nu \sinh\nu}\right]

    [newman1962]

    Parameters
    ----------
    depth : y.
    ionic, electronic : :math:`R_i, R_e` [ohm m^2], greater than zero.
    transfer : :math:`R_{ct} = RT/(F a i_0 L)` of all the area [ohm m^2].

    Raises
    ------
    ParameterError
        for a resistance that is not positive.
    """
    _positive(ionic=ionic, electronic=electronic, transfer=transfer)
    y, both = np.asarray(depth, dtype=float), ionic + electronic
    nu = math.sqrt(both / transfer)
    shape = ionic * np.cosh(nu * (1 - y)) + electronic * np.cosh(nu * y)
    ratio = ionic / electronic + electronic / ionic
    series = 1 + (2 + ratio * math.cosh(nu)) / (nu * math.sinh(nu))
    return CurrentDistribution(
        nu * shape / (both * math.sinh(nu)), ionic * electronic / both * series
    )


def tafel_distribution(depth: np.ndarray, reduced_current: float) -> np.ndarray:
    r"""Reaction current over its mean, far from equilibrium, in a solid without resistance.

    .. math::
        \frac{j}{\bar j} = \frac{2\theta^2}{\delta} \sec^2 \theta(1-y), \qquad
        2\theta\tan\theta = \delta = \frac{\alpha F I R_i}{RT}

    [newman1962]

    Raises
    ------
    ParameterError
        unless the reduced current is positive.
    """
    theta = tafel_parameter(reduced_current)
    y = np.asarray(depth, dtype=float)
    return 2 * theta**2 / reduced_current / np.cos(theta * (1 - y)) ** 2


def tafel_parameter(reduced_current: float) -> float:
    r""":math:`\theta` with :math:`2\theta\tan\theta = \delta`, between 0 and pi/2."""
    from scipy.optimize import brentq

    _positive(reduced_current=reduced_current)

    def excess(theta: float) -> float:
        # multiplied by the cosine, so that nothing diverges
        return 2 * theta * math.sin(theta) - reduced_current * math.cos(theta)

    return float(brentq(excess, 0.0, math.pi / 2, xtol=1e-15, rtol=1e-14))


def transmission_line(
    angular_frequency: np.ndarray,
    ionic: float,
    electronic: float,
    transfer: float = math.inf,
    capacitance: float = 0.0,
) -> np.ndarray:
    r"""Impedance of two rails with an interface between them [ohm m^2].

    .. math::
        Z = \frac{R_i R_e}{R_i + R_e} \left[1 + \frac{2}{\nu\sinh\nu}\right]
            + \frac{R_i^2 + R_e^2}{(R_i + R_e)\, \nu \tanh\nu}, \qquad
        \nu^2 = (R_i + R_e) \left[\frac{1}{R_{ct}} + i\omega C\right]

    Ions enter at one end and electrons leave at the other. [delevie1963]

    Parameters
    ----------
    angular_frequency : [1/s].
    electronic : may be zero.
    transfer, capacitance : of all the area [ohm m^2, F/m^2].

    Raises
    ------
    ParameterError
        for resistances that are not positive, or an interface that nothing passes.
    """
    _positive(ionic=ionic, transfer=transfer)
    admittance = 1 / transfer + 1j * np.asarray(angular_frequency, dtype=float) * capacitance
    if electronic < 0 or np.any(admittance == 0):
        raise ParameterError("transmission_line", "nothing passes between the two rails.")
    both = ionic + electronic
    nu = np.sqrt(both * admittance)
    parallel = ionic * electronic / both * (1 + 2 / (nu * np.sinh(nu)))
    return parallel + (ionic**2 + electronic**2) / (both * nu * np.tanh(nu))


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise ParameterError(name, f"must be greater than zero, got {value:g}.")
