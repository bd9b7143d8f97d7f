"""Hosts of several fields, implicit rate laws, electrolytes of other activity, oxides, cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ambipolar import protocols, run
from ambipolar.core.citations import references
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.records import parameters
from ambipolar.devices import SingleParticle
from ambipolar.devices.half_cell import HalfCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.materials.hosts.graphite import GRAPHITE, GRAPHITE_LIONSIMBA
from ambipolar.materials.hosts.lfp import LFP
from ambipolar.materials.hosts.nmc import NMC
from ambipolar.materials.material import Material
from ambipolar.models.ageing.ageing import Ageing
from ambipolar.models.ageing.interphase import SolidElectrolyteInterphase
from ambipolar.models.ageing.parameter_sets import PLATING_OKANE2022, SEI_OKANE2022
from ambipolar.models.ageing.reconstruction import SurfaceReconstruction
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.cells.electrode import PorousElectrode
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.models.heterogeneity import FrozenHeterogeneity
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.registry import SIDE_REACTIONS
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.side_reactions.electron_conduction import ElectronConductionGrowth
from ambipolar.physics.side_reactions.film_lithium import EquilibratedFilm
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing

CONSERVED = 1e-12


@pytest.mark.parametrize("film_resistance", [None, 1e-3])
def test_staging_graphite(film_resistance):
    """Two fields on a resolved face; with a rate law that is itself implicit."""
    face = AllenCahnReaction(
        length=2e-6, thickness=1e-7, cells=12, heterogeneity=FrozenHeterogeneity(amplitude=20.0)
    )
    law = GRAPHITE.kinetics
    if film_resistance is not None:
        law = WithFilmResistance(law, film_resistance)
    host = replace(GRAPHITE, kinetics=law)
    ageing = Ageing(face, (SEI_OKANE2022, PLATING_OKANE2022, SurfaceReconstruction(blocked=0.2)))
    solution = run(
        SingleParticle(host, ageing, 0.05), protocols.discharge(c_rate=0.2, until_voltage=0.0)
    )
    assert solution.status.ok
    assert solution.conservation["guest"] <= CONSERVED
    assert solution.dataset["particle.sei_thickness"].dims == ("time", "particle.position")


def test_potentials_are_those_against_the_guest():
    """More ions in the electrolyte shift the host and the metal alike."""
    for activity in (1.0, 2.0):
        device = SingleParticle(
            GRAPHITE_LIONSIMBA, Ageing(HomogeneousParticle(1e-6), (SEI_OKANE2022,)), 0.5,
            ion_activity=activity,
        )  # fmt: skip
        data = run(device, protocols.constant_voltage(0.2, duration=10.0)).dataset
        shift = GAS_CONSTANT * 298.15 / FARADAY * np.log(activity)
        below = float(data["particle.surface_potential"][-1])
        drop = float(data["current_density"][-1]) * float(data["particle.film_resistance"][-1])
        assert below == pytest.approx(0.2 - shift + drop, abs=1e-9)


def test_an_equilibrated_film_grows_faster_on_filling_the_more_the_higher_the_current():
    film = SolidElectrolyteInterphase(
        growth=ElectronConductionGrowth(lithium=EquilibratedFilm(potential=0.1)),
        initial_thickness=1e-9,
    )
    host = Material(
        free_energy=IdealMixing(), kinetics=LFP.kinetics, site_density=2e4,
        standard_potential=0.2,
    )  # fmt: skip

    def gain(c_rate: float, start: float) -> float:
        device = SingleParticle(host, Ageing(HomogeneousParticle(1e-6), (film,)), start)
        filled = protocols.discharge(c_rate=c_rate, until_filling=0.9)
        emptied = protocols.charge(c_rate=c_rate, until_filling=0.1)
        data = run(device, filled if start < 0.5 else emptied).dataset
        return float(data["particle.sei_thickness"][-1]) ** 2 - film.initial_thickness**2

    ratios = [gain(rate, 0.1) / gain(rate, 0.9) for rate in (0.001, 0.01, 0.1)]
    assert ratios[0] == pytest.approx(1.0, abs=0.1)
    assert ratios[2] > 2 * ratios[1] > 2 * ratios[0]


def test_an_oxide_transforms_at_high_voltage():
    def layer(voltage: float, filling: float) -> float:
        device = SingleParticle(
            NMC, Ageing(HomogeneousParticle(1e-6), (SurfaceReconstruction(),)), filling
        )
        data = run(device, protocols.constant_voltage(voltage, duration="100 h")).dataset
        return float(data["particle.reconstructed_thickness"][-1])

    assert layer(4.2, 0.3) > 1e-9 > 100 * layer(3.7, 0.75)


@pytest.mark.parametrize("name", ["sei-okane2022", "plating-okane2022", "layered-oxide-surface"])
def test_named_sets_say_where_their_numbers_come_from(name):
    reaction, known = SIDE_REACTIONS[name], references()
    numbers = [p for p in parameters(reaction) if not p.startswith("initial")]
    for path in numbers:
        found = path
        while found and found not in reaction.sources:
            found = found.rpartition(".")[0]
        optional = path.endswith(("activation_energy", "reference_temperature"))
        assert found or optional, path
    for source in reaction.sources.values():
        assert source in known or source.startswith("assumed"), source


def test_phases_may_separate_in_an_ageing_porous_electrode():
    face = AllenCahnReaction(
        length=5e-8, cells=8, heterogeneity=FrozenHeterogeneity(amplitude=75.0)
    )
    film = replace(SEI_OKANE2022, initial_thickness=1e-9)
    layer = PorousLayer(thickness=5e-5, porosity=0.4, cells=2)
    electrode = PorousElectrode(
        material=LFP, particle=Population(Ageing(face, (film,), resolved=False), members=4),
        layer=layer, active_fraction=0.5, initial_filling=0.05,
    )  # fmt: skip
    cell = HalfCell(
        electrolyte=ELECTROLYTES["lionsimba-isothermal"], electrode=electrode,
        separator=PorousLayer(thickness=2e-5, porosity=0.6, cells=2),
    )  # fmt: skip
    solution = run(cell, protocols.discharge(c_rate=0.5, until_filling=0.7))
    assert solution.status.ok
    assert max(solution.conservation.values()) <= CONSERVED
    assert float(solution.dataset["positive.side_charge"].min(["positive.member"])[-1]) > 0
