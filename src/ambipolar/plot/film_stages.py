"""A film at the end of each stage of an experiment, with what its probes see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .film_colours import coloured
from .style import WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_film_stages(solution: Any, device: Any, *, title: str = "") -> Figure:
    """The plate as the eye sees it at the end of every step, beside the transmittance in time.

    Below every picture stands the transmittance of the absorbing film at the probes; the curves
    show the same against time, with the steps as bands.

    Raises
    ------
    ParameterError
        for a device without an optical stack.
    """
    seen, dataset = coloured(solution, device), solution.dataset
    steps = dataset["step"].values
    names = [probe.name for probe in device.probes]
    labels = [text.rpartition(": ")[0] for text in solution.status.steps]
    found = list(dict.fromkeys(steps.tolist()))
    last = [int(np.flatnonzero(steps == step)[-1]) for step in found]
    columns = min(3, len(found))
    lines = -(-len(found) // columns)
    figure = new_figure(WIDTH, 1.75 * lines + 2.6)
    halves: Any = figure.subfigures(2, 1, height_ratios=(1.75 * lines, 2.6))
    every = np.ravel(halves[0].subplots(lines, columns, squeeze=False))
    for axes in every:
        axes.set_axis_off()
    box = (0.0, 1e3 * device.length, 0.0, 1e3 * device.width)
    for axes, row, label in zip(every, last, labels):
        axes.imshow(seen.colours[row], origin="lower", extent=box, interpolation="nearest")
        axes.set_title(label, fontsize=9.5)
        values = (f"{n} {float(dataset[f'{n}.transmittance'][row]):.2f}" for n in names)
        axes.text(0.5, -0.06, "   ".join(values), transform=axes.transAxes, ha="center",
                  va="top", fontsize=9)  # fmt: skip
    _curves(dataset, names, last, halves[1].subplots())
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _curves(dataset: Any, names: list[str], last: list[int], axes: Any) -> None:
    """Transmittance at the probes against time, every other step shaded."""
    minutes = dataset["time"].values / 60
    for name in names:
        axes.plot(minutes, dataset[f"{name}.transmittance"].values, label=name)
    bounds = [minutes[0], *(minutes[row] for row in last)]
    for start, end in list(zip(bounds, bounds[1:]))[1::2]:
        axes.axvspan(start, end, color="0.95", lw=0, zorder=0)
    axes.set_xlabel("Time (min)")
    axes.set_ylabel("Transmittance (–)")
    axes.set_xlim(minutes[0], minutes[-1])
    if names:
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
