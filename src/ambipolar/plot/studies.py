"""The figures that a specification can ask for, by name (``figures:``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.registry import Registry
from ..physics.stability.growth import phase_map
from ..simulation.impedance import impedance
from .cases import plot_cases
from .impedance import plot_impedance
from .overview import plot_solution
from .stability import plot_phase_map
from .timeline import Axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HERE = "ambipolar.plot.studies"

STUDY_FIGURES = Registry(
    "figure",
    {
        "overview": f"{_HERE}:overview",
        "voltage-curves": f"{_HERE}:voltage_curves",
        "impedance": f"{_HERE}:spectra",
        "phase-map": f"{_HERE}:driven_phase_map",
    },
)


def figures_of(result: Any) -> dict[str, Figure]:
    """The figures of a study by name, in the order of its specification; at least the overview.

    Raises
    ------
    UnknownNameError
        for a figure that is not registered.
    """
    names = result.spec.figures or ["overview"]
    return {STUDY_FIGURES.resolve(name): STUDY_FIGURES[name](result) for name in names}


def overview(result: Any) -> Figure:
    """All cases side by side, or the only run."""
    if len(result.solutions) > 1:
        return plot_cases(result.solutions, _labels(result))
    return plot_solution(next(iter(result.solutions.values())), title=result.spec.title)


def voltage_curves(result: Any) -> Figure:
    """Voltage against filling of all cases, also where the voltage was swept."""
    return plot_cases(result.solutions, _labels(result), axis=Axis.FILLING)


def spectra(result: Any) -> Figure:
    """Impedance of every case at its initial state."""
    labels, frequencies = _labels(result), np.logspace(-4, 3, 80)
    return plot_impedance(
        {labels[n]: impedance(device, frequencies) for n, device in result.devices.items()}
    )


def driven_phase_map(result: Any) -> Figure:
    """Driven stability of the first case, between minus and plus twice its exchange current."""
    name, device = next(iter(result.devices.items()))
    surface = device.driven_surface()
    largest = 2.0 * float(surface.exchange_current(0.5))
    grid = phase_map(surface, np.linspace(0.01, 0.99, 200), np.linspace(-largest, largest, 201))
    return plot_phase_map(grid, title=_labels(result)[name])


def _labels(result: Any) -> dict[str, str]:
    """Text for every case: its label, or its name."""
    labels = {case.name: case.label or case.name for case in result.spec.cases}
    return {name: labels.get(name) or name for name in result.solutions}
