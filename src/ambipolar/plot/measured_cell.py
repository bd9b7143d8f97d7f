"""A cell against its measured discharges: voltages above, differences below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .style import COLOURS, GREY, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = ("--", "-", ":", "-.")
#: [mV]; larger differences are at the steep end, where seconds are hundreds of millivolts
LARGEST_DIFFERENCE = 200.0
HOUR = 3600.0


@styled
def plot_measured(models: Mapping[str, Sequence[Any]], title: str = "") -> Figure:
    """Voltages against the charge, and simulation minus measurement against time.

    Parameters
    ----------
    models : by name, the ``Agreement`` of the model with each discharge, see
        ``ambipolar.analysis.measured_cell``; the discharges are the same in all of them.
    """
    from matplotlib.lines import Line2D

    figure = new_figure(7.2, 6.4)
    grid = figure.add_gridspec(2, 1, height_ratios=(3, 2))
    upper, lower = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    first = next(iter(models.values()))
    for colour, agreement in zip(COLOURS, first, strict=False):
        measured = agreement.measured
        upper.plot(
            measured.charge / HOUR, measured.voltage, color=colour, linewidth=4.5, alpha=0.35,
            label=f"{measured.name}, {measured.current:.3g} A",
        )  # fmt: skip
    for style, agreements in zip(LINES, models.values(), strict=False):
        for colour, agreement in zip(COLOURS, agreements, strict=False):
            measured = agreement.measured
            times, voltages = agreement.curve
            look = {"color": colour, "linestyle": style, "linewidth": 1.3}
            upper.plot(times * measured.current / HOUR, voltages, **look)
            share = 100.0 * measured.time / measured.time[-1]
            lower.plot(share, 1e3 * agreement.difference, **look)
    lower.axhline(0.0, color=GREY, linewidth=0.8)
    lower.set_ylim(-LARGEST_DIFFERENCE, LARGEST_DIFFERENCE)
    upper.set_xlabel("Charge (A h)")
    upper.set_ylabel("Voltage (V)")
    lower.set_xlabel("Share of the measured duration (%)")
    lower.set_ylabel("Model less measured (mV)")
    upper.add_artist(upper.legend(title="measured", loc="lower left", title_fontsize=9.5))
    lines = [Line2D([], [], color=GREY, linestyle=s) for s, _ in zip(LINES, models, strict=False)]
    upper.legend(lines, list(models), loc="lower center")
    if title:
        figure.suptitle(title.rstrip("."), x=0.01, ha="left", fontsize=12)
    return figure
