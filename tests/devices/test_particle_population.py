"""Populations in a perfect bath: limits of one and of equal members, balances, who fills first."""

from dataclasses import replace

import numpy as np
import pytest
from tests.toys import Drive, Rate

from ambipolar.core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ambipolar.core.errors import ParameterError
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.materials.hosts.lfp import LFP
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.heterogeneity import FrozenHeterogeneity
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.initial_profile import CosineProfile
from ambipolar.models.population import Population
from ambipolar.models.radial import CahnHilliardReaction, DiffusionParticle
from ambipolar.models.size_distribution import GivenSizes, LogNormalSizes
from ambipolar.models.variation import (
    GivenVariation,
    LogNormalVariation,
    NormalVariation,
    SizeDependentInteraction,
)
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.stability.thresholds import accumulated_growth
from ambipolar.physics.thermodynamics.hysteresis import hysteresis_gap
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.simulation.protocol.segment import Mode
from ambipolar.simulation.run import run

TIGHT = SolverSettings(1e-8, 1e-10)
UNSTRAINED = replace(LFP, coherency=None)
SOLUTION = replace(
    UNSTRAINED, free_energy=RegularSolution(omega=1.5 * GAS_CONSTANT * ROOM_TEMPERATURE)
)
PARTICLES = {
    "homogeneous": HomogeneousParticle(20e-9),
    "allen-cahn": AllenCahnReaction(
        length=40e-9, cells=12, heterogeneity=FrozenHeterogeneity(),
        initial_profile=CosineProfile(1e-3),
    ),
    "diffusion": DiffusionParticle(radius=30e-9, nodes=12),
    "cahn-hilliard": CahnHilliardReaction(radius=30e-9, nodes=12),
}  # fmt: skip


def _device(population, material=LFP, **options):
    return ParticlePopulation(material, population, **options)


@pytest.mark.parametrize("name", PARTICLES)
def test_one_member_is_a_single_particle(name):
    particle = PARTICLES[name]
    host = SOLUTION if name != "allen-cahn" else LFP
    one = run(_device(Population(particle, 1), host, area_ratio=3.0), Rate(0.5, 0.4), TIGHT)
    single = run(SingleParticle(host, particle, area_ratio=3.0), Rate(0.5, 0.4), TIGHT)
    assert one.status.ok and single.status.ok
    assert one["voltage"].values == pytest.approx(single["voltage"].values, abs=1e-6)
    assert one["population.filling"].values[:, 0] == pytest.approx(one["filling"].values, abs=1e-9)
    assert one["population.reacting_fraction"].values[1:] == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("name", ["homogeneous", "diffusion", "cahn-hilliard"])
def test_equal_members_are_one(name):
    particle = PARTICLES[name]
    many = run(_device(Population(particle, 7), SOLUTION), Rate(0.5, 0.4), TIGHT)
    single = run(SingleParticle(SOLUTION, particle), Rate(0.5, 0.4), TIGHT)
    assert many["voltage"].values == pytest.approx(single["voltage"].values, abs=1e-6)
    assert np.ptp(many["population.filling"].values, axis=1).max() < 1e-9


@pytest.mark.parametrize("name", PARTICLES)
def test_guests_are_conserved(name):
    particle = PARTICLES[name]
    size = getattr(particle, particle.size_name)
    population = Population(
        particle, 5, LogNormalSizes(0.4 * size), (LogNormalVariation(RATE, deviation=0.3),),
        initial_deviation=1e-3,
    )  # fmt: skip
    host = LFP if name == "allen-cahn" else SOLUTION
    solution = run(_device(population, host, initial_filling=0.05), Rate(0.2, 0.6))
    assert solution.status.ok
    assert solution.conservation["guest"] < 1e-9
    weights = population.capacity_weights(host)[:, 0]
    mean = solution["population.filling"].values @ weights
    assert mean == pytest.approx(solution["filling"].values, abs=1e-9)


RATE = "material.kinetics.rate_constant"


def test_weights_of_sizes_and_numbers():
    sizes = GivenSizes((10e-9, 20e-9))
    spheres = Population(HomogeneousParticle(15e-9), 2, sizes, numbers=(8.0, 1.0))
    assert spheres.capacity_weights(LFP)[:, 0] == pytest.approx([0.5, 0.5])
    assert spheres.area_weights(LFP)[:, 0] == pytest.approx([2 / 3, 1 / 3])
    assert spheres.volume_per_area() == pytest.approx(2 / (1 / 10e-9 + 1 / 20e-9))
    expected = FARADAY * LFP.site_density * spheres.volume_per_area()
    assert _device(spheres).capacity == pytest.approx(expected, rel=1e-12)
    plates = Population(AllenCahnReaction(), 2, sizes)
    assert plates.capacity_weights(LFP)[:, 0] == pytest.approx([0.2, 0.8])
    assert plates.area_weights(LFP)[:, 0] == pytest.approx([0.2, 0.8])


def test_members_that_stand_for_several():
    """Four equal pairs are the same electrode as two members that stand for two and six."""
    particle = HomogeneousParticle(20e-9)
    few = Population(particle, 2, GivenSizes((10e-9, 30e-9)), numbers=(2.0, 6.0))
    all_of_them = Population(particle, 8, GivenSizes((10e-9,) * 2 + (30e-9,) * 6))
    a, b = (run(_device(p, SOLUTION), Rate(1.0, 0.6), TIGHT) for p in (few, all_of_them))
    assert a["voltage"].values == pytest.approx(b["voltage"].values, abs=1e-6)
    assert a["population.active_fraction"].values == pytest.approx(
        b["population.active_fraction"].values, abs=1e-12
    )


def test_slow_filling_is_particle_by_particle_and_shows_the_spinodal_gap():
    """Filled and emptied slowly the plateaus are the two spinodals. [dreyer2010]"""
    host = replace(
        UNSTRAINED, free_energy=RegularSolution(omega=3 * GAS_CONSTANT * ROOM_TEMPERATURE)
    )
    unlike = NormalVariation("material.standard_potential", deviation=2e-5)
    population = Population(
        HomogeneousParticle(10e-9), 50, variations=(unlike,), active_above=0.25, active_below=0.75
    )
    full, empty = (
        run(_device(population, host, initial_filling=start), Rate(rate, 0.8, samples=400))
        for start, rate in ((0.03, 1e-3), (0.97, -1e-3))
    )
    assert full.status.ok and empty.status.ok
    middle = [
        np.median(s["voltage"].values[np.abs(s["filling"].values - 0.5) < 0.2])
        for s in (full, empty)
    ]
    gap = hysteresis_gap(host.free_energy, ROOM_TEMPERATURE)
    assert middle[1] - middle[0] == pytest.approx(gap, rel=0.02)
    assert full["population.active_fraction"].values.max() < 0.1


def test_spread_grows_as_linear_stability_says():
    """ln(std/std0) = integral of the growth rate over the filling (T5.popvar.A.I1.0)."""
    host = replace(UNSTRAINED)
    single = SingleParticle(host, HomogeneousParticle(10e-9), initial_filling=0.05)
    population = Population(HomogeneousParticle(10e-9), 20, initial_deviation=1e-5)
    current = host.kinetics.rate_constant
    device = _device(population, host, initial_filling=0.05)
    end = 0.55 * device.capacity / current
    solution = run(device, Drive(Mode.CURRENT, current, end), SolverSettings(1e-10, 1e-12))
    spread = np.std(solution["population.filling"].values, axis=1)
    grown = float(np.log(spread[-1] / spread[0]))
    predicted = accumulated_growth(single.driven_surface(), 0.05, 0.6, current, np.inf)
    assert grown == pytest.approx(predicted, abs=2e-3)
    assert grown == pytest.approx(-0.336934694120286, abs=1e-2)


def test_fast_filling_is_concurrent():
    unlike = NormalVariation("material.standard_potential", deviation=2e-4)
    population = Population(HomogeneousParticle(20e-9), 20, LogNormalSizes(2e-9), (unlike,))
    slow, fast = (
        run(_device(population, UNSTRAINED), Rate(rate, 0.95, samples=200)) for rate in (0.01, 60.0)
    )
    share = [
        s["population.active_fraction"].values[np.abs(s["filling"].values - 0.5) < 0.05].mean()
        for s in (slow, fast)
    ]
    assert share[0] < 0.1 and share[1] > 0.99
    taking = fast["population.reacting_fraction"].values
    assert taking[1:].min() > 0.8


def test_small_particles_fill_first_and_large_ones_feed_them_at_rest():
    population = Population(HomogeneousParticle(20e-9), 2, GivenSizes((10e-9, 40e-9)))
    device = _device(population, SOLUTION, initial_filling=0.1)
    driven = run(device, Rate(20.0, 0.4), TIGHT)
    x = driven["population.filling"].values[-1]
    assert x[0] > x[1] + 0.02
    rest = run(device, Drive(Mode.CURRENT, 0.0, 1e4), TIGHT, start=driven.final_state)
    y = rest["population.filling"].values[-1]
    assert y[0] == pytest.approx(y[1], abs=1e-4)
    assert rest["filling"].values == pytest.approx(driven["filling"].values[-1], abs=1e-9)


def test_two_equal_particles_at_rest_separate():
    """Inside the spinodal one particle fills at the expense of the other."""
    population = Population(HomogeneousParticle(20e-9), 2, initial_deviation=1e-4)
    device = _device(population, UNSTRAINED, initial_filling=0.5)
    rest = run(device, Drive(Mode.CURRENT, 0.0, 1e4))
    x = np.sort(rest["population.filling"].values[-1])
    assert x == pytest.approx([0.0121, 0.9879], abs=2e-3)


def test_seeds_reproduce_and_numbers_need_no_compilation():
    from ambipolar.numerics.compile import compile_system

    def of(seed, deviation):
        sizes = LogNormalSizes(deviation, seed=seed)
        return _device(Population(HomogeneousParticle(20e-9), 6, sizes), SOLUTION)

    same = [run(of(4, 5e-9), Rate(1.0, 0.3))["population.filling"].values for _ in range(2)]
    assert np.array_equal(*same)
    other = run(of(5, 5e-9), Rate(1.0, 0.3))["population.filling"].values
    assert np.abs(other - same[0]).max() > 1e-4
    assert compile_system(of(4, 5e-9)) is compile_system(of(4, 7e-9))


def test_every_variation_runs():
    variations = (
        SizeDependentInteraction(),
        NormalVariation("material.standard_potential", deviation=1e-3),
        GivenVariation("particle.thickness", given=(10e-9, 20e-9, 30e-9)),
        LogNormalVariation(RATE, deviation=0.2),
    )
    particle = AllenCahnReaction(length=40e-9, cells=8, heterogeneity=FrozenHeterogeneity())
    population = Population(particle, 3, LogNormalSizes(10e-9), variations)
    solution = run(_device(population), Rate(0.5, 0.5))
    assert solution.status.ok
    assert solution["population.local_filling"].shape[1:] == (3, 8)
    assert solution["population.position"].values[-1] < 1.0


def test_bad_targets():
    for target in ("material.name", "particle.radius", "device.temperature", "particle"):
        population = Population(
            HomogeneousParticle(), 2, variations=(LogNormalVariation(target, deviation=0.1),)
        )
        with pytest.raises(ParameterError, match="variations.target"):
            _device(population)
