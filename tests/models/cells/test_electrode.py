"""Porous electrodes: what the cells hold, how particles share them, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cells import PARTICLE, half_cell, positive, separator

import ambipolar as amb
from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.models.cells.chain import ParticleChain
from ambipolar.models.cells.dealing import Dealing
from ambipolar.models.electrolyte_layer import PorousLayer

TIGHT = amb.SolverSettings(relative_tolerance=1e-8, absolute_tolerance=1e-9)


def discharged(cell, **changes):
    return amb.run(
        replace(cell, **changes), amb.protocols.discharge(c_rate=1, duration=900), TIGHT
    ).check()


def test_capacity_is_that_of_all_sites():
    electrode = positive()
    sites = 80e-6 * 0.59 * electrode.material.site_density
    assert electrode.capacity() == pytest.approx(FARADAY * sites, rel=1e-12)
    half = replace(electrode, connected_fraction=0.5)
    assert half.capacity() == pytest.approx(0.5 * electrode.capacity(), rel=1e-12)


def test_charge_goes_where_the_filling_says():
    for electrode in (
        positive(),
        positive(conductivity=None),
        positive(connected_fraction=0.7),
        positive(particle=amb.Population(particle=PARTICLE, members=10,
                                         sizes=amb.LogNormalSizes(deviation=5e-7))),
        positive(layer=PorousLayer(thickness=80e-6, cells=4,
                                   porosity_profile=(0.3, 0.35, 0.4, 0.45))),
        positive(double_layer=0.2),
    ):  # fmt: skip
        solution = discharged(half_cell(electrode=electrode))
        assert max(solution.conservation.values()) < 1e-12
        data = solution.dataset
        gained = float(data["filling"][-1] - data["filling"][0]) * electrode.capacity()
        missing = 0.0 if electrode.double_layer is None else 200.0
        assert gained == pytest.approx(float(data["charge"][-1]), abs=1e-6 + missing)


def test_equal_particles_of_a_cell_are_as_one():
    one = discharged(half_cell())
    three = discharged(
        half_cell(electrode=positive(particle=amb.Population(particle=PARTICLE, members=15)))
    )
    np.testing.assert_allclose(three.dataset["voltage"], one.dataset["voltage"], atol=1e-7)


def test_small_particles_fill_first():
    population = amb.Population(
        particle=PARTICLE, members=10, sizes=amb.GivenSizes(values=(1e-6, 4e-6) * 5)
    )
    data = discharged(half_cell(electrode=positive(particle=population))).dataset
    fillings = data["positive.filling"].values[-1].reshape(5, 2)
    assert np.all(fillings[:, 0] > fillings[:, 1] + 0.01)


def test_a_perfect_chain_is_none_and_a_poor_one_starves_its_end():
    population = amb.Population(particle=PARTICLE, members=15)
    plain = half_cell(electrode=positive(particle=population))

    def chained(conductance):
        chain = ParticleChain(conductance=conductance, volume=4 / 3 * np.pi * 2e-6**3)
        return half_cell(electrode=positive(particle=population, chain=chain))

    perfect, poor = discharged(chained(1.0)), discharged(chained(3e-9))
    np.testing.assert_allclose(
        perfect.dataset["voltage"], discharged(plain).dataset["voltage"], atol=1e-6
    )
    fillings = poor.dataset["positive.filling"].values[-1].reshape(5, 3)
    assert np.all(np.diff(fillings, axis=1) < -1e-3)
    assert np.all(poor.dataset["voltage"].values < perfect.dataset["voltage"].values)


def test_a_film_on_the_particles_takes_its_share_of_the_voltage():
    def first(law):
        host = replace(positive().material, kinetics=law)
        cell = half_cell(electrode=positive(1, material=host))
        return float(discharged(cell).dataset["voltage"][0])

    plain = positive().material.kinetics
    film = amb.WithFilmResistance(plain, film_resistance=0.05)
    electrode = positive(1)
    area = 0.59 * 80e-6 * 3 / 2e-6
    local = electrode.capacity() / 3600 / area
    assert first(plain) - first(film) == pytest.approx(local * 0.05, rel=1e-9)


def test_an_electrode_out_of_contact_polarises_more():
    full = discharged(half_cell()).dataset["voltage"].values
    lost = amb.run(
        half_cell(electrode=positive(connected_fraction=0.6)),
        amb.protocols.discharge(current=float(positive().capacity()) / 3600, duration=900),
    ).check()
    assert lost.dataset["voltage"].values[-1] < full[-1] - 0.02


def test_a_porosity_profile_lets_the_dense_part_react_less():
    profile = (0.5, 0.4, 0.3, 0.2)
    layer = PorousLayer(thickness=80e-6, cells=4, porosity_profile=profile)
    electrode = positive(layer=layer, active_fraction=0.5, conductivity=None)
    shares = 1 - np.array(profile)
    import casadi as ca

    found = electrode.active_fractions()
    np.testing.assert_allclose(ca.DM(found).full().ravel(), 0.5 * shares / shares.mean())


def test_dealing_serves_numbers_and_expressions_alike():
    import casadi as ca

    deal, column, row = Dealing(6, 3), np.arange(6.0)[:, None], np.array([[1.0, 2.0, 3.0]])
    symbol, symbols = ca.MX.sym("c", 6, 1), ca.MX.sym("r", 1, 3)
    function = ca.Function("f", [symbol, symbols], [deal.sums(symbol), deal.to_members(symbols)])
    sums, spread = (np.asarray(v.full()) for v in function(column, row))
    np.testing.assert_array_equal(sums, deal.sums(column))
    np.testing.assert_array_equal(spread, deal.to_members(row))
    np.testing.assert_array_equal(deal.sums(column), [[1.0, 5.0, 9.0]])
    np.testing.assert_array_equal(deal.to_members(row).ravel(), [1, 1, 2, 2, 3, 3])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"active_fraction": 0.7}, "more than the whole volume"),
        ({"active_fraction": 1.2}, "active_fraction"),
        ({"active_fraction": 0.0}, "active_fraction"),
        ({"connected_fraction": 0.0}, "nothing is left"),
        ({"particle": amb.Population(particle=PARTICLE, members=7)}, "dealt out"),
        ({"discharged_filling": 0.9}, "two ends"),
        ({"initial_filling": 1.0}, "initial_filling"),
        ({"conductivity": -1.0}, "conductivity"),
        ({"double_layer": 0.1, "chain": ParticleChain(volume=1e-18)}, "a double layer or a chain"),
    ],
)
def test_impossible_electrodes_are_refused(changes, words):
    with pytest.raises(ParameterError) as caught:
        positive(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize("porosity", [-0.1, 0.0, 1.2, float("nan")])
def test_porosities_outside_their_range_are_refused(porosity):
    with pytest.raises(ParameterError, match="porosity"):
        replace(separator(), porosity=porosity)
