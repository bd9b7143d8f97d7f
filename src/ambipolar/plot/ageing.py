"""Films that grow and metal that is plated: in time, along a filling, and over cycles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import COLOURS, GREY, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

_FILMS = ("particle.mean_sei_thickness", "particle.sei_thickness")
#: a run whose mean filling moves less than this is storage
_STILL = 0.02


@styled
def plot_film_growth(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Thickness of films: stored ones in time, single sweeps along the filling, cycles.

    Raises
    ------
    ParameterError
        where no case has a film.
    """
    films = {n: s.dataset for n, s in solutions.items() if _film(s.dataset)}
    if not films:
        raise ParameterError("figures", "no case has a film.", "Leave film-growth out.")
    groups = {kind: [n for n, d in films.items() if _kind(d) == kind] for kind in _PANELS}
    groups = {kind: names for kind, names in groups.items() if names}
    figure = new_figure(WIDTH, 3.5 * len(groups) ** 0.5 if len(groups) < 3 else 6.2)
    places = {1: "a", 2: "ab", 3: "ab\ncc"}[len(groups)]
    panels = figure.subplot_mosaic(places)  # type: ignore[arg-type]
    for axes, (kind, names) in zip(panels.values(), groups.items(), strict=True):
        _PANELS[kind](axes, {name: films[name] for name in names}, labels)
    return figure


def _film(data: Dataset) -> str:
    return next((name for name in _FILMS if name in data and data[name].ndim == 1), "")


def _kind(data: Dataset) -> str:
    if float(np.ptp(data["filling"].values)) < _STILL:
        return "stored"
    return "cycled" if int(data["step"].max()) > 1 else "swept"


def _stored(axes: Any, films: Mapping[str, Dataset], labels: Mapping[str, str]) -> None:
    for index, (name, data) in enumerate(films.items()):
        time = data["time"].values
        late = time > 0
        thickness = 1e9 * data[_film(data)].values[late]
        axes.loglog(time[late], thickness, color=COLOURS[index], label=labels.get(name, name))
    end, top = time[-1], float(thickness[-1])
    guide = np.array([end / 1e3, end])
    axes.loglog(guide, 1.6 * top * (guide / end) ** 0.5, ":", color=GREY, label="slope 1/2")
    axes.set_ylim(top=30 * axes.get_ylim()[1])
    axes.set(xlabel="Time (s)", ylabel="Film (nm)", title="Stored")
    axes.legend(loc="upper left")


def _swept(axes: Any, films: Mapping[str, Dataset], labels: Mapping[str, str]) -> None:
    for index, (name, data) in enumerate(films.items()):
        thickness = 1e9 * data[_film(data)].values
        x = data["filling"].values
        # the same colour for one particle on both ways, which the direction of the curve tells
        style = "-" if x[-1] > x[0] else "--"
        colour = COLOURS[index // 2]
        axes.plot(x, thickness - thickness[0], style, color=colour, label=labels.get(name, name))
    axes.set(xlabel="Mean filling (–)", ylabel="Film gained (nm)", title="Swept once")
    # room for the legend above curves that begin low
    axes.set_ylim(top=(1 + 0.13 * len(films)) * axes.get_ylim()[1])
    axes.legend(loc="upper left")


def _cycled(axes: Any, films: Mapping[str, Dataset], labels: Mapping[str, str]) -> None:
    for index, (name, data) in enumerate(films.items()):
        hours = data["time"].values / 3600
        thickness = 1e9 * data[_film(data)].values
        gain = thickness**2 - thickness[0] ** 2
        axes.plot(hours, gain, color=COLOURS[index], label=labels.get(name, name))
    axes.set(xlabel="Time (h)", ylabel=r"$L^2 - L_0^2$ (nm²)", title="Cycled")
    axes.legend(loc="upper left")


_PANELS = {"stored": _stored, "swept": _swept, "cycled": _cycled}
