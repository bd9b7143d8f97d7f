"""Metrics of windows on results made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up

from ambipolar.analysis.metrics import METRICS, window
from ambipolar.core.errors import ParameterError
from ambipolar.materials.registry import MATERIALS

TIME = np.linspace(0, 100, 101)
PLACES = np.linspace(0.005, 0.495, 50)


def sheet(values):
    return ("time", "y", "x"), np.asarray(values, dtype=float)


def test_registered_metrics_exist():
    ours = [name for name, entry in METRICS.entries.items() if ".window:" in entry]
    assert len(ours) == 14
    assert all(callable(METRICS[name]) for name in ours)


def test_losses_are_read_from_the_potentials_of_the_sheets():
    # j R (L^2/2 + L x - x^2) between bars on opposite sides
    lost = 0.5 * 10 * (0.5**2 / 2 + 0.5 * PLACES - PLACES**2)
    upper = np.zeros((3, 1, 50))
    result = made_up(
        SimpleNamespace(),
        step=[0, 0, 0], voltage=[1.0, 2.0, 3.0],
        film__potential=sheet(3.0 - lost + upper), counter_film__potential=sheet(upper),
    )  # fmt: skip
    result.solutions["only"].dataset = result.solutions["only"].dataset.assign_coords(
        x=PLACES, time=[0.0, 1.0, 2.0]
    )
    found = window.sheet_losses(result, "only", [0.0, 0.5, 1.0])
    assert found == pytest.approx([0.625, 0.9375, 0.625], rel=1e-9)


def test_decay_times():
    current = 2.0 * np.exp(-TIME / 20)
    result = made_up(SimpleNamespace(), step=0 * TIME, current_density=current, time=TIME)
    assert window.current_decay_time(result, "only", 10, 90) == pytest.approx(20.0)
    with pytest.raises(ParameterError, match="no decay"):
        window.current_decay_time(result, "only", 99.5, 100)


def test_crossing_time_of_the_slowest_wave():
    wave = 0.1 * np.exp(-TIME / 9.0)[:, None, None] * np.ones((1, 1, 2))
    result = made_up(
        SimpleNamespace(), time=TIME, step=np.ones(101), film__filling=sheet(0 * wave + 0.2),
        film__surface_filling=sheet(0.2 + wave),
    )  # fmt: skip
    found = window.crossing_time(result, "only", 5, 60)
    assert found == pytest.approx(np.pi**2 * 9.0, rel=1e-6)


def test_charge_of_a_filling():
    result = made_up(
        SimpleNamespace(), step=0 * TIME, time=TIME, charge=TIME, filling=0.1 + TIME / 700
    )
    assert window.charge_of_filling(result, "only", [0.1, 0.3]) == pytest.approx([70.0, 210.0])


def test_sites_have_their_maxima():
    device = SimpleNamespace(film=SimpleNamespace(material=MATERIALS["WO3"]))
    result = made_up(device, time=TIME)
    assert window.site_maxima(result, "only") == pytest.approx([0.5, 1.0, 1.5], abs=1e-3)
    other = SimpleNamespace(film=SimpleNamespace(material=MATERIALS["NiO"]))
    with pytest.raises(ParameterError, match="no intervalence"):
        window.site_maxima(made_up(other, time=TIME), "only")
