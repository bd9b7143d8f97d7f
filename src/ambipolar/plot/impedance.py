"""Impedance in the complex plane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .style import new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_impedance(spectra: Mapping[str, Any], *, title: str = "", largest: float = 0.0) -> Figure:
    """Nyquist plot: minus the imaginary against the real part, equal scales.

    Parameters
    ----------
    spectra : datasets of ``simulation.impedance`` by label.
    largest : end of both axes [ohm m^2]; by default the largest real part of all spectra, so
        that a capacitive tail does not hide the arc.
    """
    figure = new_figure(4.4, 4.2)
    axes = figure.subplots()
    for (label, z), colour in zip(spectra.items(), sequential(len(spectra))):
        axes.plot(z["resistance"], -z["reactance"], ".-", ms=4, lw=1, color=colour, label=label)
    limit = largest or 1.15 * max(float(z["resistance"].max()) for z in spectra.values())
    axes.set_xlim(0, limit)
    axes.set_ylim(0, limit)
    axes.set_aspect("equal")
    axes.set_xlabel("Real part of the impedance (Ω·m²)")
    axes.set_ylabel("Minus imaginary part (Ω·m²)")
    axes.legend()
    axes.set_title(title, fontsize=10)
    return figure
