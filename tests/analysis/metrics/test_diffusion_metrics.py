"""Metrics of diffusion, on curves that follow their closed forms."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up

from ambipolar.analysis.closed_forms import diffusion as closed
from ambipolar.analysis.metrics import diffusion
from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError

R, D, DENSITY, CURRENT = 2e-6, 3e-14, 1.5e4, 0.7
HOST = SimpleNamespace(
    particle=SimpleNamespace(radius=R),
    material=SimpleNamespace(
        diffusivity=SimpleNamespace(prefactor=D), site_density=DENSITY, standard_potential=0.0
    ),
)
TAU = np.linspace(0, 2, 4001)


def test_surface_rise():
    unit = CURRENT / (FARADAY * DENSITY) * R / D
    rise = np.concatenate([[0.0], closed.constant_flux_surface("sphere", TAU[1:])])
    result = made_up(
        HOST, time=TAU * R**2 / D, particle__surface_filling=0.1 + unit * rise,
        current_density=np.full(TAU.shape, CURRENT),
    )  # fmt: skip
    at = [0.1, 1.0]
    expected = closed.constant_flux_surface("sphere", at)
    assert diffusion.surface_rise(result, "", at) == pytest.approx(expected, rel=1e-6)


def test_uptake_and_its_half_time():
    uptake = np.concatenate([[0.0], closed.constant_surface_uptake("plate", TAU[1:])])
    result = made_up(
        HOST, time=TAU * R**2 / D, filling=0.2 + 0.3 * uptake,
        particle__surface_filling=np.full(TAU.shape, 0.5),
    )  # fmt: skip
    assert diffusion.uptake(result, "", [0.1])[0] == pytest.approx(0.356823400452454, rel=1e-5)
    assert diffusion.uptake_time(result, "") == pytest.approx(0.1967307, rel=1e-5)


def titration(slope_of_voltage: float = -0.5e-4) -> object:
    """A rest, a pulse and a rest; the open-circuit voltage falls linearly with concentration."""
    t = np.linspace(0, 10, 51)
    rest, pulse = np.zeros_like(t), closed.titration_slope(D, CURRENT) * np.sqrt(t)
    added = CURRENT * t[-1] / (FARADAY * R)
    surface = np.concatenate([rest, pulse, rest + added])
    return made_up(
        HOST, time=np.concatenate([t, 10 + t, 20 + t]), step=np.repeat([1, 2, 3], 51),
        voltage=slope_of_voltage * surface, particle__surface_filling=0.3 + surface / DENSITY,
        filling=0.3 + np.repeat([0, added / 2, added], 51) / DENSITY,
        current_density=np.repeat([0, CURRENT, 0], 51),
    )  # fmt: skip


def test_titration_slope():
    expected = closed.titration_slope(D, CURRENT)
    assert diffusion.titration_slope(titration(), "", step=2) == pytest.approx(expected, rel=1e-9)


def test_titrated_diffusivity_needs_no_knowledge_of_the_voltage_curve():
    for slope in (-0.5e-4, -2e-4):
        found = diffusion.titrated_diffusivity(titration(slope), "", step=2)
        assert found == pytest.approx(D, rel=1e-9)


def test_titration_needs_a_rest_before_the_pulse():
    with pytest.raises(ParameterError, match="rest"):
        diffusion.titrated_diffusivity(titration(), "", step=0)


def test_a_run_without_data_is_named():
    result = made_up(HOST, time=[0.0], filling=[0.1], status="no consistent initial state")
    with pytest.raises(ParameterError, match="no consistent initial state"):
        diffusion.uptake(result, "", [0.1])
    with pytest.raises(ParameterError, match="no case 'olny'"):
        diffusion.uptake(result, "olny", [0.1])
