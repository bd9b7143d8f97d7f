"""Graphite electrodes in the colours of their stages, against depth and time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from ..simulation.stages import STAGE_LIMITS, STAGES, Stages, stages_of
from .cells import is_cell
from .style import GREY, WIDTH, display, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: colours of the stages, chosen to resemble micrographs; they are a legend, no optics
STAGE_COLOURS = {"dilute": "#2f3b57", "stage 2": "#b3302a", "stage 1": "#e0a92e"}
_SEEN = {"dilute": "blue to black", "stage 2": "red", "stage 1": "gold"}
#: moments at which the particles are drawn
MOMENTS = 6


@styled
def plot_stage_colours(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """Colour against depth and time with the voltage of every case, and sections of the first.

    The colour of a depth is the mean of the colours of its stages by volume. Sections show every
    particle as a disc with its inside at several moments, the separator on the left.

    Raises
    ------
    ParameterError
        where no case is a cell.
    """
    drawn = {n: s.dataset for n, s in solutions.items() if is_cell(s.dataset)}
    drawn = {n: d for n, d in drawn.items() if d.sizes["time"] > 1}
    if not drawn:
        raise ParameterError("figures", "no case is a cell.", "Leave stage-colours out.")
    heights = [1.5 * len(drawn), 3.4]
    figure = new_figure(WIDTH, sum(heights) + 0.5)
    halves: Any = figure.subfigures(2, 1, height_ratios=heights)
    panels = halves[0].subplots(len(drawn), 2, squeeze=False, width_ratios=(1.7, 1.0))
    for (name, data), (strip, curve) in zip(drawn.items(), panels, strict=True):
        seen = stages_of(devices[name], data)
        _strip(strip, data, seen)
        strip.set_title(labels.get(name, name), fontsize=9.5)
        _curve(curve, data)
    for axes in panels[:-1].ravel():
        axes.set_xlabel("")
    first = next(iter(drawn))
    below = halves[1].subplots()
    _sections(below, drawn[first], stages_of(devices[first], drawn[first]))
    below.set_title(f"particles: {labels.get(first, first)}", fontsize=9.5)
    figure.legend(
        handles=_legend(), loc="outside lower center", ncols=3, fontsize=9,
        handlelength=1.2, columnspacing=1.5,
    )  # fmt: skip
    return figure


def stage_rgb(shares: np.ndarray) -> np.ndarray:
    """Colours (..., 3) of shares (..., stage), mixed in proportion to the light they send."""
    import matplotlib.colors as mc

    base = np.array([mc.to_rgb(STAGE_COLOURS[s]) for s in STAGES]) ** 2.2
    return np.clip(shares @ base, 0.0, 1.0) ** (1 / 2.2)


def _strip(axes: Any, data: Any, seen: Stages) -> None:
    time = display(data["time"].values, "s")
    t = time(data["time"].values)
    edges = np.concatenate([t[:1], (t[1:] + t[:-1]) / 2, t[-1:]])
    depths = 1e6 * seen.depths
    width = abs(depths[1] - depths[0]) if len(depths) > 1 else 2 * depths[0]
    order = np.argsort(depths)
    colours = stage_rgb(seen.shares[:, order])
    bounds = np.append(depths[order] - width / 2, depths[order][-1] + width / 2)
    axes.pcolormesh(edges, bounds, np.swapaxes(colours, 0, 1), rasterized=True)
    axes.invert_yaxis()
    axes.set(xlabel=time.label("time"), ylabel="Depth (µm)")
    for start in _starts(data):
        axes.axvline(t[start], color="white", lw=0.7, ls=":")


def _curve(axes: Any, data: Any) -> None:
    time = display(data["time"].values, "s")
    axes.plot(time(data["time"].values), 1e3 * data["voltage"].values, color=GREY, lw=1.2)
    for start in _starts(data):
        axes.axvline(time(data["time"].values[start]), color="0.7", lw=0.7, ls=":")
    axes.set(xlabel=time.label("time"), ylabel="Voltage (mV)")
    axes.set_ylim(0.0, min(1e3 * float(data["voltage"].max()), 300.0))


def _starts(data: Any) -> list[int]:
    """First rows of all steps but the first."""
    return (np.flatnonzero(np.diff(data["step"].values)) + 1).tolist()


def _sections(axes: Any, data: Any, seen: Stages) -> None:
    """Particles as discs: one row for each moment, the depth from left to right."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Circle

    rows, order, radii = _moments(data), np.argsort(seen.depths), _radii(seen)
    per_cell = seen.inside.shape[1] // len(order)
    discs, colours = [], []
    for line, row in enumerate(rows):
        stage = np.digitize(seen.inside[row], STAGE_LIMITS)
        for place in range(len(order) * per_cell):
            member = int(order[place // per_cell]) * per_cell + place % per_cell
            for radius, s in zip(radii[::-1], stage[member, ::-1], strict=True):
                discs.append(Circle((place, line), 0.46 * float(radius)))
                colours.append(STAGE_COLOURS[STAGES[int(s)]])
    axes.add_collection(PatchCollection(discs, facecolors=colours, edgecolors="none"))
    count = len(order) * per_cell
    axes.set(xlim=(-0.6, count - 0.4), ylim=(len(rows) - 0.4, -0.6))
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    time = display(data["time"].values, "s")
    times = time(data["time"].values[rows])
    axes.set_yticks(range(len(rows)), [f"{t:.1f} {time.unit}" for t in times])
    shown = np.unique(np.linspace(0, len(order) - 1, 4).round().astype(int))
    depths = 1e6 * seen.depths[order][shown]
    axes.set_xticks(shown * per_cell + (per_cell - 1) / 2, [f"{d:.0f}" for d in depths])
    axes.set_xlabel("Depth (µm)")


def _radii(seen: Stages) -> np.ndarray:
    """Outer radii of the places inside a particle, over its own, by the area that they take."""
    return np.sqrt(np.cumsum(seen.weights))


def _moments(data: Any) -> list[int]:
    """Rows of equally spaced charge passed in either direction, and the ends of rests."""
    passed = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(data["filling"].values)))])
    wanted = np.linspace(0.06, 0.94, MOMENTS) * passed[-1]
    rows = {int(np.argmin(np.abs(passed - value))) for value in wanted}
    step, still = data["step"].values, np.abs(data["current_density"].values) < 1e-9
    rests = [int(np.flatnonzero(step == s)[-1]) for s in np.unique(step[still])]
    return sorted(rows | {row for row in rests if still[row]})


def _legend() -> list[Any]:
    from matplotlib.patches import Patch

    low, high = STAGE_LIMITS
    ranges = {"dilute": f"< {low:g}", "stage 2": f"{low:g} to {high:g}", "stage 1": f"> {high:g}"}
    return [
        Patch(color=STAGE_COLOURS[s], label=f"{s} ({_SEEN[s]}), filling {ranges[s]}")
        for s in STAGES
    ]
