"""Figures of films and windows, and the curtain in motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import ambipolar as amb
from ambipolar.core.errors import ParameterError
from ambipolar.devices.electrochromic_window import ElectrochromicWindow
from ambipolar.devices.lateral_film import LateralFilm
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.regions import Disc, Rectangle
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.models.sheets.probe import Probe
from ambipolar.plot import animation
from ambipolar.plot.film_colours import plot_cases_in_colour, plot_film_colours, round_length
from ambipolar.plot.sheets import is_sheet, plot_sheet_cases, shown_rows, time_text
from ambipolar.plot.style import Display
from ambipolar.plot.switching import plot_switching
from ambipolar.simulation.protocols import constant_voltage, drive

WO3, NIO = MATERIALS["WO3"], MATERIALS["NiO"]
WINDOW = ElectrochromicWindow(
    film=InsertionFilm(material=WO3, thickness=300e-9, depth_cells=1, initial_filling=0.01),
    counter_film=InsertionFilm(material=NIO, thickness=300e-9, depth_cells=1, initial_filling=0.95),
    columns=6,
)
FILM = LateralFilm(
    film=InsertionFilm(material=WO3, depth_cells=1), columns=10, rows=4,
    plate=Disc(25e-3, 10e-3, 23e-3), probes=(Probe("L", Rectangle(5e-3, 15e-3, 0.0, 1.0)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def window():
    there = constant_voltage(-0.3, duration="5 min", samples=21)
    back = constant_voltage(1.2, duration="5 min", samples=21)
    return amb.run(WINDOW, there + back).check()


@pytest.fixture(scope="module")
def film():
    return amb.run(FILM, drive({"left": "-0.1 A"}, duration="5 min", samples=21)).check()


def labels_of(figure):
    return {a.get_ylabel() for a in figure.axes}


def test_overview_of_a_line_of_cells(window):
    assert is_sheet(window.dataset)
    found = labels_of(window.plot(title="a window"))
    assert {"Voltage (V)", "Current density (A/m²)", "Position (mm)", "Site filling (–)"} <= found


def test_overview_of_a_plane_with_terminals_and_probes(film):
    figure = film.plot()
    assert {"Potential (V)", "Current (A)", "Transmittance (–)", "y (mm)"} <= labels_of(figure)
    assert "x along the middle row (mm)" in {a.get_xlabel() for a in figure.axes}


def test_colours_of_both(window, film):
    strip = plot_film_colours(window, WINDOW, title="strip")
    assert "x (mm)" in labels_of(strip)
    pictures = plot_film_colours(film, FILM)
    drawn = [a for a in pictures.axes if a.images]
    assert len(drawn) >= 3
    # corners without film are clear glass
    assert np.min(drawn[0].images[0].get_array()[0, 0]) > 0.9
    assert any("10 mm" in t.get_text() for a in drawn for t in a.texts)


def test_cases(window):
    both = {"one": window, "two": window}
    devices = dict.fromkeys(both, WINDOW)
    assert len(plot_cases_in_colour(both, devices, {"one": "a"}).axes) == 2
    assert "Mean filling (–)" in labels_of(plot_sheet_cases(both, {}))
    figure = plot_switching(both, devices, {"one": "a"})
    assert {"Luminous transmittance (–)", "Spread over the pane (–)"} <= labels_of(figure)
    assert [a.get_title(loc="left") for a in figure.axes[:2]] == ["Hold at -0.3 V", "Hold at 1.2 V"]


def test_times_are_chosen_where_something_happens(window):
    rows = shown_rows(window.dataset, 6)
    assert rows[0] == 0 and rows[-1] == window.dataset.sizes["time"] - 1
    step = window.dataset["step"].values
    assert int(np.flatnonzero(step == 0)[-1]) in rows  # the end of the first step
    # most of the pane's change is in the first minute
    assert window.dataset["time"].values[rows[1]] < 100


@pytest.mark.parametrize(
    ("size", "expected"), [(0.013, 0.01), (0.1, 0.1), (0.7, 0.5), (4e-3, 2e-3), (2.0, 2.0)]
)
def test_bars_of_round_length(size, expected):
    assert round_length(size) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "text"), [(1200, "20 min"), (242, "4 min"), (800, "13.3 min"), (6, "0.1 min")]
)
def test_times_in_words(value, text):
    assert time_text(Display(1 / 60, "min"), value) == text


@pytest.mark.parametrize("name", ["window", "film"])
def test_animation(name, request, tmp_path):
    from PIL import Image

    solution = request.getfixturevalue(name)
    device = {"window": WINDOW, "film": FILM}[name]
    path = animation.animate(solution, device, tmp_path / "moving.gif", frames=9, seconds=2.0)
    with Image.open(path) as picture:
        assert 5 <= picture.n_frames <= 9
        assert picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
    assert path.stat().st_size < 3e6
    assert [p.name for p in tmp_path.iterdir()] == ["moving.gif"]


def test_a_video_needs_ffmpeg(window, tmp_path, monkeypatch):
    monkeypatch.setattr(animation, "_has_ffmpeg", lambda: False)
    with pytest.raises(ParameterError, match="ffmpeg"):
        animation.animate(window, WINDOW, tmp_path / "moving.mp4")


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("moving.png", {}, "no animation"),
        ("moving.gif", {"frames": 1}, "two frames"),
        ("moving.gif", {"seconds": 0.0}, "two frames"),
    ],
)
def test_bad_animations(window, tmp_path, name, options, words):
    with pytest.raises(ParameterError, match=words):
        animation.animate(window, WINDOW, tmp_path / name, **options)


def test_a_host_without_optics_has_no_colour(window):
    dull = replace(WINDOW, film=replace(WINDOW.film, material=MATERIALS["LFP"]))
    with pytest.raises(ParameterError, match="unknown for LFP"):
        plot_film_colours(window, dull)
