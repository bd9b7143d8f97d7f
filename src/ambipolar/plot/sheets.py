"""The figure of a film or window: what its terminals see, and maps of what happens along it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import (
    COLOURS,
    SEQUENTIAL,
    WIDTH,
    Display,
    display,
    new_figure,
    of_array,
    sequential,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import DataArray, Dataset

#: the map that is drawn, and how many times of it
FIELD = "film.filling"
MAPS = 4
PROFILES = 6
MILLIMETRES = Display(1e3, "mm")
METRES = Display(1.0, "m")


def is_sheet(dataset: Dataset) -> bool:
    """Whether a dataset holds maps over a plane."""
    return FIELD in dataset and {"x", "y"} <= set(dataset[FIELD].dims)


def plot_sheet(dataset: Dataset, *, title: str = "", profiles: int = PROFILES) -> Figure:
    """Voltages, currents and fillings against time; maps and profiles of the filling.

    With one row of cells the map is that of position and time.
    """
    panels = _panels(dataset)
    height = max(2.05 * len(panels), 6.2)
    figure = new_figure(1.25 * WIDTH, height)
    # the places are known: finding them anew for every picture takes most of its time
    figure.set_layout_engine("none")
    if dataset.sizes["time"] < 2:
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.text(0.5, 0.5, "The run stopped before its second sample.", ha="center")
        axes.set_title(title)
        return figure
    room = {"bottom": 0.55 / height, "top": 1.0 - (0.45 if title else 0.3) / height}
    crowded = any(len(lines) > 2 for _, lines in panels)
    left = figure.add_gridspec(
        len(panels), 1, left=0.11, right=0.41 if crowded else 0.465, hspace=0.12, **room
    )
    _lines(dataset, panels, left)
    flat = line_axis(dataset) is not None
    ratios = (1.15, 1.0) if flat else (1.9, 1.0)
    right = figure.add_gridspec(
        2, 1, left=0.59, right=0.85, height_ratios=ratios, hspace=0.28, **room
    )
    draw = _position_time if flat else _maps
    draw(dataset, right[0])
    _profiles(dataset, profiles, figure.add_subplot(right[1]))
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


@styled
def plot_sheet_cases(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Voltage, mean filling and the spread of the filling over the film, of every case."""
    figure = new_figure(WIDTH, 6.4)
    drawn = {n: s.dataset for n, s in solutions.items() if s.dataset.sizes["time"] > 1}
    every = figure.subplots(3, 1, sharex=True)
    longest = max((float(d["time"].values[-1]) for d in drawn.values()), default=1.0)
    shown = display([longest], "s")
    for (name, data), colour in zip(drawn.items(), sequential(len(drawn), "plasma")):
        time, field = shown(data["time"].values), data[FIELD].values
        uneven = np.nanmax(field, axis=(1, 2)) - np.nanmin(field, axis=(1, 2))
        lines = (data["voltage"].values, data["filling"].values, uneven)
        for axes, values in zip(every, lines):
            label = (labels.get(name) or name) if axes is every[0] else None
            axes.plot(time, values, color=colour, label=label)
    for axes, label in zip(every, ("Voltage (V)", "Mean filling (–)", "Spread of filling (–)")):
        axes.set_ylabel(label)
    every[-1].set_xlabel(shown.label("time"))
    figure.align_ylabels(every)
    figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    return figure


# --- shared with the colours of films -------------------------------------------------------


def line_axis(dataset: Dataset) -> str | None:
    """``x`` or ``y`` where the cells lie on one line; None for a plane."""
    sizes = dataset[FIELD].sizes
    if sizes["y"] == 1:
        return "x"
    return "y" if sizes["x"] == 1 else None


def shown_rows(dataset: Dataset, count: int) -> list[int]:
    """Rows among which the map changes about equally, moved to ends of steps where these are near.

    Most happens early in a step, where evenly spaced times would miss it; a third of the weight
    is on time itself, so that a rest is shown as well.
    """
    time, values = dataset["time"].values, dataset[FIELD].values
    moved = np.append(0.0, np.nanmean(np.abs(np.diff(values, axis=0)), axis=(1, 2)).cumsum())
    along = (time - time[0]) / (time[-1] - time[0] or 1.0)
    if moved[-1] > 1e-9:
        along = (along + 2.0 * moved / moved[-1]) / 3.0
    chosen = np.linspace(0.0, along[-1], count)
    if "step" in dataset and count > 2:
        ends = along[:-1][np.diff(dataset["step"].values) != 0]
        if len(ends) <= count - 2:
            for end in ends:
                chosen[1 + int(np.argmin(np.abs(chosen[1:-1] - end)))] = end
    # the last of rows with one time is the first of the next step: the state before is shown
    return sorted({int(np.argmin(np.abs(along - value))) for value in chosen})


def lengths(dataset: Dataset) -> Display:
    """Millimetres, or metres for panes of more than 2 m."""
    far = max(float(np.max(dataset[d].values, initial=0.0)) for d in ("x", "y"))
    return METRES if far > 2.0 else MILLIMETRES


def extent(dataset: Dataset) -> tuple[float, float, float, float]:
    """Left, right, lower and upper edge of the grid [m]."""
    found = []
    for dim in ("x", "y"):
        centres = dataset[dim].values
        # the first centre lies half a cell from the edge
        found += [0.0, float(centres[-1] + centres[0])]
    return found[0], found[1], found[2], found[3]


def edges(centres: np.ndarray) -> np.ndarray:
    """Edges of evenly spaced cells from their centres, the first edge at zero."""
    return np.append(centres - centres[0], centres[-1] + centres[0])


def time_edges(time: np.ndarray) -> np.ndarray:
    """Edges of cells around times that need not be evenly spaced."""
    return np.concatenate([time[:1], (time[1:] + time[:-1]) / 2, time[-1:]])


def time_text(shown: Display, value: float) -> str:
    """``20 min``; with one decimal where there is one."""
    number = float(shown(value))
    text = f"{number:.1f}".removesuffix(".0") if abs(number) >= 1 else f"{number:.2g}"
    return f"{text} {shown.unit}"


def middle_profile(dataset: Dataset, field: DataArray) -> tuple[DataArray, str]:
    """The field along its line, or along the middle row of a plane; and along which axis."""
    axis = line_axis(dataset) or "x"
    other = "y" if axis == "x" else "x"
    return field.isel({other: field.sizes[other] // 2}), axis


# --- panels ---------------------------------------------------------------------------------


def _panels(dataset: Dataset) -> list[tuple[str, list[tuple[str, str]]]]:
    """Label of the axis, and the variables with their names in the legend."""
    data = dataset.data_vars
    terminals = [str(n)[:-8] for n in data if str(n).endswith(".current")]
    found = []
    if terminals:
        voltages = [(f"{t}.voltage", t) for t in terminals if f"{t}.voltage" in data]
        found = [("potential", voltages), ("current", [(f"{t}.current", t) for t in terminals])]
    else:
        found = [("voltage", [("voltage", "")]), ("current density", [("current_density", "")])]
    means = [("filling", "mean" if "counter_filling" not in data else "film")]
    means += [("counter_filling", "counter film")] if "counter_filling" in data else []
    found.append(("site filling", means + _probes(dataset, "filling")))
    watched = _probes(dataset, "transmittance")
    if watched:
        found.append(("transmittance", watched))
    return found


def _probes(dataset: Dataset, what: str) -> list[tuple[str, str]]:
    names = [str(n) for n, v in dataset.data_vars.items() if v.dims == ("time",)]
    return [(n, n[: -len(what) - 1]) for n in names if n.endswith(f".{what}")]


def _lines(dataset: Dataset, panels: list[Any], grid: Any) -> None:
    every = grid.subplots(sharex=True)
    time, label = of_array(dataset["time"])
    for axes, (name, lines) in zip(every, panels):
        values = [dataset[variable] for variable, _ in lines]
        shown = display(np.concatenate([v.values for v in values]), values[0].attrs["units"])
        dashes = ("-", "--", ":", "-.")
        for number, (array, (_, text)) in enumerate(zip(values, lines)):
            axes.plot(
                time, shown(array.values), color=COLOURS[number % len(COLOURS)], label=text or None,
                linestyle=dashes[number // 2 % 4],
            )  # fmt: skip
        axes.set_ylabel(shown.label(name))
        if len(lines) > 2:
            axes.legend(
                loc="upper left", bbox_to_anchor=(1.0, 1.04), handlelength=1.2, labelspacing=0.25
            )
        elif len(lines) == 2:
            axes.legend(labelspacing=0.25)
        if name in ("current", "current density", "potential", "voltage"):
            axes.axhline(0, color="0.85", lw=0.8, zorder=0)
    every[-1].set_xlabel(label)
    every[0].figure.align_ylabels(every)


def _position_time(dataset: Dataset, place: Any) -> None:
    axes = place.get_gridspec().figure.add_subplot(place)
    profile, axis = middle_profile(dataset, dataset[FIELD])
    shown, time = lengths(dataset), display(dataset["time"].values, "s")
    mesh = axes.pcolormesh(
        time(time_edges(dataset["time"].values)), shown(edges(dataset[axis].values)),
        profile.values.T, cmap=SEQUENTIAL, **_scale(dataset[FIELD]), rasterized=True,
    )  # fmt: skip
    axes.set_xlabel(time.label("time"))
    axes.set_ylabel(shown.label("position"))
    _draw_bar(mesh, place, dataset[FIELD])


def _maps(dataset: Dataset, place: Any) -> None:
    rows, shown = shown_rows(dataset, MAPS), lengths(dataset)
    left, right, low, high = (float(shown(v)) for v in extent(dataset))
    columns = 1 if (right - left) > 1.8 * (high - low) else 2
    grid = place.subgridspec(-(-len(rows) // columns), columns, hspace=0.35, wspace=0.15)
    every = np.ravel(grid.subplots(sharex=True, sharey=True, squeeze=False))
    time, mesh = display(dataset["time"].values, "s"), None
    for axes, row in zip(every, rows):
        mesh = axes.imshow(
            dataset[FIELD].values[row], origin="lower", extent=(left, right, low, high),
            cmap=SEQUENTIAL, interpolation="nearest", **_scale(dataset[FIELD]),
        )  # fmt: skip
        axes.set_title(time_text(time, float(dataset["time"].values[row])), fontsize=10)
        axes.set_ylabel(f"y ({shown.unit})")
        axes.set_xlabel(f"x ({shown.unit})")
        axes.label_outer()
    for axes in every[len(rows) :]:
        axes.set_axis_off()
    _draw_bar(mesh, place, dataset[FIELD])


def _scale(field: DataArray) -> dict[str, float]:
    """From empty to the largest filling, rounded up: films are rarely filled."""
    largest = float(np.nanmax(field.values, initial=0.0))
    steps = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0])
    return {"vmin": 0.0, "vmax": float(steps[min(np.searchsorted(steps, largest), 7)])}


def _draw_bar(mesh: Any, place: Any, field: DataArray) -> None:
    """The colour scale to the right of the maps, above the legend of the profiles."""
    figure = place.get_gridspec().figure
    box = place.get_position(figure)
    bar = figure.colorbar(mesh, cax=figure.add_axes((0.872, box.y0, 0.017, box.height)))
    bar.set_label(of_array(field)[1])
    bar.outline.set_visible(False)


def _profiles(dataset: Dataset, count: int, axes: Any) -> None:
    """Filling along the middle row at times evenly spaced."""
    profile, axis = middle_profile(dataset, dataset[FIELD])
    rows, shown = shown_rows(dataset, count), lengths(dataset)
    time = display(dataset["time"].values, "s")
    for row, colour in zip(rows, sequential(len(rows))):
        label = time_text(time, float(dataset["time"].values[row]))
        axes.plot(shown(dataset[axis].values), profile.values[row], color=colour, label=label)
    where = "Position" if line_axis(dataset) else "x along the middle row"
    axes.set_xlabel(f"{where} ({shown.unit})")
    axes.set_ylabel(of_array(dataset[FIELD])[1])
    axes.set_xlim(0.0, float(shown(edges(dataset[axis].values))[-1]))
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=1.0, labelspacing=0.3)
