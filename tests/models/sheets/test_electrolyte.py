"""Thin electrolytes: resistances of the gap, pools, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.sheets.toys import band, driven, lateral_film, window

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.models.sheets.conductor import ConductingSheet
from ambipolar.models.sheets.electrode import BlockingConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet, Pool
from ambipolar.models.sheets.stack import facing_currents
from ambipolar.simulation.protocols import constant_voltage
from ambipolar.simulation.run import run

CURRENTS = st.floats(-10.0, 10.0)


@settings(max_examples=50, deadline=None)
@given(CURRENTS, CURRENTS)
def test_drops_across_the_gap_are_those_of_the_parabola(bottom, top):
    """phi' = (j_b (1 - z) - j_t z)/kappa with z in gaps, integrated numerically."""
    kappa, gap = 0.5, 2e-4
    z = np.linspace(0.0, 1.0, 20001)
    slope = gap / kappa * (bottom * (1 - z) - top * z)
    phi = np.concatenate([[0.0], np.cumsum((slope[1:] + slope[:-1]) / 2 * np.diff(z))])
    mean = np.trapezoid(phi, z)
    resistance = gap / kappa
    found = facing_currents(
        resistance / 6, resistance / 3, resistance / 3, mean - phi[0], mean - phi[-1]
    )
    assert found == pytest.approx((bottom, top), abs=1e-6)


def test_one_surface_alone_sees_a_third_of_the_gap():
    assert facing_currents(0.0, 2.0, 3.0, 1.0, 1.0) == (0.5, pytest.approx(1 / 3))


def test_opposite_currents_see_the_whole_gap():
    # one volt from surface to surface, the mean in the middle
    below, above = facing_currents(1 / 6, 1 / 3, 1 / 3, 0.5, -0.5)
    assert (below, above) == (pytest.approx(1.0), pytest.approx(-1.0))


@pytest.mark.parametrize("in_plane", [True, False])
def test_the_first_current_of_a_window_is_that_of_its_resistances(in_plane):
    gap, kappa, own = 2e-5, 1e-3, 3e-3
    device = window(
        1,
        conductor=ConductingSheet(sheet_resistance=1e-6),
        counter_conductor=ConductingSheet(sheet_resistance=1e-6),
        electrolyte=ElectrolyteSheet(conductivity=kappa, thickness=gap, in_plane=in_plane),
    )
    film, counter = device.film, device.counter_film
    device = _with(device, film_resistance=own)
    rest = float(film.equilibrium(298.15) - counter.equilibrium(298.15))
    solution = run(device, constant_voltage(rest - 0.3, duration=1e-6, samples=2)).check()
    first = float(solution["current_density"][0])
    assert first == pytest.approx(0.3 / (gap / kappa + own), rel=1e-4)


def _with(device, film_resistance):
    from dataclasses import replace

    return replace(device, film=replace(device.film, film_resistance=film_resistance))


def test_conductivity_follows_arrhenius():
    sheet = ElectrolyteSheet(conductivity=0.5, activation_energy=2e4)
    assert sheet.kappa(298.15) == pytest.approx(0.5)
    warm = 0.5 * np.exp(2e4 / GAS_CONSTANT * (1 / 298.15 - 1 / 318.15))
    assert sheet.kappa(318.15) == pytest.approx(warm, rel=1e-12)


def test_without_conduction_along_the_plane_nothing_moves():
    still = ElectrolyteSheet(pools=(Pool(region=band(5e-3, 45e-3)),), in_plane=False)
    device = lateral_film(10, electrolyte=still)
    solution = driven(device, {"left": "0.2 A"}, 100.0)
    # guests enter no cell: only its double layer could take a current, which has no way back
    assert np.ptp(solution["film.filling"].values) < 1e-12


def test_a_blocking_lid_takes_the_charge_of_its_double_layer():
    lid = {"lid": ConductingSheet(), "lid_electrode": BlockingConductor(double_layer=0.2)}
    solution = driven(lateral_film(10, **lid), {"left": "0.2 A"}, 100.0)
    assert solution.conservation["electrolyte"] < 1e-6
    assert np.ptp(solution["lid.interface"].values[-1][0, 2:8]) > 0.5


POOLS = (Pool("west", band(5e-3, 20e-3)), Pool("east", band(30e-3, 45e-3)))


def test_pools_keep_their_guests_apart():
    device = lateral_film(50, electrolyte=ElectrolyteSheet(pools=POOLS))
    solution = driven(device, {"left": "-0.2 A"}, 600.0)
    filling, x = solution["film.filling"].values[:, 0], solution["x"].values
    for pool in POOLS:
        inside = pool.region.inside(x, 0 * x)
        mean = filling[:, inside].mean(axis=1)
        # but for the charge of the double layers, 1e-4 of the capacity
        assert mean == pytest.approx(0.25, abs=2e-4)
        assert np.ptp(filling[-1, inside]) > 0.3
        assert solution.conservation[pool.name] < 1e-6
    outside = ~POOLS[0].region.inside(x, 0 * x) & ~POOLS[1].region.inside(x, 0 * x)
    assert np.all(filling[:, outside] == 0.25)


def test_pools_that_touch_do_not_exchange():
    pools = (Pool("west", band(5e-3, 25e-3)), Pool("east", band(25.0001e-3, 45e-3)))
    solution = driven(
        lateral_film(50, electrolyte=ElectrolyteSheet(pools=pools)), {"left": "-0.2 A"}, 300.0
    )
    mean = solution["film.filling"].values[:, 0, 5:25].mean(axis=1)
    assert mean == pytest.approx(0.25, abs=2e-4)


@pytest.mark.parametrize(
    ("pools", "words"),
    [
        ((Pool("a", band(0, 0.02)), Pool("b", band(0.01, 0.03))), "'b' overlaps another"),
        ((Pool("a", band(1.0, 2.0)),), "'a' wets no cell of the film"),
        ((Pool("a", band(0, 0.01)), Pool("a", band(0.02, 0.03))), "names are given twice"),
        ((Pool("lid"),), "the name 'lid' is taken"),
        ((Pool("terminals"),), "the name 'terminals' is taken"),
    ],
)
def test_pools_that_cannot_be(pools, words):
    with pytest.raises(ParameterError, match=words) as caught:
        lateral_film(electrolyte=ElectrolyteSheet(pools=pools)).stack()
    assert caught.value.path.startswith("electrolyte.pools")


@pytest.mark.parametrize("field", ["conductivity", "thickness", "reference_temperature"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan")])
def test_numbers_of_the_gap_are_positive(field, value):
    with pytest.raises(ParameterError, match=field):
        ElectrolyteSheet(**{field: value})
