"""Figures of kinetic Monte Carlo: lattice gases, small systems, extraction of ions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY, WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def lattice_gas(result: Any) -> Figure:
    """Correlation factors of vacancies, diffusivities, blocked sites, and single files."""
    data = {name: s.dataset for name, s in result.solutions.items()}
    figure = new_figure(WIDTH, 5.8)
    axes = figure.subplots(2, 2)
    exact = {
        c.case: c.published for c in result.spec.claims
        if c.metric == "scalar" and c.arguments.get("variable") == "correlation_factor"
    }  # fmt: skip
    _correlation(axes[0, 0], data, exact, {n: _label(result, n) for n in data})
    _fillings(axes[0, 1], {n: d for n, d in data.items() if n.startswith("filling")})
    _blocked(axes[1, 0], result, {n: d for n, d in data.items() if n.startswith("open")})
    _single_file(axes[1, 1], [d for n, d in data.items() if n.startswith("single-file")])
    return figure


def _correlation(axes: Any, data: dict, exact: dict, labels: dict) -> None:
    names = [n for n in data if n.startswith("vacancy") and n in exact]
    for row, name in enumerate(names):
        found = data[name]
        value, error = float(found["correlation_factor"]), float(found["correlation_factor_error"])
        axes.plot([exact[name]] * 2, [row - 0.3, row + 0.3], color=GREY, lw=2.5)
        axes.errorbar(value, row, xerr=2 * error, fmt="o", color=COLOURS[0], ms=4)
    axes.plot([], [], color=GREY, lw=2.5, label="exact")
    axes.errorbar([], [], xerr=[], fmt="o", color=COLOURS[0], ms=4, label="simulated, ±2 s.e.")
    axes.set_yticks(range(len(names)), [labels[n].partition(",")[0] for n in names])
    axes.set(xlabel="Correlation factor (–)", title="Few vacancies", xlim=(0.25, 0.9))
    axes.set_ylim(-0.6, len(names) + 0.9)
    axes.legend(loc="upper left", ncols=2, columnspacing=1.0, borderpad=0.1)


def _fillings(axes: Any, data: dict) -> None:
    for variable, label, colour, law in (
        ("chemical_diffusivity", "chemical", COLOURS[0], lambda x: 1 + 0 * x),
        ("jump_diffusivity", "jump", COLOURS[1], lambda x: 1 - x),
        ("tracer_diffusivity", "tracer", COLOURS[2], None),
    ):
        x = np.array([float(d["filling"]) for d in data.values()])
        lone = np.array([float(d["lone_diffusivity"]) for d in data.values()])
        y = np.array([float(d[variable]) for d in data.values()]) / lone
        error = np.array([float(d[f"{variable}_error"]) for d in data.values()]) / lone
        axes.errorbar(x, y, yerr=2 * error, fmt="o", ms=4, color=colour, label=label)
        if law is not None:
            grid = np.linspace(0, 1)
            axes.plot(grid, law(grid), color=colour, lw=1)
    axes.set(xlabel="Filling (–)", ylabel="D / D of a lone ion (–)", ylim=(0, 1.3), xlim=(0, 1))
    axes.set_title("Square lattice, exclusion only")
    axes.legend(ncols=3, loc="upper center", columnspacing=1.0)


def _blocked(axes: Any, result: Any, data: dict) -> None:
    share = np.array([float(result.devices[n].open_share) for n in data])
    y = np.array([float(d["chemical_diffusivity"] / d["lone_diffusivity"]) for d in data.values()])
    error = [float(d["chemical_diffusivity_error"] / d["lone_diffusivity"]) for d in data.values()]
    axes.errorbar(share, y, yerr=2 * np.array(error), fmt="o", ms=4, color=COLOURS[0])
    few = np.linspace(0.8, 1)
    axes.plot(few, 1 - (np.pi - 1) * (1 - few), color=COLOURS[1], lw=1.2, label="few blocked")
    axes.axvline(0.592746, color=GREY, ls="--", lw=1.2, label="threshold")
    axes.set(xlabel="Share of open sites (–)", ylabel="D / D of a lone ion (–)", ylim=(0, 1.05))
    axes.set_title("Square lattice, blocked sites")
    axes.legend(loc="upper left")


def _single_file(axes: Any, found: list) -> None:
    for data in found:
        time, x = data["lag_time"].values, float(data["filling"])
        msd = data["tracer_msd"].values / 9e-20
        unit = float(data["lone_diffusivity"]) * time / 9e-20
        axes.errorbar(
            unit, msd, yerr=2 * data["tracer_msd_error"].values / 9e-20, fmt="o", ms=4,
            color=COLOURS[0], label="simulated",
        )  # fmt: skip
        axes.plot(
            unit, (1 - x) / x * np.sqrt(4 * unit / np.pi), color=COLOURS[1], lw=1.2, label="law"
        )
    axes.set(xscale="log", yscale="log", xlabel="D₀ t / a² (–)", ylabel="⟨x²⟩ / a² (–)")
    axes.set_title("Chain: ions cannot pass")
    for axis in (axes.xaxis, axes.yaxis):  # less than two decades: few numbers
        axis.set_minor_formatter("")
    axes.set(xlim=(10, 2000), ylim=(1, 100))
    axes.legend(loc="upper left")


@styled
def master_equation(result: Any) -> Figure:
    """Probabilities of configurations and occupations of sites: exact against simulated."""
    figure = new_figure(WIDTH, 3.4)
    axes = figure.subplots(1, 2)
    for (name, solution), colour in zip(result.solutions.items(), COLOURS * 2):
        data, label = solution.dataset, _label(result, name)
        axes[0].plot(
            data["exact_probability"], data["probability"], ".", ms=4, color=colour, label=label
        )
        axes[1].plot(
            data["exact_occupation"].values.ravel(), data["occupation"].values.ravel(), ".", ms=4,
            color=colour, label=label,
        )  # fmt: skip
    for panel in axes:
        ends = np.array(panel.get_xlim())
        panel.plot(ends, ends, color=GREY, lw=0.8, zorder=0)
    axes[0].set(xscale="log", yscale="log", title="Stationary state")
    axes[0].set(xlabel="Exact probability (–)", ylabel="Share of samples (–)")
    axes[1].set(xlabel="Exact occupation (–)", ylabel="Simulated (–)", title="Relaxation of sites")
    axes[0].legend(loc="upper left", fontsize=8)
    return figure


@styled
def dual_ion_extraction(result: Any) -> Figure:
    """What left against bias, and how vacancies are arranged, for every case."""
    figure = new_figure(WIDTH, 5.4)
    axes = figure.subplots(2, 2)
    cases = list(result.solutions.items())
    for (name, solution), colour in zip(cases, sequential(len(cases))):
        data, label = solution.dataset, _label(result, name)
        voltage, last = data["voltage"].values, data.isel(record=-1)
        for panel, variable in zip(
            axes.flat,
            ("lithium_removed", "oxygen_removed", "pair_correlation", "chain_correlation"),
        ):
            panel.plot(voltage, last[variable], ".-", color=colour, label=label, lw=1.2, ms=4)
        axes[1, 1].plot(voltage, last["chain_correlation_second"], ".:", color=colour, lw=1, ms=4)
    for panel, text in zip(
        axes.flat,
        ("Li removed of Li₄Ti₅O₁₂", "O removed of Li₄Ti₅O₁₂", "V(O) beside V(Li) / random",
         "V(O) along chains / random"),
    ):  # fmt: skip
        panel.set(xlabel="Bias (V)", ylabel=f"{text} (–)", xlim=(0, None))
    for panel in axes[1]:
        panel.axhline(1.0, color=GREY, lw=0.8)
    axes[0, 0].legend(loc="upper left", fontsize=8.5)
    axes[1, 1].set_title("first (solid) and second (dotted) site", fontsize=9)
    return figure


def _label(result: Any, name: str) -> str:
    return next((c.label for c in result.spec.cases if c.name == name and c.label), name)
