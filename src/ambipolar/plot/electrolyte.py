"""Salt and potential between two electrodes, while a current flows and after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: profiles drawn in each panel
PROFILES = 7
_POSITION = "electrolyte.position"


@styled
def plot_electrolyte(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Concentration profiles, potential profiles and voltage of every case, one row each.

    Raises
    ------
    ParameterError
        where no case has a profile of salt or of potential.
    """
    drawn = {n: s.dataset for n, s in solutions.items() if _POSITION in s.dataset.coords}
    drawn = {n: d for n, d in drawn.items() if d.sizes["time"] > 1}
    if not drawn:
        raise ParameterError(
            "figures", "no case resolves an electrolyte.", "Leave electrolyte-profiles out."
        )
    figure = new_figure(WIDTH, 2.0 * len(drawn) + 0.4)
    panels = figure.subplots(len(drawn), 3, squeeze=False)
    for (name, data), (salt, potential, voltage) in zip(drawn.items(), panels, strict=True):
        x = data[_POSITION].values * 1e6
        time = data["time"].values
        # the samples nearest to equal shares of the simulated time
        wanted = np.linspace(time[0], time[-1], PROFILES)
        chosen = np.unique(np.abs(time[:, None] - wanted).argmin(axis=0))
        for index, colour in zip(chosen, sequential(len(chosen)), strict=True):
            mole = data["electrolyte.concentration"].values[index] / 1e3
            salt.plot(x, mole, color=colour)
            potential.plot(x, 1e3 * data["electrolyte.potential"].values[index], color=colour)
            voltage.plot(time[index], data["voltage"].values[index], "o", ms=4, color=colour)
        voltage.plot(time, data["voltage"].values, color="0.5", lw=1, zorder=0)
        salt.set_title(labels.get(name, name), fontsize=9.5)
        salt.set_ylabel("Salt (mol/L)")
        potential.set_ylabel("Potential (mV)")
        voltage.set_ylabel("Voltage (V)")
    for axes in panels[-1, :2]:
        axes.set_xlabel("Position (µm)")
    panels[-1, 2].set_xlabel("Time (s)")
    return figure
