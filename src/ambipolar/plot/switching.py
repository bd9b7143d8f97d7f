"""How windows switch: transmittance and its spread over the pane, case by case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..simulation.appearance import at_place, film_appearance, spread
from .style import WIDTH, display, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: steps drawn beside each other, and cases drawn in each
MOST_STEPS = 2
MOST_CASES = 6


@styled
def plot_switching(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """Mean luminous transmittance in every step, and its spread over the pane (iris effect).

    The band reaches from the darkest to the lightest of the centre and the two edges. Time counts
    from the start of the step, on a logarithmic axis.

    Raises
    ------
    ParameterError
        for a device without an optical stack.
    """
    names = list(solutions)[:MOST_CASES]
    steps = range(min(MOST_STEPS, min(_steps(solutions[n].dataset) for n in names)))
    figure = new_figure(WIDTH, 5.6)
    every = figure.subplots(2, len(steps), sharex="col", sharey="row", squeeze=False)
    for name, colour in zip(names, sequential(len(names), "plasma")):
        dataset = solutions[name].dataset
        seen = film_appearance(devices[name], dataset)
        places = np.array([at_place(seen, place) for place in ("centre", "near", "far")])
        mean, uneven = at_place(seen, "mean"), spread(seen)
        for column, step in enumerate(steps):
            rows = np.flatnonzero(dataset["step"].values == step)[1:]
            first = dataset["time"].values[rows[0] - 1]
            time = dataset["time"].values[rows] - first
            above, below = every[:, column]
            label = (labels.get(name) or name) if column == 0 else None
            above.plot(time, mean[rows], color=colour, label=label)
            low, high = places[:, rows].min(axis=0), places[:, rows].max(axis=0)
            above.fill_between(time, low, high, color=colour, alpha=0.15, lw=0)
            below.plot(time, uneven[rows], color=colour)
    for column, step in enumerate(steps):
        every[0, column].set_title(_label(solutions[names[0]], step), fontsize=10)
        every[1, column].set_xscale("log")
        every[1, column].set_xlabel(display([1.0], "s").label("time in the step"))
    every[0, 0].set_ylabel("Luminous transmittance (–)")
    every[1, 0].set_ylabel("Spread over the pane (–)")
    for axes in every[:, 0]:
        axes.set_ylim(bottom=0.0)
    figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    return figure


def _steps(dataset: Any) -> int:
    return int(dataset["step"].values.max()) + 1


def _label(solution: Any, step: int) -> str:
    """``Hold at 1.2 V``, from what is told of the end of the step."""
    told = solution.status.steps
    return (
        told[step].partition(":")[0].partition(" for ")[0]
        if step < len(told)
        else f"step {step + 1}"
    )
