"""Two mechanisms side by side: how far each moves a film in the same experiments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: prefixes of case names, with their text and colour
MECHANISMS = {"bipolar": ("bipolar electrode", "C0"), "drift": ("interface drift (fitted)", "C1")}
#: times at which the films are compared [s]
TIMES = (60.0, 600.0)


@styled
def plot_mechanisms(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Shift of the film's centre of guests, for cases named ``<mechanism>-<experiment>``.

    Parameters
    ----------
    solutions : by case; the experiments of both mechanisms have the same names.
    labels : text of every case.
    """
    first = next(iter(MECHANISMS))
    experiments = [n.split("-", 1)[1] for n in solutions if n.startswith(f"{first}-")]
    figure = new_figure(WIDTH, 0.42 * len(experiments) + 1.6)
    panels = figure.subplots(1, len(TIMES), sharey=True)
    rows = np.arange(len(experiments))[::-1]
    for axes, time in zip(panels, TIMES, strict=True):
        for number, (prefix, (text, colour)) in enumerate(MECHANISMS.items()):
            shifts = [_shift(solutions[f"{prefix}-{e}"].dataset, time) for e in experiments]
            places = rows + 0.18 * (1 - 2 * number)
            axes.barh(places, shifts, 0.34, color=colour, label=text)
        axes.axvline(0, color="0.6", lw=0.8)
        axes.set_title(f"after {time / 60:g} min", fontsize=10)
        axes.set_xlabel("shift of the centre (mm)")
        axes.set_yticks(rows, [labels[f"{first}-{e}"] for e in experiments])
        axes.tick_params(axis="y", length=0)
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower left", ncols=2, fontsize=9)
    return figure


def _shift(dataset: Any, time: float) -> float:
    """Distance [mm] by which the centre of the guests has moved along x."""
    moment = np.interp(time, dataset["time"].values, dataset["dipole"].values)
    x = dataset["x"].values
    length = x[-1] + x[0]
    return float(1e3 * moment / (length * dataset["filling"].values[0]))
