"""Monte Carlo against exact results."""

import numpy as np
import pytest

from ambipolar.atomistics.lattice import lattices
from ambipolar.atomistics.lattice.blocking import block_error
from ambipolar.atomistics.lattice.closed_forms import (
    chain_isotherm,
    enumerated,
    ideal_filling,
    ising_critical_temperature,
    ising_fillings,
)
from ambipolar.atomistics.lattice.pair_model import PairModel
from ambipolar.core.errors import ParameterError

from .test_model import toy

pytest.importorskip("numba")
from ambipolar.atomistics.lattice.monte_carlo import BOLTZMANN_EV, Walker

T = 300.0
KT = BOLTZMANN_EV * T
#: standard errors that a seeded run may be away from the exact value
SIGMAS = 4.0


def close(samples, exact):
    mean, error = samples.mean()
    return abs(mean - exact) < SIGMAS * error


@pytest.mark.parametrize("potential", [-0.1, 0.0, 0.05])
def test_ideal_lattice_gas(potential):
    walker = Walker(PairModel(lattices.Square()).compile((20, 20)), seed=1)
    samples = walker.run(potential, T, samples=4000, settle=20)
    x = ideal_filling(potential, T)
    assert close(samples, x)
    # binomial fluctuations: the thermodynamic factor x / variance is 1 / (1 - x)
    assert samples.fluctuation() == pytest.approx(x * (1 - x), rel=0.1)


@pytest.mark.parametrize("coupling", [-0.06, 0.05])
@pytest.mark.parametrize("potential", [-0.1, -0.02, 0.08])
def test_chain_against_its_transfer_matrix(coupling, potential):
    walker = Walker(PairModel(lattices.Chain(), 0.0, (coupling,)).compile((400,)), seed=2)
    samples = walker.run(potential, T, samples=6000, settle=200, stride=2)
    x, energy = chain_isotherm(potential, coupling, T)
    assert close(samples, x)
    mean, error = samples.energy.mean() / 400, block_error(samples.energy / 400)
    assert abs(mean - energy) < SIGMAS * error


@pytest.mark.parametrize("make", [toy, lambda: PairModel(
    lattices.LayeredTriangular(), 0.02, (-0.03, 0.04), 0.1).compile((2, 2, 3))],
    ids=["triplets", "layers"])  # fmt: skip
@pytest.mark.parametrize("potential", [-0.1, 0.1, 0.3])
def test_small_systems_against_enumeration(make, potential):
    model = make()
    exact = enumerated(model, potential, T)
    samples = Walker(model, seed=3).run(potential, T, samples=60000, settle=100, stride=3)
    assert close(samples, exact.filling)
    found, error = samples.energy.mean(), block_error(samples.energy)
    assert abs(found - exact.energy) < SIGMAS * error


def test_every_state_is_visited_as_often_as_boltzmann_asks():
    model = PairModel(lattices.Chain(), 0.0, (0.03,), 0.05).compile((3,))
    walker, counts = Walker(model, seed=4), np.zeros(8)
    for _ in range(10000):
        walker.run(0.04, T, samples=1)
        counts[int(walker.occupation @ [1, 2, 4])] += 1
    states = np.array([[b >> i & 1 for i in range(3)] for b in range(8)])
    weight = np.exp(-(np.array([model.energy(s) for s in states]) - 0.04 * states.sum(1)) / KT)
    expected = 10000 * weight / weight.sum()
    # neighbours in time are correlated: a generous factor on the binomial error
    assert np.abs(counts - expected) == pytest.approx(0, abs=8 * np.sqrt(expected.max()))


@pytest.mark.parametrize("make", [toy, lambda: PairModel(
    lattices.LayeredTriangular(), 0.0, (-0.03, 0.04), 0.1).compile((2, 2, 3))],
    ids=["triplets", "layers"])  # fmt: skip
def test_canonical_swaps_against_enumeration(make):
    model = make()
    n = np.zeros(12)
    n[:5] = 1
    walker = Walker(model, n, seed=5)
    samples = walker.run_canonical(T, samples=40000, settle=100, stride=2)
    exact = enumerated(model, 0.0, T, guests=5)
    assert walker.occupation.sum() == 5
    assert abs(samples.energy.mean() - exact.energy) < SIGMAS * block_error(samples.energy)


def test_infinite_range_is_bragg_williams():
    # x = 1/(1 + exp((2 g x - mu)/kT)) up to corrections of 1/N
    g, potential = 0.1, 0.05
    walker = Walker(PairModel(lattices.Square(), 0.0, (), g).compile((60, 60)), seed=6)
    samples = walker.run(potential, T, samples=2000, settle=50)
    low, high = 0.0, 1.0
    for _ in range(60):
        x = 0.5 * (low + high)
        low, high = (x, high) if ideal_filling(potential - 2 * g * x, T) > x else (low, x)
    assert samples.filling.mean() == pytest.approx(x, abs=3e-4)


@pytest.mark.parametrize("share", [0.7, 0.9])
def test_spontaneous_order_of_the_square_lattice(share):
    # attraction J: Ising with J/4; at half filling the potential is 2 J
    coupling = -0.1
    temperature = share * ising_critical_temperature(coupling)
    model = PairModel(lattices.Square(), 0.0, (coupling,)).compile((32, 32))
    walker = Walker(model, np.ones(1024), seed=7)
    samples = walker.run(2 * coupling, temperature, samples=3000, settle=200)
    high = ising_fillings(coupling, temperature)[1]
    assert samples.filling.mean() == pytest.approx(high, abs=max(0.002, SIGMAS * samples.mean()[1]))


def test_order_is_lost_at_the_critical_temperature():
    # Binder's ratio <m^4>/<m^2>^2 is 1 in order and 3 in disorder; sizes cross at T_c
    coupling = -0.1
    critical = ising_critical_temperature(coupling)
    ratio = {}
    for size in (8, 16):
        model = PairModel(lattices.Square(), 0.0, (coupling,)).compile((size, size))
        for share in (0.9, 1.1):
            walker = Walker(model, seed=8)
            found = walker.run(2 * coupling, share * critical, samples=20000, settle=500)
            m = 2 * found.filling - 1
            ratio[size, share] = np.mean(m**4) / np.mean(m**2) ** 2
    assert ratio[16, 0.9] < ratio[8, 0.9]
    assert ratio[16, 1.1] > ratio[8, 1.1]


def test_energy_and_fields_stay_true_through_updates():
    model = toy((8, 8))
    walker = Walker(model, seed=9)
    walker.run(0.1, 1000.0, samples=500)
    assert walker.energy == pytest.approx(model.energy(walker.occupation), abs=1e-9)
    assert walker._state[1] == pytest.approx(model.fields(walker.occupation), abs=1e-9)


def test_equal_seeds_give_equal_runs():
    runs = [Walker(toy((6, 6)), seed=s).run(0.1, T, samples=50).energy for s in (1, 1, 2)]
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_blocking_sees_correlation():
    random, rho = np.random.default_rng(0), 0.9
    noise = random.normal(size=2**15)
    series = np.zeros_like(noise)
    for i in range(1, len(noise)):
        series[i] = rho * series[i - 1] + noise[i]
    naive = series.std() / np.sqrt(len(series))
    # of a first-order autoregression: sqrt((1 + rho)/(1 - rho))
    assert block_error(series) / naive == pytest.approx(np.sqrt(19), rel=0.2)
    assert block_error(noise) == pytest.approx(1 / np.sqrt(2**15), rel=0.15)


@pytest.mark.parametrize(
    "call",
    [
        lambda: Walker(toy(), np.full(12, 2)),
        lambda: Walker(toy(), np.zeros(3)),
        lambda: Walker(toy()).run(0.0, -1.0, samples=1),
        lambda: Walker(toy()).run(0.0, float("nan"), samples=1),
        lambda: Walker(toy()).run_canonical(300.0, samples=1),
    ],
)
def test_bad_input_is_told(call):
    with pytest.raises(ParameterError):
        call()
