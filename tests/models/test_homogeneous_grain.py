"""Uniform particles with a shape: what they hold and how fast they react."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.homogeneous_grain import HomogeneousGrain
from ambipolar.models.population import Population
from ambipolar.models.size_distribution import GivenSizes

LENGTHS = st.floats(1e-9, 1e-4)


@given(size=LENGTHS, thickness=LENGTHS)
def test_volume_over_area(size, thickness):
    plate = HomogeneousGrain(size=size, thickness=thickness)
    assert plate.volume_per_area() == pytest.approx(thickness / 2)
    assert HomogeneousGrain(size, "cylinder").volume_per_area() == pytest.approx(size / 2)
    assert HomogeneousGrain(size, "sphere").volume_per_area() == pytest.approx(size / 3)


@pytest.mark.parametrize(("geometry", "power"), [("plate", 2), ("cylinder", 2), ("sphere", 3)])
def test_populations_weigh_by_volume(geometry, power):
    sizes = (20e-9, 40e-9, 100e-9)
    population = Population(HomogeneousGrain(geometry=geometry), members=3, sizes=GivenSizes(sizes))
    expected = np.array(sizes) ** power / np.sum(np.array(sizes) ** power)
    assert population.capacity_weights(MATERIALS["LFP"]).ravel() == pytest.approx(expected)
    assert population.member_sizes().ravel() == pytest.approx(sizes)


def test_plates_of_any_size_react_alike():
    plates = Population(HomogeneousGrain(), members=2, sizes=GivenSizes((20e-9, 90e-9)))
    particle = plates.each(MATERIALS["LFP"])[0]
    assert particle.volume_per_area() == pytest.approx(10e-9)


def test_an_unknown_geometry_is_refused():
    with pytest.raises(ParameterError, match="plat"):
        HomogeneousGrain(geometry="plat")
