"""Elastic coefficient, size-dependent interaction and surface conditions."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.physics.thermodynamics.size_dependent import SizeDependentOmega
from ambipolar.physics.thermodynamics.strain import (
    CoherencyStrain,
    coherency_coefficient,
    isotropic_stiffness,
    orthorhombic_stiffness,
    preferred_orientation,
)
from ambipolar.physics.thermodynamics.surface import (
    NoFlux,
    SurfaceComposition,
    SurfaceEnergy,
    SurfaceSlope,
)

NORMALS = np.random.default_rng(1).standard_normal((40, 3))
FEPO4 = orthorhombic_stiffness(175.9, 153.6, 135.0, 38.8, 47.5, 55.6, 29.6, 54.0, 19.6)
MISFIT = (0.05, 0.036, -0.019)


def test_isotropic_limit() -> None:
    values = coherency_coefficient(isotropic_stiffness(100.0, 0.25), (0.01,) * 3, NORMALS)
    np.testing.assert_allclose(values, 2 * 100 * 0.01**2 / (1 - 0.25), rtol=1e-12)
    np.testing.assert_allclose(values, 0.026666666666666672, rtol=1e-12)


def test_isotropic_limit_of_the_reference(theory) -> None:
    entry = theory["T2.elastic.iso"]
    numbers = entry["parameters"]
    stiffness = isotropic_stiffness(numbers["E"], numbers["nu"])
    values = coherency_coefficient(stiffness, (numbers["e0"],) * 3, NORMALS)
    np.testing.assert_allclose(values, entry["value"], rtol=1e-12)


def test_lfp_minimum_agrees_with_the_published_coefficient() -> None:
    best = preferred_orientation(FEPO4, MISFIT)
    assert best.coefficient == pytest.approx(0.1916, rel=2e-3)  # GPa, [cogswell2012]
    assert np.min(coherency_coefficient(FEPO4, MISFIT, NORMALS)) >= best.coefficient
    a, b, c = best.normal
    assert abs(b) < 1e-6
    assert 26 < np.degrees(np.arctan2(abs(c), abs(a))) < 29


def test_coefficient_of_a_single_axis_by_hand() -> None:
    # normal along z, no shear coupling: only the in-plane strains are left to store energy
    c = FEPO4[:3, :3]
    strain = np.array(MISFIT)
    relaxed = strain.copy()
    relaxed[2] = -(c[2, 0] * strain[0] + c[2, 1] * strain[1]) / c[2, 2]
    expected = relaxed @ c @ relaxed
    assert coherency_coefficient(FEPO4, MISFIT, (0, 0, 1)) == pytest.approx(expected, rel=1e-12)


def test_misfit_notations_agree() -> None:
    tensor = np.array([[0.05, 0.01, 0], [0.01, 0.03, -0.004], [0, -0.004, -0.02]])
    voigt = (0.05, 0.03, -0.02, -0.008, 0.0, 0.02)
    np.testing.assert_allclose(
        coherency_coefficient(FEPO4, tensor, NORMALS), coherency_coefficient(FEPO4, voigt, NORMALS)
    )


def test_rotating_crystal_and_normal_together_changes_nothing() -> None:
    angle = 0.7
    turn = np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    stiffness = isotropic_stiffness(80.0, 0.3)
    strain = np.diag(MISFIT)
    turned = coherency_coefficient(stiffness, turn @ strain @ turn.T, NORMALS @ turn.T)
    np.testing.assert_allclose(turned, coherency_coefficient(stiffness, strain, NORMALS))


def test_bad_elasticity_is_refused() -> None:
    with pytest.raises(ParameterError, match="symmetric"):
        coherency_coefficient(np.eye(3), MISFIT, NORMALS)
    with pytest.raises(ParameterError, match="positive definite"):
        coherency_coefficient(-FEPO4, MISFIT, NORMALS)
    with pytest.raises(ParameterError, match="misfit"):
        coherency_coefficient(FEPO4, (0.1, 0.2), NORMALS)


def test_mean_field_strain_acts_on_deviations_only() -> None:
    strain = CoherencyStrain(coefficient=2e8)
    x = np.array([0.2, 0.4, 0.9])
    np.testing.assert_allclose(strain.potential(x, x.mean(), 2e4), 1e4 * (x - 0.5))
    assert strain.potential(0.3, 0.3, 2e4) == 0
    assert strain.effective_omega(12000.0, 2e4) == pytest.approx(7000.0)


def test_size_dependent_interaction() -> None:
    omega = SizeDependentOmega()
    kt = GAS_CONSTANT * 298.0
    x = 3.6338 / 40.0
    expected = -1.168e4 * x**5 + 2985 * x**4 - 208.3 * x**3 - 8.491 * x**2 - 10.25 * x + 4.516
    assert omega(40e-9) / kt == pytest.approx(expected, rel=1e-12)
    sizes = np.array([[5e-9], [20e-9], [40e-9], [1e-6]])
    values = omega(sizes)
    assert values.shape == (4, 1)
    assert values[0, 0] == pytest.approx(2 * kt)
    assert np.all(np.diff(values[:, 0]) > 0)
    energy = RegularSolution(omega=values)
    assert energy.molar((np.full((4, 3), 0.3),), 298.0).shape == (4, 3)


def test_surface_conditions() -> None:
    assert NoFlux().slope(1e-10) == 0
    assert SurfaceSlope(value=3e7).slope(1e-10) == 3e7
    assert SurfaceEnergy(derivative=0.02).slope(5e-10) == pytest.approx(4e7)
    with pytest.raises(NotImplementedError):
        SurfaceComposition(value=0.98).slope(1e-10)
    with pytest.raises(ParameterError):
        SurfaceComposition(value=1.2)
