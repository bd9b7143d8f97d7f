"""Distributions of sizes and properties, and what a population refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import AmbipolarError, ParameterError, SpecError
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.size_distribution import EqualSizes, GivenSizes, LogNormalSizes
from ambipolar.models.variation import GivenVariation, LogNormalVariation, NormalVariation
from ambipolar.simulation.specification.build import build

PARTICLE = HomogeneousParticle(40e-9)


def test_log_normal_sizes_are_those_of_mpet():
    """Case test008 of MPET: seed 10, 40 nm with a standard deviation of 25 nm, 3 x 3 particles."""
    sizes = LogNormalSizes(25e-9, 40e-9, seed=10).sizes(None, 9)[:, 0]
    stored = (7.286839648289151e-08, 5.114913971636137e-08, 1.39652185324397e-08)
    assert sizes[:3] == pytest.approx(stored, rel=1e-12)
    assert sizes[3] == pytest.approx(3.37570220517945e-08, rel=1e-12)


def test_moments_and_prefixes():
    law = LogNormalSizes(10e-9, seed=2)
    many = law.sizes(50e-9, 100_000)
    assert many.mean() == pytest.approx(50e-9, rel=2e-3)
    assert many.std() == pytest.approx(10e-9, rel=1e-2)
    assert np.array_equal(law.sizes(50e-9, 7), many[:7])


def test_no_deviation_is_the_nominal_value():
    assert LogNormalSizes(0.0).sizes(3e-8, 4) == pytest.approx(np.full((4, 1), 3e-8))
    assert EqualSizes().sizes(3e-8, 4) == pytest.approx(np.full((4, 1), 3e-8))
    assert LogNormalVariation("x", deviation=0.0).values(2.0, None, 3) == pytest.approx(2.0)
    assert NormalVariation("x", deviation=0.0).values(2.0, None, 3) == pytest.approx(2.0)


@pytest.mark.parametrize("members", [0, -1, 2.5, True, 10**6])
def test_members_are_counted(members):
    with pytest.raises(ParameterError, match="members"):
        Population(PARTICLE, members)


@given(count=st.integers(1, 6), members=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_lists_match_the_members(count, members):
    values = (20e-9,) * count
    options = (
        {"sizes": GivenSizes(values)},
        {"variations": (GivenVariation("particle.size", given=values),)},
        {"numbers": values},
    )
    for option in options:
        if count == members:
            Population(PARTICLE, members, **option)
        else:
            with pytest.raises(ParameterError, match=f"{count} numbers.* {members} members"):
                Population(PARTICLE, members, **option)


@given(width=st.one_of(st.floats(max_value=-1e-12), st.just(float("nan"))))
@settings(max_examples=30, deadline=None)
def test_widths_are_not_negative(width):
    for make in (
        lambda: LogNormalSizes(width),
        lambda: LogNormalVariation("particle.size", deviation=width),
        lambda: Population(PARTICLE, 2, initial_deviation=width),
    ):
        with pytest.raises(ParameterError, match="deviation"):
            make()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"members": 0}, "members"),
        ({"sizes": {"type": "log-normal", "deviation": "-1 nm"}}, "sizes.deviation"),
        ({"sizes": {"type": "log-normal"}}, "sizes.deviation"),
        ({"sizes": {"type": "given", "values": ["1 nm", "2 nm"]}}, "sizes"),
        ({"sizes": {"type": "gaussian"}}, "sizes.type"),
        ({"sizes": {"type": "given", "values": ["1 nm", "0 nm", "2 nm"]}}, "sizes.values"),
        ({"variations": [{"type": "normal", "target": "particle.size"}]}, "deviation"),
    ],
)
def test_specifications_name_the_place(change, path):
    fields = {"particle": {"type": "homogeneous"}, "members": 3} | change
    with pytest.raises(AmbipolarError, match=path) as caught:
        build(fields, "population", "device.population")
    assert isinstance(caught.value, SpecError)


def test_a_specification_with_units():
    found = build(
        {
            "particle": {"type": "homogeneous", "size": "20 nm"},
            "members": 2,
            "sizes": {"type": "given", "values": ["10 nm", "30 nm"]},
            "numbers": [3, 1],
            "variations": [{"type": "log-normal", "target": "particle.size", "deviation": 0.1}],
        },
        "population",
    )
    assert found.sizes.values == pytest.approx((1e-8, 3e-8))
    assert found.number_weights()[:, 0] == pytest.approx([0.75, 0.25])
