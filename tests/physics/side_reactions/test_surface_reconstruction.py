"""When and how fast a surface transforms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.side_reactions.reacting_surface import ReactingSurface
from ambipolar.physics.side_reactions.surface_reconstruction import DelithiationGrowth

LAW = DelithiationGrowth()


def at(filling: float) -> ReactingSurface:
    return ReactingSurface(4.2, 298.15, (filling,))


def test_it_begins_where_most_guests_are_out():
    assert LAW.speed(at(0.4), 0.0) == pytest.approx(LAW.rate / 2)
    assert LAW.speed(at(0.1), 0.0) == pytest.approx(LAW.rate, rel=1e-4)
    assert LAW.speed(at(0.9), 0.0) < 1e-6 * LAW.rate


def test_the_layer_slows_itself():
    bare = LAW.speed(at(0.1), 0.0)
    assert LAW.speed(at(0.1), LAW.passivation) == pytest.approx(bare / 2)


@given(x=st.floats(-1, 2), thickness=st.floats(0, 1e-6))
@settings(max_examples=40, deadline=None)
def test_nothing_turns_back(x, thickness):
    speed = LAW.speed(at(np.float64(x)), thickness)
    assert np.isfinite(speed)
    assert speed >= 0


@given(bad=st.one_of(st.floats(max_value=0.0), st.just(float("nan"))))
@settings(max_examples=20, deadline=None)
def test_numbers_are_positive(bad):
    for name in ("rate", "width", "passivation"):
        with pytest.raises(ParameterError, match=name):
            DelithiationGrowth(**{name: bad})
