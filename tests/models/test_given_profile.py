"""Initial fillings given node by node, for each field."""

from __future__ import annotations

import numpy as np
import pytest

import ambipolar as amb
from ambipolar.core.errors import ParameterError
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.initial_profile import GivenProfile

ROWS = ((0.01, 0.0, -0.01, 0.0), (0.0, 0.02, -0.02, 0.0))


def start(profile: GivenProfile, host: str = "graphite", nodes: int = 4):
    particle = amb.CahnHilliardReaction(radius=1e-6, nodes=nodes, initial_profile=profile)
    device = amb.devices.SingleParticle(MATERIALS[host], particle, initial_filling=0.3)
    return amb.run(device, amb.protocols.from_text("Rest for 1 s"))


def test_each_field_has_its_row():
    solution = start(GivenProfile(ROWS))
    for name, row in zip(("filling_1", "filling_2"), ROWS, strict=True):
        assert solution[f"particle.{name}"].values[0] == pytest.approx(0.3 + np.array(row))


def test_one_field_needs_one_row():
    solution = start(GivenProfile(ROWS[:1]), host="LFP")
    assert solution["particle.filling"].values[0] == pytest.approx(0.3 + np.array(ROWS[0]))


@pytest.mark.parametrize("rows, nodes", [(ROWS[:1], 4), (ROWS, 5)])
def test_rows_that_are_missing_or_short_are_refused(rows, nodes):
    with pytest.raises(ParameterError, match="numbers for"):
        start(GivenProfile(rows), nodes=nodes)
