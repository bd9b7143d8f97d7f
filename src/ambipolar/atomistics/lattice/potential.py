"""From Monte Carlo to the continuum: a monotone table of voltage against filling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression

from ...core.errors import ParameterError
from ...physics.thermodynamics.tabulated import TabulatedPotential

if TYPE_CHECKING:
    import xarray as xr

Array = Any

#: fillings nearer to 0 or 1 than this are left to the ideal part of the law
MARGIN = 1e-3


@dataclass(frozen=True)
class PotentialTable:
    """Equilibrium voltage of a host against its filling, as plain numbers."""

    filling: tuple[float, ...]  #: strictly rising, between 0 and 1
    potential: tuple[float, ...]  #: V, falling
    error: tuple[float, ...]  #: V, standard error
    standard_potential: float  #: V, mean over the fillings
    temperature: float  #: K

    def free_energy(self) -> TabulatedPotential:
        """The law that materials hold."""
        return TabulatedPotential(
            filling=self.filling, potential=self.potential,
            standard_potential=self.standard_potential, reference_temperature=self.temperature,
        )  # fmt: skip

    def specification(self) -> dict[str, Any]:
        """What a YAML file writes in ``material.free_energy``."""
        return {
            "type": "tabulated",
            "filling": [round(x, 6) for x in self.filling],
            "potential": [round(u, 6) for u in self.potential],
            "standard_potential": self.standard_potential,
            "reference_temperature": self.temperature,
        }


def table_of_isotherm(
    data: xr.Dataset, *, points: int = 81, branch: str = "equilibrium"
) -> PotentialTable:
    """Table of the dataset of a ``LatticeIsotherm``.

    Monte Carlo noise is removed by the monotone least-squares fit of the filling to the voltage,
    which thermodynamics demands; plateaus stay as steep steps. Between the voltages the curve is
    a monotone cubic. Errors hold the noise of the filling and the spacing of the voltages.

    Parameters
    ----------
    points : rows of the table.
    branch : ``equilibrium``, or a way of the sweep: ``insertion`` or ``extraction``.

    Raises
    ------
    ParameterError
        when the isotherm has no such branch, or covers less than half of the fillings.
    """
    if branch == "equilibrium":
        if "equilibrium_filling" not in data:
            advice = "Run it with equilibrium: true, or take insertion or extraction."
            raise ParameterError("branch", "the isotherm has no equilibrium.", advice)
        filling, error = data["equilibrium_filling"], data["equilibrium_error"]
    else:
        filling = data["filling"].sel(branch=branch)
        error = data["filling_error"].sel(branch=branch)
    temperature = float(data.attrs["temperature"])
    return monotone_table(data["voltage"].values, filling.values, error.values, temperature, points)


def monotone_table(
    voltage: Array, filling: Array, error: Array, temperature: float, points: int = 81
) -> PotentialTable:
    """Table of fillings (with standard errors) that were found at given voltages (V).

    Raises
    ------
    ParameterError
        when they cover less than half of the fillings, which no material can be made of.
    """
    order = np.argsort(-np.asarray(voltage))
    volts, error = np.asarray(voltage, float)[order], np.asarray(error, float)[order]
    rising = isotonic_regression(np.asarray(filling, float)[order]).x
    inside = (rising > MARGIN) & (rising < 1 - MARGIN)
    volts, rising, error = volts[inside], rising[inside], error[inside]
    if len(rising) < 4 or np.ptp(rising) < 0.5:
        covered = f"{rising.min(initial=1):.2f} to {rising.max(initial=0):.2f}"
        advice = "Widen the voltages of the isotherm."
        raise ParameterError("filling", f"covers only {covered}.", advice)
    # equal fillings: the mean of their voltages
    levels, inverse = np.unique(np.round(rising, 9), return_inverse=True)
    count = np.bincount(inverse)
    mean = np.bincount(inverse, volts) / count
    noise = np.sqrt(np.bincount(inverse, error**2) / count)
    curve = PchipInterpolator(levels, mean)
    x = np.linspace(levels[0], levels[-1], points)
    spacing = abs(np.interp(x, levels, np.gradient(mean))) / np.sqrt(12)
    spread = np.abs(curve.derivative()(x)) * np.interp(x, levels, noise)
    u = curve(x)
    return PotentialTable(
        tuple(x.tolist()), tuple(u.tolist()), tuple(np.hypot(spacing, spread).tolist()),
        float(np.trapezoid(u, x) / np.ptp(x)), temperature,
    )  # fmt: skip
