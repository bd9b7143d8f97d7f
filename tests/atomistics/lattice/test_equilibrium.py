"""Grand potentials, coexistence, and the way to the continuum."""

import numpy as np
import pytest

from ambipolar.atomistics.lattice import lattices
from ambipolar.atomistics.lattice.closed_forms import (
    enumerated,
    ideal_filling,
    ising_critical_temperature,
    ising_fillings,
)
from ambipolar.atomistics.lattice.equilibrium import stable_range
from ambipolar.atomistics.lattice.pair_model import PairModel
from ambipolar.atomistics.lattice.potential import (
    monotone_table,
    table_of_isotherm,
)
from ambipolar.core.errors import ParameterError
from ambipolar.simulation.specification.build import build

pytest.importorskip("numba")
from ambipolar.atomistics.lattice.branch import Effort, run_step
from ambipolar.atomistics.lattice.equilibrium import phases, warmed
from ambipolar.atomistics.lattice.isotherm import LatticeIsotherm
from ambipolar.atomistics.lattice.monte_carlo import BOLTZMANN_EV, Walker
from ambipolar.atomistics.lattice.phase_diagram import LatticePhaseDiagram

T = 300.0
J = -0.1


def test_hull_of_energies_gives_ranges_of_stability():
    names = ["empty", "half", "off", "full"]
    numbers, energies = np.array([0, 0.5, 0.75, 1]), np.array([0, -0.2, -0.1, -0.1])
    found = stable_range(names, numbers, energies)
    assert found == {
        "empty": (-np.inf, -0.4), "half": (-0.4, pytest.approx(0.2)),
        "full": (pytest.approx(0.2), np.inf),
    }  # fmt: skip


def test_grand_potential_of_a_small_system():
    model = PairModel(lattices.Square(), 0.0, (-0.03,)).compile((3, 3))
    walker = Walker(model, np.zeros(9), seed=1)
    found = warmed(walker, -0.08, T, Effort(100, 20000))
    assert found == pytest.approx(enumerated(model, -0.08, T).grand_potential / 9, abs=3e-5)


def test_phases_of_a_small_system_have_its_exact_grand_potential():
    model = PairModel(lattices.Square(), 0.0, (-0.02,)).compile((3, 3))
    states = {"empty": np.zeros(9), "full": np.ones(9)}
    potentials = np.linspace(-0.2, 0.12, 33)
    exact = [enumerated(model, p, T).grand_potential / 9 for p in potentials]
    for phase in phases(model, states, potentials, T, Effort(50, 16000)):
        assert phase.grand_potential == pytest.approx(exact, abs=4e-4)


def test_fluctuations_of_the_ideal_gas():
    # S/k = ln((1-x)/x), no energy, Theta = 1/(1-x)
    calculation = LatticeIsotherm(
        PairModel(lattices.Square(), -0.1), (30, 30), T, highest_voltage=0.15,
        lowest_voltage=0.05, steps=5, settle=20, samples=4000, equilibrium=False,
    )  # fmt: skip
    data = calculation.compute()
    x = ideal_filling(-data["voltage"].values + 0.1, T)
    for branch in ("insertion", "extraction"):
        one = data.sel(branch=branch)
        assert one["filling"].values == pytest.approx(x, abs=2e-3)
        assert one["partial_entropy"].values == pytest.approx(np.log((1 - x) / x), abs=1e-9)
        assert one["thermodynamic_factor"].values == pytest.approx(1 / (1 - x), rel=0.12)


def test_heat_capacity_of_a_small_chain():
    model = PairModel(lattices.Chain(), 0.0, (0.05,)).compile((10,))
    step = 1.0
    point = run_step(Walker(model, seed=2), 0.02, T, Effort(200, 100000))
    energy = [enumerated(model, 0.02, T + d).energy / 10 for d in (-step, step)]
    number = [enumerated(model, 0.02, T + d).filling for d in (-step, step)]
    # dE/dT at constant mu/T is fluctuation of E; here at constant filling: remove the change of N
    partial = [enumerated(model, 0.02 + d, T) for d in (-1e-4, 1e-4)]
    per_guest = (
        (partial[1].energy - partial[0].energy) / 10 / (partial[1].filling - partial[0].filling)
    )
    expected = (
        ((energy[1] - energy[0]) - per_guest * (number[1] - number[0])) / (2 * step) / BOLTZMANN_EV
    )
    assert point.heat_capacity == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("share", [0.6, 0.85])
def test_coexistence_of_the_square_lattice(share):
    temperature = share * ising_critical_temperature(J)
    data = LatticePhaseDiagram(
        PairModel(lattices.Square(), 0.0, (J,)), (24, 24), (temperature,),
        highest_voltage=0.23, lowest_voltage=0.17, steps=13, settle=200, samples=1500,
    ).compute()  # fmt: skip
    # by symmetry at -2 J
    assert data["transition_voltage"].values[0, 0] == pytest.approx(0.2, abs=4e-4)
    assert data["transition_filling"].values[0, 0] == pytest.approx(
        ising_fillings(J, temperature), abs=4e-3
    )


def test_above_the_critical_temperature_nothing_coexists():
    temperature = 1.5 * ising_critical_temperature(J)
    data = LatticePhaseDiagram(
        PairModel(lattices.Square(), 0.0, (J,)), (16, 16), (temperature,),
        highest_voltage=0.35, lowest_voltage=0.05, steps=13,
    ).compute()  # fmt: skip
    assert np.isnan(data["transition_voltage"].values).all()


def test_table_of_an_isotherm_is_monotone_and_runs_as_a_free_energy():
    data = LatticeIsotherm(
        PairModel(lattices.Square(), -3.5, (0.02,)), (16, 16), T, highest_voltage=3.8,
        lowest_voltage=3.2, steps=41, settle=50, samples=500,
    ).compute()  # fmt: skip
    table = table_of_isotherm(data)
    assert (np.diff(table.filling) > 0).all()
    assert (np.diff(table.potential) < 0).all()
    law = table.free_energy()
    x = np.array([0.2, 0.5, 0.8])
    mu = law.chemical_potential((x,), T) / 96485.33212
    expected = np.interp(x, table.filling, table.potential)
    assert law.standard_potential - mu == pytest.approx(expected, abs=2e-3)
    # particle-hole symmetry: 3.5 - 2 J at half filling
    assert expected[1] == pytest.approx(3.5 - 0.04, abs=4e-3)


def test_a_table_in_a_specification_is_the_law_of_a_material():
    voltage = np.linspace(3.6, 3.4, 41)
    table = monotone_table(voltage, np.linspace(0.02, 0.98, 41), np.full(41, 1e-3), T, 21)
    law = build(table.specification(), "free energy", "material.free_energy")
    x = (np.linspace(0.1, 0.9, 9),)
    expected = table.free_energy().chemical_potential(x, T)
    assert law.chemical_potential(x, T) == pytest.approx(expected, abs=1.0)


def test_noise_is_smoothed_without_moving_a_plateau():
    voltage = np.linspace(3.6, 3.4, 81)
    clean = np.where(voltage > 3.5, 0.02, 0.98) + 0.2 * (3.5 - voltage) / 2
    noisy = np.clip(clean + np.random.default_rng(1).normal(0, 0.003, 81), 0, 1)
    table = monotone_table(voltage, noisy, np.full(81, 0.003), T)
    middle = np.interp([0.2, 0.5, 0.8], table.filling, table.potential)
    assert middle == pytest.approx([3.5] * 3, abs=3e-3)


def test_isotherms_that_cover_too_little_are_told():
    with pytest.raises(ParameterError, match="Widen"):
        monotone_table([3.6, 3.5, 3.4, 3.3], [0.1, 0.11, 0.12, 0.13], [0.0] * 4, T)


def test_voltages_must_fall():
    with pytest.raises(ParameterError, match="below"):
        LatticeIsotherm(highest_voltage=0.1, lowest_voltage=0.2)
