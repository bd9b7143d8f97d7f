"""Particles of an electrode in the order of their sizes, as they fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .cells import is_cell
from .style import SEQUENTIAL, WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: maps drawn below each other
MOST_MAPS = 4


@styled
def plot_size_order(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """Filling of every particle, the smallest below, against the mean filling; and the voltages.

    Raises
    ------
    ParameterError
        where no case is an electrode with a population of particles.
    """
    drawn = {n: s.dataset for n, s in solutions.items() if is_cell(s.dataset)}
    drawn = {n: d for n, d in drawn.items() if d.sizes["time"] > 1 and _sizes(devices[n]).size > 1}
    if not drawn:
        raise ParameterError(
            "figures", "no case is a cell with a population.", "Leave size-order out."
        )
    mapped = list(drawn)
    if len(mapped) > MOST_MAPS:
        step = (len(mapped) - 1) / (MOST_MAPS - 1)
        mapped = [mapped[round(i * step)] for i in range(MOST_MAPS)]
    figure = new_figure(WIDTH, max(3.2, 1.6 * len(mapped)))
    grid = figure.add_gridspec(len(mapped), 2, width_ratios=(1.0, 1.15))
    axes = figure.add_subplot(grid[:, 0])
    for (name, data), colour in zip(drawn.items(), sequential(len(drawn)), strict=True):
        mean = data["positive.mean_filling"].values
        axes.plot(mean, data["voltage"].values, color=colour, label=labels.get(name, name), lw=1.3)
    axes.set(xlabel="Mean filling (–)", ylabel="Voltage (V)")
    axes.legend(loc="lower left")
    panels = [figure.add_subplot(grid[row, 1]) for row in range(len(mapped))]
    mesh: Any = None
    for axes, name in zip(panels, mapped, strict=True):
        mesh = _map(axes, drawn[name], _sizes(devices[name]))
        axes.set_title(labels.get(name, name), fontsize=9.5)
        axes.tick_params(labelbottom=axes is panels[-1])
    panels[-1].set_xlabel("Mean filling (–)")
    bar = figure.colorbar(mesh, ax=panels, pad=0.02)
    bar.set_label("Filling of the particle (–)")
    bar.outline.set_visible(False)
    return figure


def _map(axes: Any, data: Any, sizes: np.ndarray) -> Any:
    order = np.argsort(sizes)
    mean = data["positive.mean_filling"].values
    # rests and what is emptied again have no place on an axis of filling
    highest = np.maximum.accumulate(mean)
    kept = np.flatnonzero(np.diff(highest, prepend=-1.0) > 1e-9)
    mean, fillings = mean[kept], data["positive.filling"].values[kept][:, order]
    mesh = axes.pcolormesh(
        mean, np.arange(len(sizes)), fillings.T, cmap=SEQUENTIAL, vmin=0, vmax=1,
        shading="nearest", rasterized=True,
    )  # fmt: skip
    ticks = np.unique(np.linspace(0, len(sizes) - 1, 4).round().astype(int))
    axes.set_yticks(ticks, [f"{1e9 * sizes[order[t]]:.0f}" for t in ticks])
    axes.set_ylabel("Size (nm)")
    return mesh


def _sizes(device: Any) -> np.ndarray:
    """Sizes of the particles of the positive electrode [m]."""
    electrode = getattr(device, "positive", None) or getattr(device, "electrode", None)
    if electrode is None:
        return np.empty(0)
    return np.asarray(electrode.population().member_sizes(), dtype=float).ravel()
