"""Two voltage curves on top of each other, and their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, display, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: differences are drawn down to this size [V]; below lies the round-off of written voltages
SMALLEST = 1e-9


@styled
def plot_comparison(
    comparison: Any, *, title: str = "", median: float | None = None, maximum: float | None = None
) -> Figure:
    """Both curves above, the absolute difference on a logarithmic axis below.

    Parameters
    ----------
    comparison : a ``Comparison``, see ``ambipolar.analysis.compare``.
    title : printed above the figure.
    median, maximum : limits [V] to draw.
    """
    figure = new_figure(5.2, 5.0)
    grid = figure.add_gridspec(2, 1, height_ratios=(3, 2))
    upper = figure.add_subplot(grid[0])
    lower = figure.add_subplot(grid[1], sharex=upper)
    time = display(comparison.time, "s")
    upper.plot(time(comparison.curve[0]), comparison.curve[1], color=COLOURS[0], label="ambipolar")
    upper.plot(
        time(comparison.time), comparison.reference, "o", color=COLOURS[1], markersize=4,
        markerfacecolor="none", label="reference",
    )  # fmt: skip
    upper.set_ylabel("Voltage (V)")
    upper.tick_params(labelbottom=False)
    upper.legend()
    size = np.maximum(np.abs(comparison.difference), SMALLEST)
    counted = comparison.counted
    lower.semilogy(time(comparison.time[counted]), size[counted], ".-", color=COLOURS[0])
    if not np.all(counted):
        left_out = {"color": GREY, "markerfacecolor": "none", "label": "not counted"}
        lower.semilogy(time(comparison.time[~counted]), size[~counted], "o", **left_out)
    for limit, name in ((median, "limit of the median"), (maximum, "limit of the maximum")):
        if limit is not None:
            lower.axhline(limit, color=GREY, linewidth=0.8, linestyle="--")
            lower.annotate(
                name, (0.99, limit), xycoords=("axes fraction", "data"), ha="right", va="bottom",
                fontsize=9, color=GREY,
            )  # fmt: skip
    lower.set_xlabel(time.label("time"))
    lower.set_ylabel("|Difference| (V)")
    if not np.all(counted):
        lower.legend()
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure
