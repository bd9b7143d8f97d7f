"""Finite Warburg impedances against stored numbers and their limits."""

import numpy as np
import pytest

from ambipolar.analysis.closed_forms.warburg import finite_warburg
from ambipolar.core.errors import ParameterError

FREQUENCY = np.logspace(-2, 4, 7)
STORED = {
    "plate": [
        [0.3333331216933265, -100.00022222201056], [0.3333121714497305, -10.002222010603653],
        [0.3312380919845216, -1.0220127244259885], [0.22727422200128383, -0.21740566512922344],
        [0.07071057559808108, -0.07071077962532629], [0.0223606797749979, -0.022360679774997897],
        [0.007071067811865475, -0.007071067811865475],
    ],
    "cylinder": [
        [0.24999993489587707, -200.00010416662323], [0.2499934898771918, -20.001041623265888],
        [0.24935188352298623, -2.010373462784277], [0.2049901511231082, -0.2744174398620023],
        [0.0704048235040953, -0.07597152104364512], [0.022351908561328605, -0.022869053139488883],
        [0.00707079886203325, -0.007121332941248657],
    ],
    "transmissive": [
        [0.9999866668853581, -0.003333279365965584], [0.9986688500292829, -0.033279453566375836],
        [0.8854508122591163, -0.286977872769229], [0.21978195817412058, -0.22975838060269405],
        [0.07071078063908272, -0.07071057661183457], [0.0223606797749979, -0.022360679774997897],
        [0.007071067811865475, -0.007071067811865475],
    ],
}  # fmt: skip


@pytest.mark.parametrize("geometry", STORED)
def test_stored_numbers(geometry):
    z = finite_warburg(geometry, FREQUENCY)
    expected = np.array(STORED[geometry])
    assert z.real == pytest.approx(expected[:, 0], rel=1e-9)
    assert z.imag == pytest.approx(expected[:, 1], rel=1e-9)


@pytest.mark.parametrize("power", [0, 1, 2])
def test_low_frequency(power):
    z = finite_warburg(("plate", "cylinder", "sphere")[power], 1e-4)
    assert z.real == pytest.approx(1 / (power + 3), rel=1e-6)
    assert z.imag == pytest.approx(-(power + 1) / 1e-4, rel=1e-6)


def test_sphere_series_joins_the_closed_form():
    low, high = finite_warburg("sphere", np.array([0.05**2 * (1 - 1e-9), 0.05**2 * (1 + 1e-9)]))
    assert low == pytest.approx(high, rel=1e-8)


def test_stored_numbers_are_those_of_the_reference(theory):
    for geometry, name in (("plate", "slab"), ("cylinder", "cylinder"), ("transmissive",) * 2):
        assert theory[f"T8.warburg.{name}"]["value"] == STORED[geometry]


def test_refusals():
    with pytest.raises(ParameterError, match="plate"):
        finite_warburg("plane", 1.0)
    with pytest.raises(ParameterError, match="frequency"):
        finite_warburg("plate", 0.0)
