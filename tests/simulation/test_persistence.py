"""A second attempt goes on where the first one stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.cells import half_cell

from ambipolar.numerics.backends import Piece, backend_for
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.initialise import consistent_state
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.persistence import second_attempt

SETTINGS = SolverSettings(relative_tolerance=1e-7, absolute_tolerance=1e-8)
SAMPLES = np.linspace(0.0, 600.0, 13)


def prepared():
    device = half_cell()
    compiled = compile_system(device)
    p = compiled.input_vector(device, {"control.value": 30.0})
    y = consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    whole = backend_for(compiled, SETTINGS).integrate(y, p, SAMPLES)
    return compiled, p, y, whole


def test_the_rest_is_joined_to_what_there_is():
    compiled, p, y, whole = prepared()
    broken = replace(whole, times=whole.times[:5], states=whole.states[:5], failure="stopped")
    found = second_attempt(compiled, SETTINGS, broken, p, SAMPLES, y, None)
    assert not found.failure
    np.testing.assert_array_equal(found.times, SAMPLES)
    np.testing.assert_allclose(found.states, whole.states, rtol=1e-4, atol=1e-5)
    assert found.stats["second_attempts"] == 1
    assert found.stats["steps"] > whole.stats["steps"]


def test_without_a_row_it_begins_again():
    compiled, p, y, whole = prepared()
    nothing = Piece(SAMPLES[:0], np.empty((0, len(y))), failure="no first step")
    found = second_attempt(compiled, SETTINGS, nothing, p, SAMPLES, y, None)
    assert not found.failure
    np.testing.assert_allclose(found.states[-1], whole.states[-1], rtol=1e-4, atol=1e-5)


def test_what_cannot_be_continued_is_returned_as_it_is():
    compiled, p, y, whole = prepared()
    done = replace(whole, failure="at the last sample")
    assert second_attempt(compiled, SETTINGS, done, p, SAMPLES, y, None) is done
    lost = replace(whole, states=np.full_like(whole.states, np.nan), failure="not finite")
    assert second_attempt(compiled, SETTINGS, lost, p, SAMPLES, y, None) is lost
