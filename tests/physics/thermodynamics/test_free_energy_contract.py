"""Every registered free energy keeps the contract: one law, two back ends, mu = dg/dx."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest

from ambipolar.core import ops
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.core.records import lift, parameters, signature
from ambipolar.physics.thermodynamics.empirical import EmpiricalPotential
from ambipolar.physics.thermodynamics.free_energy import FreeEnergy
from ambipolar.physics.thermodynamics.registry import FREE_ENERGIES
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing, RegularSolution
from ambipolar.physics.thermodynamics.tabulated import TabulatedPotential
from ambipolar.physics.thermodynamics.two_layer import StackingInteraction

T = 305.0
FILLING = np.linspace(0.02, 0.98, 25)
TABLE = (0.01, 0.05, 0.2, 0.4, 0.55, 0.8, 0.95, 0.99)
WAVE = tuple(3.4 + 0.05 * np.cos(9 * x) - 0.1 * x for x in TABLE)

ARGUMENTS = {
    "ideal": {},
    "regular-solution": {"omega": 9000.0},
    "redlich-kister": {"coefficients": (8000.0, -1500.0, 700.0)},
    "two-layer-graphite": {"omega_a": 8430.0, "omega_b": 3470.0, "omega_c": 49600.0},
    "stacking-interaction": {"energy": 300.0},
    "tabulated": {"filling": TABLE, "potential": WAVE, "standard_potential": 3.4},
    "empirical": {
        "formula": lambda x: 3.9 - 0.3 * x + 0.05 * ops.tanh(12 * (0.4 - x)),
        "entropic_formula": lambda x: -1e-4 * x,
    },
    "linear-potential": {"span": 0.4},
    "coherent-excess": {"coefficient": 2e8, "site_density": 2.3e4, "reference": 0.3},
}


def energies() -> dict[str, FreeEnergy]:
    assert set(ARGUMENTS) == set(FREE_ENERGIES), "every registered free energy is tested"
    found = {name: FREE_ENERGIES[name](**ARGUMENTS[name]) for name in FREE_ENERGIES}
    found["sum"] = found["redlich-kister"] + found["coherent-excess"]
    found["two-field sum"] = found["two-layer-graphite"] + found["stacking-interaction"]
    return found


ENERGIES = energies()
every_energy = pytest.mark.parametrize("energy", ENERGIES.values(), ids=ENERGIES)


def fields(energy: FreeEnergy) -> tuple[np.ndarray, ...]:
    return (FILLING, FILLING[::-1] ** 2 + 0.005)[: energy.fields]


@every_energy
def test_numpy_and_casadi_agree(energy: FreeEnergy) -> None:
    x = fields(energy)
    symbols = tuple(ca.MX.sym(f"x{i}", 1, FILLING.size) for i in range(energy.fields))
    temperature = ca.MX.sym("T")

    def quantities(z, t):
        yield energy.molar(z, t)
        yield energy.molar_entropy(z, t)
        for i in range(energy.fields):
            yield energy.chemical_potential(z, t, i)
            for j in range(energy.fields):
                yield energy.curvature(z, t, i, j)

    function = ca.Function("f", [*symbols, temperature], list(quantities(symbols, temperature)))
    outputs = function(*(z.reshape(1, -1) for z in x), T)
    for computed, expected in zip(outputs, quantities(x, T), strict=True):
        expected = np.broadcast_to(expected, FILLING.shape)
        scale = np.max(np.abs(expected)) + 1e-300
        assert np.max(np.abs(np.asarray(computed).ravel() - expected)) <= 1e-12 * scale


@every_energy
def test_potential_is_the_derivative_of_the_energy(energy: FreeEnergy) -> None:
    x, step = fields(energy), 1e-4
    for i in range(energy.fields):

        def at(shift: float, i: int = i) -> np.ndarray:
            moved = (z + shift * (k == i) for k, z in enumerate(x))
            return energy.molar(tuple(moved), T)

        sixth = 45 * (at(step) - at(-step)) - 9 * (at(2 * step) - at(-2 * step))
        difference = (sixth + at(3 * step) - at(-3 * step)) / (60 * step)
        mu = energy.chemical_potential(x, T, i)
        assert np.max(np.abs(difference - mu)) < 1e-6 * (GAS_CONSTANT * T + np.max(np.abs(mu)))


@every_energy
def test_curvature_is_symmetric_and_the_derivative_of_the_potential(energy: FreeEnergy) -> None:
    x, step = fields(energy), 1e-6
    for i in range(energy.fields):
        for j in range(energy.fields):
            up = tuple(z + step * (k == j) for k, z in enumerate(x))
            down = tuple(z - step * (k == j) for k, z in enumerate(x))
            ends = [energy.chemical_potential(z, T, i) for z in (up, down)]
            difference = (ends[0] - ends[1]) / (2 * step)
            curvature = energy.curvature(x, T, i, j)
            scale = GAS_CONSTANT * T + np.max(np.abs(curvature))
            assert np.max(np.abs(difference - curvature)) < 2e-6 * scale
            np.testing.assert_allclose(curvature, energy.curvature(x, T, j, i), rtol=1e-10)


@every_energy
def test_numbers_lift_to_solver_inputs(energy: FreeEnergy) -> None:
    numbers = parameters(energy)
    symbols = {k: ca.MX.sym(k, *v.shape) for k, v in numbers.items()}
    x = tuple(ca.MX.sym(f"x{i}", 1, FILLING.size) for i in range(energy.fields))
    mu = lift(energy, symbols).chemical_potential(x, T)
    function = ca.Function("f", [*symbols.values(), *x], [mu])
    computed = function(*numbers.values(), *(z.reshape(1, -1) for z in fields(energy)))
    expected = energy.chemical_potential(fields(energy), T)
    np.testing.assert_allclose(np.asarray(computed).ravel(), expected, rtol=1e-12, atol=1e-9)


@every_energy
def test_signature_hashes(energy: FreeEnergy) -> None:
    hash(signature(energy))
    hash(energy)


def test_sums_flatten_and_know_whether_an_activity_exists() -> None:
    empirical = ENERGIES["empirical"]
    total = IdealMixing() + RegularSolution(omega=1.0) + empirical
    assert len(total.terms) == 3
    assert not total.activity_defined
    assert (IdealMixing() + RegularSolution(omega=1.0)).activity_defined


def test_an_ensemble_holds_one_interaction_per_member() -> None:
    omegas, x = np.array([[7000.0], [9000.0]]), np.array([[0.1, 0.4, 0.8], [0.2, 0.3, 0.9]])
    together = RegularSolution(omega=omegas)
    for row, omega in enumerate(omegas[:, 0]):
        single = RegularSolution(omega=float(omega))
        for law in ("chemical_potential", "curvature"):
            expected = getattr(single, law)((x[row],), T)
            np.testing.assert_allclose(getattr(together, law)((x,), T)[row], expected, rtol=1e-12)


def test_redlich_kister_of_one_coefficient_is_the_regular_solution() -> None:
    redlich_kister = FREE_ENERGIES["redlich-kister"](coefficients=(7000.0,))
    regular = RegularSolution(omega=7000.0)
    np.testing.assert_allclose(
        redlich_kister.molar((FILLING,), T), regular.molar((FILLING,), T), rtol=1e-13
    )


def test_two_layer_graphite_potential_in_closed_form() -> None:
    energy, (x1, x2) = ENERGIES["two-layer-graphite"], fields(ENERGIES["two-layer-graphite"])
    a, b, c = energy.omega_a, energy.omega_b, energy.omega_c
    for i, (own, other) in enumerate(((x1, x2), (x2, x1))):
        expected = GAS_CONSTANT * T * np.log(own / (1 - own)) + a * (1 - 2 * own) + b * other
        expected = expected + c * (1 - 2 * own) * other * (1 - other)
        computed = energy.chemical_potential((x1, x2), T, i)
        np.testing.assert_allclose(computed, expected, atol=1e-8)


def test_stacking_interaction_potential_in_closed_form() -> None:
    energy = StackingInteraction(fields=1, energy=300.0)
    expected = 30 * 300.0 * FILLING**2 * (1 - FILLING) ** 2
    np.testing.assert_allclose(energy.chemical_potential((FILLING,), T), expected, rtol=1e-12)


# --- tabulated potentials --------------------------------------------------------------------


def test_table_is_passed_exactly_at_its_temperature() -> None:
    energy = TabulatedPotential(filling=TABLE, potential=WAVE, standard_potential=3.4)
    mu = energy.chemical_potential((np.array(TABLE),), energy.reference_temperature)
    np.testing.assert_allclose(3.4 - mu / FARADAY, WAVE, rtol=0, atol=1e-13)


def test_table_of_a_regular_solution_returns_the_regular_solution() -> None:
    regular = RegularSolution(omega=11000.0)
    table = np.linspace(0.005, 0.995, 60)
    potential = 3.4 - regular.chemical_potential((table,), 298.15) / FARADAY
    energy = TabulatedPotential(
        filling=tuple(table), potential=tuple(potential), standard_potential=3.4
    )
    x = np.geomspace(1e-9, 0.5, 200)
    x = np.concatenate([x, 1 - x])
    difference = energy.chemical_potential((x,), 298.15) - regular.chemical_potential((x,), 298.15)
    assert np.max(np.abs(difference)) < 1e-6  # J/mol: the excess is linear, so is the spline
    start = energy.molar((np.array([0.0]),), 298.15)
    assert abs(start[0]) < 1e-6


def test_potential_has_a_continuous_second_derivative_and_diverges_at_the_ends() -> None:
    energy = TabulatedPotential(filling=TABLE, potential=WAVE, standard_potential=3.4)
    breaks = np.array(TABLE)
    left, right = (energy.curvature((breaks + s,), T) for s in (-1e-9, 1e-9))
    np.testing.assert_allclose(left, right, rtol=1e-5)
    at = energy.curvature((breaks,), T)  # exactly at a break point
    np.testing.assert_allclose(at, left, rtol=1e-5)
    low, high = energy.chemical_potential((np.array([1e-10, 1 - 1e-10]),), T)
    assert low < -40e3 < 40e3 < high


def test_fewer_pieces_smooth_noise() -> None:
    x = np.linspace(0.01, 0.99, 400)
    clean = 3.4 - 0.2 * x - GAS_CONSTANT * 298.15 / FARADAY * np.log(x / (1 - x))
    noisy = clean + 2e-3 * np.random.default_rng(0).standard_normal(x.size)
    energy = TabulatedPotential(filling=tuple(x), potential=tuple(noisy), pieces=8)
    fitted = -energy.chemical_potential((x,), energy.reference_temperature) / FARADAY
    assert np.sqrt(np.mean((fitted - clean) ** 2)) < 4e-4


@pytest.mark.parametrize(
    ("filling", "potential"),
    [((0.1, 0.5), (3.0, 3.1)), ((0.1, 0.5, 0.4), (3.0, 3.1, 3.2)), ((0.0, 0.5, 1.0), (3, 3, 3))],
)
def test_bad_tables_are_refused(filling, potential) -> None:
    with pytest.raises(ParameterError, match="TabulatedPotential"):
        TabulatedPotential(filling=filling, potential=potential)


# --- empirical potentials --------------------------------------------------------------------


def test_empirical_potential_returns_its_formula() -> None:
    energy = EmpiricalPotential(formula=lambda x: 4.1 - 0.2 * x)
    np.testing.assert_allclose(-energy.chemical_potential((0.3,), T) / FARADAY, 4.04)
    assert not energy.activity_defined
    with pytest.raises(ParameterError, match="formula"):
        EmpiricalPotential(formula="4.1 - x")
