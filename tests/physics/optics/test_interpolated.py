"""Tables of what is seen: exact at their nodes, of known error between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.materials.optical.panes import laminate
from ambipolar.materials.registry import MATERIALS
from ambipolar.physics.optics.appearance import appearance
from ambipolar.physics.optics.interpolated import table_wavelengths, tabulate
from ambipolar.physics.optics.photometry import luminous, near_infrared, solar, solar_wavelengths

PANE = laminate(MATERIALS["WO3"], 300e-9, MATERIALS["NiO"], 200e-9)
RANGES = {"film": (0.0, 0.4), "counter_film": (0.5, 1.0)}
TABLE = tabulate(PANE, RANGES, nodes=17)


def exact(film, counter):
    wave = solar_wavelengths()
    found = PANE.spectra(wave, {"film": film, "counter_film": counter}).transmittance
    seen = luminous(wave, found), solar(wave, found), near_infrared(wave, found)
    return (*seen, appearance(wave, found).tristimulus)


def test_nodes_are_exact():
    film, counter = np.meshgrid(*TABLE.axes, indexing="ij")
    seen = TABLE.at({"film": film, "counter_film": counter})
    assert seen.luminous == pytest.approx(TABLE.values[..., 0], rel=1e-9)
    assert seen.colour.tristimulus == pytest.approx(TABLE.values[..., 3:], rel=1e-9)


@given(film=st.floats(0.0, 0.4), counter=st.floats(0.5, 1.0))
@settings(max_examples=25, deadline=None)
def test_everywhere_within_the_stated_error(film, counter):
    seen = TABLE.at({"film": film, "counter_film": counter})
    visible, sun, infrared, colour = exact(film, counter)
    # the stated error is that in the middle between nodes; steps of 20 nm add to it
    allowed = 2 * TABLE.error + 5e-4
    assert TABLE.error < 2e-3
    assert float(seen.luminous) == pytest.approx(float(visible), abs=allowed)
    assert float(seen.solar) == pytest.approx(float(sun), abs=allowed)
    assert float(seen.near_infrared) == pytest.approx(float(infrared), abs=allowed)
    assert seen.colour.tristimulus == pytest.approx(colour, abs=allowed)


def test_a_dark_pane_is_right_relative_to_itself():
    dark = TABLE.at({"film": 0.37, "counter_film": 0.53})
    visible, *_ = exact(0.37, 0.53)
    assert float(visible) < 0.03
    assert float(dark.luminous) == pytest.approx(float(visible), rel=0.01)


def test_more_nodes_are_better():
    assert tabulate(PANE, {"counter_film": (0.0, 1.0)}, nodes=33).error < (
        0.3 * tabulate(PANE, {"counter_film": (0.0, 1.0)}, nodes=9).error
    )


def test_nothing_is_seen_where_there_is_no_film():
    seen = TABLE.at({"film": np.array([0.1, np.nan]), "counter_film": 0.8})
    assert np.isfinite(seen.luminous[0]) and np.isnan(seen.luminous[1])
    assert np.isnan(seen.colour.tristimulus[1]).all()


def test_a_film_that_never_changes_has_a_table():
    table = tabulate(PANE, {"film": (0.0, 0.0)}, nodes=5)
    assert table.axes[0][0] == 0.0 and table.axes[0][-1] > 0


def test_wavelengths_cover_the_sun():
    wave = table_wavelengths()
    assert wave[0] == pytest.approx(300e-9) and wave[-1] == pytest.approx(2500e-9)
    assert np.all(np.diff(wave) > 0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: tabulate(PANE, {}), "no layer"),
        (lambda: tabulate(PANE, RANGES, nodes=3), "at least 4"),
        (lambda: TABLE.at({"film": 0.1}), "'counter_film' is missing"),
        (lambda: TABLE.at({"film": 0.9, "counter_film": 0.8}), "outside the table"),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
