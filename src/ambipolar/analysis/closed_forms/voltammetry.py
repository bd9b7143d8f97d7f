"""Reversible voltammetry: limited by diffusion, or a film that fills uniformly.

The dimensionless potential is :math:`u = F (E_{1/2} - E)/RT`, which rises as the guest inserts.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...core.errors import ParameterError


def diffusion_current(potential: np.ndarray | float) -> np.ndarray:
    r"""Current of a linear sweep limited by semi-infinite diffusion.

    .. math::
        \frac{j}{F c \sqrt{D}\sqrt{F v/RT}} = -\mathrm{Li}_{-1/2}(-e^u)
        = \frac{1}{\sqrt\pi} \int_{-\infty}^{\infty} \frac{ds}{4\cosh^2[(s^2-u)/2]}

    the semi-derivative of the surface concentration :math:`1/(1+e^{-u})`. The trapezoidal rule
    converges exponentially because the integrand is analytic and even. [bard2001]

    Parameters
    ----------
    potential : u, below about 200.

    Returns
    -------
    dimensionless current, of the shape of ``potential``.
    """
    u = np.asarray(potential, dtype=float)
    reach = np.sqrt(np.max(np.maximum(u, 0.0), initial=0.0) + 40.0)
    s = np.arange(0.0, reach, 0.01)
    weight = np.full(s.shape, 0.02)
    weight[0] = 0.01
    exponent = np.clip((s**2 - u[..., None]) / 2, -350, 350)
    return np.sum(weight / (4 * np.cosh(exponent) ** 2), axis=-1) / np.sqrt(np.pi)


@lru_cache(maxsize=1)
def randles_sevcik() -> tuple[float, float, float]:
    """Height, position u and half-peak width of :func:`diffusion_current`.

    The height is the constant of Randles and Sevcik, 0.4463; the position and the width (from
    half the height on the rising side to the peak) are in units of RT/F.
    """
    from scipy.optimize import brentq, minimize_scalar

    best = minimize_scalar(
        lambda u: -float(diffusion_current(u)), bounds=(0.5, 2.0), method="bounded",
        options={"xatol": 1e-12},
    )  # fmt: skip
    height = -float(best.fun)
    half = brentq(lambda u: float(diffusion_current(u)) - height / 2, -5.0, best.x, xtol=1e-14)
    return height, float(best.x), float(best.x) - float(half)


def film_current(filling: np.ndarray | float, interaction: float) -> np.ndarray:
    r"""Current of a film in equilibrium, :math:`I/(Q v F/RT) = [1/(x(1-x)) - 2\tilde\Omega]^{-1}`.

    Q is the capacity and v the sweep rate; the potential of this filling is
    :math:`u = \ln\frac{x}{1-x} + \tilde\Omega (1-2x)`. [laviron1982]

    Raises
    ------
    ParameterError
        for :math:`\tilde\Omega > 2`, where the film does not fill in equilibrium.
    """
    _check_single_valued(interaction)
    x = np.asarray(filling, dtype=float)
    return 1 / (1 / (x * (1 - x)) - 2 * interaction)


def film_peak(interaction: float) -> tuple[float, float]:
    r"""Height :math:`1/(4 - 2\tilde\Omega)` and full width at half maximum [RT/F] of a film.

    At half the height :math:`1/(x(1-x)) = 8 - 2\tilde\Omega`. [laviron1982]

    Raises
    ------
    ParameterError
        for :math:`\tilde\Omega > 2`, where the film does not fill in equilibrium.
    """
    _check_single_valued(interaction)
    x = (1 + np.sqrt(1 - 4 / (8 - 2 * interaction))) / 2
    half = np.log(x / (1 - x)) + interaction * (1 - 2 * x)
    return 1 / (4 - 2 * interaction), float(2 * half)


def _check_single_valued(interaction: float) -> None:
    if interaction >= 2:
        raise ParameterError(
            "interaction",
            f"{interaction:g} RT phase separates: the current of the film is not single valued.",
            "Its peaks stand at the spinodals.",
        )
