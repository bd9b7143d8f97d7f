"""Closed forms of binary electrolytes against quadrature, reference values and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from ambipolar.analysis.closed_forms.electrolyte import (
    diffusion_potential,
    limiting_current,
    polarised_voltage,
    sand_time,
    slowest_relaxation,
)
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte

D, C0, L, TPLUS = 3e-10, 1000.0, 1e-4, 0.4
LIMIT = 964.8533212  # reference value of the limiting current [A/m^2]


def test_limiting_current_of_the_reference() -> None:
    assert limiting_current(D, C0, L, TPLUS) == pytest.approx(LIMIT, rel=1e-9)
    assert limiting_current(D, C0, L, TPLUS) == pytest.approx(4 * FARADAY * 2.5e-10 * C0 / L)


def test_sand_time_is_that_of_semi_infinite_diffusion() -> None:
    """The surface concentration of the textbook solution vanishes at Sand's time."""
    time, flux = sand_time(D, C0, 300.0, TPLUS), 300.0 * (1 - TPLUS) / FARADAY
    assert C0 - 2 * flux * math.sqrt(time / (math.pi * D)) == pytest.approx(0.0, abs=1e-9)
    both = sand_time(D, C0, np.array([300.0, 600.0]), TPLUS)
    assert both[0] / both[1] == pytest.approx(4.0)
    assert sand_time(D, C0, 300.0, TPLUS, porosity=0.3) == pytest.approx(0.3 * time)


@pytest.mark.parametrize("charges", [(1, -1), (2, -1), (2, -2), (1, -2)])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_polarised_voltage_is_ohm_and_diffusion(charges: tuple[int, int], share: float) -> None:
    law = DiluteElectrolyte(
        cation_diffusivity=2.5e-10, anion_diffusivity=3.75e-10,
        cation_charge=charges[0], anion_charge=charges[1],
    )  # fmt: skip
    d, t = law.diffusivity(C0, 298.15), law.transference(C0, 298.15)
    current = share * limiting_current(d, C0, L, t, law.equivalents)
    slope = -(1 - t) * current / (law.equivalents * FARADAY * d)

    def field(x: float) -> float:
        c = C0 + slope * (x - L / 2)
        drop = current / law.conductivity(c, 298.15)
        return float(drop - law.diffusion_potential(c, 298.15) * slope / c)

    ratio = law.ions / law.equivalents
    expected = polarised_voltage(share, 298.15, ratio)
    assert quad(field, 0, L, epsrel=1e-10)[0] == pytest.approx(float(expected), rel=1e-8)
    # what remains when the current stops
    ends = C0 * (1 + share), C0 * (1 - share)
    rest = quad(lambda x: field(x) - current / law.conductivity(C0 + slope * (x - L / 2), 298.15),
                0, L)[0]  # fmt: skip
    assert rest == pytest.approx(diffusion_potential(*ends, t, 298.15, ratio), rel=1e-6)


def test_small_currents_see_a_resistance() -> None:
    thermal = GAS_CONSTANT * 298.15 / FARADAY
    assert float(polarised_voltage(1e-6)) == pytest.approx(4 * thermal * 1e-6, rel=1e-9)
    assert slowest_relaxation(D, L) == pytest.approx(L**2 / (math.pi**2 * D))


def test_what_has_no_limit_is_refused() -> None:
    with pytest.raises(ParameterError, match="transference"):
        limiting_current(D, C0, L, 1.0)
    with pytest.raises(ParameterError, match="transference"):
        sand_time(D, C0, 300.0, 1.2)
    with pytest.raises(ParameterError, match="no steady state"):
        polarised_voltage(1.0)
