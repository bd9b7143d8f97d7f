"""Free energy and voltage of a host, with the phases that coexist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.constants import FARADAY, ROOM_TEMPERATURE
from ..physics.thermodynamics.common_tangent import miscibility_gaps
from ..physics.thermodynamics.layered import internal_equilibrium, layered_equilibrium
from .style import COLOURS, GREY, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 400


@styled
def plot_free_energy(material: Any, temperature: float = ROOM_TEMPERATURE) -> Figure:
    """Free energy of mixing with its common tangents, and the voltage with plateaus.

    Binodals are filled circles, spinodals open ones. Two-layer hosts show their voltage only,
    with the layers free to share the guests.
    """
    if material.free_energy.fields == 2:
        return _layered(material, temperature)
    figure = new_figure(WIDTH, 3.2)
    left, right = figure.subplots(1, 2)
    low, high = material.filling_range
    x = np.linspace(max(low, 1e-3), min(high, 1 - 1e-3), POINTS)
    g = np.asarray(material.free_energy.molar((x,), temperature)) / 1e3
    voltage = np.asarray(material.open_circuit_potential(x, temperature))
    # a straight line changes no equilibrium; without it the wells would not be seen
    tilt = np.polynomial.Polynomial.fit(x, g, 1)
    left.plot(x, g - tilt(x), color=COLOURS[0])
    right.plot(x, voltage, color=COLOURS[0], label="homogeneous")
    for gap in miscibility_gaps(material.free_energy, temperature):
        ends = np.array([gap.lower, gap.upper])
        energy = np.interp(ends, x, g - tilt(x))
        left.plot(ends, energy, "--o", color=COLOURS[1], ms=4)
        level = gap.plateau_potential(material.standard_potential)
        right.plot(ends, [level, level], "-o", color=COLOURS[1], ms=4, label="two phases")
        marks = np.array(gap.spinodals)
        spots = np.asarray(material.open_circuit_potential(marks, temperature))
        right.plot(marks, spots, "o", color=GREY, mfc="white", ms=5, label="spinodals")
    left.set_xlabel("Site filling (–)")
    left.set_ylabel("Free energy (kJ/mol)")
    left.set_title("a straight line is subtracted", fontsize=9.5, loc="center")
    right.set_xlabel("Site filling (–)")
    right.set_ylabel("Voltage (V)")
    right.legend()
    right.set_title(f"{material.name} at {temperature:g} K", loc="center")
    return figure


def _layered(material: Any, temperature: float) -> Figure:
    figure = new_figure(4.8, 3.4)
    axes = figure.subplots()
    x = np.linspace(0.005, 0.995, 200)
    uniform = internal_equilibrium(material.free_energy, temperature, x)
    levels = material.standard_potential - uniform.chemical_potential / FARADAY
    axes.plot(x, levels, color=COLOURS[0], label="uniform, layers free to differ")
    for gap in layered_equilibrium(material.free_energy, temperature):
        level = gap.plateau_potential(material.standard_potential)
        axes.plot(gap.fillings, [level, level], "-o", color=COLOURS[1], ms=4)
    axes.set_xlabel("Mean site filling (–)")
    axes.set_ylabel("Voltage (V)")
    axes.legend()
    return figure
