"""The cases of a study side by side: voltage curves, and the filling inside the particle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .overview import draw_bar, draw_map, inner_fillings
from .style import WIDTH, new_figure, of_array, sequential, styled
from .timeline import Axis, main_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: maps drawn beside the curves
MOST_MAPS = 4


@styled
def plot_cases(
    solutions: Mapping[str, Any],
    labels: Mapping[str, str] | None = None,
    *,
    title: str = "",
    axis: Axis | None = None,
) -> Figure:
    """Voltage of every case in one panel, filling maps of up to four cases beside it.

    Parameters
    ----------
    solutions : by name of the case, in the order drawn; only the datasets are used.
    labels : text of the legend by name; the name where absent.
    axis : abscissa of the curves; the one that suits the first case when None.
    """
    labels = labels or {}
    drawn = {n: s.dataset for n, s in solutions.items() if s.dataset.sizes["time"] > 1}
    mapped = [n for n, d in drawn.items() if inner_fillings(d)]
    if len(mapped) > MOST_MAPS:  # first, last and evenly between
        step = (len(mapped) - 1) / (MOST_MAPS - 1)
        mapped = [mapped[round(i * step)] for i in range(MOST_MAPS)]
    figure = new_figure(WIDTH if mapped else 4.8, max(3.4, 1.9 * len(mapped)))
    grid = figure.add_gridspec(max(len(mapped), 1), 2 if mapped else 1)
    _curves(drawn, labels, axis, figure.add_subplot(grid[:, 0]))
    panels, mesh, field = [], None, None
    for row, name in enumerate(mapped):
        field = inner_fillings(drawn[name])[0]
        panels.append(figure.add_subplot(grid[row, 1]))
        mesh = draw_map(drawn[name], field, main_axis(drawn[name]), panels[-1])
        panels[-1].set_title(labels.get(name) or name, fontsize=10)
        panels[-1].set_ylabel(_short(panels[-1].get_ylabel()))
    for upper, lower in zip(panels, panels[1:]):
        same = upper.get_xlabel() == lower.get_xlabel()
        if same and np.allclose(upper.get_xlim(), lower.get_xlim(), atol=0.02):
            upper.set_xlabel("")
            upper.tick_params(labelbottom=False)
    if len(drawn) > 1:  # below, where it hides no curve
        figure.legend(loc="outside lower left", ncols=3, fontsize=9)
    if field is not None:
        draw_bar(figure, mesh, field, panels)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _short(label: str) -> str:
    """``Position along the face (nm)`` -> ``Position (nm)``, for low panels."""
    return f"{label.split()[0]} ({label.rpartition('(')[2]}"


def _curves(
    drawn: Mapping[str, Any], labels: Mapping[str, str], axis: Axis | None, axes: Any
) -> None:
    if axis is None:
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
