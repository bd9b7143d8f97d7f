"""Layer stacks: closed forms, the reference library, conservation, speed and errors."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.optics.dispersion import CauchyIndex, DrudeCarriers
from ambipolar.physics.optics.permittivity import ConstantIndex
from ambipolar.physics.optics.stack import OpticalLayer, OpticalStack
from ambipolar.physics.optics.tabulated import TabulatedIndex

VISIBLE = np.linspace(380e-9, 780e-9, 81)
GLASS = CauchyIndex(1.51, 4e-15)
CONDUCTOR = ConstantIndex(1.95) + DrudeCarriers(1e27, 1e27, 0.35)
FILM = ConstantIndex(2.1) + DrudeCarriers(0.0, 8e27, 1.2)
LIQUID = ConstantIndex(1.42)
#: n, k and thickness
LAYERS = st.tuples(st.floats(1.0, 4.0), st.floats(0.0, 3.0), st.floats(1e-9, 1e-6))


def pane() -> OpticalStack:
    """Glass, conductor, film, liquid, conductor, glass."""
    return OpticalStack(
        (
            OpticalLayer(GLASS, 3e-3, coherent=False),
            OpticalLayer(CONDUCTOR, 150e-9),
            OpticalLayer(FILM, 400e-9, name="film"),
            OpticalLayer(LIQUID, 100e-6, coherent=False),
            OpticalLayer(CONDUCTOR, 150e-9),
            OpticalLayer(GLASS, 3e-3, coherent=False),
        )
    )


def test_fresnel_reflectance_of_glass():
    surface = OpticalStack(back=ConstantIndex(1.52))
    found = surface.spectra([550e-9])
    assert found.reflectance[0] == pytest.approx((0.52 / 2.52) ** 2, rel=1e-13)
    assert found.reflectance[0] == pytest.approx(0.04258, abs=1e-5)
    assert found.absorptance[0] == pytest.approx(0.0, abs=1e-15)


def test_slab_without_fringes():
    slab = OpticalStack((OpticalLayer(ConstantIndex(1.52), 3e-3, coherent=False),))
    transmittance = slab.spectra(VISIBLE).transmittance
    assert transmittance == pytest.approx(np.full(81, 2 * 1.52 / (1.52**2 + 1)), rel=1e-13)
    assert transmittance[0] == pytest.approx(0.918318, abs=1e-6)


def test_quarter_wave_layer_does_not_reflect():
    index = np.sqrt(1.52)
    layer = OpticalLayer(ConstantIndex(index), 550e-9 / 4 / index)
    found = OpticalStack((layer,), back=ConstantIndex(1.52)).spectra([550e-9])
    assert found.reflectance[0] < 1e-30


def test_brewster_angle():
    surface = OpticalStack(back=ConstantIndex(1.52))
    found = surface.spectra([550e-9], angle=np.arctan(1.52), s_fraction=0.0)
    assert found.reflectance[0] < 1e-30


def test_film_fringes_of_airy():
    n, d = 2.3, 700e-9
    layer = OpticalLayer(ConstantIndex(n), d)
    found = OpticalStack((layer,)).spectra(VISIBLE).transmittance
    r = ((n - 1) / (n + 1)) ** 2
    phase = 2 * np.pi * n * d / VISIBLE
    assert found == pytest.approx(1 / (1 + 4 * r / (1 - r) ** 2 * np.sin(phase) ** 2), rel=1e-12)


@pytest.mark.parametrize("angle", [0.0, 0.5, 1.2])
@pytest.mark.parametrize("s_fraction", [0.0, 0.5, 1.0])
def test_a_window_agrees_with_the_reference_library(angle, s_fraction):
    tmm = pytest.importorskip("tmm", reason="the reference library is not installed")
    waves, fillings = VISIBLE[::20], np.array([0.0, 0.2, 0.5])
    found = pane().spectra(waves, {"film": fillings}, angle=angle, s_fraction=s_fraction)
    thickness = [np.inf, 3e-3, 150e-9, 400e-9, 100e-6, 150e-9, 3e-3, np.inf]
    for row, x in enumerate(fillings):
        for column, wave in enumerate(waves):
            glass, conductor, liquid = (m.index(wave) for m in (GLASS, CONDUCTOR, LIQUID))
            index = [1, glass, conductor, FILM.index(wave, x), liquid, conductor, glass, 1]
            both = [
                tmm.inc_tmm(p, index, thickness, list("iicciciI".lower()), angle, wave)
                for p in "sp"
            ]
            for name, key in (("reflectance", "R"), ("transmittance", "T")):
                expected = s_fraction * both[0][key] + (1 - s_fraction) * both[1][key]
                assert getattr(found, name)[row, column] == pytest.approx(expected, rel=1e-9)


def test_normal_incidence_agrees_with_the_library_of_colour():
    tmm = pytest.importorskip("colour.phenomena.tmm", reason="colour-science is not installed")
    stack = OpticalStack(
        (OpticalLayer(CONDUCTOR, 150e-9), OpticalLayer(FILM, 400e-9, name="film")), GLASS, LIQUID
    )
    found = stack.spectra(VISIBLE, {"film": 0.3}).reflectance
    index = [m.index(VISIBLE, 0.3) for m in (GLASS, CONDUCTOR, FILM, LIQUID)]
    matrix = tmm.matrix_transfer_tmm(index, [150, 400], 0, VISIBLE * 1e9).M_s[:, 0, 0]
    assert found == pytest.approx(np.abs(matrix[:, 1, 0] / matrix[:, 0, 0]) ** 2, rel=1e-11)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(LAYERS, max_size=5),
    st.floats(0.0, 1.5),
    st.floats(0.0, 1.0),
)
def test_energy_is_never_made(layers, angle, s_fraction):
    stack = OpticalStack(tuple(OpticalLayer(ConstantIndex(n, k), d) for n, k, d in layers))
    found = stack.spectra([450e-9, 700e-9], angle=angle, s_fraction=s_fraction)
    assert np.all(found.reflectance >= 0)
    assert np.all(found.transmittance >= 0)
    assert np.all(found.absorptance > -1e-9)
    if all(k == 0 for _, k, _ in layers):
        assert found.absorptance == pytest.approx([0, 0], abs=1e-9)


def test_transmission_is_reciprocal():
    stack = pane()
    turned = OpticalStack(stack.layers[::-1])
    forth, back = (s.spectra(VISIBLE, {"film": 0.3}) for s in (stack, turned))
    assert forth.transmittance == pytest.approx(back.transmittance, rel=1e-12)
    assert np.abs(forth.reflectance - back.reflectance).max() > 1e-3


def test_equal_slices_are_one_layer_and_a_gradient_is_not():
    whole = OpticalStack((OpticalLayer(FILM, 400e-9, name="film"),))
    sliced = OpticalStack((OpticalLayer(FILM, 400e-9, name="film", cells=4),))
    expected = whole.spectra(VISIBLE, {"film": 0.3})
    for filling in (0.3, np.full(4, 0.3), np.full((1, 4), 0.3)):
        found = sliced.spectra(VISIBLE, {"film": filling})
        assert np.ravel(found.transmittance) == pytest.approx(expected.transmittance, rel=1e-12)
    graded = sliced.spectra(VISIBLE, {"film": np.array([[0.6, 0.4, 0.2, 0.0]])})
    assert np.abs(graded.transmittance - expected.transmittance).max() > 1e-3


def test_an_opaque_film_stays_finite():
    stack = OpticalStack((OpticalLayer(ConstantIndex(3.0, 3.0), 1e-3),))
    found = stack.spectra(VISIBLE, angle=1.0)
    assert np.all(np.isfinite(found.reflectance)) and np.all(found.transmittance < 1e-200)


def test_shapes_follow_the_fillings():
    stack, x = pane(), np.linspace(0, 0.5, 6).reshape(2, 3)
    assert stack.spectra(VISIBLE).transmittance.shape == (81,)
    found = stack.spectra(VISIBLE, {"film": x})
    assert found.transmittance.shape == found.reflectance.shape == (2, 3, 81)
    one = stack.spectra(VISIBLE, {"film": x[1, 0]}).transmittance
    assert found.transmittance[1, 0] == pytest.approx(one, rel=1e-13)


def test_a_map_of_two_thousand_pixels_takes_less_than_a_second():
    stack, x = pane(), np.linspace(0, 0.5, 2000)
    stack.spectra(VISIBLE, {"film": x[:2]})
    began = time.perf_counter()
    stack.spectra(VISIBLE, {"film": x})
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"filling": {"fim": 0.1}}, "no layer 'fim'. Did you mean film"),
        ({"angle": 2.0}, "angle"),
        ({"angle": np.nan}, "angle"),
        ({"s_fraction": 1.5}, "s_fraction"),
        ({"wavelength": [-1.0]}, "wavelength"),
        ({"wavelength": [[5e-7]]}, "wavelength"),
    ],
)
def test_bad_requests_are_refused(arguments, words):
    with pytest.raises(ParameterError, match=words):
        pane().spectra(**({"wavelength": VISIBLE} | arguments))


def test_outside_the_table_of_a_film_is_one_clear_error():
    film = TabulatedIndex((380e-9, 780e-9), (2.0, 2.0, 2.1, 2.1), (0.0, 0.0, 0.3, 0.3), (0.0, 0.5))
    stack = OpticalStack((OpticalLayer(film, 300e-9, name="film"),))
    with pytest.raises(ParameterError, match="0.1 to 0.7 lies outside the optical table, 0 to 0.5"):
        stack.spectra(VISIBLE, {"film": np.array([0.1, 0.7])})


@pytest.mark.parametrize("change", [{"cells": 0}, {"cells": 2, "coherent": False}])
def test_bad_layers_are_refused(change):
    with pytest.raises(ParameterError, match="cells"):
        OpticalLayer(GLASS, 1e-7, **change)
