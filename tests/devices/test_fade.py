"""Wear by cycling changes one number of a device."""

from __future__ import annotations

import pytest
from tests.simulation.test_appearance import WINDOW

from ambipolar.core.errors import ParameterError
from ambipolar.devices.fade import CapacityFade


def test_sites_are_lost_per_cycle():
    fade = CapacityFade(loss_per_cycle=1e-3)
    worn = fade.after(WINDOW, 100)
    before = WINDOW.counter_film.material.site_density
    assert worn.counter_film.material.site_density == pytest.approx(before * 0.999**100)
    assert worn.film == WINDOW.film
    assert fade.after(WINDOW, 0) == WINDOW
    # twice fifty cycles are a hundred
    again = fade.after(fade.after(WINDOW, 50), 50)
    assert again.counter_film.capacity == pytest.approx(worn.counter_film.capacity)


@pytest.mark.parametrize(
    ("fade", "cycles", "words"),
    [
        (CapacityFade(), -1, "negative"),
        (CapacityFade(path="counter_film.none"), 1, "no number"),
        (CapacityFade(path="counter_film"), 1, "no number"),
    ],
)
def test_bad_input(fade, cycles, words):
    with pytest.raises(ParameterError, match=words):
        fade.after(WINDOW, cycles)


def test_a_loss_is_a_share():
    with pytest.raises(ParameterError):
        CapacityFade(loss_per_cycle=1.5)
