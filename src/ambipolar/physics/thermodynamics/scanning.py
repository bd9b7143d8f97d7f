"""Inner loops of many particles: what moves while none of them switches."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .curve import EnergyCurve
from .free_energy import FreeEnergy
from .spinodal import spinodals

#: halvings of a logit between its ends: to the last digit of a filling
_HALVINGS = 60


def stable_fillings(
    energy: FreeEnergy, temperature: float, chemical_potential: Any
) -> tuple[np.ndarray, np.ndarray]:
    r"""The two fillings at which a uniform particle is locally stable in one reservoir.

    .. math:: \mu(x_l) = \mu(x_h) = \mu, \qquad x_l \le x_{s,1}, \quad x_h \ge x_{s,2}

    with the spinodals :math:`x_{s,1} < x_{s,2}`. [dreyer2010]

    Parameters
    ----------
    chemical_potential : mu [J/mol], of any shape, between its values at the two spinodals.

    Returns
    -------
    tuple of arrays of the shape of ``chemical_potential``

    Raises
    ------
    ParameterError
        for an energy without exactly one miscibility gap, or a potential at which a particle
        has one stable filling only.
    """
    limits = spinodals(energy, temperature)
    if len(limits) != 2:
        raise ParameterError("energy", f"has {len(limits)} spinodals; this takes one gap, with 2.")
    curve = EnergyCurve(energy, temperature)
    level = np.asarray(chemical_potential, dtype=float)
    highest, lowest = (float(curve.potential(x)) for x in limits)
    if level.size and (level.max() > highest or level.min() < lowest):
        raise ParameterError(
            "chemical_potential", "has one stable filling only.",
            f"Between {lowest:.6g} and {highest:.6g} J/mol there are two.",
        )  # fmt: skip
    grid = curve.grid
    return (
        _solved(curve, level, grid[0], limits[0]),
        _solved(curve, level, limits[1], grid[-1]),
    )


def scanning_filling(
    energy: FreeEnergy, temperature: float, share: float, chemical_potential: Any
) -> np.ndarray:
    r"""Mean filling of many uniform particles of which a share is filled.

    .. math:: \bar x = (1 - f)\, x_l(\mu) + f\, x_h(\mu)

    After a reversal of the current no particle switches until the other spinodal is reached, so
    that :math:`f` stays and this is the way across an inner loop. [dreyer2010]

    Parameters
    ----------
    share : f, from 0 to 1.
    chemical_potential : mu [J/mol], see :func:`stable_fillings`.
    """
    lower, upper = stable_fillings(energy, temperature, chemical_potential)
    return (1 - share) * lower + share * upper


def _solved(curve: EnergyCurve, level: np.ndarray, start: float, end: float) -> np.ndarray:
    """Fillings with a chemical potential on a branch where it rises, by bisection of the logit."""
    low, high = (np.full(level.shape, np.log(x / (1 - x))) for x in (start, end))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = curve.potential(1 / (1 + np.exp(-middle))) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return 1 / (1 + np.exp(-(low + high) / 2))
