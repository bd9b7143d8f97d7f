"""Photometry, colour and coloration efficiency."""

from __future__ import annotations

import time

import numpy as np
import pytest

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.physics.optics.appearance import appearance
from ambipolar.physics.optics.bands import AbsorptionBand
from ambipolar.physics.optics.coloration import (
    coloration_efficiency,
    differential_coloration_efficiency,
    film_charge,
    intrinsic_efficiency,
    optical_density,
)
from ambipolar.physics.optics.permittivity import ConstantIndex
from ambipolar.physics.optics.photometry import (
    luminous,
    near_infrared,
    solar,
    solar_wavelengths,
    visible_wavelengths,
)

VISIBLE, SUN = visible_wavelengths(), solar_wavelengths()


def test_a_grey_pane_passes_its_transmittance_to_all():
    grey = np.full((2, 3, 1), 0.37)
    for total, wave in ((luminous, VISIBLE), (solar, SUN), (near_infrared, SUN)):
        found = total(wave, np.broadcast_to(grey, (2, 3, len(wave))))
        assert found.shape == (2, 3)
        assert found == pytest.approx(np.full((2, 3), 0.37), rel=1e-12)


def test_grids_are_the_common_ones():
    assert len(VISIBLE) == 81 and VISIBLE[1] - VISIBLE[0] == pytest.approx(5e-9)
    assert SUN[1] - SUN[0] == pytest.approx(5e-9)


def test_a_visible_window_splits_the_sun():
    passes = ((SUN > 379e-9) & (SUN < 781e-9)).astype(float)
    # somewhat more than half of AM1.5 global lies in the visible band
    assert 0.5 < solar(SUN, passes) < 0.6
    assert near_infrared(SUN, passes) < 0.01
    assert luminous(SUN, passes) > 0.999


def test_luminous_means_are_those_of_the_eye():
    green = np.exp(-(((VISIBLE - 555e-9) / 30e-9) ** 2))
    red = np.exp(-(((VISIBLE - 700e-9) / 30e-9) ** 2))
    assert luminous(VISIBLE, green) > 20 * luminous(VISIBLE, red)


def test_coarse_and_fine_spectra_agree():
    fine = solar_wavelengths(2201)
    curve = [0.5 + 0.4 * np.sin(w / 150e-9) for w in (SUN, fine)]
    assert solar(SUN, curve[0]) == pytest.approx(solar(fine, curve[1]), abs=2e-4)


def test_daylight_is_white():
    seen = appearance(VISIBLE, np.ones(81))
    assert seen.lab == pytest.approx([100, 0, 0], abs=1e-9)
    assert seen.chroma == pytest.approx(0, abs=1e-9)
    assert seen.srgb == pytest.approx([1, 1, 1], abs=2e-3)


@pytest.mark.filterwarnings("ignore")
def test_tristimulus_values_agree_with_the_library():
    colour = pytest.importorskip("colour")
    spectrum = 0.2 + 0.6 * np.exp(-(((VISIBLE - 620e-9) / 60e-9) ** 2))
    curve = colour.SpectralDistribution(spectrum, VISIBLE * 1e9)
    expected = colour.sd_to_XYZ(
        curve, illuminant=colour.SDS_ILLUMINANTS["D65"], method="Integration"
    )
    found = 100 * appearance(VISIBLE, spectrum).tristimulus
    # the library interpolates the spectrum by Sprague's polynomial, this package linearly
    assert found == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(
    ("centre", "low", "high"), [(450e-9, 260, 320), (540e-9, 110, 180), (650e-9, 0, 60)]
)
def test_hues_of_blue_green_and_red_filters(centre, low, high):
    seen = appearance(VISIBLE, np.exp(-(((VISIBLE - centre) / 40e-9) ** 2)))
    assert low < seen.hue < high
    assert seen.chroma > 50
    assert np.argmax(seen.srgb) == {450e-9: 2, 540e-9: 1, 650e-9: 0}[centre]


def test_swatches_of_maps():
    seen = appearance(VISIBLE, np.random.default_rng(1).random((4, 5, 81)))
    assert seen.srgb.shape == seen.lab.shape == (4, 5, 3)
    assert seen.chroma.shape == seen.hue.shape == seen.lightness.shape == (4, 5)
    assert np.all((seen.srgb >= 0) & (seen.srgb <= 1))


def test_a_map_of_swatches_is_fast():
    spectra = np.random.default_rng(1).random((2000, 81))
    appearance(VISIBLE, spectra[:2]).srgb.sum()
    began = time.perf_counter()
    seen = appearance(VISIBLE, spectra)
    assert seen.srgb.shape == seen.lab.shape == (2000, 3)
    assert time.perf_counter() - began < 0.3


@pytest.mark.parametrize(
    ("wave", "spectrum", "words"),
    [
        (VISIBLE[5:], np.ones(76), "405 to 780 nm does not cover 380 to 780 nm"),
        (VISIBLE[::-1], np.ones(81), "increasing"),
        (VISIBLE, np.ones(80), "80"),
        ([5e-7], np.ones(1), "increasing"),
    ],
)
def test_bad_spectra_are_refused(wave, spectrum, words):
    with pytest.raises(ParameterError, match=words):
        luminous(wave, spectrum)


def test_full_charge_of_a_film():
    # 300 nm of Li0.3WO3 at 7.16 g/cm^3: 26.8 mC/cm^2, 8.94 for every tenth
    density = 7.16e6 / 231.84
    charge = film_charge([0.1, 0.3], 300e-9, density)
    assert charge / 10 == pytest.approx([8.94, 26.8], rel=2e-3)
    assert film_charge(0.5, 1e-7, 1e4, charge_number=2) == pytest.approx(FARADAY * 1e-3)


def test_optical_density_and_efficiency():
    assert optical_density(0.8, 0.08) == pytest.approx(1.0)
    assert coloration_efficiency(0.8, 0.08, 100.0) == pytest.approx(0.01)
    with pytest.raises(ParameterError, match="positive"):
        optical_density(0.8, 0.0)


def test_differential_efficiency_is_the_slope():
    charge = np.linspace(0, 100, 201)
    density = 2 * charge / 100 - (charge / 100) ** 2
    slope = differential_coloration_efficiency(charge, 10**-density)
    assert slope == pytest.approx((2 - 2 * charge / 100) / 100, abs=1e-9)


def test_intrinsic_efficiency_is_that_of_beer():
    law = ConstantIndex(2.0) + AbsorptionBand(full_strength=0.1)
    x, wave, density = 0.01, 632.8e-9, 24150.0
    found = intrinsic_efficiency(law, wave, x, density)
    alpha = law.absorption(wave, x)
    # a film of any thickness: OD = alpha L log10(e), q = F c L x
    assert found == pytest.approx(alpha * np.log10(np.e) / (FARADAY * density * x))
