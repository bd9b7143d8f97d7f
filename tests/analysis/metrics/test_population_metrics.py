"""Metrics of populations on made-up data."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up, several

from ambipolar.analysis.metrics import population

FILLING = np.linspace(0.0, 1.0, 101)
DEVICE = SimpleNamespace(temperature=300.0)


def _with(voltage: float, active: np.ndarray) -> object:
    spread = 1e-3 * np.exp(2.0 * FILLING)[:, None] * np.array([-1.0, 1.0])
    members = (("time", "member"), FILLING[:, None] + spread)
    return made_up(
        DEVICE, filling=FILLING, voltage=np.full(101, voltage),
        population__active_fraction=active, population__filling=members,
    )  # fmt: skip


def test_active_fraction_near_a_filling():
    result = several({"a": _with(3.4, FILLING), "b": _with(3.5, 0 * FILLING + 0.2)})
    assert population.active_fraction(result, "a", within=0.205) == pytest.approx(0.5)
    assert population.active_fraction(result, "a", 0.2, 0.055) == pytest.approx(0.2)
    assert population.active_fractions(result, "", ["a", "b"], within=0.205) == pytest.approx(
        [0.5, 0.2]
    )


def test_growth_of_the_spread():
    result = _with(3.4, FILLING)
    assert population.spread_growth(result, "", 0.105, 0.6) == pytest.approx(0.99, abs=1e-12)
