"""Voltammograms limited by diffusion and of thin films."""

import numpy as np
import pytest
from scipy.special import zeta

from ambipolar.analysis.closed_forms import voltammetry
from ambipolar.core.errors import ParameterError

#: interaction: height and width of the peak
FILM = {
    -1.0: (0.16666666666666666, 5.676067476273951),
    0.0: (0.25, 3.5254943480783383),
    0.5: (0.3333333333333333, 2.4789448032368444),
    1.0: (0.5, 1.4792152554703824),
}


def test_diffusion_current_far_below_is_exponential():
    u = -30.0
    assert voltammetry.diffusion_current(u) == pytest.approx(np.exp(u), rel=1e-12)


def test_diffusion_current_by_its_series():
    # -Li_{-1/2}(-e^u) = sum (-1)^(n-1) sqrt(n) e^(nu) for u < 0
    u, n = -1.0, np.arange(1, 200)
    series = np.sum((-1.0) ** (n - 1) * np.sqrt(n) * np.exp(n * u))
    assert voltammetry.diffusion_current(u) == pytest.approx(series, rel=1e-12)


def test_diffusion_current_at_the_half_wave_potential():
    # -Li_{-1/2}(-1) is the Dirichlet eta function, (1 - 2^{3/2}) zeta(-1/2)
    # with zeta(-1/2) = -zeta(3/2)/(4 pi) by the functional equation
    expected = (2**1.5 - 1) * zeta(1.5) / (4 * np.pi)
    assert voltammetry.diffusion_current(0.0) == pytest.approx(expected, rel=1e-12)


def test_diffusion_current_far_above_is_cottrell():
    # Sommerfeld expansion: 1/sqrt(pi u) (1 + pi^2/8 u^-2 + ...)
    u = 150.0
    expected = (1 + np.pi**2 / (8 * u**2)) / np.sqrt(np.pi * u)
    assert voltammetry.diffusion_current(u) == pytest.approx(expected, rel=1e-6)


def test_randles_sevcik_constant_position_and_width():
    height, position, width = voltammetry.randles_sevcik()
    assert height == pytest.approx(0.4463, abs=5e-5)
    assert position == pytest.approx(1.109, abs=1e-3)
    assert width == pytest.approx(2.20, abs=5e-3)


@pytest.mark.parametrize("interaction", FILM)
def test_film_peak(interaction):
    assert voltammetry.film_peak(interaction) == pytest.approx(FILM[interaction], rel=1e-8)


@pytest.mark.parametrize("interaction", FILM)
def test_film_current_integrates_to_the_capacity(interaction):
    s = np.linspace(-25, 25, 40_001)
    x = 1 / (1 + np.exp(-s))
    u = s + interaction * (1 - 2 * x)
    area = np.trapezoid(voltammetry.film_current(x, interaction), u)
    assert area == pytest.approx(1.0, rel=1e-6)


def test_film_that_phase_separates_is_refused():
    with pytest.raises(ParameterError, match="spinodals"):
        voltammetry.film_peak(3.0)


def test_stored_numbers_are_those_of_the_reference(theory):
    for interaction, stored in FILM.items():
        assert tuple(theory[f"T8.thinfilm.Om{interaction:g}"]["value"]) == stored
