"""Ohmic porous electrodes built from the layers alone: what an electrode will add is its reaction.

Reference values: Newman and Tobias' linear kinetics with both conductivities, and Tafel kinetics in
a well conducting solid.
"""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

from ambipolar.core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ambipolar.models.electrolyte_layer import ElectrolyteLayers, Ends, PorousLayer
from ambipolar.numerics.system import symbols
from ambipolar.physics.electrolytes.uniform import SolidElectrolyte

CELLS = 400
LAYER = PorousLayer(thickness=1.0, cells=CELLS)
THERMAL = GAS_CONSTANT * ROOM_TEMPERATURE / FARADAY
Y = (np.arange(CELLS) + 0.5) / CELLS
AT = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
#: (kappa, sigma, nu^2): [R_eff, j/j_avg at y = 0, 1/4, 1/2, 3/4, 1]
NEWMAN = {
    (1.0, 1.0, 1.0): [
        2.663953413738653, 1.0819770679, 0.9896587908, 0.9595173757, 0.9896587908, 1.0819770679,
    ],
    (0.5, 100.0, 25.0): [
        0.40805992887977116, 4.9759113757, 1.4268831843, 0.4132091746, 0.1337449590, 0.0919251734,
    ],
}  # fmt: skip
#: delta: [theta, j/j_avg at the same places]
TAFEL = {
    0.5: [0.480094437, 1.1719626736, 1.0526416525, 0.9771981596, 0.9353727622, 0.9219626736],
    2.0: [0.860333589, 1.7401738844, 1.1595655046, 0.8959941566, 0.7754993512, 0.7401738844],
    50.0: [1.510451618, 25.0912585635, 0.5074065600, 0.1721359370, 0.1056161997, 0.0912585635],
}


def conductor(value: float) -> ElectrolyteLayers:
    return ElectrolyteLayers(SolidElectrolyte(conductivity_value=value), (LAYER,))


def at_places(profile: np.ndarray) -> np.ndarray:
    """Cubic through the cells, extended to the two ends."""
    from scipy.interpolate import CubicSpline

    return CubicSpline(Y, profile)(AT)


@pytest.mark.parametrize("case", NEWMAN, ids=str)
def test_linear_kinetics_between_two_conductors(case: tuple[float, float, float]) -> None:
    kappa, sigma, square = case
    pores, matrix = conductor(kappa), conductor(sigma)
    state, solid = symbols(pores.variables()), symbols(matrix.variables())
    slope = square / (1 / kappa + 1 / sigma)
    source = slope * (solid["potential"] - state["potential"])
    ionic = pores.equations(state, ROOM_TEMPERATURE, Ends(left_current=1.0), source)
    electronic = matrix.equations(solid, ROOM_TEMPERATURE, Ends(right_current=1.0), -source)
    unknown = ca.horzcat(state["potential"], solid["potential"])
    residual = ca.horzcat(ionic.residuals["potential"], electronic.residuals["potential"])
    inner = pores.surface(state, ROOM_TEMPERATURE, "left", 1.0).potential
    outer = matrix.surface(solid, ROOM_TEMPERATURE, "right", 1.0).potential
    linear = ca.Function("f", [*state.values(), *solid.values()], [
        ca.jacobian(residual, unknown), residual, inner - outer, source])  # fmt: skip
    zero = np.zeros((1, CELLS))
    slopes, right, _, _ = linear(zero, zero)
    # up to a common constant: the last equation follows from the others, the last unknown is 0
    reduced = sp.csc_matrix(slopes.sparse())[:-1, :-1]
    found = np.append(spsolve(reduced, -right.full().ravel()[:-1]), 0.0)
    _, left, resistance, source_ = linear(found[None, :CELLS], found[None, CELLS:])
    assert np.abs(left.full()).max() < 1e-8
    expected = NEWMAN[case]
    assert float(resistance) == pytest.approx(expected[0], rel=1e-3)
    assert at_places(-source_.full().ravel()) == pytest.approx(expected[1:], rel=1e-3)


@pytest.mark.parametrize("delta", TAFEL)
def test_tafel_kinetics_in_a_perfectly_conducting_solid(delta: float) -> None:
    pores = conductor(1.0)
    state = symbols(pores.variables())
    current = delta * THERMAL / 0.5  # delta = alpha F I L/(R T kappa)
    leaving = ca.exp(0.5 * state["potential"] / THERMAL)
    part = pores.equations(state, ROOM_TEMPERATURE, Ends(left_current=current), -leaving)
    residual, phi = part.residuals["potential"], state["potential"]
    newton = ca.Function("f", [phi], [residual, ca.jacobian(residual, phi), leaving])
    x = np.full(CELLS, THERMAL / 0.5 * np.log(current))
    for _ in range(100):
        value, slope, reaction = newton(x[None, :])
        step = spsolve(sp.csc_matrix(slope.sparse()), value.full().ravel())
        x = x - step
        if np.abs(step).max() < 1e-10 * THERMAL:
            break
    j = reaction.full()
    theta, *expected = TAFEL[delta]
    assert 2 * theta * np.tan(theta) == pytest.approx(delta, rel=1e-6)
    assert (j.mean() / current) == pytest.approx(1.0, rel=1e-9)
    assert at_places(j.ravel() / current) == pytest.approx(expected, rel=1e-3)
