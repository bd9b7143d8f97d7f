"""Two films that face each other: what one gives the other takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.models.sheets.toys import window

from ambipolar.core.errors import ParameterError
from ambipolar.materials import MATERIALS, WO3, NiO
from ambipolar.models.regions import Disc, Rectangle
from ambipolar.models.sheets.conductor import ConductingSheet, Contact
from ambipolar.models.sheets.electrode import BlockingConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.models.sheets.probe import Probe
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation import protocols
from ambipolar.simulation.protocols import constant_voltage, drive, from_text, rest
from ambipolar.simulation.run import run

COLOUR = constant_voltage(-1.2, duration="10 min", samples=51)
BLEACH = constant_voltage(1.2, duration="10 min", samples=51)


def conserved(solution) -> None:
    assert solution.conservation["electrolyte"] <= 1e-6
    assert solution.conservation["terminals"] <= 1e-9


def test_what_the_film_takes_the_counter_film_gives():
    device = window(8)
    solution = run(device, COLOUR + BLEACH).check()
    conserved(solution)
    film, counter = device.film.capacity, device.counter_film.capacity
    gained = film * (solution["filling"].values - 0.02)
    lost = counter * (0.6 - solution["counter_filling"].values)
    charge = solution["charge"].values
    assert charge.max() > 50.0  # C/m^2: it colours
    # but for the charge of the double layers, 0.1 F/m^2 at some volts
    assert gained == pytest.approx(charge, abs=0.35)
    assert lost == pytest.approx(charge, abs=0.35)
    assert abs(charge[-1]) < 0.1 * charge.max()  # and bleaches


def test_charge_is_the_integral_of_the_current():
    solution = run(window(4), constant_voltage(-1.0, duration=100.0, samples=2001)).check()
    time, current = solution["time"].values, solution["current_density"].values
    passed = np.concatenate([[0.0], np.cumsum((current[1:] + current[:-1]) / 2 * np.diff(time))])
    assert solution["charge"].values == pytest.approx(passed, rel=1e-3, abs=2e-3 * passed[-1])


def test_at_rest_the_voltage_is_the_difference_of_the_open_circuits():
    device = window(4)
    solution = run(device, rest(1000.0)).check()
    expected = float(WO3.open_circuit_potential(0.02) - NiO.open_circuit_potential(0.6))
    assert solution["voltage"].values == pytest.approx(expected, abs=1e-8)
    assert np.ptp(solution["film.filling"].values) < 1e-9
    conserved(solution)


@pytest.mark.parametrize("voltage", [-0.4, -0.8])
def test_a_held_voltage_is_reached_by_both_open_circuits(voltage):
    device = window(4)
    solution = run(device, constant_voltage(voltage, duration="5 h")).check()
    film, counter = float(solution["filling"][-1]), float(solution["counter_filling"][-1])
    found = float(WO3.open_circuit_potential(film) - NiO.open_circuit_potential(counter))
    assert found == pytest.approx(voltage, abs=1e-4)
    assert float(solution["current_density"][-1]) == pytest.approx(0.0, abs=1e-5)


def test_steps_in_words():
    protocol = from_text([
        "Hold at -1 V for 60 s",
        "Rest for 10 s",
        "Charge at 0.2 mA/cm^2 for 20 s or until filling below 0.03",
        "Discharge at 0.1 mA/cm^2 until filling 0.15",
    ])  # fmt: skip
    solution = run(window(4), protocol).check()
    at, current = solution["step"].values, solution["current_density"].values
    assert solution["voltage"].values[at == 0] == pytest.approx(-1.0, abs=1e-9)
    assert current[at == 1] == pytest.approx(0.0, abs=1e-9)
    assert current[at == 2] == pytest.approx(-2.0, rel=1e-9)
    assert float(solution["filling"][-1]) == pytest.approx(0.15, abs=1e-6)
    conserved(solution)


def test_a_c_rate_passes_the_capacity_of_the_film_in_an_hour():
    device = window(2)
    solution = run(device, protocols.discharge("C/2", duration=60.0)).check()
    expected = device.film.capacity / 2 / 3600
    assert float(solution["current_density"][-1]) == pytest.approx(expected, rel=1e-9)


# --- symmetry and space ---------------------------------------------------------------------


def test_a_symmetric_pane_has_symmetric_maps():
    """Bars on the same side see the same at any height; two equal films mirror each other."""
    same = Contact("b", "left", sheet="lid")
    solution = run(window(6, rows=4, counter_bus_bar=same), COLOUR).check()
    final = solution["film.filling"].values[-1]
    assert final == pytest.approx(final[::-1], abs=1e-7)
    line = run(window(6, counter_bus_bar=same), COLOUR).check()
    assert final[0] == pytest.approx(line["film.filling"].values[-1, 0], abs=1e-5)


def test_two_equal_films_with_opposite_bars_are_a_point_mirror():
    film = InsertionFilm(material=WO3, initial_filling=0.3)
    device = window(8, film=film, counter_film=film)
    solution = run(device, constant_voltage(-0.3, duration=60.0, samples=11)).check()
    gained = solution["film.filling"].values[-1, 0] - 0.3
    lost = 0.3 - solution["counter_film.filling"].values[-1, 0]
    other = run(device, constant_voltage(0.3, duration=60.0, samples=11)).check()
    # what the one film gains at one end the other loses at its own end with reversed voltage
    mirrored = other["counter_film.filling"].values[-1, 0, ::-1] - 0.3
    assert gained == pytest.approx(mirrored, abs=1e-6)
    assert gained.sum() == pytest.approx(lost.sum(), rel=2e-3)
    conserved(solution)


def test_the_voltage_drop_makes_the_iris():
    """Far from bars on one side a large pane colours late; bars on both sides halve the lag."""
    same = Contact("b", "left", sheet="lid")
    late = {}
    for name, bar in (("same", same), ("opposite", Contact("b", "right", sheet="lid"))):
        solution = run(window(20, length=1.0, counter_bus_bar=bar), COLOUR).check()
        early = solution["film.filling"].values[5, 0]
        late[name] = early
    assert np.all(np.diff(late["same"]) < 0)
    # with opposite bars every path has the same resistance: the edges lead, the middle lags
    assert late["opposite"].argmin() in range(6, 14)
    assert np.ptp(late["opposite"]) < 0.6 * np.ptp(late["same"])


def test_thin_gaps_need_no_conduction_along_them():
    thin = ElectrolyteSheet(conductivity=1e-3, thickness=1e-6, in_plane=False)
    found = [
        run(window(10, electrolyte=replace(thin, in_plane=flag)), COLOUR).check()["film.filling"]
        for flag in (False, True)
    ]
    assert found[0].values == pytest.approx(found[1].values, abs=1e-4)


def test_sheet_resistance_slows_the_switching():
    times = []
    for square in (5.0, 10.0, 20.0):
        sheet = ConductingSheet(sheet_resistance=square)
        solution = run(window(10, conductor=sheet, counter_conductor=sheet), COLOUR).check()
        charge = solution["charge"].values
        times.append(np.interp(0.5 * charge[-1], charge, solution["time"].values))
    assert times[0] < times[1] < times[2]


def test_a_round_pane():
    pane = Disc(0.15, 0.15, 0.14)
    bar = Contact("a", region=Rectangle(0.0, 0.06, 0.0, 0.3), resistivity=1e-6)
    other = Contact("b", region=Rectangle(0.24, 0.3, 0.0, 0.3), resistivity=1e-6, sheet="lid")
    device = window(
        10, rows=10, pane=pane, bus_bar=bar, counter_bus_bar=other,
        conductor=ConductingSheet(10.0, pane), counter_conductor=ConductingSheet(10.0, pane),
    )  # fmt: skip
    solution = run(device, constant_voltage(-1.0, duration=60.0, samples=6)).check()
    conserved(solution)
    inside = pane.inside(device.grid.x, device.grid.y).reshape(10, 10)
    assert np.array_equal(np.isfinite(solution["film.filling"].values[-1]), inside)
    mean = solution["film.filling"].values[-1][inside].mean()
    assert float(solution["filling"][-1]) == pytest.approx(mean)


# --- pairs, refinement, switches, bad input -------------------------------------------------


@pytest.mark.parametrize("name", ["MoO3", "IrO2", "LTO", "VO2", "Nb2O5", "TiO2"])
def test_other_films_against_nickel_oxide(name):
    material = MATERIALS[name]
    film = InsertionFilm(material=material, thickness=2e-7, initial_filling=0.1)
    device = window(4, film=film)
    rest_voltage = float(film.equilibrium(298.15) - device.counter_film.equilibrium(298.15))
    solution = run(device, constant_voltage(rest_voltage - 0.3, duration=120.0)).check()
    assert float(solution["filling"][-1]) > 0.1
    conserved(solution)


def test_a_capacitor_of_carbon_as_counter():
    solution = run(window(4, counter_film=BlockingConductor(double_layer=500.0)), COLOUR).check()
    assert float(solution["filling"][-1]) > 0.02
    assert "counter_filling" not in solution.dataset
    conserved(solution)


def test_tighter_tolerances_change_little():
    solution = run(window(6), COLOUR + BLEACH).check()
    tight = run(window(6), COLOUR + BLEACH, SolverSettings(1e-9, 1e-11)).check()
    assert solution["film.filling"].values == pytest.approx(tight["film.filling"].values, abs=2e-5)
    assert solution["charge"].values == pytest.approx(tight["charge"].values, abs=2e-2)


def test_a_window_without_electrolyte_keeps_its_colour():
    protocol = COLOUR + drive({}, duration="1 h", switches={"electrolyte": "off"})
    solution = run(window(4), protocol).check()
    at = solution["step"].values
    kept = solution["filling"].values[at == 1]
    assert kept == pytest.approx(kept[0], abs=1e-9)
    conserved(solution)


def test_numbers_compile_nothing():
    device = window(4)
    other = replace(device, film=replace(device.film, thickness=1e-7), temperature=310.0)
    assert compile_system(device) is compile_system(other)


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"bus_bar": Contact("a", "left", sheet="lid")}, "bus_bar", "wrong sheet"),
        ({"counter_bus_bar": Contact("b", "right")}, "bus_bar", "wrong sheet"),
        ({"columns": 0}, "columns", "positive whole number"),
        ({"columns": 500, "rows": 500}, "columns", "are more than"),
        ({"length": 0.0}, "ElectrochromicWindow.length", "greater than 0"),
        ({"pane": Disc(9.0, 9.0, 0.1)}, "pane", "covers no cell"),
        (
            {"counter_conductor": ConductingSheet(region=Disc(9.0, 9.0, 0.1))},
            "counter_conductor.region",
            "covers no cell",
        ),
        ({"bus_bar": Contact("a", region=Disc(9.0, 9.0, 0.1))}, "bus_bar", "no conduct"),
        ({"probes": (Probe("film"),)}, "probe film", "another name"),
        ({"probes": (Probe("P", Disc(9.0, 9.0, 0.1)),)}, "probe P", "sees no cell"),
    ],
)
def test_what_makes_no_window_is_named(changes, path, words):
    with pytest.raises(ParameterError, match=words) as caught:
        window(**({"columns": 4} | changes)).system()
    assert caught.value.path == path
