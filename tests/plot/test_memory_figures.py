"""Figures of memories: every panel has its labels, and no device is left out."""

from dataclasses import replace

import numpy as np
import pytest
from tests.memories import capacitor, time_constant

from ambipolar import protocols
from ambipolar.devices.spread import DeviceSpread
from ambipolar.plot.memory import (
    plot_bistability,
    plot_ion_noise,
    plot_learning,
    plot_ramps,
    plot_step_laws,
)
from ambipolar.plot.overview import plot_solution
from ambipolar.plot.style import figure_bytes
from ambipolar.simulation.memory.learning import Learning
from ambipolar.simulation.memory.ramps import ramps_of
from ambipolar.simulation.memory.step_law import linear_law
from ambipolar.simulation.run import run

DEVICE = capacitor(initial_filling=0.05)
WIDTH = 0.05 * time_constant(DEVICE)


@pytest.fixture(scope="module")
def solution():
    train = protocols.potentiation_depression(0.5, width=WIDTH, period=2 * WIDTH, count=8)
    return run(DEVICE, train)


def check(figure, panels):
    drawn = [a for a in figure.axes if a.axison]
    assert len(drawn) == panels
    assert all(a.has_data() for a in drawn)
    assert figure_bytes(figure, "png")[:4] == b"\x89PNG"


def test_one_run_shows_voltage_filling_and_conductance(solution):
    figure = plot_solution(solution, title="a memory")
    check(figure, 3)
    assert "Conductance" in figure.axes[2].get_ylabel()


def test_an_array_is_drawn_device_by_device():
    array = replace(DEVICE, spread=DeviceSpread(7, conductivity=0.2))
    found = run(array, protocols.write_pulses(0.5, width=WIDTH, period=2 * WIDTH, count=5))
    assert len(plot_solution(found).axes[2].lines) == 7


def test_ramps_and_laws(solution):
    ramps = ramps_of(solution)
    check(plot_ramps({"one": ramps, "two": ramps, "three": ramps, "four": ramps}), 4)
    figure = plot_step_laws({"few": linear_law(1e-2, 0.3, ions=40.0), "many": linear_law(1e-3)})
    check(figure, 2)
    assert "40 ions" in figure.axes[0].get_title(loc="left")


def test_phases_noise_and_learning(solution):
    check(plot_bistability({"held": solution.dataset}, {"pulsed": ramps_of(solution)}), 2)
    numbers = np.array([[1.0, 1.0], [100.0, 0.1]])
    check(plot_ion_noise({"walk": np.zeros((5, 3))}, numbers, numbers), 2)
    runs = [Learning(np.array([0.3, 0.8]), 10, 1), Learning(np.array([0.4, 0.9]), 10, 2)]
    check(plot_learning({"a": runs, "b": runs}, {0.0: runs, 0.5: runs}), 2)
