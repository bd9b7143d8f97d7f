"""Normalised sensitivities against time: what a run depends on, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, WIDTH, display, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import DataArray

#: styles of lines where the colours begin anew
STYLES = ("-", "--", ":", "-.")
LINE = 0.22  #: height of a line of the legend [inch]
#: smaller changes are drawn as none
ROUND_OFF = 1e-9
PANEL = 2.6  #: height of one panel [inch]


@styled
def plot_sensitivities(found: Any, *, title: str = "") -> Figure:
    """One panel for each observable: the change for a relative change of each parameter.

    Derivatives are at a fixed time since the start of each step: behind a cut-off that moves,
    those at a fixed time of the run show little but the delay of what relaxes.
    Of an observable with members or positions the largest magnitude is drawn. Steps of the
    protocol are parted by thin lines.

    Parameters
    ----------
    found : what ``simulation.sensitivity.sensitivities`` returns.
    """
    names = [n for n in found.dataset.data_vars if "time" in found.dataset[n].dims]
    legend = LINE * (len(found.parameters) + 1)
    figure = new_figure(WIDTH, PANEL * len(names) + legend + 0.4)
    panels = np.atleast_1d(figure.subplots(len(names), 1, sharex=True))
    clock = display(found.dataset["time"].values, "s")
    times = clock(found.dataset["time"].values)
    for axes, name in zip(panels, names, strict=True):
        _panel(axes, times, found.normalised(name, within_steps=True))
        _mark_steps(axes, times, found.solution.dataset["step"].values)
    panels[-1].set_xlabel(clock.label("time"))
    figure.suptitle(title, fontsize=10)
    panels[0].legend(loc="lower left", bbox_to_anchor=(0.0, 1.02), title="per relative change of")
    return figure


def _panel(axes: Axes, times: np.ndarray, values: DataArray) -> None:
    inner = values.ndim > 2
    rows = values.transpose("parameter", "time", ...).values
    if inner:
        rows = np.max(np.abs(rows), axis=tuple(range(2, values.ndim)))
    shown = display(rows, str(values.attrs["units"]))
    for index, path in enumerate(values["parameter"].values):
        style = STYLES[index // len(COLOURS) % len(STYLES)]
        colour = COLOURS[index % len(COLOURS)]
        axes.plot(times, shown(rows[index]), style, color=colour, label=str(path))
    if np.max(np.abs(shown(rows)), initial=0.0) < ROUND_OFF:
        axes.set_ylim(-ROUND_OFF, ROUND_OFF)
    axes.axhline(0.0, color=GREY, lw=0.6, zorder=0)
    what = str(values.attrs["long_name"]).removeprefix("normalised derivative of ")
    label = shown.label("largest change" if inner else "change")
    axes.set_ylabel(f"{label}\nof {what}")


def _mark_steps(axes: Axes, times: np.ndarray, steps: np.ndarray) -> None:
    for row in np.flatnonzero(np.diff(steps)):
        axes.axvline(float(times[row + 1]), color=GREY, lw=0.6, ls=":", zorder=0)
