"""Deposition of metal: equilibrium, activity of thin deposits, and where it nucleates."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.side_reactions.metal_deposition import (
    AnySite,
    MetalDeposition,
    NoEmptySites,
)
from ambipolar.physics.side_reactions.reacting_surface import ReactingSurface

T = 298.15
RT_F = GAS_CONSTANT * T / FARADAY


def at(potential: object, *fillings: object, activity: float = 1.0) -> ReactingSurface:
    return ReactingSurface(potential, T, fillings or (0.5,), activity)


def net(law: MetalDeposition, surface: ReactingSurface, metal: float) -> float:
    growing, leaving = law.branches(surface, np.float64(metal))
    return float(growing - leaving)


@pytest.mark.parametrize("sites", [AnySite(), NoEmptySites()])
def test_thick_metal_is_in_equilibrium_at_zero(sites):
    law = MetalDeposition(sites=sites)
    assert net(law, at(0.0), 1e12) == pytest.approx(0.0, abs=1e-12)
    assert net(law, at(-0.01), 1e12) > 0 > net(law, at(0.01), 1e12)


def test_thick_metal_follows_butler_and_volmer():
    law = MetalDeposition(rate_constant=2.0, transfer_coefficient=0.65)
    u = -0.03 / RT_F
    expected = 2.0 * (np.exp(-0.65 * u) - np.exp(0.35 * u))
    assert net(law, at(-0.03), 1e15) == pytest.approx(expected, rel=1e-9)


def test_nothing_dissolves_that_is_not_there():
    growing, leaving = MetalDeposition().branches(at(0.5, 0.9), 0.0)
    assert leaving == 0.0
    assert growing > 0


def test_a_submonolayer_is_bound_by_its_activity():
    """With every site open the deposit is in equilibrium at phi = -(RT/F) ln a."""
    law = MetalDeposition(sites=AnySite(), monolayer=1.8)
    metal = 0.2
    potential = -RT_F * np.log(law.activity(metal))
    assert net(law, at(potential), metal) == pytest.approx(0.0, abs=1e-12)


def test_metal_nucleates_where_no_site_is_empty():
    law = NoEmptySites(sites=6.0)
    assert law.share(at(0.0, 1.0)) == pytest.approx(1.0)
    assert law.share(at(0.0, 0.5)) == pytest.approx(0.5**6)
    assert law.share(at(0.0, 0.9, 0.1)) == pytest.approx(0.09**3)
    empty, full = (net(MetalDeposition(), at(-0.05, x), 0.0) for x in (0.05, 0.999))
    assert empty < 1e-6 * full


def test_metal_grows_on_metal_beside_empty_sites():
    law = MetalDeposition()
    assert net(law, at(-0.05, 0.05), 1e6) > 1e3 * net(law, at(-0.05, 0.05), 0.0)


def test_ions_speed_both_ways():
    law = MetalDeposition(transfer_coefficient=0.65)
    ratio = net(law, at(-0.02, activity=2.0), 1e9) / net(law, at(-0.02), 1e9)
    assert ratio == pytest.approx(2**0.35, rel=1e-9)


@given(
    phi=st.floats(-6, 6), x=st.floats(-0.5, 1.5), metal=st.floats(-10, 1e6),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_newton_iterate_far_off_gives_finite_branches(phi, x, metal):
    both = MetalDeposition().branches(at(np.float64(phi), np.float64(x)), np.float64(metal))
    assert np.all(np.isfinite(both))


def test_both_array_languages_agree():
    rng = np.random.default_rng(2)
    phi, x, metal = rng.uniform(-0.3, 0.5, 5), rng.uniform(0.01, 0.99, 5), rng.uniform(0, 9, 5)
    law = MetalDeposition()
    symbols = [ca.MX.sym(n, 5) for n in "pxm"]
    growing, leaving = law.branches(at(symbols[0], symbols[1]), symbols[2])
    found = ca.Function("f", symbols, [growing - leaving])(phi, x, metal).full().ravel()
    growing, leaving = law.branches(at(phi, x), metal)
    assert found == pytest.approx(growing - leaving, rel=1e-12)


@given(bad=st.one_of(st.floats(max_value=0.0), st.just(float("nan"))))
@settings(max_examples=20, deadline=None)
def test_numbers_are_positive(bad):
    for make in (
        lambda: MetalDeposition(rate_constant=bad),
        lambda: MetalDeposition(monolayer=bad),
        lambda: MetalDeposition(transfer_coefficient=bad),
        lambda: NoEmptySites(sites=bad),
    ):
        with pytest.raises(ParameterError):
            make()
