"""Orbits and fits, against what made the energies and against icet."""

import numpy as np
import pytest

pytest.importorskip("spglib")

from ambipolar.atomistics.lattice import lattices
from ambipolar.atomistics.lattice.cluster_expansion import (
    Configuration,
    configuration_of,
    features,
    fit_cluster_expansion,
)
from ambipolar.atomistics.lattice.orbits import find_orbits
from ambipolar.atomistics.lattice.pair_model import PairModel
from ambipolar.core.errors import ParameterError


def sample(lattice, energy, counts, number=60, seed=0):
    random = np.random.default_rng(seed)
    sites = lattice.repeat(counts)
    found = []
    for _ in range(number):
        n = (random.random(sites.size) < random.random()).astype(int)
        found.append(Configuration(sites, n, energy(n)))
    return found


@pytest.mark.parametrize(
    "lattice, cutoff, pairs, triplets",
    [
        # multiplicities of shells per site; triangles of nearest neighbours
        (lattices.Square(1.0), 1.5, [2, 2], [4]),
        (lattices.Triangular(1.0), 1.1, [3], [2]),
        (lattices.FaceCentredCubic(np.sqrt(2)), 1.1, [6], [8]),
        (lattices.SimpleCubic(1.0), 1.1, [3], []),
        (lattices.LayeredTriangular(1.0, 1.05), 1.1, [3, 1], [2]),
    ],
)
def test_multiplicities(lattice, cutoff, pairs, triplets):
    found = find_orbits(lattice, {2: cutoff, 3: cutoff})
    assert [len(o.members) for o in found if o.order == 2] == pairs
    assert [len(o.members) for o in found if o.order == 3] == triplets


def test_symmetry_joins_sites_and_sublattices_part_them():
    assert [len(o.members) for o in find_orbits(lattices.Diamond(), {})] == [2]
    assert [len(o.members) for o in find_orbits(lattices.SpinelSites(), {})] == [2, 4]


def test_a_host_lowers_the_symmetry():
    host = (np.array([[0.5, 0.0, 0.0]]), np.array([8]))
    free = find_orbits(lattices.SimpleCubic(1.0), {2: 1.1})
    held = find_orbits(lattices.SimpleCubic(1.0), {2: 1.1}, host)
    assert [len(o.members) for o in free] == [1, 3]
    assert sorted(len(o.members) for o in held) == [1, 1, 2]


def test_interactions_that_made_the_energies_are_found():
    lattice = lattices.Square()
    made = PairModel(lattice, -0.2, (0.05, -0.02))
    model = made.compile((6, 6))
    fitted = fit_cluster_expansion(
        sample(lattice, lambda n: model.energy(n) + 36 * 1.5, (6, 6)), lattice, {2: 5.0, 3: 4.5}
    )
    known = {0.0: -0.2, 3.0: 0.05, round(3 * np.sqrt(2), 6): -0.02}
    for orbit, j in zip(fitted.orbits, fitted.interactions, strict=True):
        expected = 0.0 if orbit.order == 3 else known[round(orbit.diameter, 6)]
        assert j == pytest.approx(expected, abs=1e-6)
    assert fitted.constant == pytest.approx(1.5, abs=1e-6)
    assert fitted.cross_validation_error < 1e-6


def test_exported_tables_give_the_energies_of_the_expansion():
    lattice = lattices.Triangular()
    random = np.random.default_rng(3)
    data = sample(lattice, lambda n: float(random.normal()), (4, 4), 40)
    fitted = fit_cluster_expansion(data, lattice, {2: 6.1, 3: 3.1})
    sites = lattice.repeat((5, 3))
    model = fitted.model((5, 3))
    for _ in range(5):
        n = random.integers(0, 2, 15)
        assert model.energy(n) + 15 * fitted.constant == pytest.approx(fitted.energy(sites, n))


def test_left_out_errors_are_those_of_refitting():
    lattice, random = lattices.Square(), np.random.default_rng(5)
    data = sample(lattice, lambda n: 0.3 * n.sum() + random.normal(), (3, 3), 12)
    whole = fit_cluster_expansion(data, lattice, {2: 3.1}, strengths=(1e-14,))
    errors = []
    for k, left in enumerate(data):
        rest = fit_cluster_expansion(
            [*data[:k], *data[k + 1 :]], lattice, {2: 3.1}, strengths=(1e-14,)
        )
        errors.append((rest.energy(left.sites, left.occupation) - left.energy) / 9)
    assert whole.cross_validation_error == pytest.approx(
        np.sqrt(np.mean(np.square(errors))), rel=1e-6
    )


def test_noise_is_reported_and_interactions_remain():
    lattice, random = lattices.Square(), np.random.default_rng(4)
    model = PairModel(lattice, 0.0, (0.05,)).compile((6, 6))
    data = sample(lattice, lambda n: model.energy(n) + 36 * random.normal(0, 0.002), (6, 6), 120)
    fitted = fit_cluster_expansion(data, lattice, {2: 4.5})
    assert 0.0015 < fitted.cross_validation_error < 0.0025
    assert fitted.interactions[1] == pytest.approx(0.05, abs=0.01)


def test_spans_the_same_energies_as_icet():
    icet = pytest.importorskip("icet")
    from ase.build import bulk

    lattice = lattices.FaceCentredCubic(4.0)
    primitive = bulk("Au", "fcc", a=4.0)
    cutoffs = [4.1, 3.0]
    space = icet.ClusterSpace(primitive, cutoffs, ["Au", "Cu"])
    ours = find_orbits(lattice, {2: cutoffs[0], 3: cutoffs[1]})
    theirs = [o for o in space.as_list if o["order"] > 0]
    assert sorted((o.order, len(o.members)) for o in ours) == sorted(
        (o["order"], o["multiplicity"]) for o in theirs
    )
    sites = lattice.repeat((3, 3, 2))
    random = np.random.default_rng(0)
    rows, configurations = [], []
    for _ in range(15):
        n = random.integers(0, 2, sites.size)
        atoms = primitive.repeat((3, 3, 2))
        # the order of ase.repeat is that of our sites: last index fastest
        atoms.symbols = np.where(n == 1, "Cu", "Au")
        rows.append(space.get_cluster_vector(atoms))
        configurations.append(Configuration(sites, n, 0.0))
    ours_table, theirs_table = features(ours, configurations), np.array(rows)
    # each of our features is a combination of theirs and the reverse
    for a, b in ((ours_table, theirs_table), (theirs_table, ours_table)):
        weights = np.linalg.lstsq(a, b, rcond=None)[0]
        assert a @ weights == pytest.approx(b, abs=1e-9)


def test_relaxed_atoms_become_occupations():
    ase = pytest.importorskip("ase")
    lattice = lattices.SimpleCubic(3.0)
    sites = lattice.repeat((2, 2, 2))
    places = sites.positions[[0, 3, 5]] * 1.02 + 0.1
    atoms = ase.Atoms("Li3", places, cell=sites.cell * 1.02, pbc=True)
    found = configuration_of(atoms, lattice, "Li", -1.0)
    assert np.flatnonzero(found.occupation).tolist() == [0, 3, 5]
    atoms.positions[0] += 1.5
    with pytest.raises(ParameterError, match="angstrom from a site"):
        configuration_of(atoms, lattice, "Li", -1.0)
    with pytest.raises(ParameterError, match="no multiple"):
        configuration_of(ase.Atoms(cell=[4.5] * 3), lattice, "Li", -1.0)


@pytest.mark.parametrize(
    "change", [{"occupation": [2] * 4}, {"occupation": [1]}, {"energy": np.nan}]
)
def test_bad_configurations_are_told(change):
    sites = lattices.Square().repeat((2, 2))
    good = {"occupation": [0, 1, 0, 1], "energy": 0.0}
    data = [Configuration(sites, **good)] * 3 + [Configuration(sites, **(good | change))]
    with pytest.raises(ParameterError, match=r"configurations\[3\]"):
        fit_cluster_expansion(data, lattices.Square(), {2: 3.1})


def test_other_cluster_sizes_are_told():
    with pytest.raises(ParameterError, match="triplets"):
        find_orbits(lattices.Square(), {4: 3.0})
