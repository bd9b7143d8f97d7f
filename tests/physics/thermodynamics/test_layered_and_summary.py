"""Two-layer graphite and the summary of a host's equilibrium."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.common_tangent import miscibility_gaps
from ambipolar.physics.thermodynamics.curve import EnergyCurve
from ambipolar.physics.thermodynamics.empirical import EmpiricalPotential
from ambipolar.physics.thermodynamics.layered import internal_equilibrium, layered_equilibrium
from ambipolar.physics.thermodynamics.summary import equilibrium_summary
from ambipolar.physics.thermodynamics.two_layer import TwoLayerGraphite

from .hosts import (
    LFP_COHERENCY,
    LFP_DENSITY,
    LFP_KAPPA,
    MPET_JOULE,
    MPET_T,
    RT,
    T,
    lfp,
    regular,
)

GRAPHITE = TwoLayerGraphite(
    omega_a=1.3992e-20 * MPET_JOULE,
    omega_b=5.761532e-21 * MPET_JOULE,
    omega_c=8.23076e-20 * MPET_JOULE,
)


def test_graphite_has_two_plateaus() -> None:
    dilute, full = layered_equilibrium(GRAPHITE, MPET_T)
    for gap in (dilute, full):
        for mirrored in (gap, gap.mirror()):
            levels = [
                GRAPHITE.chemical_potential(phase, MPET_T, i)
                for phase in (mirrored.lower, mirrored.upper)
                for i in (0, 1)
            ]
            assert levels == pytest.approx([gap.chemical_potential] * 4, abs=1e-6)
            g = [GRAPHITE.molar(p, MPET_T) for p in (mirrored.lower, mirrored.upper)]
            guests = sum(mirrored.upper) - sum(mirrored.lower)
            assert g[1] - g[0] == pytest.approx(gap.chemical_potential * guests, abs=1e-6)
    # dilute with stage 2, then stage 2 with the full host
    assert dilute.lower[0] == pytest.approx(dilute.lower[1], abs=1e-12)
    assert full.upper[0] == pytest.approx(full.upper[1], abs=1e-12)
    assert dilute.upper[0] > 0.9 > 0.1 > dilute.upper[1]
    assert full.lower[0] > 0.9 > 0.1 > full.lower[1]
    assert dilute.fillings[1] < full.fillings[0]
    assert 0 < full.plateau_potential(0.12) < dilute.plateau_potential(0.12) < 0.125


def test_graphite_exchange_symmetry() -> None:
    """Exchanging guests and vacancies maps the two plateaus onto each other."""
    dilute, full = layered_equilibrium(GRAPHITE, MPET_T)
    assert dilute.fillings[0] + full.fillings[1] == pytest.approx(1, abs=1e-10)
    assert dilute.fillings[1] + full.fillings[0] == pytest.approx(1, abs=1e-10)
    assert dilute.chemical_potential + full.chemical_potential == pytest.approx(
        GRAPHITE.omega_b, abs=1e-6
    )


def test_internal_partition_is_the_minimum() -> None:
    mean = np.linspace(0.03, 0.97, 21)
    state = internal_equilibrium(GRAPHITE, MPET_T, mean)
    np.testing.assert_allclose(state.layers.mean(axis=0), mean, rtol=1e-12)
    mu = [GRAPHITE.chemical_potential(tuple(state.layers), MPET_T, i) for i in (0, 1)]
    np.testing.assert_allclose(mu[0], mu[1], atol=1e-4)
    share = np.linspace(0, 0.9999, 300) * np.minimum(mean, 1 - mean)[:, None]
    scan = GRAPHITE.molar((mean[:, None] + share, mean[:, None] - share), MPET_T)
    assert np.all(state.free_energy <= scan.min(axis=1) + 1e-8)


def test_uncoupled_layers_are_two_regular_solutions() -> None:
    (gap,) = layered_equilibrium(TwoLayerGraphite(omega_a=3 * RT, omega_b=1.0), T)[:1]
    assert gap.lower[1] == pytest.approx(0.07072018167994482, abs=1e-4)


def test_each_analysis_names_the_other() -> None:
    with pytest.raises(ParameterError, match="layered_equilibrium"):
        miscibility_gaps(GRAPHITE, T)
    with pytest.raises(ParameterError, match="miscibility_gaps"):
        layered_equilibrium(regular(3.0), T)
    with pytest.raises(ParameterError):
        EnergyCurve(GRAPHITE, T)


def test_summary_of_lfp() -> None:
    summary = equilibrium_summary(lfp(), 3.422, MPET_T, LFP_KAPPA, LFP_DENSITY, LFP_COHERENCY)
    (plateau,), (coherent,) = summary.plateaus, summary.coherent_plateaus
    assert summary.plateau_potentials == pytest.approx([3.422], abs=1e-12)
    assert plateau.boundary.energy == pytest.approx(0.11354861257954389, rel=1e-12)
    assert summary.switching[0].hysteresis == pytest.approx(0.07381201632731231, rel=1e-12)
    assert summary.critical_lengths["slab"] == pytest.approx(7.281773493118994e-09, rel=1e-12)
    assert plateau.gap.lower < coherent.gap.lower < coherent.gap.upper < plateau.gap.upper
    assert coherent.tilt == pytest.approx(0.0867, abs=1e-4)
    assert plateau.tilt == 0


def test_summary_of_a_solid_solution_and_of_graphite() -> None:
    solid = EmpiricalPotential(formula=lambda x: 4.1 - 0.4 * x)
    summary = equilibrium_summary(solid, 0.0, T)
    assert summary.plateaus == summary.spinodals == summary.switching == ()
    assert summary.critical_lengths == {}
    layered = equilibrium_summary(GRAPHITE, 0.12, MPET_T)
    assert len(layered.plateau_potentials) == 2


def test_summary_without_gradient_energy_has_no_interface() -> None:
    summary = equilibrium_summary(regular(3.0), 3.0, T)
    assert summary.plateaus[0].boundary is None
    assert summary.coherent_plateaus == ()
