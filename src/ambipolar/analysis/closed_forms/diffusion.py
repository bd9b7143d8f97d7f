r"""Diffusion into a host through its surface: constant flux, constant concentration, pulses.

The dimensionless time is :math:`\tau = D t/R^2` with the radius, or the thickness of a plate that
is sealed at its other face.
"""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...numerics.mesh import exponent

#: enough terms for 1e-9 at tau = 1e-6; the neglected ones decay as exp(-(pi n)^2 tau)
TERMS = 2000


def constant_flux_surface(geometry: str, tau: np.ndarray | float) -> np.ndarray:
    r"""Surface concentration at constant flux j, :math:`(c_s - c_0)/(jR/D)`.

    .. math::
        \text{plate: } \tau + \tfrac13 - 2\sum_n \frac{e^{-n^2\pi^2\tau}}{(n\pi)^2}, \quad
        \text{cylinder: } 2\tau + \tfrac14 - 2\sum_\lambda \frac{e^{-\lambda^2\tau}}{\lambda^2},
        \ J_1(\lambda) = 0, \quad
        \text{sphere: } 3\tau + \tfrac15 - 2\sum_\lambda \frac{e^{-\lambda^2\tau}}{\lambda^2},
        \ \tan\lambda = \lambda

    [crank1975]

    Parameters
    ----------
    geometry : plate, cylinder or sphere.
    tau : dimensionless times, any shape, above about 1e-6.

    Raises
    ------
    ParameterError
        for an unknown geometry.
    """
    p = exponent(geometry)
    offset = (1 / 3, 1 / 4, 1 / 5)[p]
    roots = _flux_roots(geometry)
    tau = np.asarray(tau, dtype=float)
    decay = np.sum(np.exp(-np.multiply.outer(tau, roots**2)) / roots**2, axis=-1)
    return (p + 1) * tau + offset - 2 * decay


def constant_surface_uptake(geometry: str, tau: np.ndarray | float) -> np.ndarray:
    r"""Fraction of the final uptake at constant surface concentration, :math:`M/M_\infty`.

    .. math:: 1 - 2(p+1) \sum_\lambda \frac{e^{-\lambda^2\tau}}{\lambda^2}

    with p = 0, 1, 2 and :math:`\lambda = (n - \tfrac12)\pi`, the zeros of :math:`J_0`, and
    :math:`n\pi` for plate, cylinder and sphere. [crank1975]

    Raises
    ------
    ParameterError
        for an unknown geometry.
    """
    p = exponent(geometry)
    roots = _surface_roots(geometry)
    tau = np.asarray(tau, dtype=float)
    decay = np.sum(np.exp(-np.multiply.outer(tau, roots**2)) / roots**2, axis=-1)
    return 1 - 2 * (p + 1) * decay


def half_uptake_time(geometry: str) -> float:
    """Dimensionless time at which half of the final uptake has entered."""
    from scipy.optimize import brentq

    def excess(tau: float) -> float:
        return float(constant_surface_uptake(geometry, tau)) - 0.5

    return float(brentq(excess, 1e-3, 1.0, xtol=1e-15, rtol=1e-14))


def cottrell_current(
    diffusivity: float, concentration: float, time: np.ndarray | float
) -> np.ndarray:
    r"""Current density after a step of the surface concentration, :math:`F \Delta c\sqrt{D/\pi t}`.

    It holds while the diffusion layer is thin against the host. [bard2001]

    Parameters
    ----------
    diffusivity : D [m^2/s].
    concentration : step of the surface concentration [mol/m^3].
    time : since the step [s].

    Returns
    -------
    current density [A/m^2].
    """
    return FARADAY * concentration * np.sqrt(diffusivity / (np.pi * np.asarray(time, dtype=float)))


def titration_slope(diffusivity: float, current: float) -> float:
    r"""Slope of the surface concentration in a short pulse of constant current.

    .. math:: dc_s/d\sqrt t = 2j/(F\sqrt{\pi D})

    In mol m^-3 s^-1/2, for a current density j [A/m^2]. [weppner1977]
    """
    return 2 * current / (FARADAY * np.sqrt(np.pi * diffusivity))


def titration_diffusivity(slope: float, current: float) -> float:
    r"""Diffusivity from the slope of the surface concentration in a short pulse.

    .. math:: D = \frac{4}{\pi} \left(\frac{j}{F\, dc_s/d\sqrt t}\right)^2

    [weppner1977]

    Raises
    ------
    ParameterError
        for a slope of zero.
    """
    if slope == 0:
        raise ParameterError("slope", "is zero: the pulse did not change the surface.")
    return 4 / np.pi * (current / (FARADAY * slope)) ** 2


def _flux_roots(geometry: str) -> np.ndarray:
    """Zeros of the slope at the surface of the radial modes, without the constant mode."""
    n = np.arange(1, TERMS + 1)
    if geometry == "plate":
        return n * np.pi
    if geometry == "cylinder":
        from scipy.special import jn_zeros

        return jn_zeros(1, TERMS)
    guess = (n + 0.5) * np.pi
    root = guess - 1 / guess
    for _ in range(6):  # Newton on x cos x - sin x, which has no poles
        root = root + (root * np.cos(root) - np.sin(root)) / (root * np.sin(root))
    return root


def _surface_roots(geometry: str) -> np.ndarray:
    """Zeros of the radial modes that vanish at the surface."""
    n = np.arange(1, TERMS + 1)
    if geometry == "cylinder":
        from scipy.special import jn_zeros

        return jn_zeros(0, TERMS)
    return (n - 0.5) * np.pi if geometry == "plate" else n * np.pi
