"""Interfaces, critical sizes, finite slabs and fluctuations against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_bvp

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.common_tangent import miscibility_gaps
from ambipolar.physics.thermodynamics.critical_size import critical_length, no_flux_eigenvalues
from ambipolar.physics.thermodynamics.curve import EnergyCurve
from ambipolar.physics.thermodynamics.finite_particle import finite_slab
from ambipolar.physics.thermodynamics.fluctuations import (
    coarsening_length,
    shrinking_radius,
    structure_factor,
)
from ambipolar.physics.thermodynamics.hysteresis import hysteresis_gap
from ambipolar.physics.thermodynamics.phase_boundary import (
    interface_energy,
    interface_profile,
    interface_width,
    phase_boundary,
)
from ambipolar.physics.thermodynamics.redlich_kister import RedlichKister
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing

from .hosts import (
    DENSITY,
    KAPPA,
    LFP_COHERENCY,
    LFP_DENSITY,
    LFP_KAPPA,
    MPET_T,
    RT,
    UNIT,
    T,
    lfp,
    regular,
)

# Omega/kT: barrier, sigma/sqrt(kappa rho kT), width/sqrt(kappa/(rho kT))
INTERFACES = {
    3.0: (0.11519416888149472, 0.2882718678180016, 1.788711180148032),
    4.0: (0.3265238874269239, 0.5585469476205578, 1.184862980811523),
}
# [Omega/kT, binodal, spinodal, interface energy J/m2, width m, spinodal gap V], without strain
LFP = [
    4.50991159990086,
    0.012121515654805928,
    0.1269945283289376,
    0.11354861257954389,
    3.0712707088757784e-09,
    0.07381201632731231,
]


@pytest.mark.parametrize("omega", INTERFACES)
def test_interface_of_the_regular_solution(omega: float) -> None:
    barrier, sigma, width = INTERFACES[omega]
    found = phase_boundary(regular(omega), T, KAPPA, DENSITY)
    assert found.barrier / RT == pytest.approx(barrier, abs=1e-13)
    assert found.energy / np.sqrt(KAPPA * DENSITY * RT) == pytest.approx(sigma, abs=1e-13)
    assert found.width / UNIT == pytest.approx(width, abs=1e-13)


@pytest.mark.parametrize("omega", INTERFACES)
def test_interface_of_the_reference(theory, omega: float) -> None:
    *_, barrier, sigma, width = theory[f"T2.rs.Om{omega:g}"]["value"]
    found = phase_boundary(regular(omega), T, KAPPA, DENSITY)
    computed = (
        found.barrier / RT,
        found.energy / np.sqrt(KAPPA * DENSITY * RT),
        found.width / UNIT,
    )
    assert computed == pytest.approx((barrier, sigma, width), abs=1e-12)


def test_lfp_without_strain(theory) -> None:
    assert theory["T2.lfp.incoherent(B=0)"]["value"] == pytest.approx(LFP, rel=1e-14)


def test_lfp_without_strain_inline() -> None:
    (gap,) = miscibility_gaps(lfp(), MPET_T)
    computed = [
        lfp().omega / (8.31446261815324 * MPET_T),
        gap.lower,
        gap.spinodals[0],
        interface_energy(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY),
        interface_width(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY),
        hysteresis_gap(lfp(), MPET_T),
    ]
    assert computed == pytest.approx(LFP, rel=1e-12)


def test_coherent_interface_is_weaker_wider_and_says_so() -> None:
    found = phase_boundary(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY, coherency=LFP_COHERENCY)
    reduced = type(lfp())(omega=lfp().omega - LFP_COHERENCY / (2 * LFP_DENSITY))
    expected = phase_boundary(reduced, MPET_T, LFP_KAPPA, LFP_DENSITY)
    assert found.energy == pytest.approx(expected.energy, rel=1e-12)
    assert found.width == pytest.approx(expected.width, rel=1e-12)
    assert found.coherency == LFP_COHERENCY
    assert found.energy == pytest.approx(39.3496e-3, rel=1e-5)  # published: 39 mJ/m^2


def test_profile_solves_the_interface_equation() -> None:
    energy = RedlichKister(coefficients=(3.5 * RT, 0.8 * RT))  # asymmetric
    y, x = interface_profile(energy, T, KAPPA, DENSITY, points=401)
    found = phase_boundary(energy, T, KAPPA, DENSITY)
    middle = np.interp(0.0, y, x)
    assert middle == pytest.approx((found.gap.lower + found.gap.upper) / 2, abs=1e-4)
    curve = EnergyCurve(energy, T)
    excess = curve.molar(x) - curve.molar(found.gap.lower)
    excess = excess - found.gap.chemical_potential * (x - found.gap.lower)
    slope = np.gradient(x, y, edge_order=2)[5:-5]
    expected = np.sqrt(2 * DENSITY * excess / KAPPA)[5:-5]
    np.testing.assert_allclose(slope, expected, rtol=5e-3)
    assert found.gap.width / slope.max() == pytest.approx(found.width, rel=1e-3)


def test_no_gap_has_no_interface() -> None:
    with pytest.raises(ParameterError, match="no interface"):
        interface_energy(regular(1.5), T, KAPPA, DENSITY)


# --- critical sizes --------------------------------------------------------------------------

ROOTS = {
    "slab": ("slab_pi", 3.141592653589793),
    "cylinder, axisymmetric": ("cyl_axisym_J1", 3.8317059702075125),
    "sphere, radial": ("sph_radial", 4.493409457909064),
    "cylinder": ("cyl_nonaxisym_J1p", 1.8411837813406593),
    "sphere": ("sph_l1", 2.0815759778181007),
}


@pytest.mark.parametrize("shape", ROOTS)
def test_no_flux_eigenvalues(shape: str) -> None:
    assert no_flux_eigenvalues()[shape] == pytest.approx(ROOTS[shape][1], rel=1e-14)
    assert set(ROOTS) == set(no_flux_eigenvalues())


@pytest.mark.parametrize("shape", ROOTS)
def test_no_flux_eigenvalues_of_the_reference(theory, shape: str) -> None:
    expected = theory["T2.critical_size.roots"]["value"][ROOTS[shape][0]]
    assert no_flux_eigenvalues()[shape] == pytest.approx(expected, rel=1e-14)


def test_critical_length_of_coherent_lfp() -> None:
    length = critical_length(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY, LFP_COHERENCY)
    assert length == pytest.approx(7.281773493118994e-09, rel=1e-12)


def test_critical_length_of_the_reference(theory) -> None:
    expected = theory["T2.lfp.Lc.B"]["value"]
    length = critical_length(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY, LFP_COHERENCY)
    assert length == pytest.approx(expected, rel=1e-12)


def test_stable_host_has_no_critical_length() -> None:
    assert critical_length(IdealMixing(), T, KAPPA, DENSITY) == np.inf
    assert critical_length(regular(4.0), T, KAPPA, DENSITY, filling=0.1) == np.inf


# --- finite slabs ----------------------------------------------------------------------------


def test_half_kink(theory) -> None:
    rich, poor, mu, energy = theory["T2.finite.Om4.L10.c0.5"]["value"]
    check_half_kink(rich, poor, mu, energy)


def test_half_kink_inline() -> None:
    check_half_kink(0.9787520120383457, 0.021247987961654315, 0.0, 0.03618362677518801)


def check_half_kink(rich: float, poor: float, mu: float, energy: float) -> None:
    slab = finite_slab(regular(4.0), T, KAPPA, DENSITY, 10 * UNIT, 0.5)
    assert (slab.filling[0], slab.filling[-1]) == pytest.approx((rich, poor), abs=1e-12)
    assert slab.chemical_potential / RT == pytest.approx(mu, abs=1e-12)
    assert slab.free_energy / RT == pytest.approx(energy, abs=1e-8)


@pytest.mark.parametrize(("length", "mean"), [(1.7, 0.5), (2.5, 0.45), (4.0, 0.7), (8.0, 0.2)])
def test_short_slabs_and_other_fillings(length: float, mean: float) -> None:
    """Against an adaptive collocation solver."""
    energy = regular(4.0)
    slab = finite_slab(energy, T, KAPPA, DENSITY, length * UNIT, mean)
    assert not slab.uniform

    def equations(y, state):  # x, x', integral of x; mu is a parameter in kT
        x, slope, _ = state[:3]
        potential = np.log(x / (1 - x)) + 4 * (1 - 2 * x)
        return np.vstack([slope, potential - state[3], x, np.zeros_like(x)])

    def ends(a, b):
        return np.array([a[1], b[1], a[2], b[2] - mean * length])

    y = slab.position / UNIT
    slope = np.gradient(slab.filling, y, edge_order=2)
    filled = np.concatenate(
        [[0], np.cumsum(np.diff(y) * (slab.filling[1:] + slab.filling[:-1]) / 2)]
    )
    level = np.full_like(y, slab.chemical_potential / RT)
    guess = np.vstack([slab.filling, slope, filled, level])
    found = solve_bvp(equations, ends, y, guess, tol=1e-9, max_nodes=20000)
    assert found.success
    np.testing.assert_allclose(slab.filling, found.sol(y)[0], atol=2e-6)
    assert slab.chemical_potential / RT == pytest.approx(float(found.sol(0)[3]), abs=1e-6)
    assert np.trapezoid(slab.filling, y) / length == pytest.approx(mean, abs=1e-10)


def test_scheme_is_fourth_order() -> None:
    from ambipolar.physics.thermodynamics import finite_particle

    curve, ends = EnergyCurve(regular(4.0), T), []
    for intervals in (80, 160, 1280):
        y = np.linspace(0, 3 * UNIT, intervals + 1)
        guess = 0.5 + 0.4 * np.cos(np.pi * y / y[-1])
        slab = finite_particle._descend(curve, KAPPA / DENSITY, y, guess, 0.45)
        ends.append(slab.filling[0])
    ratio = (ends[0] - ends[2]) / (ends[1] - ends[2])
    assert np.log2(ratio) == pytest.approx(4, abs=0.2)


def test_critical_length_is_where_the_slab_becomes_uniform() -> None:
    limit = critical_length(regular(4.0), T, KAPPA, DENSITY)
    assert finite_slab(regular(4.0), T, KAPPA, DENSITY, 0.999 * limit, 0.5).uniform
    assert not finite_slab(regular(4.0), T, KAPPA, DENSITY, 1.001 * limit, 0.5).uniform


def test_slab_outside_the_gap_and_too_small_share_is_uniform() -> None:
    assert finite_slab(regular(4.0), T, KAPPA, DENSITY, 10 * UNIT, 0.01).uniform
    # inside the bulk gap, but the interface would cost more than the second phase gains
    assert finite_slab(regular(4.0), T, KAPPA, DENSITY, 10 * UNIT, 0.05).uniform


def test_free_energy_of_a_long_slab_is_phases_plus_interface() -> None:
    slab = finite_slab(regular(4.0), T, KAPPA, DENSITY, 40 * UNIT, 0.3)
    (gap,) = miscibility_gaps(regular(4.0), T)
    bulk = EnergyCurve(regular(4.0), T).molar(gap.lower)  # mu = 0: all mixtures alike
    sigma = interface_energy(regular(4.0), T, KAPPA, DENSITY)
    expected = bulk + sigma / (DENSITY * 40 * UNIT)
    assert slab.free_energy == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("mean", [0.3, 0.5, 0.7])
def test_coherent_plateau_is_tilted(mean: float) -> None:
    """At rest mu = (B/rho)(1/2 - mean), so V rises as the particle fills."""
    slab = finite_slab(lfp(), MPET_T, LFP_KAPPA, LFP_DENSITY, 100e-9, mean, LFP_COHERENCY)
    expected = LFP_COHERENCY / LFP_DENSITY * (0.5 - mean)
    assert slab.chemical_potential / FARADAY == pytest.approx(expected / FARADAY, abs=1e-9)


def test_bad_slabs_are_refused() -> None:
    with pytest.raises(ParameterError, match="mean"):
        finite_slab(regular(4.0), T, KAPPA, DENSITY, UNIT, 1.2)
    with pytest.raises(ParameterError, match="interface widths"):
        finite_slab(regular(4.0), T, KAPPA, DENSITY, 1.0, 0.5)


# --- fluctuations and coarsening -------------------------------------------------------------


def test_structure_factor() -> None:
    k = np.array([0.0, 0.5, 2.0]) / UNIT
    computed = structure_factor(regular(1.0), 0.3, k, T, KAPPA, DENSITY, 2 * DENSITY * RT)
    expected = 1 / (1 / (0.3 * 0.7) - 2 + 2 + (k * UNIT) ** 2)
    np.testing.assert_allclose(computed, expected, rtol=1e-12)


def test_coarsening_laws(theory) -> None:
    conserved, not_conserved = theory["T2.LSW"]["value"]
    check_coarsening(conserved, not_conserved)


def test_coarsening_laws_inline() -> None:
    check_coarsening(1 / 3, 1 / 2)


def check_coarsening(conserved: float, not_conserved: float) -> None:
    late = np.array([1e9, 1e10])
    for exponent, conserves in ((conserved, True), (not_conserved, False)):
        length = coarsening_length(1.0, late, 1.0, conserves)
        assert np.log10(length[1] / length[0]) == pytest.approx(exponent, abs=1e-3)
    radius = shrinking_radius(5.0, np.array([0.0, 2.0]), mobility=1.5, gradient_energy=2.0)
    np.testing.assert_allclose(radius**2, [25.0, 25.0 - 2 * 1.5 * 2.0 * 2.0])
