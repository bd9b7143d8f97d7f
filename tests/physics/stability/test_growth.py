"""The dispersion relation of driven surfaces."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.coupled_ion_electron_transfer import (
    CoupledIonElectronTransfer,
    CoupledIonElectronTransferExact,
)
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.kinetics.marcus import Marcus
from ambipolar.physics.kinetics.reaction import Interface
from ambipolar.physics.stability.base_state import overpotential
from ambipolar.physics.stability.growth import (
    fastest_mode,
    growth_rate,
    phase_map,
    uniform_growth_rate,
)
from ambipolar.physics.stability.surface import DrivenSurface
from ambipolar.physics.stability.thresholds import accumulated_growth
from ambipolar.physics.thermodynamics.free_energy import FreeEnergy

from .surfaces import COHERENCY, GRADIENT, MODELS, OMEGA, RT, curvature, potential, surface

CIET = CoupledIonElectronTransfer(1.0, reorganization_energy=8.3 * RT)
LAWS = {
    **MODELS,
    "asymmetric": ButlerVolmer(1.0, transfer_coefficient=0.3),
    "CIET": CIET,
    "CIET exact": CoupledIonElectronTransferExact(1.0, reorganization_energy=8.3 * RT),
    "film": WithFilmResistance(ButlerVolmer(1.0), 0.02),
}
DISPERSION = [
    f"T3.disp.{model}.c{c}.I{current}"
    for model in "ABC"
    for c in ("0.3", "0.5")
    for current in ("0.01", "0.1", "0.5", "-0.1")
]


def wavenumbers(wavelengths_nm) -> np.ndarray:
    return np.array([0.0, *(2 * math.pi / (1e-9 * w) for w in wavelengths_nm)])


@pytest.mark.parametrize("name", DISPERSION)
def test_dispersion_meets_reference(theory, name):
    entry = theory[name]
    p = entry["parameters"]
    driven = surface(MODELS[name[8]], p["Omega"], p["Btilde"], p["kappa_nm2"])
    growth = growth_rate(driven, wavenumbers(p["wavelength_nm"][1:]), p["c"], p["I_over_k0"])
    np.testing.assert_allclose(growth, entry["value"], rtol=1e-10)


def test_dispersion_anchors_without_the_reference_folder():
    k = wavenumbers([20])
    growth = growth_rate(surface(MODELS["A"]), k, 0.3, 0.1)
    np.testing.assert_allclose(growth, [0.810668317504555, -0.13143651682737778], rtol=1e-9)
    growth = growth_rate(surface(MODELS["B"]), k, 0.5, -0.1)
    np.testing.assert_allclose(growth, [0.6871721450285007, 0.37582866450702845], rtol=1e-9)


@given(
    x=st.floats(0.02, 0.98),
    current=st.floats(-20, 20),
    wavelength=st.floats(3, 500),
)
@settings(max_examples=60, deadline=None)
def test_dispersion_is_its_closed_form(x, current, wavelength):
    k = 2 * math.pi / wavelength
    m = curvature(x) + COHERENCY + GRADIENT * k**2
    explicit = {
        "B": (math.sqrt(x) * (1 - x), 1 / (2 * x) - 1 / (1 - x)),
        "C": (1.0, 0.0),
        "E": (math.sqrt(x * (1 - x)), (1 - 2 * x) / (2 * x * (1 - x))),
    }
    expected = {
        name: slope * current - math.sqrt(i0**2 + current**2 / 4) * m
        for name, (i0, slope) in explicit.items()
    }
    i0 = (1 - x) * math.exp(potential(x) / 2)
    backward = -current / 2 + math.sqrt(i0**2 + current**2 / 4)
    expected["A"] = -current / (1 - x) - backward * m
    for name, value in expected.items():
        growth = growth_rate(surface(MODELS[name]), k * 1e9, x, current)
        scale = abs(current) * (abs(m) + 1 / (x * (1 - x))) + abs(value)
        assert growth == pytest.approx(value, abs=1e-9 * scale)


@pytest.mark.parametrize("name", LAWS)
def test_growth_is_the_derivative_of_the_rate(name):
    """Two points of the surface at mean filling plus and minus delta share one reservoir."""
    law, driven = LAWS[name], surface(LAWS[name], in_plane_diffusivity=3e-19)
    x, current, k, delta = 0.35, 0.02, 2 * math.pi / 40e-9, 1e-5
    below = float(overpotential(driven, x, current))
    reservoir = potential(x) * RT - 96485.33212331001 * (below - current * law.film_resistance)

    def rate(deviation: float) -> float:
        m = (COHERENCY + GRADIENT * (k * 1e-9) ** 2) * deviation
        mu = (potential(x + deviation) + m) * RT
        eta = (mu - reservoir) / 96485.33212331001
        return float(law.rate(Interface(x + deviation, mu, eta, 298.15)))

    slope = (rate(delta) - rate(-delta)) / (2 * delta)
    m = curvature(x) + COHERENCY + GRADIENT * (k * 1e-9) ** 2
    expected = slope - 3e-19 * x * (1 - x) * k**2 * m
    assert rate(0.0) == pytest.approx(current, rel=1e-10)
    assert growth_rate(driven, k, x, current) == pytest.approx(expected, rel=1e-5)


def test_base_state_carries_the_current():
    x = np.linspace(0.05, 0.9, 18)[:, None]
    for name, law in LAWS.items():
        driven = surface(law)
        current = np.array([-0.02, -1e-4, 0.0, 1e-6, 0.03])
        eta = overpotential(driven, x, current)
        assert np.all(np.isfinite(eta)), name
        carried, _ = driven.rate_and_slope(x, eta / driven.thermal_voltage)
        np.testing.assert_allclose(carried, np.broadcast_to(current, eta.shape), rtol=1e-11)


def test_base_state_beyond_the_reaction_limit_is_not_a_number():
    driven = surface(CIET)
    limit = 1 - 0.3
    current = np.array([0.9, 0.999, 1.001, 10.0]) * limit
    eta = overpotential(driven, 0.3, current)
    np.testing.assert_array_equal(np.isnan(eta), [False, False, True, True])
    assert np.isnan(growth_rate(driven, 0.0, 0.3, limit * 1.1))


def test_marcus_is_taken_on_its_normal_branch():
    law = Marcus(1.0, reorganization_energy=8.3 * RT)
    eta = overpotential(surface(law), 0.5, np.array([0.1, 0.4, 0.49, 0.6])) / (RT / 96485.33212)
    assert np.all(np.diff(eta[:3]) < 0)
    assert eta[2] > -8.3
    assert np.isnan(eta[3])


def test_reaction_limited_growth_of_coupled_transfer():
    driven = surface(CIET, omega=0.0, coherency=0.0)
    for x in (0.3, 0.7):
        insertion = growth_rate(driven, 0.0, x, (1 - x) * (1 - 1e-9))
        extraction = growth_rate(driven, 0.0, x, -(1 - x) * x * (1 - 1e-9))
        assert insertion == pytest.approx(-1.0, rel=1e-4)
        # autocatalytic above half filling although the host is an ideal solid solution
        assert extraction == pytest.approx(-(1 - 2 * x), rel=1e-4)


def test_root_exchange_at_very_high_current():
    # insertion: stable only where x > 1 - 3/(2 Om_eff); extraction: unstable where the sum > 0
    effective = OMEGA - COHERENCY / 2
    driven, x = surface(MODELS["B"]), np.linspace(0.02, 0.98, 97)
    inserted = growth_rate(driven, 0.0, x, 1e6) > 0
    np.testing.assert_array_equal(inserted, x < 1 - 3 / (2 * effective))
    extracted = growth_rate(driven, 0.0, x, -1e6) > 0
    np.testing.assert_array_equal(extracted, -1 / x + 1 / (2 * (1 - x)) + effective > 0)


def test_cahn_hilliard_fastest_mode(theory):
    k_m, s_m = theory["T3.CHR"]["value"]
    assert (k_m, s_m) == (1.0, 0.25)
    # kappa/(rho RT) = 1 m^2 and D = 1 m^2/s; a vanishing rate constant leaves pure diffusion
    driven = surface(ButlerVolmer(1e-20), 3.0, 0.0, 1e18, in_plane_diffusivity=1.0)
    growth, wavenumber = fastest_mode(driven, 0.5, 0.0)
    assert wavenumber == pytest.approx(k_m, rel=1e-8)
    assert growth == pytest.approx(s_m, rel=1e-8)
    assert growth_rate(driven, k_m, 0.5, 0.0) == pytest.approx(s_m, rel=1e-8)


def test_fastest_mode_is_the_largest_growth_rate():
    driven = surface(MODELS["A"], in_plane_diffusivity=2e-17)
    k = np.linspace(0, 2e9, 40_001)
    for x, current in ((0.3, 0.2), (0.5, 0.05), (0.6, -0.4)):
        growth, wavenumber = fastest_mode(driven, x, current)
        scan = growth_rate(driven, k, x, current)
        assert growth == pytest.approx(scan.max(), rel=1e-6)
        assert wavenumber == pytest.approx(k[scan.argmax()], abs=1e5)
    limited, longest = fastest_mode(driven, 0.5, 0.05, smallest_wavenumber=1.5e9)
    assert longest == 1.5e9
    assert limited == pytest.approx(growth_rate(driven, 1.5e9, 0.5, 0.05), rel=1e-12)


def test_unstable_diffusion_without_gradient_energy_has_no_fastest_mode():
    driven = surface(MODELS["A"], gradient=0.0, in_plane_diffusivity=1e-16)
    assert fastest_mode(driven, 0.5, 0.0) == (math.inf, math.inf)


def test_uniform_growth_has_no_coherency():
    for x, current in ((0.4, 0.3), (0.7, -0.2)):
        strained = uniform_growth_rate(surface(MODELS["A"]), x, current)
        relaxed = growth_rate(surface(MODELS["A"], coherency=0.0), 0.0, x, current)
        assert strained == pytest.approx(float(relaxed), rel=1e-12)


@pytest.mark.parametrize("name", ["T3.amp.A.I0.05.L20", "T3.amp.B.I0.05.L20"])
def test_accumulated_growth_meets_reference(theory, name):
    p = theory[name]["parameters"]
    driven = surface(MODELS[name[7]], p["Omega"], p["Btilde"], p["kappa_nm2"])
    value = accumulated_growth(driven, p["c0"], p["c1"], p["I"], p["L_nm"] * 1e-9)
    assert value == pytest.approx(theory[name]["value"], abs=1e-8)


def test_accumulated_growth_refuses_the_wrong_direction_and_the_reaction_limit():
    with pytest.raises(ParameterError, match="does not lead"):
        accumulated_growth(surface(MODELS["A"]), 0.2, 0.6, -0.1)
    with pytest.raises(ParameterError, match="reaction limit"):
        accumulated_growth(surface(CIET), 0.2, 0.6, 0.5)


def test_phase_map_shape_symmetry_and_speed():
    driven = surface(MODELS["C"])
    x, current = np.linspace(0.005, 0.995, 200), np.linspace(-3, 3, 200)
    phase_map(driven, x[:2], current[:2])
    start = time.perf_counter()
    result = phase_map(driven, x, current)
    elapsed = time.perf_counter() - start
    assert result.growth_rate.shape == (200, 200)
    # a constant exchange current treats insertion and extraction, poor and rich alike
    np.testing.assert_allclose(result.growth_rate, result.growth_rate[:, ::-1], rtol=1e-9)
    np.testing.assert_allclose(result.growth_rate, result.growth_rate[::-1], rtol=1e-8)
    spinodal = (1 - math.sqrt(1 - 2 / (OMEGA - COHERENCY / 2))) / 2
    np.testing.assert_array_equal(result.unstable[:, 100], (x > spinodal) & (x < 1 - spinodal))
    assert elapsed < 3.0  # 0.25 s on an idle machine


def test_several_composition_fields_are_refused():
    class TwoFields(FreeEnergy):
        pass

    driven = DrivenSurface(TwoFields(fields=2), MODELS["A"], 1e4, 1e7)
    with pytest.raises(ParameterError, match="composition fields"):
        growth_rate(driven, 0.0, 0.5, 0.1)
