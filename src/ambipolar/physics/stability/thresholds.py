"""Currents that suppress phase separation: in the linear sense, and as an observer sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from .growth import growth_of_response, growth_rate
from .surface import DrivenSurface

#: Reduced overpotentials at which the sign of the growth rate is sampled.
_OVERPOTENTIALS = np.concatenate([np.geomspace(1e-6, 0.3, 40), np.linspace(0.32, 120.0, 500)])
#: Cells of the filling grid of the integrals over a whole charge.
_CELLS = 2000


@dataclass(frozen=True)
class SuppressionCurrent:
    """Smallest current above which the uniform state is stable at every filling."""

    current: float  #: current density [A/m^2]; infinite if no current suffices, 0 if none is needed
    filling: float  #: the filling that needs it


def critical_current(
    surface: DrivenSurface,
    filling: float,
    wavelength: float = math.inf,
    *,
    extraction: bool = False,
) -> float | None:
    r"""Largest current density [A/m^2] at which the growth rate at ``filling`` vanishes.

    Above it the uniform state is stable. With an explicit exchange current :math:`i_0 = k_0
    g(x)` of symmetric Butler-Volmer kinetics it is :math:`h i_0/\sqrt{q^2 - h^2/4}` with
    :math:`h = -M/RT` and :math:`q = -(\ln g)'`. [bazant2017]

    Parameters
    ----------
    wavelength : of the perturbation [m]; infinite for the limit of long waves.
    extraction : consider extraction; the result is then negative.

    Returns
    -------
    None where the growth rate does not change sign: stable at every current, or unstable up to
    the largest current (the sign of :func:`.growth_rate` tells which).
    """
    from scipy.optimize import brentq

    direction = 1.0 if extraction else -1.0
    wavenumber = 2 * math.pi / wavelength
    growth, _ = _sampled(surface, np.array([filling]), direction, wavenumber)
    crossing = _last_suppression(growth[0])
    if crossing < 0:
        return None

    def signed(size: float) -> float:
        return float(_along(surface, np.array(filling), direction * size, wavenumber)[0])

    low, high = _OVERPOTENTIALS[crossing], _OVERPOTENTIALS[crossing + 1]
    size = brentq(signed, low, high, xtol=1e-14, rtol=1e-14)
    return float(_along(surface, np.array(filling), direction * size, wavenumber)[1])


def suppression_current(
    surface: DrivenSurface, wavelength: float = math.inf, *, points: int = 300
) -> SuppressionCurrent:
    """Largest critical insertion current over all fillings.

    A simulation or an experiment ceases to *see* separation far below this linear threshold,
    see :func:`apparent_suppression_current`. [bai2011; bazant2017]
    """
    from scipy.optimize import minimize_scalar

    filling = (np.arange(points) + 0.5) / points
    wavenumber = 2 * math.pi / wavelength
    growth, current = _sampled(surface, filling, -1.0, wavenumber)
    if np.any(growth[:, -1] > 0):
        return SuppressionCurrent(math.inf, float(filling[np.argmax(growth[:, -1])]))
    last = np.array([_last_suppression(row) for row in growth])
    critical = [_interpolated(*row) if row[2] >= 0 else 0.0 for row in zip(growth, current, last)]
    best = int(np.argmax(critical))
    if critical[best] == 0.0:
        return SuppressionCurrent(0.0, float(filling[best]))

    def negative(x: float) -> float:
        return -(critical_current(surface, x, wavelength) or 0.0)

    bounds = (filling[max(best - 2, 0)], filling[min(best + 2, points - 1)])
    found = minimize_scalar(negative, bounds=bounds, method="bounded", options={"xatol": 1e-10})
    return SuppressionCurrent(-float(found.fun), float(found.x))


def accumulated_growth(
    surface: DrivenSurface, start: float, stop: float, current: float, wavelength: float = math.inf
) -> float:
    r"""Logarithm of the amplification of a wave while the mean filling goes from start to stop.

    .. math:: \ln\frac{\delta}{\delta_0} = \int_{x_0}^{x_1} \frac{s(k; x, j)}{\dot x}\, dx,
        \qquad \dot x = \frac{a j}{F \rho}

    Raises
    ------
    ParameterError
        when the current leads away from ``stop`` or exceeds the reaction limit on the way.
    """
    if not (stop - start) * current > 0:
        raise ParameterError(
            "current", f"{current:g} A/m^2 does not lead from filling {start:g} to {stop:g}.",
            "Insertion (positive) fills the host, extraction (negative) empties it.",
        )  # fmt: skip
    nodes, weights = np.polynomial.legendre.leggauss(12)
    edges = np.linspace(start, stop, 41)
    half = np.diff(edges)[:, None] / 2
    filling = (edges[:-1] + edges[1:])[:, None] / 2 + half * nodes
    growth = growth_rate(surface, 2 * math.pi / wavelength, filling, current)
    if np.any(np.isnan(growth)):
        beyond = float(filling[np.isnan(growth)][0])
        raise ParameterError(
            "current", f"{current:g} A/m^2 exceeds the reaction limit at filling {beyond:.3g}."
        )
    return float(np.sum(half * weights * growth) / surface.filling_rate(current))


def largest_amplification(
    surface: DrivenSurface, current: float, wavelength: float = math.inf
) -> float:
    r"""Logarithm of the total amplification in one pass through the unstable fillings.

    .. math:: \int_0^1 \frac{\max(s, 0)}{|\dot x|}\, dx

    Fillings at which the law cannot carry the current do not contribute.
    """
    filling = (np.arange(_CELLS + 1) + 0.5) / (_CELLS + 2)
    growth = growth_rate(surface, 2 * math.pi / wavelength, filling, current)
    growth = np.where(np.isnan(growth), 0.0, growth)
    left, right = growth[:-1], growth[1:]
    # trapezoids of the positive part; where the sign changes, the triangle above zero
    change = left * right < 0
    with np.errstate(divide="ignore", invalid="ignore"):
        triangle = np.maximum(left, right) ** 2 / np.abs(left - right)
    area = np.where(change, triangle, np.maximum(left, 0) + np.maximum(right, 0)) / 2
    width = filling[1] - filling[0]
    return float(np.sum(area) * width / abs(surface.filling_rate(current)))


def apparent_suppression_current(
    surface: DrivenSurface, amplification: float, wavelength: float = math.inf
) -> float:
    r"""Insertion current density [A/m^2] at which a fluctuation grows ``amplification`` times.

    .. math:: \int_0^1 \frac{\max(s, 0)}{\dot x}\, dx = \ln A

    Above it separation is there in principle and not seen: filling ends before the fluctuation
    has grown. Zero if no current is small enough, infinite if none is large enough. The search
    covers 12 decades to either side of the exchange current at half filling.
    """
    from scipy.optimize import brentq

    if not amplification > 1:
        raise ParameterError("amplification", f"must exceed 1, got {amplification!r}.")
    scale, goal = float(surface.exchange_current(0.5)), math.log(amplification)

    def excess(decades: float) -> float:
        return largest_amplification(surface, scale * 10**decades, wavelength) - goal

    if excess(-12.0) < 0:
        return 0.0
    if excess(12.0) > 0:
        return math.inf
    return scale * 10 ** float(brentq(excess, -12.0, 12.0, xtol=1e-12, rtol=1e-12))


def _along(
    surface: DrivenSurface, filling: np.ndarray, reduced: np.ndarray | float, wavenumber: float
) -> tuple[np.ndarray, np.ndarray]:
    """Growth rate [1/s] and current [A/m^2] along the overpotential, without solving for it."""
    response = surface.response(filling, reduced)
    return growth_of_response(surface, wavenumber, filling, response), response.current


def _sampled(
    surface: DrivenSurface, filling: np.ndarray, direction: float, wavenumber: float
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of :func:`_along` for a column of fillings, over increasing current.

    Where the current no longer increases (reaction limit, inverted region) the growth rate
    keeps its last value, because no larger current can be imposed.
    """
    reduced = direction * _OVERPOTENTIALS
    growth, current = _along(surface, filling[:, None], reduced[None, :], wavenumber)
    rising = np.diff(np.abs(current), axis=1) > 0
    last = np.cumprod(rising, axis=1).sum(axis=1)
    index = np.minimum(np.arange(reduced.size)[None, :], last[:, None])
    return np.take_along_axis(growth, index, axis=1), current


def _interpolated(growth: np.ndarray, current: np.ndarray, index: int) -> float:
    """Current at which growth vanishes between two samples."""
    share = growth[index] / (growth[index] - growth[index + 1])
    return float(current[index] + share * (current[index + 1] - current[index]))


def _last_suppression(growth: np.ndarray) -> int:
    """Index of the last change from growth to decay; -1 if there is none or growth returns."""
    growing = growth > 0
    changes = np.flatnonzero(growing[:-1] & ~growing[1:])
    return int(changes[-1]) if changes.size and not growing[-1] else -1
