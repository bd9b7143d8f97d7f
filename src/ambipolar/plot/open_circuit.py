"""A fitted open-circuit curve: data, equilibrium, homogeneous curve and what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 600


@styled
def plot_fit(fit: Any, *, title: str = "") -> Figure:
    """Potential of data and model above, residual below; the steep ends are shaded.

    Parameters
    ----------
    fit : an ``OpenCircuitFit``.
    """
    figure = new_figure(5.6, 5.2)
    grid = figure.add_gridspec(2, 1, height_ratios=(3, 1.2))
    upper = figure.add_subplot(grid[0])
    lower = figure.add_subplot(grid[1], sharex=upper)
    _potentials(fit, upper)
    _residuals(fit, lower)
    upper.tick_params(labelbottom=False)
    upper.set_title(title or ", ".join(fit.target.sources), fontsize=10)
    return figure


def _potentials(fit: Any, axes: Any) -> None:
    target = fit.target
    if target.half_gap is not None:
        for sign, name in ((1, "charge"), (-1, "discharge")):
            axes.plot(
                target.filling, target.potential + sign * target.half_gap, ".", ms=3,
                color=COLOURS[4 if sign > 0 else 5], label=name,
            )  # fmt: skip
    axes.plot(target.filling, target.potential, ".", ms=4, color=GREY, label="equilibrium, data")
    x = np.linspace(max(target.filling[0], 1e-3), min(target.filling[-1], 1 - 1e-3), POINTS)
    axes.plot(x, fit.homogeneous(x), "--", color=COLOURS[0], lw=1.2, label="homogeneous")
    axes.plot(x, fit.equilibrium(x), color=COLOURS[1], label="equilibrium, model")
    for gap in fit.phases:
        level = gap.plateau_potential(fit.standard_potential)
        axes.plot([gap.lower, gap.upper], [level, level], "o", color=COLOURS[1], ms=5)
        turns = np.array(gap.spinodals)
        axes.plot(turns, fit.homogeneous(turns), "o", color=COLOURS[0], mfc="white", ms=5)
    gentle = target.potential[~target.steep]
    room = 0.25 * np.ptp(gentle)
    spread = 0.0 if target.half_gap is None else float(np.max(target.half_gap[~target.steep]))
    axes.set_ylim(np.min(gentle) - room - spread, np.max(gentle) + room + spread)
    axes.set_ylabel("Potential (V)")
    axes.legend(fontsize=9)


def _residuals(fit: Any, axes: Any) -> None:
    target = fit.target
    residual = 1e3 * fit.residual
    axes.axhline(0, color="0.8", lw=0.8)
    axes.plot(target.filling, residual, ".", ms=3, color=COLOURS[1])
    limit = 1.3 * float(np.max(np.abs(residual[~target.steep])))
    axes.set_ylim(-limit, limit)
    inner = target.filling[~target.steep]
    for low, high in ((target.filling[0], inner[0]), (inner[-1], target.filling[-1])):
        if high > low:
            axes.axvspan(low, high, color=GREY, alpha=0.15, lw=0)
    axes.set_xlabel("Site filling (–), steep ends shaded")
    axes.set_ylabel("Model – data (mV)")
    axes.text(
        0.99, 0.93, f"rms {1e3 * fit.rms:.1f} mV", transform=axes.transAxes, ha="right", va="top",
        fontsize=9,
    )  # fmt: skip
