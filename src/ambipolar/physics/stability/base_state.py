"""The overpotential at which a uniform filling carries a given current."""

from __future__ import annotations

from typing import Any

import numpy as np

from .surface import DrivenSurface

Array = Any

#: Overpotential in RT/F beyond which a current counts as out of reach (about 10 V).
LARGEST_OVERPOTENTIAL = 400.0
_MAXIMUM_ITERATIONS = 100


def overpotential(surface: DrivenSurface, filling: Array, current: Array) -> np.ndarray:
    """Overpotential eta [V] below any film, of the uniform state that carries ``current``.

    Parameters
    ----------
    filling, current : arrays that broadcast; current density in A/m^2, positive for insertion.

    Returns
    -------
    array of the broadcast shape; NaN where the rate law cannot carry the current (reaction
    limit). A law with an inverted region is taken on its normal branch.
    """
    filling, current = np.broadcast_arrays(
        np.asarray(filling, dtype=float), np.asarray(current, dtype=float)
    )
    reduced = _reduced_overpotential(surface, filling.ravel(), current.ravel())
    return reduced.reshape(filling.shape) * surface.thermal_voltage


def _reduced_overpotential(
    surface: DrivenSurface, filling: np.ndarray, current: np.ndarray
) -> np.ndarray:
    r"""Newton iteration on :math:`\sinh^{-1}(j/2i_0)`, which is linear for Butler-Volmer.

    Saturating laws are concave in it, so that the iteration approaches from below and runs away
    exactly where the current is out of reach. A bracket guards all other shapes.
    """
    sign = np.where(current < 0, -1.0, 1.0)
    scale = 2.0 * np.asarray(surface.exchange_current(filling))
    target = np.arcsinh(np.abs(current) / scale)
    size = 2.0 * target  # |eta| of the symmetric law
    low, high = np.zeros_like(size), np.full_like(size, np.inf)
    active = np.flatnonzero(target > 0)
    for _ in range(_MAXIMUM_ITERATIONS):
        if active.size == 0:
            break
        z, s, c = size[active], sign[active], scale[active]
        rate, slope = surface.rate_and_slope(filling[active], -s * z)
        forward = s * rate
        excess = np.arcsinh(forward / c) - target[active]
        gain = -slope / np.sqrt(forward**2 + c**2)
        low[active] = np.where(excess < 0, z, low[active])
        high[active] = np.where(excess > 0, z, high[active])
        with np.errstate(divide="ignore", invalid="ignore"):
            proposal = z - excess / gain
            beyond = (excess < 0) & ~((gain > 0) & (proposal < LARGEST_OVERPOTENTIAL))
            inside = (proposal >= low[active]) & (proposal <= high[active])
            middle = (low[active] + high[active]) / 2
        found = np.abs(excess) <= 1e-15 * target[active]
        found |= np.abs(proposal - z) <= 4e-15 * z
        proposal = np.where(inside, proposal, np.where(np.isfinite(middle), middle, 2 * z))
        size[active] = np.where(beyond & ~found, np.nan, np.where(found, z, proposal))
        active = active[~found & ~beyond]
    size[active] = np.nan
    return -sign * size
