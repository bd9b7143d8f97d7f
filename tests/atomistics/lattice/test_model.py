"""Lattices, their neighbours, and the tables of models."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.atomistics.lattice import lattices
from ambipolar.atomistics.lattice.model import compile_model
from ambipolar.atomistics.lattice.pair_model import PairModel
from ambipolar.atomistics.lattice.terms import Clusters, LayerTerms
from ambipolar.core.errors import ParameterError

COORDINATION = {
    lattices.Chain: 2, lattices.Square: 4, lattices.Triangular: 6, lattices.SimpleCubic: 6,
    lattices.FaceCentredCubic: 12, lattices.BodyCentredCubic: 8, lattices.Diamond: 4,
    lattices.Honeycomb: 3,
}  # fmt: skip


@pytest.mark.parametrize("kind", COORDINATION, ids=lambda k: k.__name__)
def test_coordination_numbers(kind):
    found = kind().shells(1)
    assert np.bincount(found.start).tolist() == [COORDINATION[kind]] * len(kind().basis)


def test_octahedral_sites_of_a_spinel_lie_between_tetrahedral_ones():
    found = lattices.SpinelSites(8.36).shells(1)
    assert np.bincount(found.start).tolist() == [4, 4, 2, 2, 2, 2]
    assert found.distance == pytest.approx(8.36 * np.sqrt(3) / 8)


def test_offsets_join_positions_of_a_supercell():
    sites = lattices.Diamond(4.0).repeat((3, 3, 3))
    found = sites.lattice.shells(1)
    ends = sites.index(found.cell, found.end)
    across = sites.positions[ends] - sites.positions[found.start]
    fraction = across @ np.linalg.inv(sites.cell)
    nearest = (fraction - np.round(fraction)) @ sites.cell
    assert nearest == pytest.approx(found.vector)


def toy(counts=(3, 4)):
    """Points, pairs of two shells, triplets and an infinite range on a square lattice."""
    lattice = lattices.Square()
    offsets = lattice.shells(2)
    clusters = [
        Clusters.points([-0.1]),
        Clusters.pairs(offsets, np.where(offsets.shell == 0, 0.03, -0.02)),
        Clusters.of([[0, 0, 0]], [[[0, 0, 0], [1, 0, 0], [0, 1, 0]]], [0.05]),
    ]
    return compile_model(lattice.repeat(counts), clusters, LayerTerms.infinite_range(0.2, 1))


def slow_energy(n, counts):
    """The same energy by loops over the cells of a periodic picture."""
    picture = n.reshape(counts)
    energy = -0.1 * n.sum() + 0.2 * n.sum() ** 2 / n.size
    for i, j in np.ndindex(*counts):
        right, above = picture[(i + 1) % counts[0], j], picture[i, (j + 1) % counts[1]]
        corners = sum(picture[(i + 1) % counts[0], (j + k) % counts[1]] for k in (1, -1))
        energy += picture[i, j] * (0.03 * (right + above) - 0.02 * corners + 0.05 * right * above)
    return energy


@pytest.mark.parametrize("counts", [(3, 4), (4, 3), (2, 3), (1, 4), (2, 2), (1, 1)])
def test_energy_is_that_of_the_periodic_crystal_also_in_cells_smaller_than_clusters(counts):
    model = toy(counts)
    random = np.random.default_rng(1)
    for _ in range(20):
        n = random.integers(0, 2, model.size)
        assert model.energy(n) == pytest.approx(slow_energy(n, counts), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.booleans(), min_size=12, max_size=12), st.integers(0, 11))
def test_fields_are_differences_of_the_energy(bits, site):
    model, n = toy(), np.array(bits, int)
    n[site] = 0
    filled = n.copy()
    filled[site] = 1
    count = n.sum()
    layer = model.layer_energy([count + 1]) - model.layer_energy([count])
    change = model.energy(filled) - model.energy(n)
    assert change == pytest.approx(model.fields(n)[site] + layer, abs=1e-12)


def test_shifting_a_pattern_changes_nothing():
    model = toy((3, 4))
    n = np.random.default_rng(2).integers(0, 2, 12)
    moved = np.roll(n.reshape(3, 4), (1, 2), axis=(0, 1)).ravel()
    assert model.energy(moved) == pytest.approx(model.energy(n), abs=1e-12)


def test_sites_of_two_sublattices_have_their_energies():
    model = PairModel(
        lattices.SpinelSites(), site_energy=-1.0, sublattice_energies=(0.0, 0.3)
    ).compile((1, 1, 1))
    assert model.site_energy.tolist() == pytest.approx([-1, -1, -0.7, -0.7, -0.7, -0.7])


@pytest.mark.parametrize(
    "call, part",
    [
        (lambda: lattices.Square().repeat((3,)), "2 whole numbers"),
        (lambda: lattices.Square().repeat((3, 0)), "at least 1"),
        (lambda: lattices.Square().repeat((3, 3, 2)), "repeats along 2"),
        (lambda: lattices.Square().neighbours(-1.0), "positive"),
        (lambda: lattices.Square(spacing=-1.0), "spacing"),
        (lambda: PairModel(lattices.SpinelSites(), sublattice_energies=(0.1,)), "needs 2"),
        (lambda: toy().energy([0, 1]), "expected (12,)"),
        (
            lambda: compile_model(
                lattices.Chain().repeat((4,)), [], LayerTerms(np.zeros((2, 2)))
            ),
            "expected (1, 1)",
        ),
        (
            lambda: compile_model(
                lattices.Chain().repeat((4,)),
                [Clusters.of([[0] * 4], [[[i, 0, 0] for i in range(4)]], [1.0])],
            ),
            "up to three",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_told(call, part):
    with pytest.raises(ParameterError) as caught:
        call()
    assert part in str(caught.value)
