"""Vacancies, migration paths and what leaves under a bias."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, WIDTH, new_figure, styled

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@styled
def plot_vacancies(
    cases: Mapping[str, xr.Dataset], published: Mapping[str, float] | None = None
) -> Figure:
    """Formation energy of every vacancy, by class of sites and case.

    Filled marks are relaxed, small ones unrelaxed; grey lines are ``published`` by class. Energies
    of oxygen are shown for the first treatment of the gas.
    """
    classes = list(
        dict.fromkeys(str(c) for data in cases.values() for c in data["site_class"].values)
    )
    figure = new_figure(WIDTH, 3.9)
    axes = figure.subplots(1, len(classes), sharey=True, squeeze=False)[0]
    for panel, name in zip(axes, classes):
        for place, data in enumerate(cases.values()):
            _sites(panel, data, name, place)
        if published and name in published:
            panel.axhline(published[name], color=GREY, lw=1.2, ls="--", zorder=0)
        panel.set_title(f"vacancy of {name}")
        panel.set_xlim(-0.6, len(cases) - 0.4)
        panel.set_xticks(range(len(cases)), [str(k + 1) for k in range(len(cases))])
    axes[0].set_ylabel("Formation energy (eV)")
    handles = [_mark(k) for k in range(len(cases))]
    labels = [f"{k + 1}: {name}" for k, name in enumerate(cases)]
    handles.append(_dot())
    labels.append("small: before relaxation")
    if published:
        handles.append(_line())
        labels.append("published")
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    return figure


def _sites(axes: Axes, data: xr.Dataset, name: str, place: int) -> None:
    of_class = data["site_class"].values == name
    unrelaxed = data["unrelaxed_energy"].isel(oxygen=0).values[of_class]
    relaxed = data["formation_energy"].isel(oxygen=0).values[of_class]
    colour = COLOURS[place % len(COLOURS)]
    axes.plot(np.full(len(unrelaxed), place + 0.2), unrelaxed, ".", ms=3, color=colour, alpha=0.6)
    axes.plot(np.full(len(relaxed), place - 0.1), relaxed, "o", ms=6, color=colour, alpha=0.8)


def _mark(place: int) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], ls="none", marker="o", color=COLOURS[place % len(COLOURS)])


def _dot() -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], ls="none", marker=".", ms=4, color=GREY)


def _line() -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=GREY, ls="--", lw=1.2)


@styled
def plot_paths(
    groups: Mapping[str, Mapping[str, xr.Dataset]], published: Mapping[str, float] | None = None
) -> Figure:
    """Energy along migration paths from their more stable ends, a panel for each kind of hop.

    Parameters
    ----------
    groups : panels by title, each with datasets by label.
    published : barrier of a panel [eV], drawn as a grey line.
    """
    figure = new_figure(WIDTH, 3.6)
    axes = figure.subplots(1, len(groups), squeeze=False)[0]
    for panel, (title, cases) in zip(axes, groups.items()):
        for (label, data), colour in zip(cases.items(), COLOURS):
            converged = bool(data["converged"])
            text = (
                f"{label}: {float(data['barrier']):.2f}" if converged else f"{label}: not converged"
            )
            style = "-" if converged else ":"
            share = data["path"].values / max(float(data["path"].values[-1]), 1e-9)
            panel.plot(share, data["energy"].values, style, lw=1, color=colour)
            panel.plot(share, data["energy"].values, "o", ms=4, color=colour, label=text)
        if published and title in published:
            panel.axhline(published[title], color=GREY, lw=1.2, ls="--")
            panel.text(0.02, published[title], "published", va="bottom", fontsize=8.5, color=GREY)
        low, high = panel.get_ylim()
        panel.set_ylim(low, high + 0.28 * (high - low) + 0.08 * len(cases) * (high - low))
        panel.set_title(title)
        panel.set_xlabel("Share of the path")
        panel.legend(loc="upper center", fontsize=8)
    axes[0].set_ylabel("Energy above the stable end (eV)")
    return figure


def _from_stable_end(data: xr.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Share of the path and energy, both from the more stable end."""
    share = data["path"].values / max(float(data["path"].values[-1]), 1e-9)
    energy = data["energy"].values
    if energy[-1] < energy[0]:
        return 1 - share[::-1], energy[::-1] - energy[-1]
    return share, energy


@styled
def plot_bias(data: xr.Dataset, *, observed: Sequence[tuple[float, str]] = ()) -> Figure:
    """Formation energy against voltage for groups of vacancies, a panel for each oxygen state.

    Bands are the range over the variants of a group. ``observed`` are voltages against the
    counter electrode at which an experiment saw something.
    """
    count = data.sizes["oxygen"]
    figure = new_figure(WIDTH, 4.2)
    axes = figure.subplots(1, count, sharey=True, squeeze=False)[0]
    voltage = data["voltage"].values
    for panel, oxygen in zip(axes, data["oxygen"].values):
        for defect, colour in zip(data["defect"].values, COLOURS):
            energy = data["formation_energy"].sel(defect=defect, oxygen=oxygen).values
            spread = np.nan_to_num(float(data["energy_spread"].sel(defect=defect)))
            panel.plot(voltage, energy, color=colour, label=_removed(str(defect)))
            panel.fill_between(voltage, energy, energy + 2 * spread, color=colour, alpha=0.15, lw=0)
        panel.axhline(0, color=GREY, lw=0.8)
        for value, text in observed:
            at = value + float(data["counter_potential"])
            panel.axvline(at, color=GREY, lw=0.8, ls=":")
            panel.text(at, 0.985, f" {text}", rotation=90, va="top", ha="right", fontsize=8,
                       color=GREY, transform=panel.get_xaxis_transform())  # fmt: skip
        panel.set_title(f"oxygen: {oxygen}")
        panel.set_xlabel(
            f"Voltage against {str(data['voltage'].attrs['long_name']).split()[-1]} (V)"
        )
        panel.set_xlim(voltage[0], voltage[-1])
        panel.set_ylim(-2.0, 8.5)
    axes[0].set_ylabel("Formation energy (eV)")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _removed(defect: str) -> str:
    """``Li 8a + Li 8a + O 32e`` as ``2 Li (8a) + O (32e)``."""
    parts = [part.strip() for part in defect.split("+")]
    texts = []
    for part in dict.fromkeys(parts):
        element, _, site = part.partition(" ")
        number = parts.count(part)
        texts.append(f"{f'{number} ' if number > 1 else ''}{element} ({site})")
    return " + ".join(texts)
