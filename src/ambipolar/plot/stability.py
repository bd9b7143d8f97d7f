"""The phase map of a driven surface: where a uniform filling is unstable under current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import DIVERGING, GREY, display, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_phase_map(phase_map: Any, *, title: str = "") -> Figure:
    """Largest growth rate against filling and current, with the driven spinodal as a line.

    Parameters
    ----------
    phase_map : a ``PhaseMap`` of ``physics.stability``.
    """
    figure = new_figure(5.6, 3.8)
    axes = figure.subplots()
    growth = phase_map.growth_rate
    # the scale shows what grows; strong decay near the ends may leave it
    growing = growth[np.isfinite(growth) & (growth > 0)]
    finite = growing if len(growing) else np.abs(growth[np.isfinite(growth)])
    size = float(np.percentile(finite, 98))
    shown = display(phase_map.current, "A/m^2")
    current = shown(phase_map.current)
    mesh = axes.pcolormesh(
        phase_map.filling, current, growth.T, cmap=DIVERGING, vmin=-size, vmax=size,
        shading="nearest", rasterized=True,
    )  # fmt: skip
    axes.contour(phase_map.filling, current, growth.T, levels=[0.0], colors="black")
    if np.mean(np.isnan(growth)) > 0.01:
        beyond = np.isnan(growth).T.astype(float)
        axes.contourf(
            phase_map.filling, current, beyond, levels=[0.5, 1.5], colors=[GREY], alpha=0.35
        )
        axes.text(0.98, 0.96, "grey: beyond the reaction limit", transform=axes.transAxes,
                  ha="right", va="top", fontsize=9)  # fmt: skip
    axes.axhline(0, color="0.4", lw=0.8, ls=":")
    axes.set_xlabel("Site filling (–)")
    axes.set_ylabel(shown.label("current density, insertion positive"))
    bar = figure.colorbar(mesh, ax=axes, pad=0.02, extend="both")
    bar.set_label("Growth rate of the fastest wave (1/s)")
    axes.set_title(title)
    return figure
