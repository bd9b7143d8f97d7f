"""Rates of the tables against energies of whole configurations, and the tree against sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from ambipolar.atomistics.kinetic.master_equation import build_master_equation  # noqa: E402
from ambipolar.atomistics.kinetic.network import (  # noqa: E402
    EventKind,
    Interactions,
    add_events,
    empty_network,
    neighbours,
    total_energy,
    with_hops,
    with_reservoir,
)
from ambipolar.atomistics.kinetic.rates import compile_rates  # noqa: E402
from ambipolar.atomistics.kinetic.simulation import Walk, random_occupation  # noqa: E402
from ambipolar.atomistics.lattice.lattices import Chain, SimpleCubic, Square  # noqa: E402

FIELD = (0.01, 0.004, -0.007)


def crowded(lattice, counts, seed=0, spread=0.05):
    """Two species that hop, together too, exchange with reservoirs, and all interact."""
    random = np.random.default_rng(seed)
    sites = lattice.repeat(counts)
    near = neighbours(sites, 2)
    network = empty_network(sites, ("A", "B"), (1.0, -2.0))
    for species, barrier in (("A", 0.1), ("B", 0.2)):
        network = with_hops(network, near, species=species, barrier=barrier, attempt_frequency=1e12)
    ends = np.array([0, sites.size - 1])
    network = with_reservoir(network, ends, species="A", chemical_potential=0.03,
                             barrier=0.05, attempt_frequency=1e12)  # fmt: skip
    step = np.array([[3.0, 0, 0], [3.0, 0, 0]])
    kind = EventKind("together", (1, 2), 0.15, 1e12, step)
    moves = [(i, (i + 1), (i + 2), (i + 3)) for i in range(sites.size - 3)]
    network = add_events(network, np.array(moves), np.zeros(len(moves), int), (kind,))
    pairs = random.normal(0, spread, (2, 2, 2))
    energy = Interactions(
        near, pairs + np.swapaxes(pairs, 1, 2), random.normal(0, spread, (2, sites.size))
    )
    return network, energy


def direct_rates(network, energy, occupation, temperature):
    """Sum of the rates of each configuration that can follow, from the master equation."""
    exact = build_master_equation(network, occupation, temperature, energy, FIELD)
    return -exact.generator[0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_total_rate_is_that_of_the_master_equation(seed):
    network, energy = crowded(Chain(), (5,), seed)
    occupation = random_occupation(network, {"A": 0.4, "B": 0.2}, seed)
    walk = Walk(compile_rates(network, 300.0, energy, FIELD), occupation, seed)
    assert walk.total_rate == pytest.approx(direct_rates(network, energy, occupation, 300.0))


@pytest.mark.parametrize(
    "lattice, counts", [(Chain(), (40,)), (Square(), (6, 6)), (SimpleCubic(), (5, 5, 5))]
)
@pytest.mark.parametrize("interacting", [True, False])
def test_rates_stay_those_of_the_configuration(lattice, counts, interacting):
    """After many events the updated rates are those computed anew."""
    network, energy = crowded(lattice, counts)
    compiled = compile_rates(network, 400.0, energy if interacting else None, FIELD)
    walk = Walk(compiled, random_occupation(network, {"A": 0.3, "B": 0.3}, 1), 2)
    walk.run(events=20000)
    fresh = Walk(compiled, walk.occupation)
    assert walk.total_rate == pytest.approx(fresh.total_rate, rel=1e-9)
    owners = network.sites.size
    leaves, anew = walk._state[8][:owners], fresh._state[8][:owners]
    np.testing.assert_allclose(leaves, anew, rtol=1e-9, atol=1e-13 * anew.max())


def test_detailed_balance_of_forward_and_backward_rates():
    """In equilibrium k(a->b) exp(-E_a) = k(b->a) exp(-E_b), also where barriers are clipped."""
    network, energy = crowded(Chain(), (5,), 3, spread=0.4)
    closed = crowded(Chain(), (5,), 3, spread=0.4)[0]
    occupation = random_occupation(closed, {"A": 0.4, "B": 0.2}, 3)
    exact = build_master_equation(closed, occupation, 500.0, energy)
    thermal = 8.617333262e-5 * 500.0
    potential = exact.energy - 0.03 * np.sum(exact.states == 1, axis=1)
    weight = np.exp(-(potential - potential.min()) / thermal)
    flow = weight[:, None] * exact.generator
    np.fill_diagonal(flow, 0.0)
    # the hop of two ions has no reverse in this network
    one_way = (flow > 0) != (flow.T > 0)
    assert not np.all(one_way)
    changed = np.sum(exact.states[:, None] != exact.states[None], axis=2)
    single = (flow > 0) & (flow.T > 0) & (changed <= 2)
    np.testing.assert_allclose(flow[single], flow.T[single], rtol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.0, 0.6), st.floats(0.0, 0.39), st.integers(0, 2**31))
def test_ions_are_conserved_in_a_closed_network(first, second, seed):
    sites = Square().repeat((5, 5))
    near = neighbours(sites)
    network = empty_network(sites, ("A", "B"), (1.0, 1.0))
    for name in ("A", "B"):
        network = with_hops(network, near, species=name, barrier=0.2, attempt_frequency=1e12)
    occupation = random_occupation(network, {"A": first, "B": second}, seed)
    walk = Walk(compile_rates(network, 300.0), occupation, seed)
    walk.run(events=200)
    np.testing.assert_array_equal(np.sort(walk.occupation), np.sort(occupation))


def test_energy_counts_each_pair_once():
    sites = Chain().repeat((6,))
    near = neighbours(sites)
    energy = Interactions(near, np.full((1, 1, 1), 0.3), np.zeros((1, 6)))
    assert total_energy(energy, np.array([1, 1, 1, 0, 0, 0])) == pytest.approx(0.6)
