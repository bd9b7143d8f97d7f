"""Isotherms of lattice models: voltages, which layers are full, and their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .style import COLOURS, GREY, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

ORDINALS = {2: "second", 3: "third", 4: "fourth"}


def is_isotherm(data: Dataset) -> bool:
    """Whether a dataset is that of a lattice isotherm with layers."""
    return "layer_filling" in data and data.sizes.get("layer", 0) > 1


@styled
def plot_staging(solutions: Mapping[str, Any], labels: Mapping[str, str]) -> Figure:
    """A row for each case, all its panels over the same voltages.

    Filling in both directions with the equilibrium; filling of every layer on the way in and
    out and in equilibrium; order of every second, third and fourth layer. Grey: x = 1/3 and 1/2.
    Domains of one stage that are shifted against each other cancel in the order of the cell.

    Raises
    ------
    ParameterError
        where no case is an isotherm of a layered host.
    """
    data = {n: s.dataset for n, s in solutions.items() if is_isotherm(s.dataset)}
    if not data:
        raise ParameterError(
            "figures", "no case is an isotherm of a layered host.", "Leave lattice-staging out."
        )
    figure = new_figure(WIDTH + 3.2, 2.7 * len(data) + 0.5)
    ratios = (1.8, 1.0, 1.0, 1.0, 1.3)
    panels = figure.subplots(len(data), 5, squeeze=False, sharey="row", width_ratios=ratios)
    image: Any = None
    for (name, one), row in zip(data.items(), panels, strict=True):
        _curve(row[0], one)
        row[0].set_title(labels.get(name, name), fontsize=10.5, fontweight="bold")
        for axes, branch in zip(row[1:4], ("insertion", "extraction", "equilibrium"), strict=True):
            image = _layers(axes, one, branch) or image
        _order(row[4], one)
    panels[0, 0].legend(fontsize=8.5, loc="upper right")
    panels[0, 4].plot([], [], color=GREY, ls=":", label="insertion")
    panels[0, 4].legend(fontsize=8.5, loc="lower right")
    figure.colorbar(image, ax=panels[:, 4], label="filling of a layer", aspect=40, fraction=0.08)
    return figure


def _curve(axes: Any, data: Dataset) -> None:
    voltage = data["voltage"].values
    for branch, colour in zip(("insertion", "extraction"), COLOURS, strict=False):
        axes.plot(data["filling"].sel(branch=branch), voltage, color=colour, lw=1.3, label=branch)
    if "equilibrium_filling" in data:
        axes.plot(
            data["equilibrium_filling"], voltage, color="black", lw=0.9, ls=(0, (4, 2)),
            label="equilibrium",
        )  # fmt: skip
    for stage in (2, 3):
        axes.axvline(1 / stage, color=GREY, lw=0.5, zorder=0)
    axes.set(xlabel="filling $x$", ylabel="voltage [V]", xlim=(0, 1))
    axes.set_ylim(voltage.min(), voltage.max())


def _layers(axes: Any, data: Dataset, branch: str) -> Any:
    axes.set_xlabel(f"layer, {branch}")
    if branch != "equilibrium":
        filling = data["layer_filling"].sel(branch=branch).values
    elif "equilibrium_layer_filling" in data:
        filling = data["equilibrium_layer_filling"].values
    else:
        return None
    voltage = data["voltage"].values
    half = 0.5 * abs(voltage[1] - voltage[0])
    edges = np.concatenate([voltage + half, [voltage[-1] - half]])
    image = axes.pcolormesh(
        np.arange(filling.shape[1] + 1), edges, filling, vmin=0, vmax=1, rasterized=True
    )
    axes.set_xticks([0, filling.shape[1]])
    return image


def _order(axes: Any, data: Dataset) -> None:
    voltage = data["voltage"].values
    whole = "equilibrium_stage_order" in data
    for period, colour in zip((2, 3, 4), COLOURS[2:], strict=False):
        one = data.sel(branch="insertion")
        # nothing is ordered in a host that is all but empty
        way = one["stage_order"].sel(period=period).where(one["filling"] > 0.1)
        axes.plot(way, voltage, color=colour, ls=":", lw=1.2)
        if whole:
            order = data["equilibrium_stage_order"].sel(period=period)
            shown = order.where(data["equilibrium_filling"] > 0.1)
            axes.plot(shown, voltage, color=colour, label=f"every {ORDINALS[period]}", lw=1.4)
    axes.set(xlabel="order of layers", xlim=(0, 1.02), xticks=[0, 0.5, 1])
