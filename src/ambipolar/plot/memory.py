"""Figures of memories: ramps, laws of a step, two phases, counted ions, learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, WIDTH, display, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset


def is_memory(dataset: Dataset) -> bool:
    """Whether a dataset is of a memory: it has the conductance of a channel."""
    return "conductance" in dataset and dataset.sizes["time"] > 1


@styled
def plot_memory(dataset: Dataset, *, title: str = "") -> Figure:
    """Gate voltage, mean filling and conductance of one run against time.

    Devices of an array are thin lines.
    """
    figure = new_figure(4.8, 6.0)
    axes = figure.subplots(3, 1, sharex=True)
    time = display(dataset["time"].values, "s")
    t = time(dataset["time"].values)
    axes[0].plot(t, dataset["voltage"].values, color=COLOURS[0], lw=1.0)
    axes[0].set_ylabel("Gate voltage (V)")
    axes[1].plot(t, dataset["filling"].values, color=COLOURS[0])
    axes[1].set_ylabel("Site filling (–)")
    conductance = dataset["conductance"].values
    shown, unit = _siemens(conductance)
    several = conductance.ndim > 1
    if several:  # a hundred lines are enough to see a spread
        conductance = conductance[:, :: max(conductance.shape[1] // 100, 1)]
    axes[2].plot(
        t, shown * conductance, color=COLOURS[0], lw=0.4 if several else 1.6,
        alpha=0.4 if several else 1.0,
    )  # fmt: skip
    axes[2].set_ylabel(f"Conductance ({unit})")
    axes[2].set_xlabel(time.label("time"))
    figure.align_ylabels(axes)
    return _titled(figure, title)


@styled
def plot_ramps(ramps: Mapping[str, Sequence[Any]], *, title: str = "") -> Figure:
    """Conductance against the number of pulses, one panel for each device.

    Parameters
    ----------
    ramps : consecutive ramps of each device by its label, see ``simulation.memory.ramps``.
    """
    figure, axes = _panels(len(ramps))
    for place, (name, found) in zip(axes.flat, ramps.items()):
        shown, unit = _siemens(np.concatenate([np.ravel(r.conductance) for r in found]))
        start = 0
        for ramp in found:
            pulse = start + np.arange(ramp.pulses + 1)
            colour = COLOURS[0] if ramp.value > 0 else COLOURS[1]
            several = ramp.conductance.ndim > 1
            place.plot(
                pulse, shown * ramp.conductance, color=colour, lw=0.5 if several else 1.6,
                alpha=0.4 if several else 1.0,
            )  # fmt: skip
            start += ramp.pulses
        place.set_title(name, fontsize=9.5)
        place.set_ylabel(f"Conductance ({unit})")
        low, high = place.get_ylim()
        if high - low > 0.2 * high:  # a small part of the range is shown as it is
            place.set_ylim(bottom=min(0.0, float(low)))
    for place in axes[-1]:
        place.set_xlabel("Pulse")
    _directions(figure, ("insertion", "extraction"), "-")
    return _titled(figure, title)


@styled
def plot_step_laws(laws: Mapping[str, Any], *, title: str = "") -> Figure:
    """Size of the steps up and down against the weight, one panel for each device."""
    figure, axes = _panels(len(laws))
    for place, (name, law) in zip(axes.flat, laws.items()):
        weights = np.linspace(-1.0, 1.0, 201)
        for values, colour, dash in ((law.up, COLOURS[0], "-"), (law.down, COLOURS[1], "--")):
            mean = np.interp(weights, law.weights, values) * 1e3
            # noise of the counted ions: their number is proportional to the step
            ions = law.ions * mean / (1e3 * law.mean_step)
            spread = mean * np.sqrt(1 / ions + law.spread**2)
            place.fill_between(weights, mean - spread, mean + spread, color=colour, alpha=0.2, lw=0)
            place.plot(weights, mean, dash, color=colour)
        ions = f"\n{_count(law.ions)} ions a pulse" if np.isfinite(law.ions) else ""
        place.set_title(f"{name}{ions}", fontsize=9.5)
        place.set_ylim(0.0, 1.15 * 1e3 * float(max(law.up.max(), law.down.max())))
    for place in axes[:, 0]:
        place.set_ylabel("Step of the weight (10⁻³)")
    for place in axes[-1]:
        place.set_xlabel("Weight (–)")
    _directions(figure, ("step up", "step down"), "--")
    return _titled(figure, title)


@styled
def plot_bistability(
    held: Mapping[str, Any], pulsed: Mapping[str, Sequence[Any]], *, title: str = ""
) -> Figure:
    """What waiting leaves of written states, and how a ramp of voltage pulses jumps.

    Parameters
    ----------
    held : datasets of runs that write and wait, by label.
    pulsed : ramps of voltage pulses, by label.
    """
    figure = new_figure(WIDTH, 3.0)
    left, right = figure.subplots(1, 2)
    for (name, data), colour in zip(held.items(), COLOURS):
        step, filling = data["step"].values, data["filling"].values
        for k, index in enumerate(range(1, int(step[-1]) + 1, 3)):
            rows = np.flatnonzero(step == index)
            time = data["time"].values[rows] - data["time"].values[rows[0]]
            left.semilogx(
                np.maximum(time, 1e-1), filling[rows], color=colour, label=name if k == 0 else None
            )
    left.set_xlabel("Time after the write (s)")
    left.set_ylabel("Site filling (–)")
    left.set_ylim(0, 1)
    for (name, ramps), colour in zip(pulsed.items(), COLOURS):
        start = 0
        for k, ramp in enumerate(ramps):
            pulse = start + np.arange(ramp.pulses + 1)
            right.plot(pulse, ramp.filling, color=colour, label=name if k == 0 else None)
            start += ramp.pulses
    right.set_xlabel("Pulse")
    right.set_ylim(0, 1)
    for place in (left, right):
        if place.lines:
            place.legend(loc="upper left", bbox_to_anchor=(0.0, -0.22), ncols=1)
    return _titled(figure, title)


@styled
def plot_ion_noise(
    walks: Mapping[str, np.ndarray], floor: np.ndarray, drawn: np.ndarray, *, title: str = ""
) -> Figure:
    """Ramps with counted ions, and the deviation of a write against their number.

    Parameters
    ----------
    walks : weights (pulses + 1, devices) by label.
    floor : (k, 2) numbers of ions and the deviation of Poisson statistics.
    drawn : (k, 2) numbers of ions and the deviation of drawn writes.
    """
    figure = new_figure(WIDTH, 3.0)
    left, right = figure.subplots(1, 2)
    for (name, weights), colour in zip(walks.items(), (COLOURS[1], COLOURS[0], COLOURS[2])):
        left.plot(weights, color=colour, lw=0.6, alpha=0.5)
        left.plot([], [], color=colour, label=name)
    left.set_xlabel("Pulse")
    left.set_ylabel("Weight (–)")
    left.legend(loc="lower center")
    right.loglog(floor[:, 0], floor[:, 1], color=GREY, label="1/√N")
    right.loglog(drawn[:, 0], drawn[:, 1], "o", color=COLOURS[0], ms=5, label="drawn writes")
    right.set_xlabel("Ions of a pulse, N")
    right.set_ylabel("Deviation over mean (–)")
    right.legend()
    return _titled(figure, title)


@styled
def plot_learning(
    curves: Mapping[str, Sequence[Any]], slopes: Mapping[float, Sequence[Any]], *, title: str = ""
) -> Figure:
    """Accuracy against epochs for several devices, and against the slope of linear steps.

    Parameters
    ----------
    curves : trainings (one for each seed) by label, see ``simulation.memory.learning``.
    slopes : trainings by the slope gamma of the step.
    """
    figure = new_figure(WIDTH, 3.4)
    left, right = figure.subplots(1, 2, sharey=True)
    for (name, runs), colour in zip(curves.items(), COLOURS):
        accuracy = 100 * np.array([run.accuracy for run in runs])
        epoch = np.arange(1, accuracy.shape[1] + 1)
        left.fill_between(
            epoch, accuracy.min(axis=0), accuracy.max(axis=0), color=colour, alpha=0.2, lw=0
        )
        left.plot(epoch, accuracy.mean(axis=0), color=colour, label=name)
    left.set_xlabel("Epoch")
    left.xaxis.get_major_locator().set_params(integer=True)
    left.set_ylabel("Digits recognised (%)")
    left.set_ylim(0, 100)
    figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    gamma = np.array(list(slopes))
    final = 100 * np.array([[run.final for run in runs] for runs in slopes.values()])
    right.plot(gamma, final.mean(axis=1), "-", color=COLOURS[0])
    right.plot(gamma, final, "o", color=COLOURS[0], ms=4, alpha=0.6)
    right.set_xlabel("Slope γ of linear steps (–)")
    return _titled(figure, title)


def _siemens(values: np.ndarray) -> tuple[float, str]:
    """Factor and unit in which conductances read as ordinary numbers."""
    largest = float(np.max(np.abs(values)))
    for size, prefix in ((1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")):
        if largest >= size:
            return 1 / size, f"{prefix}S"
    return 1e15, "fS"


def _count(number: float) -> str:
    """A number of ions in words: plain up to ten thousand, in powers of ten beyond."""
    if number < 1e4:
        return f"{number:.0f}"
    power = int(np.floor(np.log10(number)))
    raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number / 10**power:.1f}·10{raised}"


def _panels(count: int) -> tuple[Figure, Any]:
    """A figure with a panel for each device, three in a line; places left over stay empty."""
    columns = min(count, 3)
    rows = -(-count // columns)
    figure = new_figure(2.6 * columns + 0.4, 2.5 * rows)
    axes: Any = figure.subplots(rows, columns, squeeze=False)
    for place in axes.flat[count:]:
        place.set_axis_off()
    return figure, axes


def _directions(figure: Figure, names: tuple[str, str], dash: str) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS[0], label=names[0]),
        Line2D([], [], color=COLOURS[1], ls=dash, label=names[1]),
    ]
    figure.legend(handles=handles, loc="outside lower right", ncols=2)


def _titled(figure: Figure, title: str) -> Figure:
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure
