"""The cases of a study side by side: voltage curves, and the filling inside the particle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .overview import draw_map, inner_fillings
from .style import WIDTH, new_figure, of_array, sequential, styled
from .timeline import Axis, main_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: maps drawn beside the curves
MOST_MAPS = 4


@styled
def plot_cases(
    solutions: Mapping[str, Any], labels: Mapping[str, str] | None = None, *, title: str = ""
) -> Figure:
    """Voltage of every case in one panel, filling maps of up to four cases beside it.

    Parameters
    ----------
    solutions : by name of the case, in the order drawn; only the datasets are used.
    labels : text of the legend by name; the name where absent.
    """
    labels = labels or {}
    drawn = {n: s.dataset for n, s in solutions.items() if s.dataset.sizes["time"] > 1}
    mapped = [n for n, d in drawn.items() if len(inner_fillings(d)) == 1]
    if len(mapped) > MOST_MAPS:  # first, last and evenly between
        step = (len(mapped) - 1) / (MOST_MAPS - 1)
        mapped = [mapped[round(i * step)] for i in range(MOST_MAPS)]
    rows = max(len(mapped), 1)
    figure = new_figure(WIDTH if mapped else 4.8, max(3.4, 1.75 * rows))
    grid = figure.add_gridspec(rows, 2 if mapped else 1, width_ratios=[1.15, 1] if mapped else [1])
    _curves(drawn, labels, figure.add_subplot(grid[:, 0]))
    for row, name in enumerate(mapped):
        dataset = drawn[name]
        axes = figure.add_subplot(grid[row, 1])
        draw_map(dataset, inner_fillings(dataset)[0], main_axis(dataset), figure, axes)
        axes.set_title(labels.get(name) or name, fontsize=10)
        if row + 1 < len(mapped):
            axes.set_xlabel("")
            axes.tick_params(labelbottom=False)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _curves(drawn: Mapping[str, Any], labels: Mapping[str, str], axes: Any) -> None:
    axis = main_axis(next(iter(drawn.values()))) if drawn else Axis.FILLING
    along, across = axis.value, "voltage"
    if axis is Axis.VOLTAGE:
        along, across = "voltage", "current_density"
    for (name, dataset), colour in zip(drawn.items(), sequential(len(drawn))):
        x, x_label = of_array(dataset[along])
        y, y_label = of_array(dataset[across])
        axes.plot(x, y, color=colour, label=labels.get(name) or name)
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
    if len(drawn) > 1:
        axes.legend()
