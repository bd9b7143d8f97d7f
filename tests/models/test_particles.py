"""Every particle against closed forms: balances, diffusion, equilibrium, driven growth."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import j0, j1, jn_zeros
from tests.toys import TEMPERATURE, THERMAL, Drive, Rate, allen_cahn_device, host, reversible

from ambipolar.core.constants import FARADAY
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.heterogeneity import FrozenHeterogeneity, PersistentNoise
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.radial import CahnHilliardReaction, DiffusionParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing
from ambipolar.physics.thermodynamics.surface import SurfaceComposition, SurfaceSlope
from ambipolar.physics.thermodynamics.two_layer import TwoLayerGraphite
from ambipolar.physics.transport.diffusivity import ConstantDiffusivity, LatticeDiffusivity
from ambipolar.simulation.protocol.segment import Mode
from ambipolar.simulation.run import run

R, D = 1e-6, 1e-14
TIGHT = SolverSettings(relative_tolerance=1e-9, absolute_tolerance=1e-11)

GRAPHITE = TwoLayerGraphite(omega_a=8426.0, omega_b=3469.6, omega_c=49565.0)
SHARP = LatticeDiffusivity(1e-15)
ALL = {
    "homogeneous": SingleParticle(host(), HomogeneousParticle()),
    "homogeneous, two fields": SingleParticle(host(free_energy=GRAPHITE), HomogeneousParticle()),
    "homogeneous with film": SingleParticle(
        host(kinetics=WithFilmResistance(host().kinetics, 0.1)), HomogeneousParticle()
    ),
    "allen-cahn": allen_cahn_device(),
    "allen-cahn with film": replace(
        allen_cahn_device(), material=host(kinetics=WithFilmResistance(host().kinetics, 0.1))
    ),
    "allen-cahn, wetted, surface diffusion": allen_cahn_device(
        surface=SurfaceComposition(0.98), surface_diffusivity=LatticeDiffusivity(1e-18)
    ),
    "allen-cahn, noisy": allen_cahn_device(heterogeneity=PersistentNoise(20.0, 300.0)),
    "fickian sphere": SingleParticle(host(0.5), DiffusionParticle(100e-9)),
    "cahn-hilliard sphere": SingleParticle(host(diffusivity=SHARP), CahnHilliardReaction(60e-9)),
    "cahn-hilliard cylinder, wetted, coherent": SingleParticle(
        host(diffusivity=SHARP, coherency=1e8),
        CahnHilliardReaction(60e-9, "cylinder", scheme="zeng-bazant", surface=SurfaceSlope(1e7)),
    ),
    "cahn-hilliard, two layers": SingleParticle(
        host(free_energy=GRAPHITE, diffusivity=ConstantDiffusivity(1e-14), gradient_energy=4e-7),
        CahnHilliardReaction(1e-6, "cylinder", heterogeneity=FrozenHeterogeneity(10.0)),
    ),
}


@pytest.mark.parametrize("name", ALL)
def test_charge_in_is_guest_in(name):
    # the layers of graphite fill to one part in 1e8, which the tolerance has to resolve
    settings = SolverSettings(1e-9, 1e-11) if "layers" in name else None
    solution = run(ALL[name], Rate(0.5, 0.85), settings).check()
    assert solution.conservation["guest"] < 1e-11
    assert float(solution["filling"][-1]) == pytest.approx(0.86, abs=1e-10)


def _long_time_flux(geometry: str) -> float:
    """Surface minus mean filling at constant flux, in units of flux times R over D."""
    material = reversible(host(free_energy=IdealMixing(), diffusivity=ConstantDiffusivity(D)))
    device = SingleParticle(material, DiffusionParticle(R, geometry, nodes=81), initial_filling=0.1)
    current = 1e-3
    flux = current / (FARADAY * material.site_density)
    solution = run(device, Drive(Mode.CURRENT, current, 3 * R * R / D), TIGHT)
    gap = solution["particle.surface_filling"] - solution["filling"]
    return float(gap[-1]) / (flux * R / D)


@pytest.mark.parametrize(
    ("geometry", "expected"), [("plate", 1 / 3), ("cylinder", 1 / 4), ("sphere", 1 / 5)]
)
def test_constant_flux_at_long_times(geometry, expected):
    assert _long_time_flux(geometry) == pytest.approx(expected, rel=2e-4)


def _uptake(geometry: str, tau: np.ndarray) -> np.ndarray:
    """Fractional uptake at constant surface filling (Crank)."""
    tau = tau[:, None]
    if geometry == "plate":
        odd = (2 * np.arange(400) + 1) * np.pi / 2
        return 1 - np.sum(2 / odd**2 * np.exp(-(odd**2) * tau), axis=1)
    roots = jn_zeros(0, 400) if geometry == "cylinder" else np.arange(1, 400) * np.pi
    factor = 4 if geometry == "cylinder" else 6
    return 1 - np.sum(factor / roots**2 * np.exp(-(roots**2) * tau), axis=1)


@pytest.mark.parametrize("geometry", ["plate", "cylinder", "sphere"])
def test_constant_surface_filling(geometry):
    material = reversible(host(free_energy=IdealMixing(), diffusivity=ConstantDiffusivity(D)))
    device = SingleParticle(
        material, DiffusionParticle(R, geometry, nodes=201), initial_filling=0.1
    )
    target = float(material.open_circuit_potential(0.3))
    solution = run(device, Drive(Mode.VOLTAGE, target, R * R / D, 101), TIGHT)
    tau = solution["time"].values * D / R**2
    uptake = (solution["filling"].values - 0.1) / 0.2
    late = tau >= 0.01
    assert uptake[late] == pytest.approx(_uptake(geometry, tau[late]), rel=2e-3)


def test_crank_series_helper_is_itself_right():
    tau = np.array([0.196731, 0.0630582])
    assert _uptake("plate", tau[:1])[0] == pytest.approx(0.5, abs=1e-6)
    assert _uptake("cylinder", tau[1:])[0] == pytest.approx(0.5, abs=1e-6)
    assert j0(jn_zeros(0, 3)) == pytest.approx(0, abs=1e-12)
    assert j1(0) == 0


def test_finite_slab_relaxes_to_the_half_kink():
    """Om = 4, ten reduced lengths, mean 1/2: the profile of two phases between sealed ends."""
    kappa = 5e-10
    reduced = np.sqrt(kappa / (host().site_density * THERMAL))
    particle = AllenCahnReaction(
        length=10 * reduced, cells=400, surface_diffusivity=LatticeDiffusivity(1e-16),
        heterogeneity=FrozenHeterogeneity(0.0),
    )  # fmt: skip
    seeded = replace(particle, heterogeneity=FrozenHeterogeneity(0.05 * THERMAL, modes=1))
    material = host(4.0, gradient_energy=kappa)
    first = run(
        SingleParticle(material, seeded, initial_filling=0.5), Drive(Mode.CURRENT, 0.0, 1e4)
    )
    relaxed = run(
        SingleParticle(material, particle, initial_filling=0.5),
        Drive(Mode.CURRENT, 0.0, 1e5),
        TIGHT,
        start=first.final_state,
    ).check()
    x = relaxed["particle.filling"].values[-1]
    # ends are at cell centres, half a cell inside, where the profile is flat
    assert sorted((x[0], x[-1])) == pytest.approx([0.0212480, 0.9787520], abs=1e-4)
    assert float(relaxed["voltage"][-1]) == pytest.approx(3.4, abs=1e-5)


def test_declared_noise_is_reproducible():
    device = allen_cahn_device(heterogeneity=PersistentNoise(20.0, 300.0, seed=3))
    one, two = run(device, Rate(0.2, 0.8)), run(device, Rate(0.2, 0.8))
    assert np.array_equal(one["voltage"], two["voltage"])
    other = allen_cahn_device(heterogeneity=PersistentNoise(20.0, 300.0, seed=4))
    assert not np.allclose(one["voltage"], run(other, Rate(0.2, 0.8))["voltage"], atol=1e-7)


# the second scheme starts with an error seven times smaller, and nears its order more slowly
@pytest.mark.parametrize(("scheme", "least"), [("finite-volume", 1.98), ("zeng-bazant", 1.75)])
def test_fickian_sphere_converges_with_second_order(scheme, least):
    def final_gap(nodes: int) -> float:
        material = reversible(host(free_energy=IdealMixing(), diffusivity=ConstantDiffusivity(D)))
        device = SingleParticle(
            material, DiffusionParticle(R, "sphere", nodes, scheme), initial_filling=0.1
        )
        # differences of 1e-9 are compared: the integration must not show in them
        exact = SolverSettings(1e-11, 1e-13)
        solution = run(device, Drive(Mode.CURRENT, 1e-3, 0.1 * R * R / D, 3), exact)
        return float(solution["particle.surface_filling"][-1])

    coarse, middle, fine = (final_gap(n) for n in (21, 41, 81))
    assert least < np.log2((middle - coarse) / (fine - middle)) < 2.1


def test_temperature_of_the_toy_is_room_temperature():
    assert TEMPERATURE == SingleParticle(host(), HomogeneousParticle()).temperature
