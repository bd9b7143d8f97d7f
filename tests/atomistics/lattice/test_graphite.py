"""Lithium in graphite: energies by hand, order, one short sweep, the specification."""

import numpy as np
import pytest

from ambipolar.atomistics.lattice import lattices
from ambipolar.atomistics.lattice.graphite import SUPERLATTICE, LayeredGraphite
from ambipolar.atomistics.lattice.order import stage_order, structure_factor, superlattice_order
from ambipolar.simulation.specification.spec import load_spec


def test_energy_of_a_lone_gallery_is_the_lattice_sum():
    host = LayeredGraphite()
    model = host.compile((9, 9, 4))
    state = host.ground_states(model.sites)["stage 4"]
    # neighbours within 10 angstrom on the superlattice: 6 each at r_m, sqrt3 r_m and 2 r_m
    ratio = 4.26 / (2.46 * np.sqrt(3) * np.array([1, np.sqrt(3), 2]))
    pairs = 0.0255075 * (ratio**12 - 2 * ratio**6)
    expected = -0.0299966 + 0.5 * 6 * pairs.sum()
    assert model.energy(state) / state.sum() == pytest.approx(expected, abs=1e-9)


def test_galleries_further_apart_repel_by_the_integrated_law():
    near, far = (LayeredGraphite(further_galleries=k).compile((6, 6, 8)) for k in (0, 1))
    state = LayeredGraphite().ground_states(near.sites)["stage 2"]
    each = (far.energy(state) - near.energy(state)) / state.sum()
    area, distance = 2.46**2 * np.sqrt(0.75) * 3, 6.70
    # two galleries, half of each pair, of one guest for three rings
    expected = 0.255075 * 1.42**4 * np.pi / distance**2 / area
    assert each == pytest.approx(expected, rel=1e-9)


def test_elastic_energy_leaves_empty_and_full_galleries_alone():
    plain, stiff = (LayeredGraphite(elastic_energy=e).compile((6, 6, 4)) for e in (0.0, 0.02))
    states = LayeredGraphite().ground_states(plain.sites)
    for name in ("empty", "stage 4", "stage 2", "stage 1"):
        assert stiff.energy(states[name]) == pytest.approx(plain.energy(states[name]), abs=1e-12)
    half = states["stage 1"].copy()
    half[np.flatnonzero(half)[:6]] = 0
    assert stiff.energy(half) > plain.energy(half)


def test_stages_and_superlattice_of_perfect_states():
    sites = lattices.LayeredTriangular().repeat((6, 6, 12))
    states = LayeredGraphite().ground_states(sites)
    assert {k: int(v.sum()) for k, v in states.items()} == {
        "empty": 0, "stage 4": 36, "stage 3": 48, "stage 2": 72, "stage 1": 144,
    }  # fmt: skip
    for stage in (2, 3, 4):
        state = states[f"stage {stage}"]
        layers = np.bincount(sites.layer, state, 12) / 12
        assert stage_order(layers, stage) == pytest.approx(1.0)
        assert superlattice_order(sites, state, SUPERLATTICE) == pytest.approx(1.0)
    assert stage_order(np.ones(12), 2) == pytest.approx(0.0, abs=1e-12)
    assert superlattice_order(sites, np.ones(sites.size), SUPERLATTICE) == pytest.approx(
        0, abs=1e-9
    )
    assert superlattice_order(sites, states["empty"], SUPERLATTICE) == 0


def test_structure_factor_of_random_sites_is_that_of_an_ideal_gas():
    sites = lattices.Square().repeat((40, 40))
    random = np.random.default_rng(0)
    waves = np.array([[i / 40, j / 40, 0] for i in range(1, 20) for j in range(20)])
    found = structure_factor(sites, random.random(1600) < 0.3, waves).mean()
    assert found == pytest.approx(0.3 * 0.7, rel=0.15)
    checked = (sites.cells[:, :2].sum(axis=1) % 2).astype(float)
    assert structure_factor(sites, checked, [[0.5, 0.5, 0]])[0] == pytest.approx(1600 / 4)


def test_voltage_falls_through_stage_two():
    pytest.importorskip("numba")
    from ambipolar.atomistics.lattice.monte_carlo import Walker

    host = LayeredGraphite(further_galleries=2, elastic_energy=0.01)
    # galleries of 12 guests (6 x 6 rings) empty and fill by chance, those of 48 do not
    model = host.compile((12, 12, 6))
    walker = Walker(model, host.ground_states(model.sites)["stage 2"], seed=1)
    samples = walker.run(-0.092, 296.0, samples=500, settle=200)
    layers = samples.counts.mean(axis=0) * 3 / 144
    assert stage_order(layers, 2) > 0.9
    assert superlattice_order(model.sites, walker.occupation, SUPERLATTICE) > 0.9
    assert samples.filling.mean() * 3 == pytest.approx(0.5, abs=0.03)


def test_specifications_name_models_and_lattices():
    text = """
name: small
calculation:
  type: lattice-isotherm
  model: {type: pair-model, lattice: square, site_energy: -3.5 eV, pair_energies: [20 meV]}
  repeat: [4, 6]
  highest_voltage: 3.7 V
"""
    spec = load_spec(text).with_overrides(["calculation.samples=50", "calculation.temperature=350"])
    calculation = spec.built_calculation()
    assert calculation.model.pair_energies == pytest.approx((0.02,))
    assert calculation.repeat == (4, 6)
    assert (calculation.samples, calculation.temperature) == (50, 350.0)
    assert type(calculation.model.lattice) is lattices.Square
