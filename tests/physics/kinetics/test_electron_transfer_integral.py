"""The Marcus-Hush-Chidsey integral, exact and in closed form."""

from __future__ import annotations

import math

import casadi as ca
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from ambipolar.physics.kinetics.electron_transfer_integral import (
    DEFAULT_NODES,
    reduction_integral_2014,
    reduction_integral_exact,
)


def adaptive(lam: float, eta: float) -> float:
    """The integral by adaptive quadrature in panels, scaled by its largest value."""

    def integrand(x):
        return np.exp(-((x - lam - eta) ** 2) / (4 * lam) - np.logaddexp(0, x))

    spread = 14 * math.sqrt(2 * lam)
    edges = np.linspace(eta - lam - spread, eta + lam + spread, 60)
    scale = np.max(integrand(np.linspace(edges[0], edges[-1], 4001)))
    panels = zip(edges[:-1], edges[1:], strict=True)
    return scale * sum(
        quad(lambda x: integrand(x) / scale, a, b, epsabs=1e-15, epsrel=1e-13)[0] for a, b in panels
    )


@pytest.mark.parametrize("lam", [5, 20])
def test_exact_integral_meets_tabulated_values(theory, lam):
    entry = theory[f"T1.mhc.exact.lam{lam}"]
    eta = np.array(entry["parameters"]["eta"], dtype=float)
    computed = reduction_integral_exact(float(lam), eta)
    np.testing.assert_allclose(computed, entry["value"], rtol=1e-10)


@pytest.mark.parametrize("lam", [5, 10, 20])
def test_closed_form_meets_tabulated_values(theory, lam):
    entry = theory[f"T1.mhc.zeng.lam{lam}"]
    eta = np.array(entry["parameters"]["eta"], dtype=float)
    np.testing.assert_allclose(reduction_integral_2014(lam, eta), entry["value"], rtol=1e-12)
    net = theory[f"T1.mhc.net_tanh.lam{lam}"]
    difference = reduction_integral_2014(lam, -6.0) - reduction_integral_2014(lam, 6.0)
    assert difference == pytest.approx(net["value"], rel=1e-12)


def test_anchors_without_the_reference_folder():
    assert reduction_integral_exact(5.0, 0.0) == pytest.approx(0.6689820039347295, rel=1e-12)
    assert reduction_integral_exact(20.0, -6.0) == pytest.approx(0.26493498943120997, rel=1e-12)
    assert reduction_integral_2014(10.0, 0.0) == pytest.approx(0.21045831733005535, rel=1e-12)


@pytest.mark.parametrize("lam", [0.1, 0.5, 2.0, 8.3, 25.0, 50.0])
def test_exact_integral_meets_adaptive_quadrature(lam):
    eta = np.array([-40.0, -9.0, -1.0, 0.0, 3.0, 14.0, 40.0])
    expected = [adaptive(lam, value) for value in eta]
    np.testing.assert_allclose(reduction_integral_exact(lam, eta), expected, rtol=1e-10)
    np.testing.assert_allclose(
        reduction_integral_exact(lam, eta, DEFAULT_NODES), expected, rtol=1e-10
    )


def test_quadrature_converges_exponentially():
    reference = reduction_integral_exact(20.0, 0.0, 400)
    errors = [abs(reduction_integral_exact(20.0, 0.0, n) / reference - 1) for n in (32, 48, 64)]
    # ln(error) falls in proportion to the number of steps: -2 pi^2 n / range
    rate = -np.diff(np.log(errors)) / 16
    expected = 2 * math.pi**2 / (20 + 7 * math.sqrt(40))
    np.testing.assert_allclose(rate, expected, rtol=0.25)


@pytest.mark.parametrize("integral", [reduction_integral_exact, reduction_integral_2014])
@pytest.mark.parametrize("lam", [5.0, 10.0, 20.0])
def test_reaction_limit(integral, lam):
    eta = -(lam + 14 * math.sqrt(2 * lam))
    assert integral(lam, eta) == pytest.approx(math.sqrt(4 * math.pi * lam), rel=1e-9)


@given(st.floats(0.1, 50.0), st.floats(-40.0, 40.0))
def test_detailed_balance(lam, eta):
    for integral in (reduction_integral_exact, reduction_integral_2014):
        assert integral(lam, -eta) / integral(lam, eta) == pytest.approx(math.exp(eta), rel=1e-12)


def test_transfer_coefficient_is_one_half_at_equilibrium():
    step = 1e-4
    for lam in (1.0, 8.3, 30.0):
        up, down = (reduction_integral_exact(lam, s * step) for s in (1, -1))
        assert -math.log(up / down) / (2 * step) == pytest.approx(0.5, abs=1e-8)


def test_closed_form_error_is_what_the_docstring_says():
    def largest_error(lam):
        eta = np.linspace(-30, 30, 121)
        return np.max(
            np.abs(reduction_integral_2014(lam, eta) / reduction_integral_exact(lam, eta) - 1)
        )

    assert largest_error(8.3) < 0.05
    assert largest_error(15.0) < 0.05
    stated = {1.0: 0.12, 5.0: 0.08, 20.0: 0.08, 30.0: 0.18, 50.0: 0.35}
    for lam, error in stated.items():
        assert largest_error(lam) == pytest.approx(error, abs=0.006)


def test_symbolic_reorganization_energy_and_overpotential():
    lam, eta = ca.MX.sym("lam"), ca.MX.sym("eta", 2, 3)
    for integral in (reduction_integral_exact, reduction_integral_2014):
        function = ca.Function("f", [lam, eta], [integral(lam, eta)])
        values = np.array([[-20.0, -3.0, 0.0], [0.5, 7.0, 25.0]])
        expected = integral(8.3, values)
        np.testing.assert_allclose(np.array(function(8.3, values)), expected, rtol=1e-10)
