"""What is seen of a solution: shapes, places, and cells without film."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from ambipolar.core.errors import ParameterError
from ambipolar.devices.electrochromic_window import ElectrochromicWindow
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.physics.optics.photometry import luminous, solar_wavelengths
from ambipolar.simulation.appearance import (
    at_place,
    film_appearance,
    seen_table,
    spread,
    swatches,
)

WINDOW = ElectrochromicWindow(
    film=InsertionFilm(material=MATERIALS["WO3"], thickness=300e-9),
    counter_film=InsertionFilm(material=MATERIALS["NiO"], thickness=300e-9),
)


def maps(film, counter):
    """A dataset of maps (time, y, x) of both fillings."""
    dims = ("time", "y", "x")
    film, counter = np.asarray(film, dtype=float), np.asarray(counter, dtype=float)
    coordinates = {d: np.arange(n) + 0.5 for d, n in zip(dims, film.shape)}
    data = {"film.filling": (dims, film), "counter_film.filling": (dims, counter)}
    return xr.Dataset(data, coordinates)


FILM = np.linspace(0.0, 0.3, 24).reshape(2, 3, 4)
DATA = maps(FILM, 0.95 - FILM)


def test_it_is_that_of_the_stack():
    seen = film_appearance(WINDOW, DATA)
    assert seen["luminous"].shape == (2, 3, 4)
    assert seen["tristimulus"].shape == (2, 3, 4, 3)
    wave = solar_wavelengths()
    found = WINDOW.optical_stack().spectra(wave, {"film": FILM, "counter_film": 0.95 - FILM})
    expected = luminous(wave, found.transmittance)
    assert seen["luminous"].values == pytest.approx(expected, abs=seen.attrs["error"] + 5e-4)
    assert film_appearance(WINDOW, DATA) is seen  # looked at once


def test_cells_without_film_are_clear_glass():
    film = FILM.copy()
    film[:, 0, 0] = np.nan
    seen = film_appearance(WINDOW, maps(film, 0.95 - film))
    assert np.isnan(seen["luminous"].values[:, 0, 0]).all()
    colours = swatches(WINDOW, seen)
    assert np.isfinite(colours).all() and colours.min() >= 0 and colours.max() <= 1
    # glass loses light at its faces only, and is a neutral grey-white
    assert colours[0, 0, 0].min() > 0.9
    assert np.ptp(colours[0, 0, 0]) < 0.02


def test_places():
    data = maps(FILM, 0.95 - FILM)
    seen = film_appearance(WINDOW, data)
    values = seen["luminous"].values
    assert at_place(seen, "mean") == pytest.approx(values.mean(axis=(1, 2)))
    assert at_place(seen, "near") == pytest.approx(values[:, 1, 0])
    assert at_place(seen, "far") == pytest.approx(values[:, 1, 3])
    assert at_place(seen, "centre") == pytest.approx(values[:, 1, 1])
    assert spread(seen) == pytest.approx(np.ptp(values, axis=(1, 2)))
    with pytest.raises(ParameterError, match="centre"):
        at_place(seen, "center")


def test_a_wider_table_serves_as_well():
    table = seen_table(WINDOW, DATA, nodes=9)
    seen = film_appearance(WINDOW, DATA, table=table)
    assert seen.attrs["error"] == table.error


@pytest.mark.parametrize(
    ("device", "dataset", "words"),
    [
        (SimpleNamespace(), DATA, "no optical stack"),
        (WINDOW, DATA.rename({n: f"x{n}" for n in DATA.data_vars}), "no map"),
    ],
)
def test_what_has_no_colour(device, dataset, words):
    with pytest.raises(ParameterError, match=words):
        film_appearance(device, dataset)
