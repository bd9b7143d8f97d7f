"""Laws of film growth: limits, series, and the same numbers from NumPy and CasADi."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import wrightomega

from ambipolar.analysis.closed_forms.side_reactions import ohmic_film_current
from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.side_reactions import wright_omega as omega
from ambipolar.physics.side_reactions.electron_conduction import (
    ElectronConductionGrowth,
    OhmicFilmGrowth,
)
from ambipolar.physics.side_reactions.film_growth import (
    InterstitialDiffusionGrowth,
    ReactionLimitedGrowth,
    SeriesGrowth,
    SolventDiffusionGrowth,
)
from ambipolar.physics.side_reactions.film_lithium import EquilibratedFilm, HostLithium
from ambipolar.physics.side_reactions.reacting_surface import ReactingSurface

T = 298.15
RT_F = GAS_CONSTANT * T / FARADAY
LAWS = [
    ReactionLimitedGrowth(),
    SolventDiffusionGrowth(),
    InterstitialDiffusionGrowth(),
    SeriesGrowth(),
    ElectronConductionGrowth(lithium=HostLithium()),
    OhmicFilmGrowth(lithium=EquilibratedFilm()),
]


def at(potential: object, filling: object = 0.5, temperature: float = T) -> ReactingSurface:
    return ReactingSurface(potential, temperature, (filling,))


@given(u=st.floats(-700, 1e6))
@settings(max_examples=200, deadline=None)
def test_wright_omega(u):
    assert omega.wright_omega(np.float64(u)) == pytest.approx(
        float(np.real(wrightomega(max(u, -690.0)))), rel=4e-14, abs=1e-300
    )


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
def test_laws_are_the_same_in_both_array_languages(law):
    rng = np.random.default_rng(1)
    phi, x = rng.uniform(-0.2, 1.2, (3, 4)), rng.uniform(0.01, 0.99, (3, 4))
    length = rng.uniform(0, 1e-7, (3, 4))
    numbers = law.current(at(phi, x), length, 2.0)
    symbols = [ca.MX.sym(n, 3, 4) for n in "pxl"]
    traced = law.current(at(symbols[0], symbols[1]), symbols[2], 2.0)
    found = ca.Function("f", symbols, [traced])(phi, x, length).full()
    assert np.all(np.isfinite(numbers))
    assert np.all(numbers >= 0)
    assert found == pytest.approx(numbers, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
@given(
    phi=st.floats(-5, 8), x=st.floats(-0.5, 1.5), length=st.floats(-1e-9, 1e-5),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_newton_iterate_far_off_gives_a_finite_current(law, phi, x, length):
    current = law.current(at(np.float64(phi), np.float64(x)), np.float64(length), 1.0)
    assert np.isfinite(current)
    assert current >= 0


def test_reaction_and_diffusion_in_series_are_deal_and_grove():
    k, d, c, n = 1e-12, 1e-20, 4500.0, 2.0
    law = SeriesGrowth(
        laws=(
            ReactionLimitedGrowth(
                exchange_current=n * FARADAY * k * c, transfer_coefficient=0.0, potential=0.0
            ),
            SolventDiffusionGrowth(diffusivity=d, concentration=c),
        )
    )
    for length in (0.0, 1e-9, 1e-7):
        expected = n * FARADAY * c * d / (length + d / k)
        # a bare surface counts as 1e-12 m thick, here a ten-thousandth of D/k
        found = law.current(at(0.1), length, n)
        assert found == pytest.approx(expected, rel=1e-12 if length else 1.1e-4)


def test_tafel_slope():
    law = ReactionLimitedGrowth(transfer_coefficient=0.5)
    ratio = law.current(at(0.1), 0.0, 1.0) / law.current(at(0.1 + 2 * RT_F), 0.0, 1.0)
    assert ratio == pytest.approx(np.e, rel=1e-12)


def test_interstitials_follow_the_potential():
    law = InterstitialDiffusionGrowth()
    ratio = law.current(at(0.0), 1e-8, 1.0) / law.current(at(RT_F), 1e-8, 1.0)
    assert ratio == pytest.approx(np.e, rel=1e-12)


def test_ohmic_film_is_the_lambert_solution_at_every_thickness():
    law = OhmicFilmGrowth(conductivity=1e-13, exchange_current=1e-7, transfer_coefficient=0.4)
    lengths = np.array([0.0, 1e-15, 1e-11, 1e-9, 1e-7, 1e-5])
    phi = 0.15
    y = 0.4 * (law.potential - phi) / RT_F
    slope = 0.4 * lengths / (RT_F * 1e-13)
    assert law.current(at(phi), lengths, 1.0) == pytest.approx(
        ohmic_film_current(1e-7, y, slope), rel=1e-9
    )


def test_ohmic_film_is_the_reaction_when_thin_and_conduction_when_thick():
    law = OhmicFilmGrowth(exchange_current=1e-6)
    bare = ReactionLimitedGrowth(exchange_current=1e-6, potential=law.potential)
    assert law.current(at(0.2), 0.0, 1.0) == pytest.approx(
        bare.current(at(0.2), 0.0, 1.0), rel=1e-12
    )
    fast = OhmicFilmGrowth(exchange_current=1e3)
    thick = ElectronConductionGrowth(conductivity=fast.conductivity, potential=fast.potential)
    # what the reaction keeps is its overpotential, here a small share of the driving
    assert fast.current(at(-20.0), 1e-2, 1.0) < thick.current(at(-20.0), 1e-2, 1.0)


def test_growth_with_the_square_of_the_lithium(theory):
    entry = theory["T7.sei.asym"]
    law = ElectronConductionGrowth(lithium=HostLithium())
    fast, slow = (law.current(at(0.1, entry["parameters"][c]), 1e-8, 1.0) for c in ("ca", "cb"))
    # at equal thickness the speeds, and so the gains of L^2 in equal times, have this ratio
    assert fast / slow == pytest.approx(entry["value"], rel=1e-12)


def test_no_growth_above_the_potential_of_the_reduction():
    law = ElectronConductionGrowth()
    assert law.current(at(law.potential + 0.1), 1e-9, 1.0) == 0.0


def test_equilibrated_film_holds_more_lithium_at_low_potential():
    film = EquilibratedFilm(potential=0.1)
    assert film.relative(at(0.1)) == pytest.approx(0.5)
    assert film.relative(at(-0.5)) > film.relative(at(0.05)) > film.relative(at(0.3)) > 0


def test_heat_speeds_growth():
    law = ReactionLimitedGrowth(activation_energy=38e3, transfer_coefficient=0.0)
    ratio = law.current(at(0.1, temperature=308.15), 0.0, 1.0) / law.current(at(0.1), 0.0, 1.0)
    assert ratio == pytest.approx(np.exp(-38e3 / GAS_CONSTANT * (1 / 308.15 - 1 / T)), rel=1e-12)


def test_a_series_takes_steps_of_first_order_only():
    with pytest.raises(ParameterError, match="first order"):
        SeriesGrowth(laws=(ElectronConductionGrowth(),))  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="at least one"):
        SeriesGrowth(laws=())


@given(bad=st.one_of(st.floats(max_value=0.0), st.just(float("nan")), st.just(float("inf"))))
@settings(max_examples=30, deadline=None)
def test_numbers_are_positive(bad):
    for make in (
        lambda: ReactionLimitedGrowth(exchange_current=bad),
        lambda: SolventDiffusionGrowth(diffusivity=bad),
        lambda: InterstitialDiffusionGrowth(concentration=bad),
        lambda: ElectronConductionGrowth(conductivity=bad),
        lambda: HostLithium(reference=bad),
    ):
        with pytest.raises(ParameterError):
            make()
