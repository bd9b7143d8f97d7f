"""When metal is plated on a host: onset against current, potential, surface and amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from ..models.ageing.onset import plating_onset_filling
from .style import COLOURS, GREY, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

_METAL = "particle.plated_charge"
#: currents of the closed form between the extreme simulated ones
_CURRENTS = 25


@styled
def plot_plating(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """Onset of plating on uniform surfaces, and how particles come to plate.

    Runs without plating that end at 0 V are points of the first panel, beside the closed form;
    particles with plating fill the others.

    Raises
    ------
    ParameterError
        where no case plates.
    """
    data = {n: s.dataset for n, s in solutions.items()}
    plating = {n: d for n, d in data.items() if any(m in d for m in _amounts())}
    onset = {n: d for n, d in data.items() if n not in plating}
    if not plating:
        raise ParameterError("figures", "no case plates.", "Leave plating out.")
    figure = new_figure(WIDTH, 5.6)
    panels = figure.subplots(2, 2)
    if onset:
        _onset(panels[0, 0], onset, devices)
    else:
        panels[0, 0].set_axis_off()
    for index, (name, run) in enumerate(plating.items()):
        # two neighbouring cases are a pair: one colour, the second broken
        colour, dashes = COLOURS[index // 2 % len(COLOURS)], "-" if index % 2 == 0 else "--"
        style = {"color": colour, "ls": dashes, "label": labels.get(name, name)}
        _particle(panels, run, style)
    _dress(panels)
    handles, texts = panels[1, 1].get_legend_handles_labels()
    # a legend fills column by column: the two of a pair stand side by side
    order = [*range(0, len(handles), 2), *range(1, len(handles), 2)]
    figure.legend(
        [handles[i] for i in order], [texts[i] for i in order], loc="outside lower center", ncols=2
    )
    return figure


def _amounts() -> tuple[str, ...]:
    return (_METAL, _METAL.replace("plated", "mean_plated"))


def _onset(axes: Any, onset: Mapping[str, Dataset], devices: Mapping[str, Any]) -> None:
    currents = np.array([float(d["current_density"].values[-1]) for d in onset.values()])
    fillings = np.array([float(d["filling"].values[-1]) for d in onset.values()])
    axes.semilogx(currents, fillings, "o", color=COLOURS[0], label="simulated")
    device = devices[next(iter(onset))]
    along = np.geomspace(currents.min(), currents.max(), _CURRENTS)
    law = [plating_onset_filling(device.material, i, device.temperature) for i in along]
    axes.semilogx(along, law, color=GREY, lw=1, zorder=0, label="closed form")
    axes.set(xlabel="Current density (A/m²)", ylabel="Filling at 0 V (–)", title="Uniform surface")
    axes.legend(loc="lower left")


def _particle(panels: Any, run: Dataset, style: Mapping[str, Any]) -> None:
    metal = next(m for m in _amounts() if m in run)
    first = run["step"].values == 0
    x = run["filling"].values
    panels[0, 1].plot(x[first], 1e3 * run["voltage"].values[first], **style)
    surfaces = [n for n in run if str(n).startswith("particle.surface_filling")]
    if surfaces:
        mean = np.mean([run[n].values for n in surfaces], axis=0)
        panels[1, 0].plot(x[first], mean[first], **style)
    panels[1, 1].plot(run["time"].values / 3600, run[metal].values, **style)


def _dress(panels: Any) -> None:
    panels[0, 1].axhline(0, color=GREY, lw=0.8, ls=":")
    panels[0, 1].set(
        xlabel="Mean filling (–)", ylabel="Potential (mV vs. Li)", title="While it fills"
    )
    panels[1, 0].plot([0, 1], [0, 1], ":", color=GREY, lw=0.8)
    panels[1, 0].set(
        xlabel="Mean filling (–)", ylabel="Filling of the surface (–)", title="While it fills"
    )
    panels[1, 1].set_yscale("log")
    low, high = panels[1, 1].get_ylim()
    panels[1, 1].set_ylim(max(low, 1e-3), high)
    panels[1, 1].set(xlabel="Time (h)", ylabel="Plated metal (C/m²)", title="Charge, then rest")
