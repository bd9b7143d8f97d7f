"""The figure of many cycles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.toys import host

import ambipolar as amb
from ambipolar.plot.cycling import has_cycles, plot_cycles
from ambipolar.plot.overview import plot_solution


def cycled(repeat):
    device = amb.devices.SingleParticle(host(1.0), amb.HomogeneousParticle(size=1e-8),
                                        initial_filling=0.2)  # fmt: skip
    protocol = amb.protocols.cycle("1C", "1C", upper_voltage=3.5, lower_voltage=3.3, repeat=repeat)
    return amb.run(device, protocol).check()


def test_many_cycles_are_shown_by_their_capacities():
    solution = cycled(6)
    assert has_cycles(solution)
    figure = plot_solution(solution, title="six")
    capacity, efficiency, curves = figure.axes
    drawn = {line.get_label(): line for line in capacity.lines}
    table = solution.cycles
    shown = drawn["discharge"].get_ydata()
    np.testing.assert_allclose(shown, table["discharge_capacity_hours"].values[-len(shown) :])
    assert "ppm" in efficiency.get_ylabel()
    assert all(np.min(line.get_xdata()) == 0.0 for line in curves.lines)
    assert len(plot_cycles(replace(solution)).axes) == 3


def test_few_cycles_are_shown_in_time():
    solution = cycled(2)
    assert not has_cycles(solution)
    assert "Voltage" in plot_solution(solution).axes[0].get_ylabel()
