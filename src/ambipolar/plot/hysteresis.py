"""Loops of many particles: voltage against filling, closed forms, and who has switched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.constants import FARADAY, GAS_CONSTANT
from ..core.errors import ParameterError
from ..physics.thermodynamics.curve import EnergyCurve
from ..physics.thermodynamics.hysteresis import hysteresis_gap
from ..physics.thermodynamics.regular_solution import RegularSolution
from ..physics.thermodynamics.scanning import scanning_filling
from ..physics.thermodynamics.spinodal import spinodals
from .mosaic import FILLING, fillings_near, is_population
from .style import COLOURS, GREY, SEQUENTIAL, WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

BINS = 25


@styled
def plot_hysteresis(
    solutions: Mapping[str, Any], devices: Mapping[str, Any], labels: Mapping[str, str]
) -> Figure:
    """Loops of several hosts, of several currents and inside each other; and the particles.

    Cases of one discharge and one charge are whole loops; others with the host of the first are
    inner loops, and a rest in them is a mark. Dashed: the voltages of the spinodals, and the ways
    across a loop on which no particle switches.

    Raises
    ------
    ParameterError
        when the first case is not a population that is filled and then emptied.
    """
    data = {n: s.dataset for n, s in solutions.items() if is_population(s.dataset)}
    whole = [n for n, d in data.items() if _is_loop(d)]
    if not whole or whole[0] != next(iter(solutions)):
        raise ParameterError(
            "figures", "the first case is no population that is filled and emptied.",
            "Leave hysteresis-loops out.",
        )  # fmt: skip
    first = whole[0]
    energy = devices[first].material.free_energy
    alike = [n for n in whole if devices[n].material.free_energy == energy]
    slow = [first, *(n for n in whole if n not in alike)]
    inner = [n for n in data if n not in whole and devices[n].material.free_energy == energy]
    figure = new_figure(WIDTH + 0.6, 8.6)
    panels = figure.subplots(3, 2).ravel()
    _hosts(panels[0], data, devices, labels, slow)
    _gaps(panels[1], data, devices, slow)
    _currents(panels[2], data, labels, alike)
    _inner(panels[3], data, devices[first], labels, (first, inner))
    _histogram(panels[4], data, labels, alike)
    _map(panels[5], figure, data[(inner or [first])[0]], devices[first])
    return figure


def _is_loop(data: Dataset) -> bool:
    current, step = data["current_density"].values, data["step"].values
    signs = [np.sign(np.median(current[step == s])) for s in np.unique(step)]
    return signs == [1.0, -1.0]


def _axes(axes: Any, title: str) -> None:
    axes.set(xlabel="Mean filling (–)", ylabel="Voltage (V)", xlim=(0.0, 1.0))
    axes.set_title(title, fontsize=10)


def _spinodal_voltages(device: Any) -> np.ndarray:
    energy = device.material.free_energy
    mu = EnergyCurve(energy, device.temperature).potential(
        np.array(spinodals(energy, device.temperature))
    )
    return device.material.standard_potential - mu / FARADAY


def _hosts(axes: Any, data: Any, devices: Any, labels: Any, names: list[str]) -> None:
    order = sorted(names, key=lambda n: hysteresis_gap(
        devices[n].material.free_energy, devices[n].temperature))  # fmt: skip
    for name, colour in zip(order, sequential(len(order)), strict=True):
        x, v = data[name]["filling"].values, data[name]["voltage"].values
        axes.plot(x, v, color=colour, label=labels.get(name, name), lw=1.2)
        for level in _spinodal_voltages(devices[name]):
            axes.axhline(level, color=colour, ls=(0, (4, 3)), lw=0.8)
    _axes(axes, "Filled and emptied slowly; dashed: spinodals")
    low, high = _middle(devices, names)
    axes.set_ylim(low, high + 0.25 * (high - low))
    axes.legend(fontsize=8, loc="upper right", ncols=2)


def _middle(devices: Any, names: list[str], margin: float = 0.45) -> tuple[float, float]:
    levels = np.concatenate([_spinodal_voltages(devices[n]) for n in names])
    span = float(np.ptp(levels))
    return float(levels.min() - margin * span), float(levels.max() + margin * span)


def _gaps(axes: Any, data: Any, devices: Any, names: list[str]) -> None:
    """Height of the loops against the interaction, for regular solutions."""
    points = []
    for name in names:
        device, host = devices[name], devices[name].material.free_energy
        if isinstance(host, RegularSolution):
            thermal = GAS_CONSTANT * device.temperature
            gap = _measured_gap(data[name]) * FARADAY / thermal
            points.append((float(host.omega) / thermal, gap))
    most = max((w for w, _ in points), default=4.0) + 0.5
    interactions = np.linspace(2.0, most, 100)
    root = np.sqrt(interactions * (interactions - 2))
    closed = 2 * root - 4 * np.arctanh(np.sqrt(1 - 2 / interactions))
    axes.plot(interactions, closed, color=GREY, label="distance of the spinodals")
    if points:
        axes.plot(*zip(*points), "o", color=COLOURS[1], label="loops", ms=6)
    axes.set(xlabel="Interaction Ω/RT (–)", ylabel="Gap FΔV/RT (–)", ylim=(0.0, None))
    axes.set_title("Height of the loop at vanishing current", fontsize=10)
    axes.legend(fontsize=8)


def _measured_gap(data: Dataset) -> float:
    near = np.abs(data["filling"].values - 0.5) < 0.2
    current, voltage = data["current_density"].values, data["voltage"].values
    return float(
        np.median(voltage[near & (current < 0)]) - np.median(voltage[near & (current > 0)])
    )


def _currents(axes: Any, data: Any, labels: Any, names: list[str]) -> None:
    for name, colour in zip(reversed(names), sequential(len(names)), strict=True):
        x, v = data[name]["filling"].values, data[name]["voltage"].values
        axes.plot(x, v, color=colour, label=labels.get(name, name), lw=1.2)
    _axes(axes, "At several currents")
    middle = data[names[-1]]["voltage"].values
    low, high = np.quantile(middle, (0.02, 0.98))
    axes.set_ylim(low - 0.1 * (high - low), high + 0.45 * (high - low))
    axes.legend(fontsize=8, loc="upper left")


def _inner(axes: Any, data: Any, device: Any, labels: Any, names: tuple[str, list[str]]) -> None:
    outer, inner = names
    whole = data[outer]
    axes.plot(whole["filling"].values, whole["voltage"].values, color="#c4c4c4", lw=1.2)
    for name, colour in zip(inner, COLOURS, strict=False):
        x, v = data[name]["filling"].values, data[name]["voltage"].values
        axes.plot(x, v, color=colour, label=labels.get(name, name), lw=1.3)
        step, resting = data[name]["step"].values, data[name]["current_density"].values == 0
        ends = [np.flatnonzero((step == s) & resting)[-1] for s in np.unique(step[resting])]
        axes.plot(x[ends], v[ends], "o", color=colour, ms=6)
    energy, temperature = device.material.free_energy, device.temperature
    low, high = np.sort(_spinodal_voltages(device))
    levels = np.linspace(low, high, 60)[1:-1]
    mu = FARADAY * (device.material.standard_potential - levels)
    for share in _turns([data[n] for n in inner]):
        mean = scanning_filling(energy, temperature, share, mu)
        axes.plot(mean, levels, color="black", ls=(0, (1, 2)), lw=1.4)
    axes.plot([], [], color="black", ls=(0, (1, 2)), lw=1.4, label="no particle switches")
    _axes(axes, "Turned on the way, and left at rest (marks)")
    bottom, top = _middle({outer: device}, [outer])
    axes.set_ylim(bottom, top + 0.15 * (top - bottom))
    if inner:
        axes.legend(fontsize=8, loc="upper right")


def _turns(datasets: list[Dataset]) -> list[float]:
    """Shares of filled particles where the current turns."""
    found: set[float] = set()
    for data in datasets:
        sign = np.sign(data["current_density"].values)
        for row in np.flatnonzero(sign[1:] * sign[:-1] < 0):
            share = float(np.mean(data[FILLING].values[row] > 0.5))
            if 0.0 < share < 1.0:
                found.add(share)
    return sorted(found)


def _histogram(axes: Any, data: Any, labels: Any, names: list[str]) -> None:
    shown = [names[0], names[-1]] if len(names) > 1 else names
    for name, colour, width in zip(shown, COLOURS, (0.9, 0.5), strict=False):
        sign = data[name]["current_density"].values > 0
        fillings = fillings_near(data[name].isel(time=sign), 0.5)
        counts, edges = np.histogram(fillings, BINS, (0.0, 1.0))
        middles, each = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
        axes.bar(
            middles, counts / counts.sum(), width * each, color=colour,
            label=labels.get(name, name), alpha=0.85,
        )  # fmt: skip
    axes.set(xlabel="Filling of a particle (–)", ylabel="Share of the particles (–)")
    axes.set(xlim=(0.0, 1.0), ylim=(0.0, 1.35), yticks=(0.0, 0.25, 0.5, 0.75, 1.0))
    axes.set_title("Particles at half filling, on discharge", fontsize=10)
    axes.legend(fontsize=8, loc="upper center")


def _map(axes: Any, figure: Figure, data: Dataset, device: Any) -> None:
    """Filling of every particle against the charge that has passed, in the order of switching."""
    passed = np.abs(np.diff(data["filling"].values, prepend=data["filling"].values[0])).cumsum()
    kept = np.flatnonzero(np.diff(passed, prepend=-1.0) > 1e-9)
    members = data[FILLING].values[kept]
    order = np.argsort(-members.mean(axis=0), kind="stable")
    mesh = axes.pcolormesh(
        passed[kept], np.arange(1, members.shape[1] + 1), members[:, order].T, cmap=SEQUENTIAL,
        vmin=0, vmax=1, shading="nearest", rasterized=True,
    )  # fmt: skip
    axes.set(xlabel="Charge passed, over capacity (–)", ylabel="Particle, first to fill below")
    axes.set_title("Who is filled, on the inner loops", fontsize=10)
    bar = figure.colorbar(mesh, ax=axes, pad=0.02)
    bar.set_label("Filling (–)")
    bar.outline.set_visible(False)
