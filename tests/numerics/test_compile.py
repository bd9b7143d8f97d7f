"""Compilation: numbers are inputs, structure is shared, Jacobians are sparse and right."""

from dataclasses import replace

import numpy as np
import pytest
from tests.toys import allen_cahn_device, host

from ambipolar.core.records import parameters
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.radial import CahnHilliardReaction
from ambipolar.models.size_distribution import LogNormalSizes
from ambipolar.numerics.compile import compile_system


def _state(device):
    compiled = compile_system(device)
    p = compiled.input_vector(device, {"control.value": 1e-3})
    y = compiled.initial(p).full().ravel()
    return compiled, y + 1e-3 * np.random.default_rng(0).standard_normal(len(y)), p


def test_equal_structure_is_compiled_once():
    one = allen_cahn_device()
    other = replace(one, temperature=310.0, particle=replace(one.particle, length=80e-9))
    assert compile_system(one) is compile_system(other)
    finer = replace(one, particle=replace(one.particle, cells=41))
    assert compile_system(finer) is not compile_system(one)


def test_every_number_is_an_input():
    device = allen_cahn_device()
    compiled = compile_system(device)
    assert set(parameters(device)) <= set(compiled.input_index)
    assert "material.kinetics.rate_constant" in compiled.input_index


DEVICES = {
    "allen-cahn": allen_cahn_device(),
    "cahn-hilliard": SingleParticle(
        host(coherency=1e8), CahnHilliardReaction(radius=40e-9, nodes=21)
    ),
    "zeng-bazant": SingleParticle(
        host(), CahnHilliardReaction(radius=40e-9, nodes=21, scheme="zeng-bazant")
    ),
    "homogeneous": SingleParticle(host(), HomogeneousParticle()),
    "population": ParticlePopulation(
        host(coherency=1e8),
        Population(allen_cahn_device(cells=21).particle, 3, LogNormalSizes(1e-8)),
    ),
}


@pytest.mark.parametrize("name", DEVICES)
def test_jacobian_matches_finite_differences(name):
    compiled, y, p = _state(DEVICES[name])
    cj = 3.0
    exact = compiled.jacobian(0.0, y, p, cj).full()
    # two step sizes, extrapolated: rates span many decades, so plain differences are too crude
    numeric = np.zeros_like(exact)
    for k in range(len(y)):
        columns = []
        for h in (1e-6, 5e-7):
            up, down = y.copy(), y.copy()
            up[k] += h
            down[k] -= h
            difference = compiled.residual(0.0, up, p) - compiled.residual(0.0, down, p)
            columns.append(difference.full().ravel() / (2 * h))
        numeric[:, k] = (4 * columns[1] - columns[0]) / 3
    numeric -= cj * compiled.mass.full()
    scale = np.abs(exact).max(axis=1, keepdims=True) + 1e-12
    assert np.max(np.abs(exact - numeric) / scale) < 1e-6


def test_bordered_jacobian_grows_linearly():
    small, large = (compile_system(allen_cahn_device(cells=n)) for n in (200, 400))
    assert large.jacobian.sparsity_out(0).nnz() < 2.1 * small.jacobian.sparsity_out(0).nnz()
    assert large.jacobian.n_nodes() < 1.2 * small.jacobian.n_nodes()


def test_jacobian_of_a_population_grows_linearly():
    """The mean fillings of all members share one reverse sweep, however long the particles."""
    particle = allen_cahn_device(cells=60).particle
    few, many = (
        compile_system(
            ParticlePopulation(host(coherency=1e8), Population(particle, n, LogNormalSizes(1e-8)))
        ).jacobian
        for n in (10, 40)
    )
    assert many.sparsity_out(0).nnz() < 4.1 * few.sparsity_out(0).nnz()
    assert many.n_instructions() < 1.2 * few.n_instructions()
