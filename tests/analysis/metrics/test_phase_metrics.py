"""Metrics of fronts, growing waves and stages, on profiles drawn by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up, several

from ambipolar.analysis.metrics import phases
from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.morphology import regular_solution_shell_capacity
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.physics.transport.diffusivity import LatticeDiffusivity

T, R, D, DENSITY = 300.0, 1e-7, 2e-17, 2e4
THERMAL = GAS_CONSTANT * T
POSITION = np.linspace(0, R, 401)


def host(geometry: str = "plate", radius: float = R) -> SimpleNamespace:
    material = SimpleNamespace(
        free_energy=RegularSolution(omega=3 * THERMAL), site_density=DENSITY,
        diffusivity=LatticeDiffusivity(D), gradient_energy=4e-18 * DENSITY * THERMAL,
    )  # fmt: skip
    particle = SimpleNamespace(geometry=geometry, radius=radius)
    return SimpleNamespace(temperature=T, material=material, particle=particle)


def with_profile(x: np.ndarray, geometry: str = "plate") -> object:
    position = (("particle.position",), POSITION)
    profile = (("time", "particle.position"), np.stack([0 * x, x]))
    return made_up(
        host(geometry), time=[0, 1], particle__filling=profile, particle__position=position
    )


@pytest.mark.parametrize(("geometry", "power"), [("plate", 1), ("cylinder", 2), ("sphere", 3)])
def test_transformed_fraction(geometry, power):
    front = 0.37 * R
    shell = 1 / (1 + np.exp(-(POSITION - front) / (0.01 * R)))
    found = phases.transformed_fraction(with_profile(shell, geometry), "")
    assert found == pytest.approx(1 - 0.37**power, rel=1e-4)


def test_no_shell_and_no_core():
    assert phases.transformed_fraction(with_profile(0 * POSITION + 0.1), "") == 0.0
    assert phases.transformed_fraction(with_profile(0 * POSITION + 0.9), "") == 1.0


def test_damkoehler_number_of_a_used_plate():
    # with the front at the depth at which a quasi-steady shell saturates
    poor = 0.07072018
    current, factor = 0.05, (1 - 6 * poor * (1 - poor)) * (1 - 2 * poor)
    depth = regular_solution_shell_capacity(3.0, poor) * 96485.33212 * DENSITY * D / current
    shell = (POSITION > R - depth).astype(float)
    found = phases.used_damkoehler(with_profile(shell), "", current)
    expected = regular_solution_shell_capacity(3.0, poor) / factor
    assert found == pytest.approx(expected, rel=2e-2)  # half a cell of the drawn front


def growing(wave: float) -> object:
    """A mode of reduced wave number ``wave`` that grows with k^2 (2 - k^2)/4 in D/l^2."""
    length, rate = 2e-9, wave**2 * (2 - wave**2) / 4
    time = np.linspace(0, 3, 31)
    cosine = np.cos(np.pi * POSITION / R)
    grown = np.exp(rate * time)[:, None] * (1e-3 * cosine)
    return made_up(
        host(radius=np.pi * length / wave), time=time * length**2 / D,
        particle__filling=(("time", "particle.position"), 0.5 + grown),
    )  # fmt: skip


def test_growth_rate_and_fastest_mode():
    assert phases.growth_rate(growing(0.5), "") == pytest.approx(0.109375, rel=1e-9)
    result = several({"a": growing(0.8), "b": growing(1.0), "c": growing(1.3)})
    assert phases.fastest_mode(result, "", ["a", "b", "c"]) == pytest.approx([1.0, 0.25], rel=1e-9)
    with pytest.raises(ParameterError, match="three"):
        phases.fastest_mode(result, "", ["a", "b"])


def test_mean_and_difference_between():
    x = np.linspace(0, 1, 101)
    one = made_up(host(), time=x, filling=x, voltage=3 - x)
    other = made_up(host(), time=x, filling=x, voltage=3 - x + 0.01)
    result = several({"one": one, "other": other})
    assert phases.mean_between(result, "one", "voltage", 0.2, 0.6) == pytest.approx(2.6)
    difference = phases.difference_between(result, "one", "voltage", "other", 0.2, 0.8)
    assert difference == pytest.approx(0.01)


def test_stage_fillings():
    first = np.where(POSITION < R / 2, 0.97, 0.02)
    second = np.where(POSITION < R / 2, 0.01, 0.03)
    dims = ("time", "particle.position")
    result = made_up(
        host(), time=[0, 1], filling=[0.0, 0.25],
        particle__filling_1=(dims, np.stack([0 * first, first])),
        particle__filling_2=(dims, np.stack([0 * second, second])),
    )  # fmt: skip
    assert phases.stage_fillings(result, "", 0.26) == pytest.approx([0.97, 0.01, 0.025])
