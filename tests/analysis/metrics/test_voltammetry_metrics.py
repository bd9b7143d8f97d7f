"""Metrics of voltammograms, on the closed forms of films and of semi-infinite diffusion."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up

from ambipolar.analysis.closed_forms import voltammetry as closed
from ambipolar.analysis.metrics import voltammetry
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError

T, V0, RATE, CAPACITY, D, DENSITY = 310.0, 3.4, 2e-4, 123.0, 4e-14, 1.7e4
THERMAL = GAS_CONSTANT * T / FARADAY
HOST = SimpleNamespace(
    temperature=T, capacity=CAPACITY, particle=SimpleNamespace(radius=1e-6),
    material=SimpleNamespace(
        diffusivity=SimpleNamespace(prefactor=D), site_density=DENSITY, standard_potential=V0
    ),
)  # fmt: skip


def sweep(u: np.ndarray, current: np.ndarray, step: int = 1, **more: np.ndarray) -> object:
    voltage = V0 - u * THERMAL
    time = np.abs(voltage - voltage[0]) / RATE
    steps = np.full(u.shape, step)
    return made_up(HOST, time=time, voltage=voltage, current_density=current, step=steps, **more)


@pytest.mark.parametrize("interaction", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("direction", [1, -1])
def test_film_peak(interaction, direction):
    s = np.linspace(-12, 12, 4001)[::direction]
    x = 1 / (1 + np.exp(-s))
    u = s + interaction * (1 - 2 * x)
    even = np.linspace(u[0], u[-1], 4001)
    order = np.argsort(u)
    current = closed.film_current(x, interaction) * CAPACITY * RATE / THERMAL
    result = sweep(even, direction * np.interp(even, u[order], current[order]))
    expected = closed.film_peak(interaction)
    assert voltammetry.film_peak(result, "") == pytest.approx(expected, rel=1e-4)


def test_diffusion_peak():
    u = np.linspace(-10, 8, 3001)
    unit = FARADAY * DENSITY * np.sqrt(D * RATE / THERMAL)
    found = voltammetry.diffusion_peak(sweep(u, unit * closed.diffusion_current(u)), "")
    assert found == pytest.approx(closed.randles_sevcik(), rel=1e-5)


@pytest.mark.parametrize("direction", [1, -1])
def test_current_at_given_potentials(direction):
    u = np.linspace(-10, 8, 3001)[::direction]
    unit = FARADAY * DENSITY * np.sqrt(D * RATE / THERMAL)
    result = sweep(u, unit * closed.diffusion_current(u))
    curve = voltammetry.sweep_current(result, "", [0.0, 3.0])
    assert curve == pytest.approx(closed.diffusion_current([0.0, 3.0]), rel=1e-5)


def test_distance_of_two_sweeps():
    u = np.linspace(-5, 5, 501)
    x = 1 / (1 + np.exp(-8 * u))
    there, back = V0 - (u + 0.4) * THERMAL, (V0 - (u - 0.4) * THERMAL)[::-1]
    result = made_up(
        HOST, time=np.arange(2 * u.size), voltage=np.concatenate([there, back]),
        filling=np.concatenate([x, x[::-1]]), step=np.repeat([1, 2], u.size),
    )  # fmt: skip
    assert voltammetry.peak_distance(result, "") == pytest.approx(0.8, rel=1e-6)


def test_a_step_that_is_no_sweep_is_refused():
    u = np.linspace(-5, 5, 101)
    with pytest.raises(ParameterError, match="sweep"):
        voltammetry.film_peak(sweep(u, np.exp(-(u**2))), "", step=7)
