"""Permittivities of the registered hosts, and the panes made of them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.materials.optical.media import FTO, GLASS, ITO, LIQUID_ELECTROLYTE
from ambipolar.materials.optical.panes import coated_glass, laminate
from ambipolar.materials.optical.tungsten import BRONZE_SITES, SODIUM_TUNGSTEN_BRONZE
from ambipolar.materials.registry import MATERIALS
from ambipolar.physics.optics.appearance import appearance
from ambipolar.physics.optics.photometry import (
    luminous,
    near_infrared,
    solar,
    solar_wavelengths,
    visible_wavelengths,
)

COLOURED = tuple(name for name in MATERIALS if MATERIALS[name].permittivity is not None)
CATHODIC = ("WO3", "WO3-H", "MoO3", "LTO", "TiO2", "TiO2-amorphous", "Nb2O5")
ANODIC = ("NiO", "IrO2")
VISIBLE, SUN = visible_wavelengths(), solar_wavelengths()
ENDS = np.array([0.0, 0.5])


def test_the_electrochromic_hosts_have_one():
    assert {*CATHODIC, *ANODIC, "VO2"} <= set(COLOURED)


@pytest.mark.parametrize("name", COLOURED)
def test_every_host_is_passive_and_finite_under_the_sun(name):
    law, x = MATERIALS[name].permittivity, np.linspace(0, 1, 21)[:, None]
    value = law.relative(SUN, x)
    assert value.shape == (21, len(SUN))
    assert np.all(np.isfinite(value)) and np.all(value.imag >= 0)
    # between water and diamond when clear
    clear = 1.0 if name in ANODIC else 0.0
    assert 1.3 < law.index(589e-9, clear).real < 3.0


@pytest.mark.parametrize("name", CATHODIC)
def test_cathodic_oxides_darken_as_they_fill(name):
    pane = coated_glass(MATERIALS[name], 300e-9)
    passed = luminous(VISIBLE, pane.spectra(VISIBLE, {"film": ENDS}).transmittance)
    assert passed[0] > 0.65 and passed[1] < passed[0] - 0.05


@pytest.mark.parametrize("name", ANODIC)
def test_anodic_oxides_clear_as_they_fill(name):
    pane = coated_glass(MATERIALS[name], 100e-9)
    found = pane.spectra(VISIBLE, {"film": np.array([0.0, 1.0])}).transmittance
    passed = luminous(VISIBLE, found)
    assert passed[1] > 0.75 and passed[0] < passed[1] - 0.2


def test_tungsten_oxide_turns_blue_and_nickel_oxide_brown():
    blue = coated_glass(MATERIALS["WO3"], 300e-9).spectra(VISIBLE, {"film": 0.3})
    brown = coated_glass(MATERIALS["NiO"], 100e-9).spectra(VISIBLE, {"film": 0.0})
    assert 220 < appearance(VISIBLE, blue.transmittance).hue < 290
    assert 50 < appearance(VISIBLE, brown.transmittance).hue < 90


def test_metallic_vanadium_dioxide_blocks_the_near_infrared_only():
    pane = coated_glass(MATERIALS["VO2"], 60e-9, conductor=0.0)
    found = pane.spectra(SUN, {"film": np.array([0.0, 1.0])}).transmittance
    seen, warm = luminous(SUN, found), near_infrared(SUN, found)
    assert abs(seen[1] - seen[0]) < 0.12
    assert warm[1] < warm[0] - 0.2


def test_nickel_oxide_has_the_efficiency_it_was_fitted_to():
    from ambipolar.core.constants import FARADAY

    host = MATERIALS["NiO"]
    gained = -np.diff(host.permittivity.absorption(550e-9, np.array([0.0, 1.0])))[0]
    found = gained * np.log10(np.e) / (FARADAY * host.site_density)
    assert found == pytest.approx(34e-4, rel=1e-3)


def test_media_have_their_known_indices():
    assert GLASS.index(589e-9).real == pytest.approx(1.523, abs=1e-3)
    assert ITO.index(550e-9).real == pytest.approx(1.9, abs=0.06)
    assert FTO.index(550e-9).real == pytest.approx(1.9, abs=0.06)
    assert LIQUID_ELECTROLYTE.index(589e-9).real == pytest.approx(1.42)
    # a transparent conductor reflects the far near-infrared
    assert ITO.relative(2.5e-6).real < 0 < ITO.relative(1e-6).real


def test_the_bronze_has_one_electron_for_each_guest():
    # 1.77e22 per cm^3 in a cell of 3.84 angstrom, 4.9 eV unscreened
    assert BRONZE_SITES * 6.02214076e23 == pytest.approx(1.766e28, rel=1e-3)
    drude = SODIUM_TUNGSTEN_BRONZE.terms[-1]
    assert drude.plasma_energy(1.0) / 1.602176634e-19 == pytest.approx(4.94, abs=0.02)


def test_a_complementary_window_switches():
    pane = laminate(MATERIALS["WO3"], 400e-9, MATERIALS["NiO"], 200e-9)
    fillings = {"film": np.array([0.0, 0.25]), "counter_film": np.array([1.0, 0.2])}
    found = pane.spectra(SUN, fillings).transmittance
    seen, sun = luminous(SUN, found), solar(SUN, found)
    # nothing absorbs in the model's clear state, so that it passes more than the 74 % of a
    # prototype; two faces of glass alone leave 92 %
    assert 0.74 < seen[0] < 0.90 and 0.005 < seen[1] < 0.1
    assert sun[1] < 0.2 * sun[0]


def test_a_thin_electrolyte_has_fringes():
    parts = (MATERIALS["WO3"], 400e-9, MATERIALS["NiO"], 200e-9)
    thin, thick = (laminate(*parts, electrolyte=d) for d in (1e-6, 1e-5))
    assert thin.layers[3].coherent and not thick.layers[3].coherent


def test_a_coloured_map_of_a_window_takes_less_than_a_second():
    pane = laminate(MATERIALS["WO3"], 400e-9, MATERIALS["NiO"], 200e-9)
    x = np.linspace(0, 0.4, 2000)
    appearance(VISIBLE, pane.spectra(VISIBLE, {"film": x[:2]}).transmittance).srgb.sum()
    began = time.perf_counter()
    found = pane.spectra(VISIBLE, {"film": x, "counter_film": 1 - x})
    swatches = appearance(VISIBLE, found.transmittance).srgb
    assert swatches.shape == (2000, 3)
    assert time.perf_counter() - began < 1.0


def test_a_host_without_optics_is_named():
    with pytest.raises(ParameterError, match="unknown for LFP"):
        coated_glass(MATERIALS["LFP"], 1e-7)
