"""Closed forms of porous electrodes: reference values, limits, refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ambipolar.analysis.closed_forms.porous_electrode import (
    linear_distribution,
    tafel_distribution,
    tafel_parameter,
    transmission_line,
)
from ambipolar.core.errors import ParameterError

DEPTHS = [0.0, 0.25, 0.5, 0.75, 1.0]
#: ionic and electronic resistance, nu^2: total resistance, distribution at the depths
NEWMAN = {
    (1.0, 1.0, 1.0): [2.663953413738653, 1.0819767068693265, 0.9896587908255002,
                      0.9595173756674719, 0.9896587908255002, 1.0819767068693265],
    (2.0, 0.01, 25.0): [0.40805992887977116, 4.975911375677475, 1.4268831843031482,
                        0.41320917463773904, 0.13374495899265657, 0.0919251733855681],
}  # fmt: skip
TAFEL = {
    0.5: [0.48009443695739146, 1.171962673589739, 1.0526416524865503, 0.9771981595917489,
          0.93537276220423, 0.9219626735897389],
    2.0: [0.8603335890193798, 1.7401738843949677, 1.1595655045867173, 0.8959941566865125,
          0.7754993512496319, 0.7401738843949672],
    50.0: [1.510451617060848, 25.09125856349932, 0.5074065600219717, 0.1721359370120046,
           0.10561619969702199, 0.09125856349926922],
}  # fmt: skip
#: R_ct: impedance at angular frequencies 1e-3 .. 1e3 for R_i = 1, C = 1
LINE = {
    0.5: [0.7959457015329096 - 0.00026575127470307826j, 0.7959332053362737 - 0.0026574507731397384j,
          0.7946866721629874 - 0.026512688129856403j, 0.6947269079334774 - 0.21565057973462193j,
          0.242246010737117 - 0.19406494932272594j, 0.07140692996776798 - 0.0699932449527181j,
          0.022383006857949535 - 0.022338285610202586j],
    math.inf: [0.33333333121692515 - 1000.0000222222219j, 0.3333331216933526 - 100.00022222201058j,
               0.3333121714497305 - 10.002222010603653j, 0.33123809198452137 - 1.022012724425988j,
               0.22727422200128383 - 0.21740566512922344j,
               0.07071057559808107 - 0.07071077962532629j,
               0.022360679774997897 - 0.022360679774997897j],
}  # fmt: skip


@pytest.mark.parametrize(("ionic", "electronic", "square"), NEWMAN)
def test_linear_kinetics(ionic, electronic, square):
    found = linear_distribution(DEPTHS, ionic, electronic, (ionic + electronic) / square)
    expected = NEWMAN[ionic, electronic, square]
    np.testing.assert_allclose([found.resistance, *found.relative], expected, rtol=1e-12)


@pytest.mark.parametrize("delta", TAFEL)
def test_tafel_kinetics(delta):
    found = [tafel_parameter(delta), *tafel_distribution(DEPTHS, delta)]
    np.testing.assert_allclose(found, TAFEL[delta], rtol=1e-12)


@pytest.mark.parametrize("transfer", LINE)
def test_transmission_line(transfer):
    found = transmission_line(np.logspace(-3, 3, 7), 1.0, 0.0, transfer, 1.0)
    np.testing.assert_allclose(found, LINE[transfer], rtol=1e-12)


def test_the_distribution_has_mean_one():
    y = (np.arange(4000) + 0.5) / 4000
    for ionic, electronic, square in NEWMAN:
        found = linear_distribution(y, ionic, electronic, (ionic + electronic) / square)
        assert found.relative.mean() == pytest.approx(1.0, abs=1e-5)
    assert tafel_distribution(y, 2.0).mean() == pytest.approx(1.0, abs=1e-6)


def test_a_slow_transmission_line_is_a_porous_electrode_of_linear_kinetics():
    steady = linear_distribution([0.5], 1.5, 0.4, 0.7).resistance
    line = transmission_line(np.array([1e-9]), 1.5, 0.4, 0.7, 1.0)
    assert line.real.item() == pytest.approx(steady, rel=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: linear_distribution([0.5], 0.0, 1.0, 1.0),
        lambda: linear_distribution([0.5], 1.0, 1.0, -1.0),
        lambda: tafel_parameter(0.0),
        lambda: transmission_line(np.array([1.0]), 1.0, -0.1, 1.0, 1.0),
        lambda: transmission_line(np.array([1.0]), 1.0, 0.0),
    ],
)
def test_what_has_no_meaning_is_refused(call):
    with pytest.raises(ParameterError):
        call()
