"""Exact results on films that grow; for the onset of plating see ``models.ageing.onset``."""

from __future__ import annotations

import numpy as np


def deal_grove_thickness(
    time: np.ndarray | float, diffusivity: float, rate_constant: float, molar_volume: float,
    concentration: float, initial_thickness: float = 0.0,
) -> np.ndarray | float:  # fmt: skip
    r"""Film limited by a reaction and by diffusion through the film, in series.

    .. math:: L = -\frac Dk + \sqrt{\left(\frac Dk + L_0\right)^2 + 2 V c D t}

    It is :math:`L_0 + V c k t` early and :math:`\sqrt{2 V c D t}` late. [deal1965]

    Parameters
    ----------
    time : t [s].
    diffusivity : D of what crosses the film [m^2/s].
    rate_constant : k of the reaction at its inner side [m/s].
    molar_volume : V of the film [m^3/mol].
    concentration : c at its outer side [mol/m^3].
    initial_thickness : L0 [m].

    Returns
    -------
    L [m].
    """
    slow = diffusivity / rate_constant
    growth = 2 * molar_volume * concentration * diffusivity * np.asarray(time)
    start = initial_thickness
    # the difference of squares, without cancellation of D/k at early times
    reached = np.sqrt((slow + start) ** 2 + growth)
    return start + growth / (reached + slow + start)


def ohmic_film_current(
    exchange_current: float, driving: np.ndarray | float, slope: np.ndarray | float
) -> np.ndarray | float:
    r"""Tafel reaction behind a film: the solution of :math:`i = i_0\, e^{y - i\,\varrho}`.

    .. math:: i = \frac{W(i_0 \varrho\, e^y)}{\varrho}

    with the principal Lambert function; :math:`i_0 e^y` at :math:`\varrho = 0`. [corless1996]

    Parameters
    ----------
    exchange_current : i0 [A/m^2].
    driving : y [-].
    slope : resistance of the film in units of RT/(alpha F), :math:`\varrho` [m^2/A].

    Returns
    -------
    i [A/m^2].
    """
    from scipy.special import wrightomega

    slope, driving = np.asarray(slope, dtype=float), np.asarray(driving, dtype=float)
    thin = slope == 0
    safe = np.where(thin, 1.0, slope)
    found = np.real(wrightomega(driving + np.log(exchange_current * safe))) / safe
    return np.where(thin, exchange_current * np.exp(driving), found)


def ohmic_film_time(
    thickness: float, exchange_current: float, driving: float, slope_per_thickness: float,
    volume_per_charge: float, initial_thickness: float = 0.0,
) -> float:  # fmt: skip
    r"""Time in which an ohmic film grows to a thickness at constant driving.

    .. math:: t = \int_{L_0}^{L} \frac{dL'}{v\, i(L')}
                = \frac{\left[(2\omega + 1)\, e^{2\omega}\right]_{\omega_0}^{\omega}}
                       {4\, v\, a\, (i_0 e^y)^2}, \qquad \omega = W(i_0 a L\, e^y)

    with the film volume v per charge and :math:`\varrho = a L`, from :math:`i = \omega/aL` and
    :math:`a L\, i_0 e^y = \omega e^{\omega}`.

    Parameters
    ----------
    thickness, initial_thickness : L and L0 [m].
    exchange_current : i0 [A/m^2].
    driving : y [-].
    slope_per_thickness : a [m/A].
    volume_per_charge : v [m^3/C].

    Returns
    -------
    t [s].
    """
    from scipy.special import wrightomega

    bare = exchange_current * np.exp(driving)

    def primitive(at: float) -> float:
        if at == 0:
            return 1.0
        w = float(np.real(wrightomega(np.log(bare * slope_per_thickness * at))))
        return (2 * w + 1) * np.exp(2 * w)

    gained = primitive(thickness) - primitive(initial_thickness)
    return gained / (4 * volume_per_charge * slope_per_thickness * bare**2)
