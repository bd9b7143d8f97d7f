"""Many cycles of one device: what is left, what comes back, and how the curves move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: curves of single cycles that are drawn
CURVES = 5


def has_cycles(solution: Any) -> bool:
    """Whether there are enough complete cycles for a figure of them."""
    table: Any = getattr(solution, "cycles", {})
    return "discharge_capacity_hours" in table and table.sizes.get("cycle", 0) >= 3


@styled
def plot_cycles(solution: Any, *, title: str = "") -> Figure:
    """Capacity and efficiency against the number of the cycle, and curves of some cycles.

    Parameters
    ----------
    solution : a ``Solution`` with ``cycles``.
    title : printed above the figure.
    """
    table, data = solution.cycles, solution.dataset
    figure = new_figure(WIDTH, 5.4)
    grid = figure.add_gridspec(2, 2)
    left = figure.add_subplot(grid[0, 0])
    unit = table["discharge_capacity_hours"].attrs["units"].replace("^2", "²").replace(" ", "·")
    for name, label, colour in (
        ("charge_capacity_hours", "charge", COLOURS[1]),
        ("discharge_capacity_hours", "discharge", COLOURS[0]),
    ):
        shown = table[name].values > 0  # the first cycle may have one direction only
        left.plot(table["cycle"][shown], table[name][shown], ".-", color=colour, label=label,
                  ms=3, lw=1.2)  # fmt: skip
    left.set(ylabel=f"Capacity ({unit})")
    left.legend()
    below = figure.add_subplot(grid[1, 0], sharex=left)
    whole = table["charge_capacity"].values > 0
    lost = 1.0 - table["coulombic_efficiency"].values
    below.plot(table["cycle"][whole], 1e6 * lost[whole], ".-", color=COLOURS[2], ms=3, lw=1.2)
    below.set(xlabel="Number of the cycle", ylabel="Charge not returned (ppm)")
    _curves(data, figure.add_subplot(grid[:, 1]))
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _curves(data: Any, axes: Any) -> None:
    """Voltage against what is left to discharge, of some of the stored cycles."""
    cycles = np.unique(data["cycle"].values)
    chosen = cycles[np.unique(np.linspace(0, len(cycles) - 1, CURVES).round().astype(int))]
    for number, colour in zip(chosen, sequential(len(chosen)), strict=True):
        part = data.isel(time=data["cycle"].values == number)
        charge = (part["charge"].max() - part["charge"]).values / 3600.0
        axes.plot(charge, part["voltage"], color=colour, lw=1.2, label=f"cycle {number}")
    axes.set(xlabel="Charge left to discharge (A·h/m²)", ylabel="Voltage (V)")
    axes.legend()
