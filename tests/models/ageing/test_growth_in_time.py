"""Films and metal that grow in a simulation, against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ambipolar import protocols, run
from ambipolar.analysis.closed_forms.side_reactions import ohmic_film_time
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.devices import SingleParticle
from ambipolar.materials.material import Material
from ambipolar.models.ageing.ageing import Ageing
from ambipolar.models.ageing.interphase import SolidElectrolyteInterphase
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import ConstantExchange, RootExchange
from ambipolar.physics.side_reactions.electron_conduction import (
    ElectronConductionGrowth,
    OhmicFilmGrowth,
)
from ambipolar.physics.side_reactions.film_growth import (
    FilmGrowth,
    ReactionLimitedGrowth,
    SeriesGrowth,
    SolventDiffusionGrowth,
)
from ambipolar.physics.side_reactions.film_lithium import HostLithium
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing, RegularSolution

TIGHT = SolverSettings(relative_tolerance=1e-9, absolute_tolerance=1e-11)
HOST = Material(
    free_energy=IdealMixing(),
    kinetics=ButlerVolmer(rate_constant=10.0, exchange=ConstantExchange()),
    site_density=28e3,
    standard_potential=0.1,
)
VOLUME = 9.6e-5


def thickness(
    growth: FilmGrowth, times: list[float], start: float, host: Material = HOST,
    potential: float = 0.1, filling: float = 0.5,
) -> np.ndarray:  # fmt: skip
    """Film on a uniform particle that is held at a potential, at the ends of the given times."""
    reaction = SolidElectrolyteInterphase(
        growth=growth, initial_thickness=start, molar_volume=VOLUME
    )
    device = SingleParticle(host, Ageing(HomogeneousParticle(1e-5), (reaction,)), filling)
    found = [
        run(device, protocols.constant_voltage(potential, duration=t), TIGHT).dataset for t in times
    ]
    return np.array([float(d["particle.sei_thickness"][-1]) for d in found])


def deal_grove(d: float, k: float, c: float) -> SeriesGrowth:
    return SeriesGrowth(
        laws=(
            ReactionLimitedGrowth(exchange_current=FARADAY * k * c, transfer_coefficient=0.0),
            SolventDiffusionGrowth(diffusivity=d, concentration=c),
        )
    )


def test_deal_grove_in_time(theory):
    entry = theory["T7.sei.dealgrove"]
    given = entry["parameters"]
    law = deal_grove(given["D"], given["k"], given["c"])
    found = thickness(law, given["t"], given["L0"])
    assert found == pytest.approx(entry["value"], rel=1e-6)


def test_growth_is_linear_first_and_goes_with_the_root_of_time_later():
    law = deal_grove(1e-20, 1e-12, 4500.0)
    early = thickness(law, [100.0, 200.0], 0.0)
    assert early == pytest.approx(VOLUME * 4500.0 * 1e-12 * np.array([100.0, 200.0]), rel=0.01)
    late = thickness(law, [1e10, 4e10], 0.0)
    assert late[1] / late[0] == pytest.approx(2.0, rel=2e-3)


def test_asymmetry_of_conduction_with_the_square_of_the_lithium(theory):
    """Two surfaces of unlike fillings at one potential: the gains of L^2 have the ratio of c^2."""
    entry = theory["T7.sei.asym"]
    ratio = entry["parameters"]["ca"] / entry["parameters"]["cb"]
    law, start, gains = ElectronConductionGrowth(lithium=HostLithium()), 1e-9, []
    for x in (0.8, 0.8 / ratio):
        mu = GAS_CONSTANT * 298.15 * np.log(x / (1 - x))
        host = replace(HOST, standard_potential=0.1 + mu / FARADAY)
        grown = thickness(law, [1e7], start, host, filling=x)[0]
        gains.append(grown**2 - start**2)
    assert gains[0] / gains[1] == pytest.approx(entry["value"], rel=1e-6)


def test_ohmic_film_in_time():
    law = OhmicFilmGrowth(exchange_current=1e-6, conductivity=1e-12)
    alpha_f = law.transfer_coefficient * FARADAY / (GAS_CONSTANT * 298.15)
    end = thickness(law, [1e6], 0.0)[0]
    time = ohmic_film_time(
        end, 1e-6, alpha_f * (law.potential - 0.1), alpha_f / 1e-12, VOLUME / FARADAY
    )
    assert time == pytest.approx(1e6, rel=1e-5)


@pytest.mark.parametrize("key", ["T7.plating.j0.01", "T7.plating.j1.0"])
def test_plating_onset_in_a_discharge(theory, key):
    entry = theory[key]
    given = entry["parameters"]
    temperature = given["kT_e"] * FARADAY / GAS_CONSTANT
    host = Material(
        free_energy=RegularSolution(omega=given["Omega"] * GAS_CONSTANT * temperature),
        kinetics=ButlerVolmer(rate_constant=1.0, exchange=RootExchange()),
        site_density=28e3,
        standard_potential=given["V0"],
    )
    device = SingleParticle(host, HomogeneousParticle(1e-6), 0.05, temperature)
    solution = run(
        device, protocols.discharge(current=given["j_over_k0"], until_voltage=0.0), TIGHT
    )
    assert solution.status.ok
    assert float(solution.dataset["filling"][-1]) == pytest.approx(entry["value"], abs=1e-7)
