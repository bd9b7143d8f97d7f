"""The film whose guests a current along its conductor moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq
from tests.models.sheets.toys import FILM, band, driven, filling, lateral_film, pooled, thermal

from ambipolar.core.errors import ParameterError
from ambipolar.materials import MATERIALS, WO3
from ambipolar.models.regions import Difference, Disc, Everywhere, Rectangle
from ambipolar.models.sheets.conductor import ConductingSheet, Contact
from ambipolar.models.sheets.electrode import FaradaicConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet, Pool
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.models.sheets.heat import LumpedHeat
from ambipolar.models.sheets.mechanism import InterfaceDrift
from ambipolar.models.sheets.probe import Probe
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.simulation.protocols import drive
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Solution

TIGHT = SolverSettings(1e-9, 1e-11)
TEMPERATURE = 298.15
LID = {
    "lid": ConductingSheet(),
    "lid_electrode": FaradaicConductor(exchange_current=1e-2, slope=0.05),
    "contacts": (
        Contact("left", "left"), Contact("right", "right"),
        Contact("top_left", "left", sheet="lid"), Contact("top_right", "right", sheet="lid"),
    ),
}  # fmt: skip


def step(terminals, duration, samples=11, **switches):
    return drive(terminals, duration=duration, samples=samples, switches=switches)


def conserved(solution) -> None:
    """Every pool to 1e-6, and the currents of all terminals to 1e-9."""
    for name, drift in solution.conservation.items():
        assert drift <= (1e-9 if name == "terminals" else 1e-6), name


# --- symmetries -----------------------------------------------------------------------------


def test_guests_move_with_the_current_and_mirror_with_it():
    one = driven(lateral_film(30), {"left": "-0.2 A"}, 300.0)
    other = driven(lateral_film(30), {"left": "0.2 A"}, 300.0)
    # to its negative terminal
    assert float(one["dipole"][-1]) < -50e-6
    assert filling(one)[0] == pytest.approx(filling(other)[0, ::-1], abs=1e-6)
    assert one["dipole"].values == pytest.approx(-other["dipole"].values, abs=1e-10)
    for solution in (one, other):
        conserved(solution)


def test_small_currents_act_in_proportion():
    found = [
        float(driven(lateral_film(30), {"left": f"{-i} A"}, 20.0)["dipole"][-1])
        for i in (1e-3, 2e-3)
    ]
    assert found[1] / found[0] == pytest.approx(2.0, rel=1e-3)


def test_a_strip_of_uniform_width_is_one_dimensional():
    line = driven(lateral_film(16), {"left": "-0.2 A"}, 120.0)
    plane = driven(lateral_film(16, rows=3), {"left": "-0.2 A"}, 120.0)
    for row in filling(plane):
        assert row == pytest.approx(filling(line)[0], abs=1e-5)
    assert float(plane["dipole"][-1]) == pytest.approx(float(line["dipole"][-1]), rel=1e-5)
    conserved(plane)


def test_along_y_it_is_the_same_film():
    line = driven(lateral_film(16), {"left": "-0.2 A"}, 120.0)
    pool = Rectangle(-1.0, 1.0, 5e-3, 45e-3)
    turned = driven(
        lateral_film(
            1, rows=16, length=20e-3, width=50e-3, electrolyte=pooled(pool),
            contacts=(Contact("left", "lower"), Contact("right", "upper")),
        ),
        {"left": "-0.2 A"}, 120.0,
    )  # fmt: skip
    assert filling(turned)[:, 0] == pytest.approx(filling(line)[0], abs=1e-6)


# --- switches -------------------------------------------------------------------------------


def test_without_electrolyte_nothing_happens_at_all():
    device = lateral_film(20)
    solution = run(device, step({"left": "-0.2 A"}, 600.0, electrolyte="off")).check()
    assert np.all(solution["film.filling"].values == solution["film.filling"].values[0])
    assert float(solution["voltage"][-1]) == pytest.approx(-4.0, rel=1e-9)
    conserved(solution)


def test_a_picture_is_kept_without_electrolyte_and_fades_with_it():
    protocol = (
        step({"left": "-0.2 A"}, 200.0)
        + step({}, "24 h", electrolyte="off")
        + step({"left": "-0.2 A"}, 100.0, electrolyte="on")
        + step({}, 300.0)
    )
    solution = run(lateral_film(20), protocol).check()
    dipole, at = solution["dipole"].values, solution["step"].values
    driven_to = dipole[at == 0][-1]
    # guests spread through the depth of the film, which leaves the mean as it is
    assert dipole[at == 1] == pytest.approx(driven_to, rel=1e-9)
    assert abs(dipole[at == 2][-1]) > 1.05 * abs(driven_to)
    assert abs(dipole[at == 3][-1]) < 0.95 * abs(dipole[at == 2][-1])
    conserved(solution)


def test_one_pool_goes_and_the_other_stays():
    pools = (Pool("west", band(5e-3, 20e-3)), Pool("east", band(30e-3, 45e-3)))
    device = lateral_film(20, electrolyte=ElectrolyteSheet(pools=pools))
    solution = run(device, step({"left": "-0.2 A"}, 120.0, west="off")).check()
    x = solution["x"].values
    moved = np.abs(filling(solution)[0] - 0.25)
    assert moved[x < 25e-3].max() == 0.0
    assert moved[x > 25e-3].max() > 0.05
    conserved(solution)


@pytest.mark.parametrize("terminals", [{"left": "-0.2 A"}, {"top_left": "-0.2 A"}])
def test_a_lid_that_was_taken_away_is_not_there(terminals):
    bare = driven(lateral_film(20), {"left": "-0.2 A"}, 60.0)
    connected = terminals | ({"top_right": "ground"} if "top_left" in terminals else {})
    solution = run(lateral_film(20, **LID), step(connected, 60.0, lid="off")).check()
    conserved(solution)
    if "left" in terminals:
        assert filling(solution) == pytest.approx(filling(bare), abs=1e-6)
    else:
        assert np.ptp(filling(solution)) < 1e-12


def test_a_lid_comes_and_goes():
    protocol = (
        step({"left": "-0.2 A"}, 30.0, lid="off")
        + step({"left": "-0.2 A"}, 30.0, lid="on")
        + step({}, 60.0, lid="off")
    )
    solution = run(lateral_film(20, **LID), protocol).check()
    dipole, at = solution["dipole"].values, solution["step"].values
    # a second way for electrons under which ions need not go along the gap
    first, second = dipole[at == 0][-1], dipole[at == 1][-1] - dipole[at == 0][-1]
    assert abs(second) > 1.2 * abs(first)
    conserved(solution)


@pytest.mark.parametrize("off", [{"electrolyte": "off"}, {"lid": "off"}])
def test_sheets_that_float_alone_leave_no_equation_open(off):
    """Neither terminals nor an electrolyte fix the potential of the lid."""
    for terminals in ({"left": "0.1 A"}, {"top_left": "1 V", "right": "floating"}):
        if "lid" in off and "right" in terminals:
            continue
        solution = run(lateral_film(10, **LID), step(terminals, 5.0, **off)).check()
        assert np.all(np.isfinite(solution["lid.potential"].values))
        conserved(solution)


def test_parts_of_the_conductor_that_no_terminal_reaches():
    both = Difference(Everywhere(), band(20e-3, 30e-3))
    contacts = (Contact("left", "left"), Contact("right", region=band(15e-3, 20e-3)))
    device = lateral_film(20, plate=both, conductor=ConductingSheet(region=both),
                          contacts=contacts)  # fmt: skip
    for state in ("on", "off"):
        solution = run(device, step({"left": "-0.2 A"}, 20.0, electrolyte=state)).check()
        assert filling(solution)[0, 12:] == pytest.approx(0.25, abs=1e-6)
        conserved(solution)


# --- closed forms ---------------------------------------------------------------------------


def test_the_final_state_is_the_open_circuit_law_along_the_ohmic_ramp():
    device = lateral_film(40)
    solution = driven(device, {"left": "-0.2 A"}, 4 * 3600.0)
    x = solution["x"].values
    inside = (x > 5e-3) & (x < 45e-3)
    potential = 8.0 * 0.2 / 20e-3 * (x[inside] - 45e-3)

    # U = 3.08 V - 1.56 V x - 2RT/F ln[x/(1-x)], turned round
    log = np.linspace(-100.0, 100.0, 200_001)
    occupied = 1 / (1 + np.exp(-log))
    law = 3.08 - 1.56 * occupied - 2 * thermal(TEMPERATURE) * log

    def equilibrium(phi_l: float) -> np.ndarray:
        return np.interp(potential - phi_l, law[::-1], occupied[::-1])

    offset = brentq(lambda c: equilibrium(c).mean() - 0.25, -6.0, 0.0)
    assert np.abs(filling(solution)[0, inside] - equilibrium(offset)).max() < 1e-3
    interface = solution["film.interface"].values[-1, 0, inside]
    # empty cells, beyond the edge of the law, are at rest without being at its potential
    held = filling(solution)[0, inside] > 1e-6
    open_circuit = WO3.open_circuit_potential(filling(solution)[0, inside])
    assert interface[held] == pytest.approx(open_circuit[held], abs=1e-3)
    conserved(solution)


def _recovery_rate(columns: int, film: InsertionFilm, kappa: float, gap: float, square: float):
    """Rate [1/s] at which a small first harmonic decays, and that of the cells of the grid."""
    device = lateral_film(
        columns, film=film, length=40e-3, conductor=ConductingSheet(sheet_resistance=square),
        electrolyte=ElectrolyteSheet(conductivity=kappa, thickness=gap),
    )  # fmt: skip
    at_rest = driven(device, {}, 1.0)
    state = dict(at_rest.final_state)
    mode = np.cos(np.pi * device.grid.x / device.length)[None, :]
    small = 0.01 * film.initial_filling * mode
    state["film.filling"] = state["film.filling"] + small
    state["film.surface"] = state["film.surface"] + small
    slope = _slope(film)
    state["film.interface"] = state["film.interface"] + slope * small
    solution = run(device, step({}, 900.0, samples=31), TIGHT, start=state).check()
    late = solution["time"].values > 300.0
    dipole = np.abs(solution["dipole"].values[late])
    rate = -np.polyfit(solution["time"].values[late], np.log(dipole), 1)[0]
    wave = 2 / device.grid.dx * np.sin(np.pi * device.grid.dx / (2 * device.length))
    return rate, wave**2


def _slope(film: InsertionFilm) -> float:
    x = film.initial_filling
    law = film.material.open_circuit_potential
    return float(law(x + 1e-6, TEMPERATURE) - law(x - 1e-6, TEMPERATURE)) / 2e-6


@pytest.mark.parametrize(
    ("gap", "thickness", "square"),
    [(500e-6, 500e-9, 8.0), (200e-6, 300e-9, 8.0), (1e-3, 1e-6, 1.0)],
)
def test_a_small_difference_of_filling_decays_as_by_diffusion(gap, thickness, square):
    r"""lambda = q^2 D_eff less what the depth, the charge transfer and the gap take.

    Per area, the guests of the mode pass in series: along the electrolyte and the conductor
    (q^2 over 1/kappa h + R_sq), through its gap (h/3 kappa), the reaction (R_ct), the film
    (d/3D of a slab of cells) and into the capacity Q/|U'| with the double layer beside it.
    """
    kappa, film = 0.52, replace(FILM, thickness=thickness)
    rate, q2 = _recovery_rate(41, film, kappa, gap, square)
    x, stiffness = film.initial_filling, abs(_slope(film))
    charge, depth = film.capacity, film.depth_cells
    diffusivity = WO3.diffusivity.prefactor
    transfer = thermal(TEMPERATURE) / (4.0 * np.sqrt(x * (1 - x)))
    # finite volumes of depth N: the mean of what lies between the surface cell and the others
    share = sum(((depth - k) / depth) ** 2 for k in range(1, depth)) / depth
    film_depth = stiffness / charge * thickness**2 / diffusivity * share
    along = 1 / (kappa * gap) + square
    series = along / q2 + gap / (3 * kappa) + transfer + film_depth
    capacity = charge / stiffness + film.double_layer
    simple = kappa * gap * stiffness / charge * np.pi**2 / (40e-3) ** 2
    assert rate == pytest.approx(simple, rel=0.1)
    assert rate == pytest.approx(1 / (series * capacity), rel=5e-3)


def test_times_scale_with_the_gap_and_the_final_state_does_not():
    found = {}
    for gap in (250e-6, 500e-6):
        device = lateral_film(30, electrolyte=pooled(band(5e-3, 45e-3), thickness=gap))
        solution = run(device, step({"left": "-0.2 A"}, 4 * 3600.0, samples=1441)).check()
        dipole = np.abs(solution["dipole"].values)
        found[gap] = dipole[-1], np.interp(0.5 * dipole[-1], dipole, solution["time"].values)
    (end, half), (other_end, other_half) = found[500e-6], found[250e-6]
    assert other_end == pytest.approx(end, rel=1e-4)
    assert other_half / half == pytest.approx(2.0, rel=0.07)


def test_heat_settles_where_power_is_lost_from_both_faces():
    heat = LumpedHeat(transfer=10.0, heat_capacity=2.1e3)
    device = lateral_film(10, heat=heat)
    solution = run(device, step({"left": "-0.2 A"}, 3600.0, samples=61)).check()
    power = 0.2 * 4.0
    rise = power / (2 * 10.0 * 50e-3 * 20e-3)
    assert float(solution["temperature"][-1]) == pytest.approx(298.15 + rise, rel=1e-4)
    time, decay = solution["time"].values, 2.1e3 / (2 * 10.0)
    warming = rise * (1 - np.exp(-time / decay))
    assert solution["temperature"].values - 298.15 == pytest.approx(warming, abs=0.01 * rise)
    conserved(solution)


def test_a_film_alone_moves_far_less():
    bare = driven(lateral_film(100, conductor=None), {"left": "4 V"}, 600.0)
    carried = driven(lateral_film(100), {"left": "4 V"}, 600.0)
    assert abs(float(bare["dipole"][-1])) < 0.1 * abs(float(carried["dipole"][-1]))
    conserved(bare)


# --- masks, refinement, restart -------------------------------------------------------------


def test_a_plate_with_a_hole():
    plate = Difference(Rectangle(0.0, 50e-3, 0.0, 20e-3), Disc(25e-3, 10e-3, 5e-3))
    device = lateral_film(20, rows=8, plate=plate, conductor=ConductingSheet(region=plate))
    solution = driven(device, {"left": "-0.2 A"}, 60.0)
    final = filling(solution)
    inside = plate.inside(device.grid.x, device.grid.y).reshape(8, 20)
    assert np.array_equal(np.isfinite(final), inside)
    assert final == pytest.approx(final[::-1], abs=1e-6, nan_ok=True)
    conserved(solution)


def test_refinement_along_and_through_the_film():
    def dipole(columns: int, depth: int) -> float:
        device = lateral_film(columns, film=replace(FILM, depth_cells=depth))
        return float(driven(device, {"left": "-0.2 A"}, 300.0)["dipole"][-1])

    reference = dipole(160, 4)
    errors = [abs(dipole(n, 4) / reference - 1) for n in (20, 40, 80)]
    assert errors[2] < errors[0] and errors[2] < 5e-3
    deep = dipole(40, 16)
    coarse, fine = abs(dipole(40, 4) / deep - 1), abs(dipole(40, 8) / deep - 1)
    assert fine < coarse < 5e-3


def test_a_restart_continues_the_run():
    device = lateral_film(20)
    whole = run(device, step({"left": "-0.2 A"}, 200.0, samples=21), TIGHT).check()
    first = run(device, step({"left": "-0.2 A"}, 100.0), TIGHT).check()
    second = run(device, step({"left": "-0.2 A"}, 100.0), TIGHT, start=first.final_state).check()
    assert second["film.filling"].values == pytest.approx(
        whole["film.filling"].values[10:], abs=1e-8
    )


def test_numbers_are_inputs_and_compile_nothing():
    device = lateral_film(10)
    other = replace(
        device, conductor=ConductingSheet(sheet_resistance=20.0), temperature=310.0,
        film=replace(FILM, thickness=2e-7, double_layer=0.3),
        electrolyte=pooled(band(5e-3, 45e-3), thickness=2e-4),
    )  # fmt: skip
    assert compile_system(device) is compile_system(other)


# --- hosts, mechanisms ----------------------------------------------------------------------

SINGLE = [n for n in MATERIALS.entries if MATERIALS[n].free_energy.fields == 1]


@pytest.mark.parametrize("name", SINGLE)
def test_every_host_of_one_field_runs(name):
    material = MATERIALS[name]
    low, high = material.filling_range
    film = InsertionFilm(material=material, initial_filling=(low + high) / 2, thickness=1e-7)
    solution = driven(lateral_film(10, film=film), {"left": "-0.02 A"}, 20.0)
    assert np.all(np.isfinite(solution["film.filling"].values))
    conserved(solution)


@pytest.mark.parametrize("charge", [2.0, 3.0])
def test_guests_of_higher_charge(charge):
    material = replace(WO3, charge_number=charge)
    solution = driven(lateral_film(10, film=replace(FILM, material=material)), {"left": "-0.2 A"})
    conserved(solution)
    assert np.ptp(filling(solution)) > 0


def test_an_implicit_rate_law_runs_and_slows_down():
    slow = WithFilmResistance(WO3.kinetics, film_resistance=0.05)
    outside = replace(FILM, film_resistance=0.05)
    films = replace(FILM, material=replace(WO3, kinetics=slow)), FILM, outside
    one, other, series = (driven(lateral_film(10, film=f), {"left": "-0.2 A"}, 30.0) for f in films)
    conserved(one)
    assert abs(float(one["dipole"][-1])) < abs(float(other["dipole"][-1]))
    # the same resistance in series with the whole surface, double layer included
    series = driven(
        lateral_film(10, film=replace(FILM, film_resistance=0.05)), {"left": "-0.2 A"}, 30.0
    )
    assert float(series["dipole"][-1]) == pytest.approx(float(one["dipole"][-1]), rel=1e-3)


def test_the_drift_says_that_it_is_fitted_and_keeps_its_guests():
    device = lateral_film(20, mechanism=InterfaceDrift(mobility=0.05))
    solution = run(device, step({"left": "-0.2 A"}, 60.0) + step({}, 60.0)).check()
    conserved(solution)
    (note,) = solution.notes
    assert "phenomenological" in note and "decades" in note
    assert 0.05 / device.mechanism.physical_mobility() > 1e15
    assert float(solution["dipole"].values[10]) < 0
    mirrored = run(device, step({"left": "0.2 A"}, 60.0)).check()
    assert mirrored["dipole"].values == pytest.approx(
        -solution["dipole"].values[:11], rel=1e-4, abs=1e-10
    )
    still = run(device, step({"left": "-0.2 A"}, 60.0, electrolyte="off")).check()
    assert np.ptp(still["film.filling"].values) == 0.0


def test_a_current_above_the_film_drifts_the_other_way():
    device = lateral_film(20, mechanism=InterfaceDrift(mobility=0.05), **LID)
    below = run(device, step({"left": "-0.2 A"}, 30.0)).check()
    above = run(
        device, step({"top_left": "-0.2 A", "top_right": "ground", "right": "floating"}, 30.0)
    ).check()
    assert float(below["dipole"][-1]) < 0 < float(above["dipole"][-1])


# --- names and observables ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["film", "lid", "electrolyte", "control", "conductor"])
def test_a_terminal_may_be_called_like_a_part(name):
    contacts = (Contact(name, "left"), Contact("end", "right"))
    solution = driven(lateral_film(10, contacts=contacts), {name: "-0.1 A"})
    assert float(solution[f"{name}.current"][-1]) == pytest.approx(-0.1)


@pytest.mark.parametrize("names", [("film",), ("L", "L")])
def test_probes_need_names_of_their_own(names):
    with pytest.raises(ParameterError, match="Give it another name"):
        lateral_film(10, probes=tuple(Probe(n) for n in names)).system()


def test_probes_see_the_mean_of_their_region():
    probes = (Probe("L", band(5e-3, 10e-3)), Probe("all"))
    solution = driven(lateral_film(20, probes=probes), {"left": "-0.2 A"}, 60.0)
    assert solution["L.filling"].values == pytest.approx(
        solution["film.filling"].values[:, 0, 2:4].mean(axis=1)
    )
    assert solution["all.filling"].values == pytest.approx(solution["filling"].values)
    optical = 5e-3 * FILM.capacity * filling(solution)
    assert solution["film.transmittance"].values[-1] == pytest.approx(0.8 * 10**-optical)
    with pytest.raises(ParameterError, match="sees no cell"):
        lateral_film(10, probes=(Probe("far", Disc(1.0, 1.0, 1e-3)),)).system()


def test_an_independent_implementation_found_the_same():
    """A prototype with other unknowns: moments of 33.4, 108.3, 127.0 mm^2; 15.6 min to recover."""
    protocol = step({"left": "-0.2 A"}, 3600.0, samples=61) + step({}, 1800.0, samples=361)
    solution = run(lateral_film(101), protocol).check()
    time, at = solution["time"].values, solution["step"].values
    dipole = -1e6 * solution["dipole"].values
    assert dipole[[1, 5, 10]] == pytest.approx([33.4, 108.3, 127.0], abs=0.06)
    share = dipole[at == 1] / dipole[at == 0][-1]
    recovered = np.interp(-0.1, -share, time[at == 1]) - 3600.0
    assert recovered / 60.0 == pytest.approx(15.6, abs=0.1)
    conserved(solution)


def test_a_lid_over_two_pools_of_which_one_goes():
    """Each way of joining an island of the conductor to the grounded one, one after another."""
    both = Difference(Everywhere(), band(20e-3, 30e-3))
    pools = (Pool("west", band(2e-3, 18e-3)), Pool("east", band(32e-3, 48e-3)))
    contacts = (Contact("left", "left"), Contact("right", region=band(15e-3, 20e-3)))
    device = lateral_film(
        20, plate=both, conductor=ConductingSheet(region=both), contacts=contacts,
        electrolyte=ElectrolyteSheet(pools=pools), lid=ConductingSheet(),
        lid_electrode=LID["lid_electrode"],
    )  # fmt: skip
    states = [
        {},
        {"west": 0},
        {"east": 0},
        {"west": 0, "east": 0},
        {"lid": 0},
        {"lid": 0, "east": 0},
    ]
    protocol = step({"left": "-0.2 A"}, 5.0)
    for off in states:
        protocol += step({"left": "-0.2 A"}, 5.0, **({"west": 1, "east": 1, "lid": 1} | off))
    solution = run(device, protocol).check()
    assert np.isfinite(solution["lid.potential"].values).all()
    conserved(solution)


def test_the_step_at_the_edge_of_the_film_follows_its_filling():
    solution = run(lateral_film(20), drive({"left": "-0.2 A"}, duration="2 min", samples=3))
    filling, thickness = (solution[f"film.{n}"].values for n in ("filling", "thickness"))
    assert thickness == pytest.approx(500e-9 * (1 + 0.1 * filling), rel=1e-12)
    assert thickness[-1, 0, 2] > thickness[0, 0, 2]


def test_a_fitted_mobility_never_stands_alone(tmp_path):
    device = lateral_film(20, mechanism=InterfaceDrift())
    solution = run(device, drive({"left": "-0.2 A"}, duration="5 s", samples=2))
    (note,) = solution.notes
    assert "phenomenological" in note and "0.005 m^2/C" in note and "1.0e-20 m^2/C" in note
    solution.save(tmp_path / "s.nc")
    assert Solution.load(tmp_path / "s.nc").notes == solution.notes
