"""Metrics of loops on made-up data."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up

from ambipolar.analysis.metrics import hysteresis
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.physics.thermodynamics.scanning import stable_fillings

T = 300.0
THERMAL = GAS_CONSTANT * T / FARADAY
HOST = SimpleNamespace(
    free_energy=RegularSolution(omega=4 * GAS_CONSTANT * T), standard_potential=3.4
)
DEVICE = SimpleNamespace(temperature=T, material=HOST)
UP = np.linspace(0.0, 1.0, 101)
WAY = np.concatenate([UP, UP[::-1]])
SIDE = np.repeat([1.0, -1.0], 101)


def loop(**more):
    return made_up(
        DEVICE, filling=WAY, voltage=3.4 - 0.02 * SIDE, current_density=SIDE,
        step=np.repeat([0, 1], 101), **more,
    )  # fmt: skip


def test_gap_and_energy_of_a_rectangle():
    assert hysteresis.loop_gap(loop(), "") == pytest.approx(0.04 / THERMAL)
    assert hysteresis.loop_energy(loop(), "") == pytest.approx(0.04 / THERMAL)
    half = made_up(DEVICE, filling=UP, voltage=0 * UP, current_density=0 * UP + 1)
    with pytest.raises(ParameterError, match="not filled and emptied"):
        hysteresis.loop_gap(half, "")
    with pytest.raises(ParameterError, match="no two rests"):
        hysteresis.rest_gap(loop(), "")


def test_rests_are_read_at_their_ends():
    result = made_up(
        DEVICE, filling=np.full(6, 0.5), current_density=[1, 0, 0, -1, 0, 0],
        step=[0, 1, 1, 2, 3, 3], voltage=[3.0, 3.1, 3.3, 4.0, 3.8, 3.4],
    )  # fmt: skip
    assert hysteresis.rest_gap(result, "") == pytest.approx(0.1 / THERMAL)


def test_particles_that_have_landed_and_that_are_on_their_way():
    members = np.where(np.arange(10) < 10 * WAY[:, None], 0.99, 0.1)
    members[:, 0] = 0.5
    result = loop(population__filling=(("time", "member"), members))
    assert hysteresis.landed_filling(result, "") == pytest.approx(0.99)
    assert hysteresis.intermediate_share(result, "") == pytest.approx(0.1)


def scanned(shift=0.0):
    """Three of ten particles are filled while the potential goes across the loop."""
    mu = np.linspace(-0.9, 0.9, 50) * 2600.0
    lower, upper = stable_fillings(HOST.free_energy, T, mu)
    members = np.where(np.arange(10) < 3, upper[:, None], lower[:, None])
    return made_up(
        DEVICE, filling=members.mean(axis=1) + shift, voltage=3.4 - mu / FARADAY,
        current_density=np.ones(50), step=np.repeat([0, 1], 25),
        population__filling=(("time", "member"), members),
    )  # fmt: skip


def test_the_way_across_is_compared_with_the_closed_form():
    assert hysteresis.scanning_error(scanned(), "", step=1) < 1e-12
    assert hysteresis.scanning_error(scanned(0.01), "", step=0) == pytest.approx(0.01)
    with pytest.raises(ParameterError, match="crosses no loop"):
        hysteresis.scanning_error(scanned(), "", step=7)


def test_what_returns():
    members = np.array([[0.1, 0.2], [0.5, 0.6], [0.1, 0.23]])
    result = made_up(
        DEVICE, filling=members.mean(axis=1), step=[0, 1, 2],
        population__filling=(("time", "member"), members),
    )  # fmt: skip
    assert hysteresis.returned(result, "", [0, 2]) == pytest.approx(0.03)
    assert hysteresis.returned(result, "", [0, 1]) == pytest.approx(0.4)
