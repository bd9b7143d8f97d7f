"""Spinodals, common tangents and hysteresis against closed forms, and for random hosts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.common_tangent import (
    coherent,
    miscibility_gaps,
    plateau_potentials,
)
from ambipolar.physics.thermodynamics.curve import EnergyCurve
from ambipolar.physics.thermodynamics.empirical import EmpiricalPotential
from ambipolar.physics.thermodynamics.hysteresis import (
    hysteresis_gap,
    jump_dissipation,
    jump_from_spinodal,
    landing_filling,
)
from ambipolar.physics.thermodynamics.redlich_kister import RedlichKister
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing
from ambipolar.physics.thermodynamics.spinodal import (
    least_stable_filling,
    spinodals,
    thermodynamic_factor,
)
from ambipolar.physics.thermodynamics.tabulated import TabulatedPotential

from .hosts import LFP_COHERENCY, LFP_DENSITY, MPET_JOULE, MPET_KT, MPET_T, RT, T, lfp, regular

BINODALS = {3.0: 0.07072018167994482, 4.0: 0.02124798796136563}
HYSTERESIS = {
    2.5: 0.31122067726137637,
    3.0: 0.8301858212881204,
    4.0: 2.131359901414208,
    4.5: 2.8585093320225416,
}


@pytest.mark.parametrize("omega", BINODALS)
def test_regular_solution(omega: float) -> None:
    (gap,) = miscibility_gaps(regular(omega), T)
    assert gap.lower == pytest.approx(BINODALS[omega], abs=1e-14)
    assert 1 - gap.upper == pytest.approx(BINODALS[omega], abs=1e-14)
    assert gap.chemical_potential == pytest.approx(0, abs=1e-11)
    expected = (1 - np.sqrt(1 - 2 / omega)) / 2
    assert spinodals(regular(omega), T) == pytest.approx((expected, 1 - expected), abs=1e-14)
    assert gap.spinodals == spinodals(regular(omega), T)


@pytest.mark.parametrize("omega", [3.0, 4.0])
def test_regular_solution_of_the_reference(theory, omega: float) -> None:
    binodal, spinodal, hysteresis, *_ = theory[f"T2.rs.Om{omega:g}"]["value"]
    (gap,) = miscibility_gaps(regular(omega), T)
    assert gap.lower == pytest.approx(binodal, abs=1e-13)
    assert gap.spinodals[0] == pytest.approx(spinodal, abs=1e-13)
    assert hysteresis_gap(regular(omega), T) * FARADAY / RT == pytest.approx(hysteresis, abs=1e-13)


@pytest.mark.parametrize("omega", [2.001, 2.1, 6.0, 10.0, 15.0, 22.0])
def test_binodal_far_and_near_the_critical_point(omega: float) -> None:
    (gap,) = miscibility_gaps(regular(omega), T)
    logit = brentq(lambda z: z - omega * np.tanh(z / 2), 1e-3, 2 * omega, xtol=1e-15)
    expected = 1 / (1 + np.exp(logit))
    # close to the critical point the common tangent is ill-conditioned, not the iteration
    tolerance = 1e-11 if omega < 2.01 else 1e-12
    assert gap.lower == pytest.approx(expected, rel=tolerance)
    assert gap.upper == pytest.approx(1 - expected, abs=tolerance)


@pytest.mark.parametrize("omega", HYSTERESIS)
def test_many_particle_hysteresis(omega: float) -> None:
    computed = hysteresis_gap(regular(omega), T) * FARADAY / RT
    assert computed == pytest.approx(HYSTERESIS[omega], abs=1e-13)


@pytest.mark.parametrize("omega", HYSTERESIS)
def test_many_particle_hysteresis_of_the_reference(theory, omega: float) -> None:
    expected = theory[f"T5.dreyer.Om{omega:g}"]["value"]
    assert hysteresis_gap(regular(omega), T) * FARADAY / RT == pytest.approx(expected, abs=1e-13)


def test_landing_filling(theory) -> None:
    expected = theory["T5.c_landing.Om4"]["value"]
    assert landing_filling(regular(4.0), T) == pytest.approx(expected, abs=1e-13)


def test_jumps_up_and_down_are_mirror_images() -> None:
    energy = regular(4.0)
    up = jump_from_spinodal(energy, T)
    down = jump_from_spinodal(energy, T, start=0.85)
    assert up.landing == pytest.approx(0.993391803496422, abs=1e-13)
    assert (up.start + down.start, up.landing + down.landing) == pytest.approx((1, 1), abs=1e-13)
    assert up.chemical_potential == pytest.approx(-down.chemical_potential)
    curve = EnergyCurve(energy, T)
    level, change = up.chemical_potential, curve.molar(up.landing) - curve.molar(up.start)
    expected = level * (up.landing - up.start) - change
    assert jump_dissipation(energy, T) == pytest.approx(expected, rel=1e-12)
    assert down.dissipation == pytest.approx(up.dissipation, rel=1e-12)
    assert 0 < up.dissipation


def test_solid_solution_has_no_phases() -> None:
    for energy in (IdealMixing(), regular(1.99), regular(2.0)):
        assert miscibility_gaps(energy, T) == ()
        assert spinodals(energy, T) == ()
        assert hysteresis_gap(energy, T) == 0
    with pytest.raises(ParameterError, match="no spinodal"):
        landing_filling(IdealMixing(), T)


def test_thermodynamic_factor() -> None:
    x = np.linspace(0.01, 0.99, 9)
    np.testing.assert_allclose(thermodynamic_factor(IdealMixing(), x, T), 1.0, rtol=1e-12)
    factor = thermodynamic_factor(regular(3.0), x, T)
    np.testing.assert_allclose(factor, 1 - 6 * x * (1 - x), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(factor, thermodynamic_factor(regular(3.0), x, T), rtol=0)


def test_several_gaps_and_a_gap_that_swallows_two_unstable_ranges() -> None:
    two = RedlichKister(coefficients=tuple(v * RT for v in (0, 0, 8, 0, -8)))
    first, second = miscibility_gaps(two, T)
    assert (first.lower + second.upper, first.upper + second.lower) == pytest.approx((1, 1))
    assert first.chemical_potential == pytest.approx(-second.chemical_potential)
    assert first.upper < second.lower
    levels = plateau_potentials(two, T, 3.0)
    assert levels == pytest.approx([3 - g.chemical_potential / FARADAY for g in (first, second)])
    one = RedlichKister(coefficients=tuple(v * RT for v in (3, -2, 4, 0, -6)))
    (gap,) = miscibility_gaps(one, T)
    assert len(gap.spinodals) == len(spinodals(one, T)) == 4


def test_table_of_a_phase_separating_host_has_its_phases() -> None:
    x = np.linspace(0.004, 0.996, 80)
    potential = 3.42 - regular(3.0).chemical_potential((x,), T) / FARADAY
    energy = TabulatedPotential(
        filling=tuple(x),
        potential=tuple(potential),
        standard_potential=3.42,
        reference_temperature=T,
    )
    (gap,) = miscibility_gaps(energy, T)
    assert gap.lower == pytest.approx(BINODALS[3.0], abs=1e-10)
    assert gap.plateau_potential(3.42) == pytest.approx(3.42, abs=1e-10)


def test_gap_that_ends_at_the_edge_of_a_formula() -> None:
    # without entropy the rich phase is the last filling for which the formula is valid
    energy = EmpiricalPotential(
        formula=lambda x: 3.0 - 1.2 * x + 1.2 * x * x, valid_from=0.02, valid_to=0.9
    )
    (gap,) = miscibility_gaps(energy, T)
    assert (gap.lower, gap.upper) == pytest.approx((0.3, 0.9), abs=1e-12)
    assert gap.chemical_potential == pytest.approx(energy.chemical_potential((0.3,), T))
    # the tangent from the last filling would touch beyond the first: both ends are phases
    energy = EmpiricalPotential(
        formula=lambda x: 3.0 - 0.5 * x + 1.2 * x * x, valid_from=0.02, valid_to=0.9
    )
    (gap,) = miscibility_gaps(energy, T)
    assert (gap.lower, gap.upper) == pytest.approx((0.02, 0.9), abs=1e-12)


def test_coherent_gap_is_that_of_the_reduced_interaction() -> None:
    reduced = lfp().omega - LFP_COHERENCY / (2 * LFP_DENSITY)
    assert reduced / (MPET_KT * MPET_JOULE) == pytest.approx(
        4.50991159990086 - 3.37541 / 2, abs=1e-5
    )
    (strained,) = miscibility_gaps(coherent(lfp(), LFP_COHERENCY, LFP_DENSITY), MPET_T)
    (expected,) = miscibility_gaps(type(lfp())(omega=reduced), MPET_T)
    assert (strained.lower, strained.upper) == pytest.approx((expected.lower, expected.upper))
    assert strained.spinodals == pytest.approx(expected.spinodals, rel=1e-12)


def test_least_stable_filling() -> None:
    assert least_stable_filling(regular(3.0), T) == pytest.approx(0.5, abs=1e-7)


coefficients = st.lists(st.floats(-4, 4), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(coefficients)
def test_random_hosts_obey_the_conditions_of_equilibrium(reduced: list[float]) -> None:
    energy = RedlichKister(coefficients=tuple(c * RT for c in reduced))
    curve = EnergyCurve(energy, T)
    limits = spinodals(energy, T)
    gaps = miscibility_gaps(energy, T)
    covered = [s for gap in gaps for s in gap.spinodals]
    assert covered == list(limits)  # every unstable range lies inside exactly one gap
    previous = 0.0
    for gap in gaps:
        assert previous < gap.lower < gap.spinodals[0] <= gap.spinodals[-1] < gap.upper < 1
        previous = gap.upper
        mu = curve.potential(np.array([gap.lower, gap.upper]))
        chord = (curve.molar(gap.upper) - curve.molar(gap.lower)) / gap.width
        slack = 1e-8 * GAS_CONSTANT * T
        np.testing.assert_allclose(mu, gap.chemical_potential, atol=slack)
        assert chord == pytest.approx(gap.chemical_potential, abs=slack)
        x = np.linspace(1e-6, 1 - 1e-6, 501)  # nothing lies below the tangent
        tangent = curve.molar(gap.lower) + gap.chemical_potential * (x - gap.lower)
        assert np.min(curve.molar(x) - tangent) > -slack
