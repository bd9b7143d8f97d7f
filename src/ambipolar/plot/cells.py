"""Electrodes and cells: voltage, fillings, salt and potential against depth at several times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import GREY, SEQUENTIAL, WIDTH, display, new_figure, of_array, sequential, styled
from .timeline import Axis, main_axis, stretches

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

#: profiles drawn in each panel
PROFILES = 6
#: profiles of more cells than this are lines without marks
MARKED = 15
#: cases drawn below each other
MOST_CASES = 4
ELECTRODES = ("negative", "positive")
POSITION = "electrolyte.position"
_SHADE = {"negative": "#eef1f5", "positive": "#f5f0ea"}


def is_cell(dataset: Dataset) -> bool:
    """Whether a dataset is that of an electrode in its electrolyte."""
    return "positive.mean_filling" in dataset and "positive.position" in dataset.coords


@dataclass(frozen=True)
class Part:
    """One electrode of a dataset: where its particles are, and how full at all times."""

    name: str
    places: np.ndarray  #: position of every particle in the cell [m], spread over its volume
    fillings: np.ndarray  #: (time, particle)
    edges: tuple[float, float]  #: where the electrode begins and ends [m]
    per_cell: int


def parts_of(dataset: Dataset) -> list[Part]:
    """The electrodes from left to right."""
    found = []
    for name in ELECTRODES:
        if f"{name}.filling" not in dataset:
            continue
        centres = dataset[f"{name}.position"].values
        fillings = dataset[f"{name}.filling"].values
        per_cell = fillings.shape[1] // len(centres)
        width = _width(dataset, centres)
        offsets = ((np.arange(per_cell) + 0.5) / per_cell - 0.5) * width
        places = (centres[:, None] + offsets).ravel()
        edges = (float(centres[0] - width / 2), float(centres[-1] + width / 2))
        found.append(Part(name, places, fillings, edges, per_cell))
    return found


def _width(dataset: Dataset, centres: np.ndarray) -> float:
    """Width of the cells of an electrode [m]."""
    if len(centres) > 1:
        return float(centres[1] - centres[0])
    # one cell: what lies between it and the end of the stack
    every = dataset[POSITION].values if POSITION in dataset.coords else centres
    return 2.0 * float(centres[0] if every[0] == centres[0] else _behind(every))


def _behind(every: np.ndarray) -> float:
    """Half the width of the last cell, whose neighbour's face it shares."""
    if len(every) < 3:
        return float(every[-1] - every[0]) / 2
    half = float(every[1] - every[0]) / 2
    return float(every[-1] - every[-2]) - half


@styled
def plot_cell(dataset: Dataset, *, title: str = "", profiles: int = PROFILES) -> Figure:
    """Voltage, fillings of the particles, salt and potential in the electrolyte.

    Profiles are drawn at ``profiles`` times, evenly spaced; marks of the same colour on the
    voltage say when. Each particle of a population is a dot at the depth of its volume.
    """
    parts, rows = parts_of(dataset), shown_rows(dataset, profiles)
    salt = _has_profiles(dataset)
    figure = new_figure(WIDTH, 7.4 if salt else 5.2)
    panels = figure.subplots(3 if salt else 2, 2)
    colours = sequential(len(rows))
    _voltage(dataset, rows, colours, panels[0, 0])
    draw_fillings(dataset, parts, rows, colours, panels[0, 1])
    if salt:
        draw_salt(dataset, parts, rows, colours, panels[1, 0])
        _potential(dataset, parts, rows, colours, panels[1, 1])
    _map(dataset, parts[-1], panels[-1, 1], figure)
    if len(parts) > 1:
        _map(dataset, parts[0], panels[-1, 0], figure)
    else:
        _current(dataset, panels[-1, 0])
    figure.legend(
        *_times(dataset, rows, colours), loc="outside lower center", ncols=len(rows),
        handlelength=1.0, columnspacing=1.2,
    )  # fmt: skip
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _has_profiles(dataset: Dataset) -> bool:
    """Whether salt or potential differ along the cell; they do not in a perfect bath."""
    if "electrolyte.concentration" not in dataset or POSITION not in dataset.coords:
        return False
    names = ("electrolyte.concentration", "electrolyte.potential")
    return any(float(np.ptp(dataset[name].values, axis=-1).max()) > 0 for name in names)


@styled
def plot_cell_cases(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Fillings and salt against the depth, and the voltage, of up to four cases, one row each.

    Raises
    ------
    ParameterError
        where no case is a cell.
    """
    drawn = {n: s.dataset for n, s in solutions.items() if is_cell(s.dataset)}
    drawn = {n: d for n, d in drawn.items() if d.sizes["time"] > 1 and POSITION in d.coords}
    if not drawn:
        raise ParameterError(
            "figures", "no case is an electrode or a cell.", "Leave cell-profiles out."
        )
    names = list(drawn)
    if len(names) > MOST_CASES:  # first, last and evenly between
        step = (len(names) - 1) / (MOST_CASES - 1)
        drawn = {n: drawn[n] for n in (names[round(i * step)] for i in range(MOST_CASES))}
    figure = new_figure(WIDTH, 2.0 * len(drawn) + 0.4)
    panels = figure.subplots(len(drawn), 3, squeeze=False)
    for (name, dataset), (fillings, salt, voltage) in zip(drawn.items(), panels, strict=True):
        parts, rows = parts_of(dataset), shown_rows(dataset, PROFILES)
        colours = sequential(len(rows))
        draw_fillings(dataset, parts, rows, colours, fillings)
        if "electrolyte.concentration" in dataset:
            draw_salt(dataset, parts, rows, colours, salt)
        _voltage(dataset, rows, colours, voltage)
        fillings.set_title(labels.get(name, name), fontsize=9.5)
    for axes in panels[:-1, :2].ravel():
        axes.set_xlabel("")
    return figure


def shown_rows(dataset: Dataset, count: int) -> list[int]:
    """Rows nearest to evenly spaced times, the first and the last among them."""
    time = dataset["time"].values
    wanted = np.linspace(time[0], time[-1], count)
    return np.unique(np.abs(time[:, None] - wanted).argmin(axis=0)).tolist()


def draw_fillings(
    dataset: Dataset, parts: list[Part], rows: list[int], colours: list[Any], axes: Any
) -> None:
    """Fillings of all particles against their position."""
    shade(dataset, parts, axes)
    for part in parts:
        count = len(part.places)
        dots = part.per_cell > 1 or count == 1
        look = "." if dots else "-" if count > MARKED else ".-"
        for row, colour in zip(rows, colours, strict=True):
            axes.plot(
                1e6 * part.places, part.fillings[row], look, color=colour,
                ms=3 if count > 40 else 5, lw=1.2,
            )  # fmt: skip
    axes.set(ylabel="Filling (–)", ylim=(-0.03, 1.03))


def draw_salt(
    dataset: Dataset, parts: list[Part], rows: list[int], colours: list[Any], axes: Any
) -> None:
    """Salt concentration against the position."""
    shade(dataset, parts, axes)
    x = 1e6 * dataset[POSITION].values
    for row, colour in zip(rows, colours, strict=True):
        axes.plot(x, dataset["electrolyte.concentration"].values[row] / 1e3, color=colour, lw=1.3)
    axes.set_ylabel("Salt (mol/L)")
    _roomy(axes, dataset["electrolyte.concentration"].values[rows] / 1e3, 0.02)


def shade(dataset: Dataset, parts: list[Part], axes: Any) -> None:
    """Electrodes in the background, the ends of the stack as limits."""
    for part in parts:
        left, right = (1e6 * edge for edge in part.edges)
        axes.axvspan(left, right, color=_SHADE[part.name], lw=0, zorder=0)
    axes.set_xlim(0.0, 1e6 * parts[-1].edges[1])
    axes.set_xlabel("Position (µm)")


def _potential(
    dataset: Dataset, parts: list[Part], rows: list[int], colours: list[Any], axes: Any
) -> None:
    """Potential of the electrolyte, less its mean at that time: what drives the current."""
    shade(dataset, parts, axes)
    x = 1e6 * dataset[POSITION].values
    potential = 1e3 * dataset["electrolyte.potential"].values
    potential = potential - potential.mean(axis=-1, keepdims=True)
    for row, colour in zip(rows, colours, strict=True):
        axes.plot(x, potential[row], color=colour, lw=1.3)
    axes.set_ylabel("Potential (mV)")
    axes.set_title("electrolyte, less its mean", fontsize=9.5)
    _roomy(axes, potential[rows], 0.05)


def _voltage(dataset: Dataset, rows: list[int], colours: list[Any], axes: Any) -> None:
    axis = main_axis(dataset)
    along = "time" if axis is Axis.TIME else "filling"
    x, label = of_array(dataset[along])
    voltage = dataset["voltage"].values
    for stretch in stretches(dataset):
        axes.plot(x[stretch.rows], voltage[stretch.rows], color=GREY, lw=1.2)
    for row, colour in zip(rows, colours, strict=True):
        axes.plot(x[row], voltage[row], "o", ms=5, color=colour)
    axes.set(xlabel=label, ylabel="Voltage (V)")


def _current(dataset: Dataset, axes: Any) -> None:
    x, label = of_array(dataset["time"])
    y, y_label = of_array(dataset["current_density"])
    axes.plot(x, y, color=GREY)
    axes.set(xlabel=label, ylabel=y_label)
    axes.set_ylim(min(0.0, 1.15 * float(y.min())), max(0.0, 1.15 * float(y.max())))


def _map(dataset: Dataset, part: Part, axes: Any, figure: Any) -> None:
    """Filling of every particle against time; particles of one volume lie in its width."""
    time, label = of_array(dataset["time"])
    low, high = (1e6 * edge for edge in part.edges)
    mesh = axes.pcolormesh(
        _time_edges(time), np.linspace(low, high, part.fillings.shape[1] + 1), part.fillings.T,
        cmap=SEQUENTIAL, vmin=0, vmax=1, rasterized=True,
    )  # fmt: skip
    axes.set(xlabel=label, ylabel="Position (µm)")
    axes.set_title(f"{part.name} electrode", fontsize=9.5)
    bar = figure.colorbar(mesh, ax=axes, pad=0.02)
    bar.set_label("Filling (–)")
    bar.outline.set_visible(False)


def _time_edges(time: np.ndarray) -> np.ndarray:
    inner = (time[1:] + time[:-1]) / 2
    return np.concatenate([time[:1], inner, time[-1:]])


def _times(dataset: Dataset, rows: list[int], colours: list[Any]) -> tuple[list[Any], list[str]]:
    """Handles and labels of a legend of the times."""
    from matplotlib.lines import Line2D

    shown = display(dataset["time"].values, "s")
    times = shown(dataset["time"].values[rows])
    digits = 0 if times[-1] >= 50 else 1 if times[-1] >= 5 else 2
    labels = [f"{t:.{digits}f} {shown.unit}" for t in times]
    return [Line2D([], [], color=c, lw=2) for c in colours], labels


def _roomy(axes: Any, values: np.ndarray, least: float) -> None:
    """At least a span that does not magnify round-off."""
    low, high = float(np.min(values)), float(np.max(values))
    if high - low < least:
        middle = (low + high) / 2
        axes.set_ylim(middle - least / 2, middle + least / 2)
