"""Films as the eye sees them: the colour of daylight that passes, at a row of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..simulation.appearance import film_appearance, swatches
from .sheets import (
    edges,
    extent,
    lengths,
    line_axis,
    middle_profile,
    shown_rows,
    time_edges,
    time_text,
)
from .style import COLOURS, WIDTH, display, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

#: times drawn as pictures, and as profiles
PICTURES = 6
PROFILES = 6
#: cases drawn below each other
MOST_CASES = 6


@dataclass(frozen=True, eq=False)
class Coloured:
    """A solution with the transmittance and colour of every cell at every time."""

    dataset: Dataset
    seen: Dataset
    colours: np.ndarray  #: (time, y, x, RGB), 0 to 1


def coloured(solution: Any, device: Any) -> Coloured:
    """Colours of a solution in transmitted daylight, from the optical stack of its device.

    Raises
    ------
    ParameterError
        for a device without an optical stack, or a host without permittivity.
    """
    seen = film_appearance(device, solution.dataset)
    return Coloured(solution.dataset, seen, swatches(device, seen))


@styled
def plot_film_colours(
    solution: Any, device: Any, *, title: str = "", pictures: int = PICTURES
) -> Figure:
    """The film as the eye sees it, with profiles of its luminous transmittance.

    A plane is drawn at ``pictures`` times with a scale bar, a line of cells as a strip along time.
    Cells without film are bare glass.

    Raises
    ------
    ParameterError
        as :func:`coloured`.
    """
    seen = coloured(solution, device)
    height = 2.9 if line_axis(seen.dataset) else _height(seen, pictures)
    figure = new_figure(WIDTH, height + 2.6)
    halves: Any = figure.subfigures(2, 1, height_ratios=(height, 2.6))
    above, below = halves
    if line_axis(seen.dataset):
        draw_strip(seen, above.subplots(), "in transmitted daylight")
    else:
        draw_pictures(seen, above, pictures)
    left, right = below.subplots(1, 2, width_ratios=(1.15, 1.0))
    _profiles(seen, left)
    _in_time(seen, right)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


@styled
def plot_cases_in_colour(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """The colours of several cases below each other, each as strip or pictures."""
    names = [n for n, s in solutions.items() if s.dataset.sizes["time"] > 1][:MOST_CASES]
    drawn = [coloured(solutions[n], devices[n]) for n in names]
    heights = [1.45 if line_axis(d.dataset) else _height(d, PICTURES) + 0.3 for d in drawn]
    figure = new_figure(WIDTH, sum(heights) + 0.1)
    parts: Any = figure.subfigures(len(names), 1, height_ratios=heights, squeeze=False)
    for part, name, seen in zip(parts.ravel(), names, drawn):
        label = labels.get(name) or name
        if line_axis(seen.dataset):
            draw_strip(seen, part.subplots(), label)
        else:
            part.suptitle(label, x=0.01, ha="left", fontsize=10)
            draw_pictures(seen, part, PICTURES)
    return figure


def draw_strip(seen: Coloured, axes: Any, title: str = "") -> None:
    """Colour against time and position."""
    axis = line_axis(seen.dataset) or "x"
    picture = seen.colours[:, 0] if axis == "x" else seen.colours[:, :, 0]
    time, shown = display(seen.dataset["time"].values, "s"), lengths(seen.dataset)
    axes.pcolormesh(
        time(time_edges(seen.dataset["time"].values)),
        shown(edges(seen.dataset[axis].values)),
        np.swapaxes(picture, 0, 1), rasterized=True,
    )  # fmt: skip
    axes.set_xlabel(time.label("time"))
    axes.set_ylabel(f"{axis} ({shown.unit})")
    axes.set_title(title, fontsize=10)


def draw_pictures(seen: Coloured, figure: Any, count: int) -> None:
    """The plane at several times, the first with a scale bar."""
    rows, box = shown_rows(seen.dataset, count), extent(seen.dataset)
    columns = _columns(seen, len(rows))
    every = np.ravel(figure.subplots(-(-len(rows) // columns), columns, squeeze=False))
    time = display(seen.dataset["time"].values, "s")
    for axes in every:
        axes.set_axis_off()
    for number, (axes, row) in enumerate(zip(every, rows)):
        draw_picture(axes, seen.colours[row], box)
        label = time_text(time, float(seen.dataset["time"].values[row]))
        axes.set_title(label, fontsize=10, pad=3)
        if number == 0:
            scale_bar(axes, box)


def _aspect(seen: Coloured) -> float:
    left, right, low, high = extent(seen.dataset)
    return (right - left) / (high - low)


def _columns(seen: Coloured, count: int) -> int:
    """Columns with which pictures are largest on a page, at most 3 inches high."""

    def size(columns: int) -> float:
        rows = -(-count // columns)
        return min(WIDTH / columns, (3.0 / rows - 0.35) * _aspect(seen))

    return max(range(1, count + 1), key=size)


def _height(seen: Coloured, count: int) -> float:
    """Height of all pictures [inch]."""
    columns = _columns(seen, count)
    rows = -(-count // columns)
    return rows * min(1.13 * WIDTH / columns / _aspect(seen) + 0.3, 3.0 / rows)


def draw_picture(axes: Any, colours: np.ndarray, box: tuple[float, float, float, float]) -> Any:
    """The plane with a thin line around: clear glass on white paper has no edge."""
    left, right, low, high = box
    image = axes.imshow(colours, origin="lower", extent=box, interpolation="nearest")
    axes.plot(
        [left, right, right, left, left], [low, low, high, high, low], color="0.6", lw=0.6,
        clip_on=False,
    )  # fmt: skip
    axes.set_ylim(low - 0.13 * (high - low), high)  # room for a scale bar
    return image


def scale_bar(axes: Any, box: tuple[float, float, float, float]) -> None:
    """A bar of a round length below the lower left corner of a picture."""
    left, right, low, high = box
    size = round_length((right - left) / 3)
    text = f"{1e3 * size:g} mm" if size < 1.0 else f"{size:g} m"
    drop = 0.06 * (high - low)
    axes.plot([left, left + size], [low - drop] * 2, color="black", lw=2.0, clip_on=False,
              solid_capstyle="butt")  # fmt: skip
    axes.annotate(
        text, (left + size, low - drop), xytext=(4, 0), textcoords="offset points", fontsize=9,
        va="center", annotation_clip=False,
    )  # fmt: skip


def round_length(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above ``size``."""
    power = 10.0 ** np.floor(np.log10(size))
    return float(max(f * power for f in (1.0, 2.0, 5.0) if f * power <= size * (1 + 1e-9)))


def _profiles(seen: Coloured, axes: Any) -> None:
    values = seen.seen["luminous"]
    profile, axis = middle_profile(seen.dataset, values)
    rows, shown = shown_rows(seen.dataset, PROFILES), lengths(seen.dataset)
    time = display(seen.dataset["time"].values, "s")
    for row, colour in zip(rows, sequential(len(rows))):
        label = time_text(time, float(seen.dataset["time"].values[row]))
        axes.plot(shown(seen.dataset[axis].values), profile.values[row], color=colour, label=label)
    where = "Position" if line_axis(seen.dataset) else "x along the middle row"
    axes.set_xlabel(f"{where} ({shown.unit})")
    axes.set_ylabel("Transmittance (–)")
    axes.set_title("luminous, D65", fontsize=10)
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=1.0, labelspacing=0.3)


def _in_time(seen: Coloured, axes: Any) -> None:
    """Transmittance at both ends and in the middle of what changes, and the mean of all."""
    values = seen.seen["luminous"]
    profile, _ = middle_profile(seen.dataset, values)
    filled = np.flatnonzero(np.ptp(np.nan_to_num(profile.values), axis=0) > 1e-9)
    filled = filled if len(filled) else np.flatnonzero(np.isfinite(profile.values[0]))
    time = display(seen.dataset["time"].values, "s")
    spots = (("left", filled[0]), ("middle", filled[len(filled) // 2]), ("right", filled[-1]))
    for (name, cell), colour, dash in zip(spots, COLOURS, ("-", "--", ":")):
        along = profile.values[:, cell]
        axes.plot(time(values["time"].values), along, dash, color=colour, label=name, lw=1.4)
    mean = np.nanmean(values.values, axis=(1, 2))
    axes.plot(time(values["time"].values), mean, color="black", lw=1.0, label="mean")
    axes.set_xlabel(time.label("time"))
    axes.set_ylabel("Transmittance (–)")
    axes.set_ylim(bottom=0.0)
    axes.legend(labelspacing=0.25, fontsize=9)
