"""Simulated electron micrographs: states side by side, columns marked, intensity along a chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import COLOURS, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

_DETECTORS = {"haadf": "HAADF", "abf": "ABF"}
_TITLES = {
    "pristine": "pristine",
    "lithium-removed": "upper 8a Li removed",
    "lithium-and-oxygen-removed": "Li and O1 oxygen removed",
}
#: label of a column -> group in the legend, colour
_GROUPS = {
    "Ti-a": ("Ti-a", COLOURS[0]),
    "Ti-b": ("Ti-b", COLOURS[5]),
    "Li-upper": ("Li, upper 8a", COLOURS[2]),
    "Li-lower": ("Li, lower 8a", COLOURS[4]),
    "O-a": ("O-a", "#f28c8c"),
    "O1": ("O1", COLOURS[1]),
    "O2": ("O2", COLOURS[3]),
}
_BAR = 5.0  #: length of the scale bar, in angstrom


def has_images(data: Dataset) -> bool:
    """Whether a dataset holds micrographs."""
    return "haadf" in data and "abf" in data


@styled
def plot_atomic_images(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """Two rows for each case, dark field and bright field: states, then the profile along a chain.

    Intensities of one row share their scale. The left half of each image shows it as it is, the
    right half with its columns marked; those that lost ions have a cross.

    Raises
    ------
    ParameterError
        where no case holds images.
    """
    data = {n: s.dataset for n, s in solutions.items() if has_images(s.dataset)}
    if not data:
        raise ParameterError("figures", "no case has images.", "Leave atomic-images out.")
    states = max(d.sizes["state"] for d in data.values())
    figure = new_figure(WIDTH + 4.2, 5.3 * len(data) + 0.8)
    ratios = [1.0] * states + [1.35]
    panels = figure.subplots(2 * len(data), states + 1, squeeze=False, width_ratios=ratios)
    for k, (name, one) in enumerate(data.items()):
        for row, detector in zip(panels[2 * k : 2 * k + 2], _DETECTORS, strict=True):
            _row(row, one, detector)
            row[0].set_ylabel(f"{_DETECTORS[detector]}\n{labels.get(name, name)}", fontsize=9.5)
    handles = [
        figure.axes[0].scatter([], [], s=34, facecolors="none", edgecolors=colour, label=label)
        for label, colour in _GROUPS.values()
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=len(handles), columnspacing=1.0
    )
    return figure


def _row(row: np.ndarray, data: Dataset, detector: str) -> None:
    images = data[detector]
    low, high = float(images.min()), float(images.max())
    for axes, state in zip(row, data["state"].values):
        _image(axes, data, detector, str(state), (low, high))
    _profile(row[-1], data, detector)


def _image(
    axes: Any, data: Dataset, detector: str, state: str, limits: tuple[float, float]
) -> None:
    image = data[detector].sel(state=state).values
    width, height = data.attrs["width_angstrom"], data.attrs["height_angstrom"]
    tiled = np.concatenate([image, image[: image.shape[0] // 2]])  # one and a half cells high
    top = height * tiled.shape[0] / image.shape[0]
    # pixel [0, 0] is centred on the origin of the cell
    dx, dy = width / image.shape[1], height / image.shape[0]
    axes.imshow(
        tiled,
        origin="lower",
        extent=(-0.5 * dx, width - 0.5 * dx, -0.5 * dy, top - 0.5 * dy),
        cmap="gray",
        vmin=limits[0],
        vmax=limits[1],
        interpolation="bicubic",
    )
    _mark(axes, data, state, top)
    if detector == "haadf":
        axes.set_title(_TITLES.get(state, state), fontsize=10)
    chain = data.attrs["profile_y_angstrom"]
    axes.axhline(chain, color="white", lw=0.7, ls=(0, (2, 3)))
    # a dark frame keeps the bar readable on any image
    for colour, thick in (("black", 5), ("white", 2.5)):
        axes.plot([0.6, 0.6 + _BAR], [top - 0.9, top - 0.9], color=colour, lw=thick)
    axes.text(
        0.6 + 0.5 * _BAR, top - 1.2, f"{_BAR / 10:g} nm", ha="center", va="top", color="white",
        fontsize=8, bbox={"facecolor": "black", "alpha": 0.6, "pad": 1, "lw": 0},
    )  # fmt: skip
    axes.set_xlim(-0.5 * dx, width - 0.5 * dx)
    axes.set_ylim(-0.5 * dy, top - 0.5 * dy)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def _mark(axes: Any, data: Dataset, state: str, top: float) -> None:
    """Rings on the columns of the right half; a cross where ions are missing in this state."""
    width, height = data.attrs["width_angstrom"], data.attrs["height_angstrom"]
    gone = {"lithium-removed": ("Li-upper",), "lithium-and-oxygen-removed": ("Li-upper", "O1")}
    for x, y, label in zip(
        data["column_x"].values, data["column_y"].values, data["column_label"].values
    ):
        colour = _GROUPS.get(str(label), ("", "white"))[1]
        for copy in (y, y + height):
            if x < 0.5 * width - 0.1 or copy > top - 0.2:
                continue
            axes.scatter(x, copy, s=34, facecolors="none", edgecolors=colour, linewidths=1.1)
            if str(label) in gone.get(state, ()):
                axes.scatter(x, copy, s=22, marker="x", color=colour, linewidths=1.1)


def _profile(axes: Any, data: Dataset, detector: str) -> None:
    distance = data["distance"].values
    for state, colour, style in zip(
        data["state"].values, ("black", COLOURS[2], COLOURS[1]), ("-", (0, (4, 2)), "-")
    ):
        values = data[f"{detector}_profile"].sel(state=state)
        axes.plot(distance, values, color=colour, ls=style, lw=1.3, label=_TITLES.get(str(state)))
    _name_columns(axes, data)
    axes.set_ylabel(f"{_DETECTORS[detector]} intensity")
    if detector == "haadf":
        axes.set_title("along [Ti-b]-[O-b]-[Ti-b], dotted line", fontsize=10, pad=14)
        axes.legend(fontsize=7.5, loc="upper right")
        axes.set_ylim(top=axes.get_ylim()[1] + 0.35 * np.ptp(axes.get_ylim()))
    else:
        axes.set_xlabel("distance [Å]")


def _name_columns(axes: Any, data: Dataset) -> None:
    """Names of the columns of the chain above the profile."""
    labels = data["column_label"].values
    chain, width = data.attrs["profile_y_angstrom"], data.attrs["width_angstrom"]
    near = np.abs(data["column_y"].values - chain) < 0.5
    start = data["column_x"].values[near & (labels == "Ti-b")].min()
    for x, label in zip(data["column_x"].values[near], labels[near]):
        place = (x - start) % width
        axes.axvline(place, color="0.85", lw=0.6, zorder=0)
        axes.annotate(
            str(label), (place, 1.0), xycoords=("data", "axes fraction"), ha="center", va="bottom",
            fontsize=7, color=_GROUPS.get(str(label), ("", "black"))[1],
        )  # fmt: skip
    axes.set_xlim(-0.2, width + 0.2)
