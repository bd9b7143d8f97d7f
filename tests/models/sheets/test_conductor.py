"""Conducting sheets between contacts: Ohm's law in closed form, and what cannot conduct."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.sheets.toys import band, driven, lateral_film

from ambipolar.core.errors import ParameterError
from ambipolar.models.regions import Disc, Everywhere, Rectangle, Union
from ambipolar.models.sheets.conductor import ConductingSheet, Contact, lateral
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet
from ambipolar.numerics.grid import Grid, sheet_mesh

DRY = {"switches": {"electrolyte": "off"}, "samples": 2}
LENGTH, WIDTH, SQUARE = 50e-3, 20e-3, 8.0


def resistance(device, terminals=None) -> float:
    """Voltage over current of the sheet alone."""
    solution = driven(device, terminals or {"left": "1 V"}, 1.0, **DRY)
    return 1.0 / float(solution["left.current"][-1])


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 1), (13, 1), (7, 5)])
def test_a_strip_has_the_resistance_of_its_squares(columns, rows):
    device = lateral_film(columns, rows=rows, electrolyte=ElectrolyteSheet())
    found = resistance(device)
    assert found == pytest.approx(SQUARE * LENGTH / WIDTH, rel=1e-12)


def test_across_the_strip_it_is_the_inverse_ratio():
    contacts = (Contact("left", "lower"), Contact("right", "upper"))
    found = resistance(lateral_film(6, rows=4, contacts=contacts))
    assert found == pytest.approx(SQUARE * WIDTH / LENGTH, rel=1e-12)


def test_contacts_on_regions_add_their_resistivity():
    resistivity, columns, rows = 2e-4, 10, 3
    step = LENGTH / columns
    ends = (
        Contact("left", region=band(0.0, step), resistivity=resistivity),
        Contact("right", region=band(LENGTH - step, LENGTH), resistivity=resistivity),
    )
    found = resistance(lateral_film(columns, rows=rows, contacts=ends))
    sheet = SQUARE * (LENGTH - step) / WIDTH  # between the centres of the outer columns
    assert found == pytest.approx(sheet + 2 * resistivity / (step * WIDTH), rel=1e-12)


def test_a_long_area_contact_is_a_transmission_line():
    r"""R = sqrt(rho R_sq)/W coth(l/l_T) with l_T = sqrt(rho/R_sq) below the strip."""
    resistivity, columns, covered = 2e-4, 200, 20e-3
    ends = (
        Contact("left", region=band(0.0, covered), resistivity=resistivity),
        Contact("right", "right"),
    )
    found = resistance(lateral_film(columns, contacts=ends))
    transfer = np.sqrt(resistivity / SQUARE)
    below = SQUARE * transfer / WIDTH / np.tanh(covered / transfer)
    expected = SQUARE * (LENGTH - covered) / WIDTH + below
    assert found == pytest.approx(expected, rel=2e-4)


def test_part_of_a_side_and_two_contacts_of_one_terminal():
    whole = (Contact("left", "left"), Contact("right", "right"))
    halves = (
        Contact("left", "left", end=WIDTH / 2),
        Contact("left", "left", start=WIDTH / 2),
        whole[1],
    )
    half = (halves[0], whole[1])
    found = [resistance(lateral_film(10, rows=4, contacts=c)) for c in (whole, halves, half)]
    assert found[1] == pytest.approx(found[0], rel=1e-12)
    assert found[2] > 1.05 * found[0]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.1, 10.0), min_size=2, max_size=8))
def test_conductances_in_series_are_taken_by_their_harmonic_mean(values):
    import casadi as ca

    grid = Grid(1.0, 1.0, len(values), 1)
    mesh = sheet_mesh(grid, np.zeros(grid.size, int))
    ends = np.zeros((1, len(values)))
    g, phi = ca.MX.sym("g", 1, len(values)), ca.MX.sym("phi", 1, len(values))
    net = ca.Function("net", [g, phi], [lateral(mesh, g, phi)])
    # potentials of a unit current through cells in series
    drops = grid.dx / 2 * (1 / np.array(values)[:-1] + 1 / np.array(values)[1:])
    ends[0, 1:] = -np.cumsum(drops)
    flows = net(np.array(values)[None, :], ends).full().ravel()
    assert flows == pytest.approx([-1.0, *[0.0] * (len(values) - 2), 1.0], abs=1e-9)
    uniform = ca.Function("net", [phi], [lateral(mesh, 3.0, phi)])(ends).full()
    assert uniform == pytest.approx(net(np.full((1, len(values)), 3.0), ends).full())


def test_the_potential_of_a_strip_is_a_line():
    solution = driven(lateral_film(10), {"left": "1 V"}, 1.0, **DRY)
    x = solution["x"].values
    assert solution["film.potential"].values[-1, 0] == pytest.approx(1 - x / LENGTH, rel=1e-12)


# --- what cannot be -------------------------------------------------------------------------


ISLANDS = ConductingSheet(region=Union((band(0.0, 20e-3), band(30e-3, 1.0))))
FAR = Disc(1.0, 1.0, 1e-3)
LID = Contact("top", "left", sheet="lid")


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"conductor": ConductingSheet(region=FAR)}, "conductor.region", "there is no conductor"),
        ({"conductor": ISLANDS}, "contact right", "another island of the conductor than left"),
        ({"contacts": (Contact("left", region=FAR),)}, "contact left", "no conducting cell"),
        ({"contacts": (Contact("left", "left", start=1.0),)}, "contact left", "no conducting"),
        ({"contacts": (Contact("left", "left"), LID)}, "contact top", "the device has none"),
        (
            {"contacts": (Contact("left", "left", sheet="roof"),)},
            "contact left", "Use conductor or lid",
        ),
        ({"contacts": ()}, "contacts", "at least two terminals"),
        ({"plate": FAR}, "plate", "covers no cell"),
        ({"lid": ConductingSheet(region=FAR)}, "lid.region", "there is no lid"),
        ({"lid": ConductingSheet(region=band(0.0, 2e-3))}, "lid.region", "covers no electrolyte"),
    ],
)  # fmt: skip
def test_what_makes_no_device_is_named(changes, path, words):
    with pytest.raises(ParameterError, match=words) as caught:
        lateral_film(**changes).stack()
    assert caught.value.path == path


def test_islands_that_hold_both_terminals_are_fine():
    near = Contact("right", region=band(15e-3, 20e-3))
    device = lateral_film(conductor=ISLANDS, contacts=(Contact("left", "left"), near))
    assert device.stack().terminals == ("left", "right")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "either a side or a region"),
        ({"side": "left", "region": Everywhere()}, "either a side or a region"),
        ({"side": "lift"}, "Did you mean left"),
        ({"side": "left", "resistivity": 0.0}, "greater than 0"),
    ],
)
def test_a_contact_lies_on_one_side_or_region(fields, words):
    with pytest.raises(ParameterError, match=words):
        Contact("a", **fields)


@pytest.mark.parametrize("value", [0.0, -8.0, np.nan, np.inf])
def test_a_sheet_has_a_resistance(value):
    with pytest.raises(ParameterError, match="sheet_resistance"):
        ConductingSheet(sheet_resistance=value)


def test_a_hole_raises_the_resistance():
    middle = 20e-3, 30e-3
    hole = Union(
        (
            Rectangle(0, 20e-3, 0, WIDTH),
            Rectangle(30e-3, LENGTH, 0, WIDTH),
            Rectangle(*middle, 0, 5e-3),
            Rectangle(*middle, 15e-3, WIDTH),
        )
    )
    device = lateral_film(20, rows=8, conductor=ConductingSheet(region=hole), plate=hole)
    found = resistance(device)
    # between the bound of equipotentials and that of straight lines of current
    assert SQUARE * (40e-3 / WIDTH + 10e-3 / 10e-3) < found < SQUARE * 2 * LENGTH / WIDTH
