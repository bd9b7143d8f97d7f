"""Side reactions with every particle model, alone and in a population."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar import protocols, run
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.devices import SingleParticle
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.materials.hosts.graphite import GRAPHITE_LIONSIMBA
from ambipolar.materials.hosts.lfp import LFP
from ambipolar.materials.material import Material
from ambipolar.models.ageing.ageing import Ageing
from ambipolar.models.ageing.interphase import SolidElectrolyteInterphase
from ambipolar.models.ageing.plating import LithiumPlating
from ambipolar.models.ageing.reaction import SideReaction
from ambipolar.models.ageing.reconstruction import SurfaceReconstruction
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.heterogeneity import FrozenHeterogeneity
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.radial import CahnHilliardReaction, DiffusionParticle
from ambipolar.models.size_distribution import LogNormalSizes
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.side_reactions.film_growth import ReactionLimitedGrowth
from ambipolar.physics.side_reactions.film_lithium import HostLithium
from ambipolar.physics.side_reactions.metal_deposition import AnySite, MetalDeposition
from ambipolar.physics.side_reactions.surface_reconstruction import DelithiationGrowth
from ambipolar.simulation.specification.build import build

TIGHT = SolverSettings(relative_tolerance=1e-9, absolute_tolerance=1e-11)


def interphase(potential: float) -> SolidElectrolyteInterphase:
    """One that grows fast at a potential, so that short cycles show it."""
    growth = ReactionLimitedGrowth(exchange_current=1e-4, potential=potential)
    return SolidElectrolyteInterphase(growth=growth, resistivity=1e5)


SEI = interphase(3.4)  # LFP lies 3.4 V above lithium
PLATING = LithiumPlating(deposition=MetalDeposition(sites=AnySite()), dead_rate=1e-4)
SURFACE = SurfaceReconstruction(growth=DelithiationGrowth(rate=1e-13), resistivity=1e5, blocked=0.5)
SURFACE_ALONE = SurfaceReconstruction()
ALL = (SEI, PLATING, SURFACE)
ON_GRAPHITE = (interphase(0.1), PLATING, SURFACE)
FACE = AllenCahnReaction(cells=24, heterogeneity=FrozenHeterogeneity(amplitude=75.0))
PARTICLES = [
    (HomogeneousParticle(2e-8), LFP),
    (DiffusionParticle(radius=3e-6, nodes=16), GRAPHITE_LIONSIMBA),
    (FACE, LFP),
    (CahnHilliardReaction(radius=2e-8, nodes=16), LFP),
]
CYCLE = protocols.from_text(
    ["Discharge at 1C until filling 0.7", "Rest for 1 hour", "Charge at 1C until filling 0.1"]
)


def reactions_on(host: Material) -> tuple[SideReaction, ...]:
    return ALL if host is LFP else ON_GRAPHITE


#: guest balance over the capacity: sums of unknowns, so round-off
CONSERVED = 1e-12


@pytest.mark.parametrize(("particle", "host"), PARTICLES, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("resolved", [True, False])
def test_every_particle_conserves_what_it_is_given(particle, host, resolved):
    ageing = Ageing(particle, reactions_on(host), resolved=resolved)
    device = SingleParticle(host, ageing, 0.1)
    solution = run(device, CYCLE)
    data = solution.dataset
    assert solution.status.ok
    assert solution.conservation["guest"] <= CONSERVED
    passed = data["charge"] - device.capacity * (data["filling"] - 0.1)
    assert data["particle.side_charge"].values == pytest.approx(passed.values, abs=1e-9)
    assert float(data["particle.sei_current"].min()) >= 0
    thickness = data["particle.sei_thickness"].values
    assert np.all(np.diff(thickness, axis=0) >= -1e-20)


@pytest.mark.parametrize(("particle", "host"), PARTICLES, ids=lambda p: type(p).__name__)
def test_a_population_of_equals_ages_as_one(particle, host):
    ageing = Ageing(particle, reactions_on(host))
    one = run(SingleParticle(host, ageing, 0.1), CYCLE).dataset
    many = run(ParticlePopulation(host, Population(ageing, members=3), 0.1), CYCLE)
    assert many.status.ok
    assert many.conservation["guest"] <= CONSERVED
    side = many.dataset["population.side_charge"].values[-1]
    # hosts that separate phases fill one by one: their members take turns
    tolerance = 0.2 if host is LFP else 1e-3
    assert side == pytest.approx(float(one["particle.side_charge"][-1]), rel=tolerance)


def test_members_of_unlike_sizes_age_unlike():
    particle = Ageing(FACE, ALL, resolved=False)
    population = Population(particle, members=4, sizes=LogNormalSizes(3e-8, 1e-7))
    device = ParticlePopulation(LFP, population, 0.1)
    solution = run(device, CYCLE)
    assert solution.status.ok
    assert solution.conservation["guest"] <= CONSERVED
    side = solution.dataset["population.side_charge"].values[-1]
    assert np.ptp(side) > 0
    shares = population.area_weights(LFP)[:, 0]
    passed = float(solution.dataset["charge"][-1])
    stored = device.capacity * (float(solution.dataset["filling"][-1]) - 0.1)
    assert shares @ side == pytest.approx(passed - stored, abs=1e-9)


@pytest.mark.parametrize("reaction", [replace(SEI, resistivity=None), PLATING, SURFACE_ALONE])
def test_members_that_share_a_potential_have_films_of_their_own(reaction):
    population = Population(Ageing(HomogeneousParticle(2e-8), (reaction,)), members=3)
    solution = run(ParticlePopulation(LFP, population, 0.3), protocols.rest("1 h"))
    assert solution.status.ok
    assert solution.conservation["guest"] <= CONSERVED
    assert solution.dataset["population.surface_potential"].sizes["member"] == 3


def test_at_open_circuit_the_film_empties_the_host():
    device = SingleParticle(LFP, Ageing(HomogeneousParticle(2e-8), (SEI,)), 0.9)
    solution = run(device, protocols.rest("20 h"))
    data = solution.dataset
    assert solution.conservation["guest"] <= CONSERVED
    assert np.abs(data["current_density"].values) == pytest.approx(0.0, abs=1e-12)
    lost = device.capacity * (0.9 - float(data["filling"][-1]))
    assert lost > 1e-3 * device.capacity
    assert float(data["particle.side_charge"][-1]) == pytest.approx(lost, rel=1e-9)
    grown = float(data["particle.sei_thickness"][-1]) - SEI.initial_thickness
    assert SEI.charge({"sei_thickness": SEI.initial_thickness + grown}) == pytest.approx(
        lost, rel=1e-9
    )


def test_a_film_takes_its_drop_from_the_voltage():
    """A film that does not grow, and the rate law with the same resistance in series."""
    resistance = 2e-3
    still = ReactionLimitedGrowth(exchange_current=1e-30, potential=0.0)
    film = SolidElectrolyteInterphase(
        growth=still, initial_thickness=1e-8, resistivity=resistance / 1e-8
    )
    bare = HomogeneousParticle(2e-8)
    protocol = protocols.discharge(c_rate=2, until_filling=0.6)
    filmed = run(SingleParticle(LFP, Ageing(bare, (film,)), 0.1), protocol, TIGHT).dataset
    law = WithFilmResistance(LFP.kinetics, resistance)
    other = run(SingleParticle(replace(LFP, kinetics=law), bare, 0.1), protocol, TIGHT).dataset
    free = run(SingleParticle(LFP, bare, 0.1), protocol, TIGHT).dataset
    x = np.linspace(0.15, 0.55, 9)

    def voltage(data):
        return np.interp(x, data["filling"].values, data["voltage"].values)

    current = float(free["current_density"][0])
    assert voltage(filmed) == pytest.approx(voltage(other), abs=1e-6)
    assert voltage(free) - voltage(filmed) == pytest.approx(current * resistance, abs=2e-6)


def test_patches_of_a_face_carry_their_own_films():
    device = SingleParticle(LFP, Ageing(FACE, (SEI,)), 0.1)
    data = run(device, protocols.discharge(c_rate=0.1, until_filling=0.5)).dataset
    film = data["particle.sei_thickness"]
    assert film.dims == ("time", "particle.position")
    mean = data["particle.mean_sei_thickness"].values
    assert film.mean("particle.position").values == pytest.approx(mean, rel=1e-9)


# --- plating ------------------------------------------------------------------------------------


def plated(reaction: LithiumPlating) -> tuple[float, float]:
    """Metal after a hold below lithium, and what is left of it after one above."""
    device = SingleParticle(GRAPHITE_LIONSIMBA, Ageing(HomogeneousParticle(1e-6), (reaction,)), 0.8)
    data = run(
        device, protocols.from_text(["Hold at -50 mV for 1 minute", "Hold at 0.3 V for 2 hours"])
    ).dataset
    total = data["particle.plated_charge"] + data["particle.dead_charge"]
    return float(total.max()), float(total[-1])


def test_plating_is_reversible_partly_reversible_or_not():
    reversible = plated(LithiumPlating(dead_rate=0.0))
    partly = plated(LithiumPlating(dead_rate=1e-4))
    never = plated(LithiumPlating(stripping=False))
    assert min(reversible[0], partly[0], never[0]) > 1.0
    assert reversible[1] < 1e-6 * reversible[0]
    assert 1e-3 < partly[1] / partly[0] < 0.9
    assert never[1] >= never[0] * (1 - 1e-9)


def test_metal_at_rest_inserts_into_the_host():
    reaction = LithiumPlating(dead_rate=0.0, initial_charge=5.0)
    device = SingleParticle(GRAPHITE_LIONSIMBA, Ageing(HomogeneousParticle(1e-6), (reaction,)), 0.3)
    solution = run(device, protocols.rest("10 h"), TIGHT)
    data = solution.dataset
    # what stays is in equilibrium: the rates of deposition and dissolution are equal
    u = float(data["particle.surface_potential"][-1]) * FARADAY / (GAS_CONSTANT * 298.15)
    share = float(data["filling"][-1]) ** 6
    activity = share / (np.exp(u) - 1 + share)
    left = float(data["particle.plated_charge"][-1])
    assert left == pytest.approx(1.8 * activity / (1 - activity), rel=1e-3)
    gained = device.capacity * (float(data["filling"][-1]) - 0.3)
    assert gained == pytest.approx(5.0 - left, rel=1e-9)
    assert solution.conservation["guest"] <= CONSERVED


# --- reconstruction -----------------------------------------------------------------------------


def test_reconstruction_costs_capacity_and_keeps_the_guests_of_lost_sites():
    reaction = SurfaceReconstruction(growth=DelithiationGrowth(rate=2e-12, passivation=1.0))
    device = SingleParticle(LFP, Ageing(HomogeneousParticle(2e-8), (reaction,)), 0.05)
    solution = run(device, protocols.from_text(["Discharge at 1C until filling 0.9"]))
    data = solution.dataset
    assert solution.conservation["guest"] <= CONSERVED
    lost = data["particle.lost_capacity"].values
    assert lost[-1] > 0.05
    # guests in lost sites, from the balance and from what each lost site held when it went
    x = data["filling"].values
    trapped = data["particle.side_charge"].values + device.capacity * lost * x
    held = np.concatenate([[0.0], np.cumsum(np.diff(lost) * (x[1:] + x[:-1]) / 2)])
    assert trapped == pytest.approx(device.capacity * held, abs=1e-3 * device.capacity * lost[-1])
    charge = float(data["charge"][-1])
    assert charge < device.capacity * (x[-1] - 0.05)


def test_a_reconstructed_layer_slows_insertion():
    def voltage(reaction: SurfaceReconstruction) -> float:
        device = SingleParticle(LFP, Ageing(HomogeneousParticle(2e-8), (reaction,)), 0.5)
        data = run(device, protocols.discharge(c_rate=5, duration=1.0)).dataset
        return float(data["voltage"][-1])

    thick = {"growth": DelithiationGrowth(rate=1e-30), "initial_thickness": 2e-9}
    free = voltage(SurfaceReconstruction(**thick))
    assert voltage(SurfaceReconstruction(**thick, blocked=0.8)) < free - 1e-3
    assert voltage(SurfaceReconstruction(**thick, resistivity=1e7)) < free - 1e-3


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("particle", "reactions", "what"),
    [
        (FACE, (), "no side reaction"),
        (FACE, (SEI, SEI), "twice"),
        (Population(FACE, 2), (SEI,), "no single particle"),
        (Ageing(FACE, (SEI,)), (PLATING,), "no single particle"),
    ],
)
def test_wrappers_that_make_no_sense(particle, reactions, what):
    with pytest.raises(ParameterError, match=what):
        Ageing(particle, reactions)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"initial_thickness": "-1 nm"}, "reactions.0.initial_thickness"),
        ({"initial_thickness": "1 s"}, "reactions.0.initial_thickness"),
        ({"molar_volume": 0}, "reactions.0.molar_volume"),
        ({"growth": "solvent"}, "reactions.0.growth"),
        ({"growth": {"type": "series", "laws": ["electron-conduction"]}}, "reactions.0.growth"),
        ({"thickness": 1}, "reactions.0.thickness"),
    ],
)
def test_specifications_name_what_is_wrong(change, path):
    reaction = {"type": "solid-electrolyte-interphase"} | change
    value = {"type": "ageing", "particle": "homogeneous", "reactions": [reaction]}
    with pytest.raises((SpecError, ParameterError)) as error:
        build(value, "particle", "device.particle")
    assert path.split(".")[-1] in str(error.value)
    assert "device.particle" in str(error.value)


def test_specifications_build_all_of_it():
    particle = build(
        {
            "type": "ageing",
            "particle": {"type": "allen-cahn-reaction", "cells": 12},
            "reactions": [
                {
                    "type": "solid-electrolyte-interphase",
                    "growth": {
                        "type": "series",
                        "laws": ["reaction-limited", {"type": "solvent-diffusion"}],
                    },
                    "resistivity": "2e5 ohm*m",
                },
                {
                    "type": "lithium-plating",
                    "deposition": {"sites": {"type": "no-empty-sites", "sites": 4}},
                },
                {"type": "surface-reconstruction", "growth": {"onset": 0.35}},
            ],
        },
        "particle",
    )
    assert particle.reactions[1].deposition.sites.sites == 4
    assert particle.reactions[2].growth.onset == 0.35
    assert particle.resized(3e-8).particle.length == 3e-8


def test_the_specification_of_the_page_builds():
    page = Path(__file__).parents[3] / "docs" / "theory" / "ageing.md"
    block = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    value = yaml.safe_load(block)["particle"]
    particle = build(value, "particle")
    assert particle.reactions[0].growth.lithium == HostLithium()
    assert particle.reactions[0].resistivity == 2e5


@given(bad=st.one_of(st.floats(max_value=-1e-12), st.just(float("nan")), st.just(float("inf"))))
@settings(max_examples=30, deadline=None)
def test_amounts_and_rates_are_not_negative(bad):
    for make, name in (
        (lambda: SolidElectrolyteInterphase(initial_thickness=bad), "initial_thickness"),
        (lambda: SolidElectrolyteInterphase(molar_volume=bad), "molar_volume"),
        (lambda: SolidElectrolyteInterphase(electrons=bad), "electrons"),
        (lambda: SolidElectrolyteInterphase(resistivity=bad), "resistivity"),
        (lambda: LithiumPlating(dead_rate=bad), "dead_rate"),
        (lambda: LithiumPlating(initial_charge=bad), "initial_charge"),
        (lambda: SurfaceReconstruction(blocked=bad), "blocked"),
        (lambda: SurfaceReconstruction(blocking_thickness=bad), "blocking_thickness"),
        (lambda: SurfaceReconstruction(initial_thickness=bad), "initial_thickness"),
    ):
        with pytest.raises(ParameterError, match=name):
            make()
