"""Where a porous electrode reacts at the first instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_reaction_distribution(
    solutions: Mapping[str, Any], labels: Mapping[str, str], electrode: str = "positive"
) -> Figure:
    """Reaction current over its mean against the depth, of all cases, on a logarithmic axis."""
    figure = new_figure(5.6, 3.8)
    axes = figure.subplots()
    for index, (name, solution) in enumerate(solutions.items()):
        current = np.abs(solution.dataset[f"{electrode}.reaction_current"].values[0])
        depth = (np.arange(len(current)) + 0.5) / len(current)
        axes.plot(depth, current / current.mean(), color=COLOURS[index % len(COLOURS)],
                  label=labels.get(name, name), lw=1.5)  # fmt: skip
    axes.axhline(1.0, color="0.7", lw=0.8, zorder=0)
    axes.set(xlim=(0, 1), yscale="log", ylabel="Reaction current over its mean (–)",
             xlabel="Depth: separator (0) to current collector (1)")  # fmt: skip
    axes.legend()
    return figure
