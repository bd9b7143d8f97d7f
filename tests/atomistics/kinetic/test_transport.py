"""Estimators on known walks, and lattice gases with exact limits."""

import numpy as np
import pytest

pytest.importorskip("numba")

from ambipolar.atomistics.kinetic.lattice_gas import LatticeGasTransport  # noqa: E402
from ambipolar.atomistics.kinetic.transport import (  # noqa: E402
    collective_slope,
    fit_arrhenius,
    squared_displacements,
    structure_factor,
    tracer_slope,
)
from ambipolar.atomistics.lattice.lattices import Chain, SimpleCubic, Square  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402


def test_free_walks_have_the_slope_of_their_steps():
    random = np.random.default_rng(0)
    path = np.cumsum(random.normal(size=(4001, 50, 3)), axis=0)
    slope = tracer_slope(path, 8)
    assert slope.mean() == pytest.approx(12.0, abs=4 * slope.std() / np.sqrt(len(slope)))
    assert squared_displacements(path, 1).mean() == pytest.approx(3.0, rel=0.02)
    together = collective_slope(path.sum(axis=1), 50)
    assert together.mean() == pytest.approx(3.0, abs=4 * together.std() / np.sqrt(len(together)))


def test_a_steady_drift_is_no_diffusion():
    path = np.outer(np.arange(100.0), [2.0, 0.0, 0.0])
    np.testing.assert_allclose(collective_slope(path, 1), 0.0, atol=1e-9)


def test_arrhenius_law_is_found():
    temperatures = np.array([300.0, 400.0, 500.0])
    values = 1e-7 * np.exp(-0.45 / (8.617333262e-5 * temperatures))
    fit = fit_arrhenius(temperatures, values)
    assert fit.activation_energy == pytest.approx(0.45, rel=1e-6)
    assert fit.prefactor == pytest.approx(1e-7, rel=1e-5)
    with pytest.raises(ParameterError, match="positive"):
        fit_arrhenius(temperatures, -values)


def test_structure_factor_of_random_sites_is_one_minus_the_filling():
    sites = Square(1.0).repeat((40, 40))
    random = np.random.default_rng(1)
    found = []
    for _ in range(400):
        occupied = np.zeros(1600, bool)
        occupied[random.permutation(1600)[:400]] = True
        found.append(structure_factor(sites.positions, sites.cell, occupied, 2))
    assert np.mean(found) == pytest.approx(0.75, abs=4 * np.std(found) / np.sqrt(800))


def within(data, name, value, errors=4.0):
    assert abs(float(data[name]) - value) < errors * float(data[f"{name}_error"])


def test_half_filled_lattice_has_the_chemical_diffusivity_of_a_lone_ion():
    data = LatticeGasTransport(lattice=Square(), repeat=(20, 20), samples=1024).compute()
    within(data, "chemical_diffusivity", float(data["lone_diffusivity"]))
    within(data, "jump_diffusivity", 0.5 * float(data["lone_diffusivity"]))
    assert float(data["haven_ratio"]) < 0.9
    assert all("units" in data[v].attrs and "long_name" in data[v].attrs for v in data.data_vars)


def test_few_vacancies_give_the_correlation_factor_of_the_lattice():
    data = LatticeGasTransport(
        lattice=SimpleCubic(), repeat=(10, 10, 10), filling=0.998, samples=512,
        hops_per_sample=2, stride=4, lag=8,
    ).compute()  # fmt: skip
    within(data, "correlation_factor", 0.65311)


def test_mobility_in_a_field_is_that_of_equilibrium():
    own = LatticeGasTransport(lattice=Square(), repeat=(20, 20), field=2e7, samples=1024)
    data = own.compute()
    half = 0.5 * 2e7 * 3e-10 / (8.617333262e-5 * 300.0)
    exact = 0.5 * np.sinh(half) / half * float(data["lone_diffusivity"])
    within(data, "drift_diffusivity", exact)


def test_interacting_ions_obey_the_einstein_relation():
    common = {"lattice": Square(), "repeat": (16, 16), "pair_energies": (0.03,), "samples": 1024}
    still = LatticeGasTransport(**common).compute()
    driven = LatticeGasTransport(**common, field=1e7).compute()
    spread = np.hypot(float(still["jump_diffusivity_error"]),
                      float(driven["drift_diffusivity_error"]))  # fmt: skip
    gap = float(still["jump_diffusivity"]) - float(driven["drift_diffusivity"])
    assert abs(gap) < 4 * spread
    assert float(still["thermodynamic_factor"]) > 3.0


def test_ions_on_a_chain_are_slower_than_diffusion():
    data = LatticeGasTransport(
        lattice=Chain(), repeat=(2000,), samples=256, hops_per_sample=4, stride=2, lag=4
    ).compute()
    time, msd = data["lag_time"].values, data["tracer_msd"].values
    slope = np.polyfit(np.log(time[2:]), np.log(msd[2:]), 1)[0]
    assert slope == pytest.approx(0.5, abs=0.08)


def test_the_same_seed_gives_the_same_walk():
    own = LatticeGasTransport(lattice=Square(), repeat=(8, 8), samples=64, stride=4, lag=2)
    assert own.compute().equals(own.compute())


@pytest.mark.parametrize(
    "wrong", [{"filling": 1.0}, {"filling": 0.0}, {"lag": 3}, {"repeat": (1, 1)},
              {"temperature": -1.0}, {"filling": 1.2}]
)  # fmt: skip
def test_bad_input_is_named(wrong):
    with pytest.raises(ParameterError):
        LatticeGasTransport(**({"lattice": Square(), "repeat": (8, 8)} | wrong)).compute()
