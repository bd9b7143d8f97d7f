r"""How fast and how evenly a film or window switches, with the definitions stated.

Definitions, for one step of a protocol in which the luminous transmittance goes from
:math:`T_0` to :math:`T_1`:

- **contrast**: :math:`|T_1 - T_0|` between the ends of the step; it is the full-switch contrast
  where the step is long enough for the transmittance to stand still.
- **switching time**: time to a share (90 %) of that contrast.
- **time constant**: of :math:`|T - T_0| = \Delta T_{max} (1 - e^{-t/\tau})` fitted to the step by
  least squares, with the contrast :math:`\Delta T_{max}` of the fit: the pair that
  [hassab2018] proposes as a standard. A switch is not exponential; the misfit is given.
- **spread**: largest less smallest transmittance over the pane at one time, the iris effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from ..physics.optics.appearance import Appearance
from ..simulation.appearance import at_place, film_appearance

if TYPE_CHECKING:
    import xarray as xr

#: share of the contrast at which a switch counts as done
SHARE = 0.9


@dataclass(frozen=True)
class Switching:
    """One step; transmittances from 0 to 1, times in seconds."""

    start: float
    end: float
    time: float  #: to the share of the contrast
    time_constant: float  #: of the exponential
    fitted_contrast: float
    misfit: float  #: root mean square of the fit over its contrast

    @property
    def contrast(self) -> float:
        """Difference between the ends of the step."""
        return abs(self.end - self.start)


def switching(time: Any, transmittance: Any, share: float = SHARE) -> Switching:
    """Switching of one step from its samples.

    Parameters
    ----------
    time : increasing [s], shape (n,), at least five samples.
    transmittance : shape (n,).
    share : of the contrast at which the switch counts as done, between 0 and 1.

    Raises
    ------
    ParameterError
        for too few samples, a share outside 0 to 1, or a transmittance that does not change.
    """
    t, values = np.asarray(time, dtype=float), np.asarray(transmittance, dtype=float)
    if t.ndim != 1 or t.shape != values.shape or len(t) < 5:
        raise ParameterError("time", "a switch needs five samples of time and transmittance.")
    if not 0 < share < 1:
        raise ParameterError("share", f"must be between 0 and 1, got {share:g}.")
    gone = np.abs(values - values[0])
    if gone[-1] < 1e-6:
        raise ParameterError("transmittance", "does not change: there is no switch.")
    elapsed = t - t[0]
    # the first crossing, between samples on a straight line
    after = int(np.argmax(gone >= share * gone[-1]))
    before = max(after - 1, 0)
    done = float(np.interp(share * gone[-1], gone[[before, after]], elapsed[[before, after]]))
    constant, contrast, misfit = exponential_fit(elapsed, gone)
    return Switching(float(values[0]), float(values[-1]), done, constant, contrast, misfit)


def exponential_fit(elapsed: np.ndarray, gone: np.ndarray) -> tuple[float, float, float]:
    r"""Time constant [s], contrast and relative misfit of :math:`\Delta T_{max}(1-e^{-t/\tau})`.

    The contrast that fits best follows from the time constant, so that one number is searched.
    """
    from scipy.optimize import minimize_scalar

    weights = np.gradient(elapsed)  # samples stand for the time between them

    def best(constant: float) -> tuple[float, float]:
        shape = -np.expm1(-elapsed / constant)
        contrast = float(np.sum(weights * shape * gone) / np.sum(weights * shape**2))
        square = np.sum(weights * (contrast * shape - gone) ** 2) / np.sum(weights)
        return contrast, float(np.sqrt(square))

    low, high = np.log(elapsed[1] / 100), np.log(elapsed[-1] * 10)
    grid = np.linspace(low, high, 60)  # the misfit may have two minima
    start = int(np.argmin([best(float(np.exp(g)))[1] for g in grid]))
    bounds = grid[max(start - 1, 0)], grid[min(start + 1, len(grid) - 1)]
    found = minimize_scalar(lambda g: best(float(np.exp(g)))[1], bounds=bounds, method="bounded")
    constant = float(np.exp(found.x))
    contrast, misfit = best(constant)
    return constant, contrast, misfit / contrast


def switching_metrics(
    solution: Any, device: Any, *, place: str = "mean", share: float = SHARE
) -> dict[str, Switching]:
    """Switching of every step of a run in which the transmittance changes, by its label.

    Raises
    ------
    ParameterError
        for a device without colour, or an unknown place.
    """
    dataset = solution.dataset
    curve = at_place(film_appearance(device, dataset), place)
    found = {}
    for index in np.unique(dataset["step"].values):
        rows = np.flatnonzero(dataset["step"].values == index)
        if len(rows) >= 5 and abs(curve[rows[-1]] - curve[rows[0]]) > 1e-3:
            name = f"step {index + 1}"
            found[name] = switching(dataset["time"].values[rows], curve[rows], share)
    return found


def cielab(seen: xr.Dataset, place: str = "mean") -> np.ndarray:
    """L*, a*, b* of transmitted daylight against time, shape (time, 3).

    The mean is of light, not of coordinates: it is the colour of a pane seen from far.
    """
    parts = [
        at_place(seen.assign(one=seen["tristimulus"].isel(XYZ=k)), place, "one") for k in range(3)
    ]
    return Appearance(np.stack(parts, axis=-1)).lab
