"""Simulations against the master equation, and the slab of spinel."""

import numpy as np
import pytest

pytest.importorskip("numba")

from ambipolar.atomistics.kinetic.comparison import MasterEquationComparison  # noqa: E402
from ambipolar.atomistics.kinetic.extraction import DualIonExtraction  # noqa: E402
from ambipolar.atomistics.kinetic.master_equation import build_master_equation  # noqa: E402
from ambipolar.atomistics.kinetic.network import (  # noqa: E402
    empty_network,
    neighbours,
    pair_interactions,
    total_energy,
    with_hops,
    with_reservoir,
)
from ambipolar.atomistics.kinetic.spinel import (  # noqa: E402
    SlabEnergies,
    SpinelIons,
    slab_network,
)
from ambipolar.atomistics.lattice.lattices import Chain  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402

ENERGIES = SlabEnergies(4.88, 4.62, 2.0, 0.3, 0.1, 0.48, 1.33, 1.48)


@pytest.mark.parametrize(
    "options",
    [
        {"field": 2e8},
        {"repeat": (7,), "ions": 2, "second_ions": 2, "field": 1e8},
        {"repeat": (5,), "ions": 0, "reservoirs": (0.05, -0.05)},
    ],
)
def test_simulations_agree_with_the_master_equation(options):
    data = MasterEquationComparison(**options, samples=1500, trajectories=400).compute()
    assert 0.4 < float(data["stationary_chi_squared"]) < 1.7
    assert float(data["largest_deviation"]) < 4.5
    assert abs(float(data["passage_deviation"])) < 4.0


def test_a_closed_ring_relaxes_to_boltzmann():
    sites = Chain().repeat((7,))
    near = neighbours(sites)
    network = with_hops(empty_network(sites), near, barrier=0.2, attempt_frequency=1e12)
    energies = pair_interactions(network, near, [0.05])
    exact = build_master_equation(network, np.array([1, 1, 1, 0, 0, 0, 0]), 300.0, energies)
    weight = np.exp(-exact.energy / (8.617333262e-5 * 300.0))
    np.testing.assert_allclose(exact.stationary(), weight / weight.sum(), rtol=1e-6)
    later = exact.propagate(0, np.array([40 * exact.relaxation_time()]))[0]
    np.testing.assert_allclose(later, weight / weight.sum(), rtol=1e-6)


def test_one_site_with_a_reservoir_has_closed_forms():
    """Filling 1/(1 + exp(-mu/kT)); mean waiting times are inverse rates."""
    sites = Chain().repeat((3,))
    network = with_reservoir(
        empty_network(sites), np.array([0]), chemical_potential=0.04, barrier=0.1,
        attempt_frequency=1e12,
    )  # fmt: skip
    exact = build_master_equation(network, np.zeros(3, int), 300.0)
    thermal = 8.617333262e-5 * 300.0
    assert exact.stationary()[1] == pytest.approx(1 / (1 + np.exp(-0.04 / thermal)), rel=1e-6)
    entering = 1e12 * np.exp(-(0.1 - 0.02) / thermal)
    assert exact.first_passage(0, 1) == pytest.approx(1 / entering, rel=1e-6)


def test_spinel_has_its_neighbours():
    sites = SpinelIons().repeat((2, 2, 2))
    near = neighbours(sites, 4)
    kind = sites.sublattice
    for a, b, shell, count in ((0, 1, 0, 4), (1, 0, 0, 1), (1, 1, 1, 12), (0, 0, 3, 4)):
        which = (near.shell == shell) & (kind[near.origin] == a) & (kind[near.target] == b)
        number = np.bincount(near.origin[which], minlength=sites.size)[kind == a]
        np.testing.assert_array_equal(number, count)


def test_vacancies_cost_what_was_given():
    sites = SpinelIons().repeat((2, 2, 2))
    _, energy = slab_network(sites, ENERGIES, 1e13)
    full = sites.sublattice + 1
    rest = total_energy(energy, full)

    def cost(*places):
        occupation = full.copy()
        occupation[list(places)] = 0
        return total_energy(energy, occupation) - rest

    for place in (0, 3, 8, 30, 100):
        expected = 4.88 if sites.sublattice[place] == 0 else 4.62
        assert cost(place) == pytest.approx(expected)
    near = neighbours(sites)
    touching = np.flatnonzero(
        (sites.sublattice[near.origin] == 0) & (np.abs(near.vector[:, 2]) < 1.1)
    )
    inside = [
        k for k in touching
        if np.isclose(
            sites.positions[near.origin[k], 2] + near.vector[k, 2],
            sites.positions[near.target[k], 2],
        )
    ]  # fmt: skip
    k = inside[0]
    assert cost(near.origin[k], near.target[k]) == pytest.approx(4.88 + 4.62 - 2.0)


def test_oxygen_leaves_first_where_the_bias_falls_at_the_electrode():
    own = DualIonExtraction(
        repeat=(2, 2, 2), electrolyte_share=0.0, slab_share=0.0, steps=4, highest_voltage=3.0,
        most_events=5000, records=2,
    )  # fmt: skip
    data = own.compute().isel(record=-1)
    assert float(data["oxygen_removed"][0]) == 0.0
    assert float(data["oxygen_removed"][-1]) > 0.0
    assert np.all(np.diff(data["oxygen_removed"]) >= 0)


def test_shares_of_the_bias_do_not_exceed_it():
    with pytest.raises(ParameterError, match="exceed one"):
        DualIonExtraction(electrolyte_share=0.7, slab_share=0.5)
