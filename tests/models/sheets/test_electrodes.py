"""Surfaces under an electrolyte: films with depth, plain conductors, their double layers."""

from __future__ import annotations

from dataclasses import replace

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.sheets.toys import FILM, driven, lateral_film, window

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.materials import MATERIALS, WO3
from ambipolar.models.interface import Surroundings
from ambipolar.models.sheets.conductor import ConductingSheet
from ambipolar.models.sheets.electrode import BlockingConductor, FaradaicConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.models.sheets.guarded_filling import guarded
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.simulation.protocols import constant_voltage
from ambipolar.simulation.run import run

TEMPERATURE = 298.15


def rates(film: InsertionFilm, inner: np.ndarray, surface: np.ndarray, potential: np.ndarray):
    """dx/dt of all cells from the bottom, the current, and the charge held."""
    cells = surface.shape[1]
    state = {v.name: ca.MX.sym(v.name, *v.shape) for v in film.variables(cells)}
    at = ca.MX.sym("E", 1, cells)
    found = film.equations(state, Surroundings(at, TEMPERATURE), 1.0)
    moved = found.rates["surface"] * guarded(state["surface"]).slope
    layers = ca.vertcat(found.rates["filling"], moved)
    arguments = [state["filling"], state["surface"], at]
    function = ca.Function("f", arguments, [layers, found.current, found.stored])
    return [v.full() for v in function(inner, surface, potential)]


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 8), st.integers(1, 4), st.integers(0, 10**6))
def test_a_film_keeps_what_enters(depth, cells, seed):
    random = np.random.default_rng(seed)
    film = replace(FILM, depth_cells=depth)
    inner, surface = random.uniform(0.05, 0.95, (depth - 1, cells)), random.uniform(
        0.05, 0.95, (1, cells)
    )  # fmt: skip
    layers, current, stored = rates(film, inner, surface, random.uniform(2.0, 3.5, (1, cells)))
    # the surface filling equals its variable here to round-off
    mean = (inner.sum(axis=0) + surface[0]) / depth
    assert stored[0] == pytest.approx(film.capacity * mean, rel=1e-12)
    entering = film.capacity * layers.mean(axis=0)
    diffusing = film.capacity * np.abs(layers).max()
    assert entering == pytest.approx(current[0], rel=1e-9, abs=1e-9 * diffusing)


def test_a_film_at_its_open_circuit_potential_rests():
    filling = np.full((1, 3), [[0.1, 0.25, 0.6]])
    potential = WO3.open_circuit_potential(filling, TEMPERATURE)
    layers, current, _ = rates(FILM, np.repeat(filling, 3, axis=0), filling, potential)
    assert np.abs(current).max() < 1e-10
    assert np.abs(layers).max() < 1e-12


def test_current_has_the_sign_of_insertion_below_the_open_circuit():
    filling = np.full((1, 2), 0.3)
    potential = WO3.open_circuit_potential(filling, TEMPERATURE) + np.array([[-0.1, 0.1]])
    _, current, _ = rates(FILM, np.full((3, 2), 0.3), filling, potential)
    assert current[0, 0] > 0 > current[0, 1]


def test_capacity_is_that_of_the_sites():
    assert FILM.capacity == pytest.approx(FARADAY * WO3.site_density * 500e-9, rel=1e-14)
    double = replace(FILM, material=replace(WO3, charge_number=2.0))
    assert double.capacity == pytest.approx(2 * FILM.capacity)


@pytest.mark.parametrize("depth", [0, 1001, 2.5, True, None])
def test_depth_is_a_number_of_cells(depth):
    with pytest.raises(ParameterError, match="depth_cells"):
        replace(FILM, depth_cells=depth)


def test_hosts_with_two_fields_make_no_film():
    two = next(n for n in MATERIALS.entries if MATERIALS[n].free_energy.fields > 1)
    with pytest.raises(ParameterError, match="one composition field"):
        InsertionFilm(material=MATERIALS[two])


@pytest.mark.parametrize("value", [0.0, 1.0, -0.1, float("nan")])
def test_initial_filling_is_inside(value):
    with pytest.raises(ParameterError, match="initial_filling"):
        replace(FILM, initial_filling=value)


# --- plain conductors -----------------------------------------------------------------------


def test_faradaic_law():
    electrode = FaradaicConductor(exchange_current=2e-3, potential=3.1, slope=0.08)
    state = {"passed": np.zeros(5)}
    potential = 3.1 + 0.08 * np.array([-20.0, -1.0, 0.0, 1.0, 20.0])
    found = electrode.equations(state, Surroundings(potential, TEMPERATURE), 1.0)
    exact = -2 * 2e-3 * np.sinh((potential - 3.1) / 0.08)
    assert found.current == pytest.approx(exact, rel=1e-12)
    assert found.rates["passed"] == pytest.approx(exact, rel=1e-12)
    dry = electrode.equations(state, Surroundings(potential, TEMPERATURE), 0.0)
    assert np.all(dry.rates["passed"] == 0)
    far = electrode.equations(state, Surroundings(1e3, TEMPERATURE), 1.0)
    assert np.isfinite(far.current)


def _capacitor(film_layer: float, lid_layer: float, gap: float):
    """A window whose film does not react: two double layers in series with the gap."""
    inert = replace(WO3, kinetics=replace(WO3.kinetics, rate_constant=1e-30))
    film = InsertionFilm(material=inert, double_layer=film_layer, depth_cells=1)
    perfect = ConductingSheet(sheet_resistance=1e-7)
    return window(
        1, film=film, counter_film=BlockingConductor(double_layer=lid_layer),
        conductor=perfect, counter_conductor=perfect,
        electrolyte=ElectrolyteSheet(conductivity=1e-3, thickness=gap, in_plane=False),
    )  # fmt: skip


def test_two_double_layers_charge_like_capacitors_in_series():
    device = _capacitor(0.3, 0.1, 1e-5)
    rest = float(device.film.equilibrium(TEMPERATURE) - device.counter_film.potential)
    time = 1e-5 / 1e-3 * (0.3 * 0.1 / 0.4)
    solution = run(device, constant_voltage(rest - 0.2, duration=5 * time, samples=21)).check()
    t = solution["time"].values
    expected = 0.2 / 1e-2 * np.exp(-t / time)
    assert solution["current_density"].values == pytest.approx(expected, rel=2e-4, abs=1e-4)
    passed = float(solution["charge"][-1])
    assert passed == pytest.approx(0.2 * 0.075 * (1 - np.exp(-5)), rel=1e-4)
    assert solution.conservation["electrolyte"] < 1e-10


def test_what_the_guests_lose_the_double_layers_hold():
    """Guests alone are not conserved: their mean moves by C <E - E0> / Q."""
    layer = 20.0
    device = lateral_film(20, film=replace(FILM, double_layer=layer))
    solution = driven(device, {"left": "-0.2 A"}, 300.0)
    filling = np.nanmean(solution["film.filling"].values[:, 0, 2:18], axis=1)
    potential = np.nanmean(solution["film.interface"].values[:, 0, 2:18], axis=1)
    change = layer * (potential - potential[0]) / FILM.capacity
    assert np.abs(change).max() > 1e-3
    assert filling - filling[0] == pytest.approx(change, abs=1e-6)
    assert solution.conservation["electrolyte"] < 1e-6


def test_fast_kinetics_follow_the_open_circuit_potential():
    fast = replace(WO3, kinetics=ButlerVolmer(rate_constant=1e3, exchange=WO3.kinetics.exchange))
    solution = driven(
        lateral_film(20, film=replace(FILM, material=fast)), {"left": "-0.05 A"}, 60.0
    )
    surface = solution["film.surface_filling"].values[-1, 0, 2:18]
    interface = solution["film.interface"].values[-1, 0, 2:18]
    assert interface == pytest.approx(fast.open_circuit_potential(surface), abs=2e-4)
