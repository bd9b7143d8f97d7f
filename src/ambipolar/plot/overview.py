"""The figure of one solution: what the terminals see, and what happens inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .cells import is_cell, plot_cell
from .cycling import has_cycles, plot_cycles
from .memory import is_memory, plot_memory
from .sheets import is_sheet, plot_sheet
from .style import SEQUENTIAL, WIDTH, new_figure, of_array, sequential, styled
from .timeline import Axis, is_monotone, main_axis, stretches

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import DataArray, Dataset

#: profiles drawn, evenly spaced along the axis
PROFILES = 6


@styled
def plot_solution(solution: Any, *, title: str = "", profiles: int = PROFILES) -> Figure:
    """Voltage, current and, where the device has them, maps and profiles of the filling.

    Parameters
    ----------
    solution : a ``Solution``; of three cycles on, their capacities are shown instead.
    title : printed above the figure.
    profiles : number of profiles drawn.
    """
    dataset: Dataset = solution.dataset
    if is_sheet(dataset):
        return plot_sheet(dataset, title=title, profiles=profiles)
    if is_memory(dataset):
        return plot_memory(dataset, title=title)
    if has_cycles(solution) and main_axis(dataset) is not Axis.VOLTAGE:
        return plot_cycles(solution, title=title)
    if is_cell(dataset) and dataset.sizes["time"] > 1:
        return plot_cell(dataset, title=title, profiles=profiles)
    fields = inner_fillings(dataset)
    rows = 2 if len(fields) < 2 else len(fields) + 1
    figure = new_figure(WIDTH if fields else 4.8, 2.65 * rows)
    if dataset.sizes["time"] < 2:
        return _nothing(figure, title)
    grid = figure.add_gridspec(rows, 2 if fields else 1)
    axis = main_axis(dataset)
    terminal = figure.add_subplot(grid[0, 0])
    drive = figure.add_subplot(grid[1, 0], sharex=None if axis is Axis.VOLTAGE else terminal)
    _terminals(dataset, axis, terminal, drive)
    if len(fields) > 1:
        _filling_in_time(dataset, figure.add_subplot(grid[2, 0]))
    for row, field in enumerate(fields):
        axes = figure.add_subplot(grid[row, 1])
        draw_bar(figure, draw_map(dataset, field, axis, axes), field, axes)
    if fields:
        _profiles(dataset, fields, profiles, figure.add_subplot(grid[rows - 1, 1]))
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def inner_fillings(dataset: Dataset) -> list[DataArray]:
    """Fillings resolved in space: variables of time and one position."""
    return [
        v
        for name, v in dataset.data_vars.items()
        if v.ndim == 2 and str(v.dims[1]).endswith("position") and ".filling" in f".{name}"
    ]


def _nothing(figure: Figure, title: str) -> Figure:
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.text(0.5, 0.5, "The run stopped before its second sample.", ha="center")
    axes.set_title(title)
    return figure


def _terminals(dataset: Dataset, axis: Axis, top: Any, bottom: Any) -> None:
    if axis is Axis.VOLTAGE:
        _line(dataset, "voltage", "current_density", top)
        _line(dataset, "time", "voltage", bottom)
        top.axhline(0, color="0.8", lw=0.8, zorder=0)
        return
    _line(dataset, axis.value, "voltage", top)
    _line(dataset, axis.value, "current_density", bottom, legend=False)
    bottom.axhline(0, color="0.8", lw=0.8, zorder=0)
    top.tick_params(labelbottom=False)
    top.set_xlabel("")


def _line(dataset: Dataset, along: str, name: str, axes: Any, legend: bool = True) -> None:
    """One quantity against another, coloured by the direction of the current."""
    x, x_label = of_array(dataset[along])
    y, y_label = of_array(dataset[name])
    seen: set[str] = set()
    for part in stretches(dataset):
        label = None if part.name in seen else part.name
        axes.plot(x[part.rows], y[part.rows], color=part.colour, label=label)
        seen.add(part.name)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    _roomy(axes, y)
    if legend and len(seen) > 1:
        axes.legend()


def _roomy(axes: Any, y: np.ndarray) -> None:
    """A constant gets an axis from zero instead of one that magnifies round-off."""
    low, high = float(np.min(y)), float(np.max(y))
    size = max(abs(low), abs(high))
    if high - low < 1e-6 * size:
        axes.set_ylim(min(0.0, 1.25 * low), max(0.0, 1.25 * high))


def _filling_in_time(dataset: Dataset, axes: Any) -> None:
    _line(dataset, "time", "filling", axes, legend=False)


def draw_map(dataset: Dataset, field: DataArray, axis: Axis, axes: Any) -> Any:
    """Filling against position and time, or against the mean filling while that only grows."""
    against = dataset["filling"]
    if axis is not Axis.FILLING or not is_monotone(against.values):
        against = dataset["time"]
    x, x_label = of_array(against)
    y, y_label = of_array(dataset[str(field.dims[1])])
    mesh = axes.pcolormesh(
        *_edges(x, y), field.values.T, cmap=SEQUENTIAL, vmin=0, vmax=1, rasterized=True
    )
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    return mesh


def draw_bar(figure: Figure, mesh: Any, field: DataArray, axes: Any) -> None:
    """The colour scale of one map, or of several that share it."""
    if isinstance(axes, list):
        bar = figure.colorbar(mesh, ax=axes, pad=0.02)
    else:  # inside the space that the legend of the panel below takes anyway
        bar = figure.colorbar(mesh, cax=axes.inset_axes((1.03, 0.0, 0.045, 1.0)))
    bar.set_label(_field_label(field))
    bar.outline.set_visible(False)


def _edges(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges of cells around points that need not be evenly spaced."""

    def around(v: np.ndarray) -> np.ndarray:
        inner = (v[1:] + v[:-1]) / 2
        return np.concatenate([v[:1], inner, v[-1:]])

    return around(x), around(y)


def _field_label(field: DataArray) -> str:
    _, label = of_array(field)
    number = str(field.name).rpartition("filling")[2].strip("_")
    return label.replace("(", f"{number} (", 1) if number else label


def _profiles(dataset: Dataset, fields: list[DataArray], count: int, axes: Any) -> None:
    """Fillings along the position at rows evenly spaced along the run."""
    rows = _chosen(dataset, count)
    mean, label = of_array(dataset["filling"])
    monotone = is_monotone(mean)
    if not monotone:
        mean, label = of_array(dataset["time"])
    unit = label.rpartition("(")[2].rstrip(")").replace("–", "")
    for row, colour in zip(rows, sequential(len(rows)), strict=True):
        for field, dash in zip(fields, ("-", "--", ":", "-.")):
            position = dataset[str(field.dims[1])]
            x, x_label = of_array(position)
            name = f"{mean[row]:.2f} {unit}".strip() if field is fields[0] else None
            axes.plot(x, field.values[row], dash, color=colour, label=name, lw=1.4)
    axes.set_xlabel(x_label)
    axes.set_ylabel(of_array(fields[0])[1])
    axes.set_ylim(-0.03, 1.03)
    heading = "mean filling" if monotone else "time"
    if len(fields) > 1:
        heading += "\n(2: dashed)"
    axes.legend(
        title=heading, loc="center left", bbox_to_anchor=(1.0, 0.5), title_fontsize=9.5,
        handlelength=1.0, labelspacing=0.3,
    )  # fmt: skip


def _chosen(dataset: Dataset, count: int) -> list[int]:
    """Rows nearest to evenly spaced mean fillings, or times where the filling turns back."""
    along = dataset["filling"].values
    if not is_monotone(along):
        along = dataset["time"].values
    inner = np.linspace(along[0], along[-1], count + 1)
    inner = (inner[1:] + inner[:-1]) / 2
    rows = [int(np.argmin(np.abs(along - value))) for value in inner]
    return sorted(set(rows))
