"""Populations of particles: mosaics, histograms, and how many are active at which current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import COLOURS, SEQUENTIAL, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

FILLING, ACTIVE = "population.filling", "population.active_fraction"
#: mean fillings at which the mosaic is shown
MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.9)
BINS = 25
#: share of the picture that marks cover, and the most that are drawn
COVER, MARKS = 0.55, 2000


def is_population(dataset: Dataset) -> bool:
    """Whether a dataset holds the fillings of many particles."""
    return FILLING in dataset and dataset[FILLING].ndim == 2


@styled
def plot_mosaic(
    solutions: dict[str, Any], devices: dict[str, Any], labels: dict[str, str], *, title: str = "",
    moments: tuple[float, ...] = MOMENTS,
) -> Figure:  # fmt: skip
    """Mosaics of up to three cases, their histograms and the active fraction of all, among
    the cases of as many particles as the first.

    Every particle is a mark whose area is its size squared and whose colour is its filling; its
    place has no meaning. Histograms count particles at the middle moment. The last row shows the
    active fraction against the mean filling and, where several currents were run, its mean over
    the fillings from 0.3 to 0.7 against the current.

    Raises
    ------
    ParameterError
        when no case is a population.
    """
    chosen, shown = compared(solutions)
    rows = len(shown)
    figure = new_figure(WIDTH + 1.2, 1.45 * rows + 2.9)
    halves: Any = figure.subfigures(2, 1, height_ratios=(1.45 * rows, 2.9))
    every = halves[0].subplots(
        rows, len(moments) + 1, squeeze=False, width_ratios=[1.0] * len(moments) + [1.35]
    )
    marks = None
    for row, (line, name) in enumerate(zip(every, shown)):
        sizes = sizes_of(devices[name])
        for axes, moment in zip(line, moments):
            marks = draw_mosaic(axes, sizes, fillings_near(chosen[name], moment))
            if row == 0:
                axes.set_title(f"{moment:.0%} full", fontsize=9.5)
        line[0].set_ylabel(labels[name], fontsize=9.5)
        _histogram(line[-1], fillings_near(chosen[name], moments[len(moments) // 2]))
    every[0][-1].set_title(f"at {moments[len(moments) // 2]:.0%}", fontsize=9.5)
    every[-1][-1].set_xlabel("Filling (–)")
    bar = halves[0].colorbar(marks, ax=list(every[:, :-1].ravel()), location="left", shrink=0.7)
    bar.set_label("Filling (–)")
    _activity(halves[1], chosen, labels)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def draw_mosaic(axes: Any, sizes: np.ndarray, fillings: np.ndarray) -> Any:
    """Marks on a square grid in a fixed random order; returns the collection."""
    from matplotlib.collections import EllipseCollection

    count = min(len(sizes), MARKS)
    order = order_of(len(sizes))
    side = int(np.ceil(np.sqrt(count)))
    places = np.column_stack(np.divmod(np.arange(count), side)) + 0.5
    widths = np.sqrt(4 * COVER / np.pi / np.mean(sizes[order] ** 2)) * sizes[order]
    marks = EllipseCollection(
        widths, widths, np.zeros(count), units="x", offsets=places,
        transOffset=axes.transData, cmap=SEQUENTIAL, clim=(0.0, 1.0), lw=0,
    )  # fmt: skip
    marks.set_array(fillings[order])
    axes.add_collection(marks)
    axes.set(xlim=(-0.2, side + 0.2), ylim=(-0.2, side + 0.2), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    return marks


def order_of(count: int) -> np.ndarray:
    """Members in the order of their places; at most as many as are drawn."""
    return np.random.default_rng(0).permutation(count)[:MARKS]


def compared(solutions: dict[str, Any]) -> tuple[dict[str, Dataset], dict[str, Dataset]]:
    """All cases of as many members as the first population, and up to three of them.

    Raises
    ------
    ParameterError
        when no case is a population.
    """
    found = {n: s.dataset for n, s in solutions.items() if is_population(s.dataset)}
    if not found:
        raise ParameterError("figures", "no case is a population of particles.")
    found = _of_as_many_members(found)
    return found, {n: found[n] for n in _few(list(found))}


def histogram_data(dataset: Dataset, filling: float, bins: int = BINS) -> tuple[Any, Any]:
    """Shares of the particles, and edges of the bins of filling, at a mean filling."""
    counts, edges = np.histogram(fillings_near(dataset, filling), bins, (0.0, 1.0))
    return counts / counts.sum(), edges


def _histogram(axes: Any, fillings: np.ndarray) -> None:
    shares = np.full(len(fillings), 1 / len(fillings))
    axes.hist(fillings, BINS, range=(0.0, 1.0), color=COLOURS[0], weights=shares)
    axes.set(xlim=(0.0, 1.0), ylim=(0.0, 1.0), ylabel="Share (–)")


def _activity(figure: Any, datasets: dict[str, Dataset], labels: dict[str, str]) -> None:
    left, right = figure.subplots(1, 2)
    points = []
    for name, dataset in datasets.items():
        x, active = dataset["filling"].values, dataset[ACTIVE].values
        left.plot(x, active, label=labels[name], lw=1.2)
        inside = np.abs(x - 0.5) <= 0.2
        current = float(np.median(np.abs(dataset["current_density"].values)))
        if inside.any() and current > 0:
            points.append((current, float(np.mean(active[inside]))))
    left.set(xlabel="Mean filling (–)", ylabel="Active fraction (–)", xlim=(0, 1), ylim=(0, 1.02))
    left.legend(fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, 1.35))
    if points:
        right.semilogx(*zip(*sorted(points)), marker="o", color=COLOURS[1])
    right.set(xlabel="Current density (A/m²)", ylabel="Active fraction (–)", ylim=(0, 1.02))


def _of_as_many_members(datasets: dict[str, Dataset]) -> dict[str, Dataset]:
    """Cases of as many members as the first: others are other experiments."""
    count = next(iter(datasets.values())).sizes["member"]
    return {n: d for n, d in datasets.items() if d.sizes["member"] == count}


def _few(names: list[str]) -> list[str]:
    """The first, a middle and the last of the cases that are compared."""
    return names if len(names) <= 3 else [names[0], names[len(names) // 2], names[-1]]


def sizes_of(device: Any) -> np.ndarray:
    """Sizes of the members [m]."""
    return np.asarray(device.population.member_sizes(), dtype=float)[:, 0]


def fillings_near(dataset: Dataset, moment: float) -> np.ndarray:
    """Fillings of the members when the mean is nearest to a value."""
    row = int(np.argmin(np.abs(dataset["filling"].values - moment)))
    return dataset[FILLING].values[row]
