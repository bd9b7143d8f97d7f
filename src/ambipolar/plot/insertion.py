"""Formation energies with their hull, and the voltage that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

#: how arrangements came to be chosen, and the marker of each
MARKERS = {"end member": "o", "low Coulomb energy": "s", "random": "."}


@styled
def plot_insertion(curves: Mapping[str, Any], *, title: str = "") -> Figure:
    """Arrangements and hull above, voltages below.

    Parameters
    ----------
    curves : ``filling``, ``formation_energy`` [eV], ``origin`` and ``hull`` (indices) of the
        arrangements; ``steps`` [V] of the hull; ``middles``, ``hull_voltage`` and
        ``sampling_error`` [V]; ``average`` [V]; and, where a material was made, ``table_filling``,
        ``table_voltage`` and ``method``.
    """
    figure = new_figure(5.6, 5.6)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.3))
    _energies(curves, upper)
    _voltages(curves, lower)
    upper.set_title(title, fontsize=10)
    return figure


def curves_of(dataset: Dataset) -> dict[str, Any]:
    """The same numbers from the dataset of a calculation of insertion voltages."""
    hull = np.flatnonzero(dataset["on_hull"].values)
    order = np.argsort(dataset["configuration_filling"].values[hull])
    return {
        "filling": dataset["configuration_filling"].values,
        "formation_energy": dataset["formation_energy"].values,
        "origin": dataset["origin"].values.tolist(),
        "hull": hull[order],
        "steps": dataset["step_voltage"].values,
        "average": float(dataset["average_voltage"]),
        "middles": dataset["filling"].values,
        "hull_voltage": dataset["hull_voltage"].values,
        "sampling_error": dataset["sampling_error"].values,
    }


def _energies(curves: Mapping[str, Any], axes: Any) -> None:
    x, e = np.asarray(curves["filling"]), 1e3 * np.asarray(curves["formation_energy"])
    hull = np.asarray(curves["hull"], int)
    axes.axhline(0, color="0.8", lw=0.8)
    axes.plot(x[hull], e[hull], "-", color=COLOURS[1], label="convex hull")
    for k, (origin, marker) in enumerate(MARKERS.items()):
        chosen = np.array([o == origin for o in curves["origin"]])
        colour = (COLOURS[6], COLOURS[0], GREY)[k]
        axes.plot(x[chosen], e[chosen], marker, color=colour, ms=7 if marker == "." else 4.5,
                  label=origin)  # fmt: skip
    axes.set_ylabel("Formation energy\n(meV per site)")
    axes.legend(fontsize=8.5, ncols=2)


def _voltages(curves: Mapping[str, Any], axes: Any) -> None:
    x, hull = np.asarray(curves["filling"]), np.asarray(curves["hull"], int)
    axes.stairs(
        curves["steps"], x[hull], baseline=None, color=COLOURS[1], label="hull, 0 K", lw=1.6
    )
    error = np.asarray(curves["sampling_error"])
    if np.any(error > 0):
        axes.errorbar(
            curves["middles"], curves["hull_voltage"], yerr=error, fmt="none", ecolor=COLOURS[1],
            elinewidth=0.9, capsize=2, label="without any one arrangement",
        )  # fmt: skip
    if "table_filling" in curves:
        axes.plot(
            curves["table_filling"], curves["table_voltage"], color=COLOURS[0],
            label=f"{curves['method']}, written to the host",
        )  # fmt: skip
    mean = curves["average"]
    axes.axhline(mean, color=GREY, lw=0.9, ls=":", label=f"average {mean:.2f} V")
    axes.set_xlim(0, 1)
    axes.set_xlabel("Site filling (–)")
    axes.set_ylabel("Voltage against the guest metal (V)")
    axes.legend(fontsize=8.5)


def figure_of(result: Any) -> Figure:
    """The arrangements and voltages of the first case of a study."""
    solution = next(iter(result.solutions.values()))
    return plot_insertion(curves_of(solution.dataset), title=result.spec.title)
