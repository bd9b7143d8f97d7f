"""Optical stacks of sheet devices: order, thickness, and what has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.devices.electrochromic_window import ElectrochromicWindow
from ambipolar.devices.lateral_film import LateralFilm
from ambipolar.materials.optical.media import GLASS, ITO
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.sheets.conductor import ConductingSheet
from ambipolar.models.sheets.electrode import BlockingConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.models.sheets.glazing import bare, conductor_layer, direct_conductivity, film_layer
from ambipolar.physics.optics.dispersion import DrudeCarriers

WO3, NIO = MATERIALS["WO3"], MATERIALS["NiO"]
FILM = InsertionFilm(material=WO3, thickness=300e-9)
COUNTER = InsertionFilm(material=NIO, thickness=200e-9)
WINDOW = ElectrochromicWindow(film=FILM, counter_film=COUNTER)


def test_direct_conductivity_is_that_of_drude():
    carriers = DrudeCarriers(empty_density=1e27, effective_mass=0.4, damping=1.6e-20)
    # n e^2 tau/m with tau = hbar/Gamma
    time = 1.054571817e-34 / 1.6e-20
    expected = 1e27 * 1.602176634e-19**2 * time / (0.4 * 9.1093837e-31)
    assert direct_conductivity(carriers) == pytest.approx(expected, rel=1e-6)


def test_conductors_are_as_thick_as_their_resistance_asks_for():
    ten, five = (conductor_layer(ConductingSheet(r)).thickness for r in (10.0, 5.0))
    assert ten == pytest.approx(2.1e-7, rel=0.02)
    assert five == pytest.approx(2 * ten)
    with pytest.raises(ParameterError, match="free carriers"):
        conductor_layer(ConductingSheet(10.0), GLASS)


def test_window_from_glass_to_glass():
    layers = WINDOW.optical_stack().layers
    assert [layer.name for layer in layers] == ["", "", "film", "", "counter_film", "", ""]
    assert [layer.coherent for layer in layers] == [False, True, True, False, True, True, False]
    assert layers[1].permittivity == ITO
    assert layers[4].thickness == pytest.approx(200e-9)


def test_a_thin_electrolyte_has_fringes():
    thin = replace(WINDOW, electrolyte=ElectrolyteSheet(thickness=1e-6, in_plane=False))
    assert thin.optical_stack().layers[3].coherent


def test_surfaces_without_thickness_have_no_layer():
    stack = replace(WINDOW, counter_film=BlockingConductor()).optical_stack()
    assert [layer.name for layer in stack.layers if layer.name] == ["film"]
    assert film_layer("film", BlockingConductor()) is None


def test_lateral_film_without_and_with_lid():
    film = LateralFilm(film=FILM)
    assert len(film.optical_stack().layers) == 4
    assert len(replace(film, lid=ConductingSheet()).optical_stack().layers) == 6
    assert len(replace(film, conductor=None).optical_stack().layers) == 3


def test_what_is_left_without_films_is_thick():
    assert all(not layer.coherent for layer in bare(WINDOW.optical_stack()).layers)


def test_a_host_without_optics_is_named():
    with pytest.raises(ParameterError, match="unknown for LFP"):
        film_layer("film", InsertionFilm(material=MATERIALS["LFP"]))
