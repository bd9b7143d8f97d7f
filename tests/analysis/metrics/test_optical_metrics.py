"""Optical metrics: closed forms, and what is published of tungsten oxide."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.metrics.made_up import made_up

from ambipolar.analysis.metrics import METRICS, optical
from ambipolar.core.errors import ParameterError
from ambipolar.materials.optical.tungsten import SODIUM_TUNGSTEN_BRONZE
from ambipolar.materials.registry import MATERIALS

WO3 = MATERIALS["WO3"]
ONE = made_up(SimpleNamespace(material=WO3))
BRONZE = made_up(SimpleNamespace(material=replace(WO3, permittivity=SODIUM_TUNGSTEN_BRONZE)))


def test_registered_metrics_exist():
    ours = [name for name, entry in METRICS.entries.items() if ".optical:" in entry]
    assert len(ours) == 10
    assert all(callable(METRICS[name]) for name in ours)


def test_row_1_1_surfaces_and_slabs():
    assert optical.surface_reflectance(ONE, "", 1.52) == pytest.approx(0.04258, abs=1e-5)
    assert optical.slab_transmittance(ONE, "", 1.52) == pytest.approx(0.918318, abs=1e-6)
    assert optical.quarter_wave_reflectance(ONE, "", 1.52) < 1e-30


def test_row_1_2_full_charge():
    # 7.16 g/cm^3 over 231.84 g/mol; the amorphous film of the material is lighter
    found = optical.inserted_charge(ONE, "", [0.1, 0.3], 300e-9, 7.16e6 / 231.84)
    assert np.array(found) / 10 == pytest.approx([8.94, 26.8], rel=2e-3)
    own = optical.inserted_charge(ONE, "", [0.3], 300e-9)
    assert own[0] / 10 == pytest.approx(26.8 * 24150 / 30883, rel=2e-3)


def test_row_1_3_efficiency_of_amorphous_tungsten_oxide():
    red, infrared = optical.bulk_efficiencies(ONE, "", [632.8e-9, 950e-9], 0.2)
    assert red == pytest.approx(78e-4, rel=2e-3)  # to which the strength is fitted
    # published 125 cm^2/C, not fitted; what the model gives is recorded, a quarter too low
    assert infrared == pytest.approx(90.6e-4, rel=1e-2)
    assert infrared / red > 1.1


def test_row_1_3_on_glass():
    found = optical.coloration_efficiencies(ONE, "", [632.8e-9, 950e-9], 0.2, 300e-9)
    assert np.array(found) == pytest.approx([78e-4, 91e-4], rel=0.15)  # fringes and reflection


def test_row_1_4_the_peak_moves_up_and_stops():
    fillings = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5]
    found = optical.band_positions(ONE, "", fillings)
    assert np.all(np.diff(found[:4]) > 0.03)
    assert abs(found[5] - found[4]) < 0.02
    assert 1.15 < found[0] < 1.25 and 1.35 < found[5] < 1.45


def test_row_1_5_coloration_reverses():
    critical = optical.coloration_reversal(ONE, "", 810e-9)
    assert 0.45 < critical < 0.6
    # in the blue the bands of doubly filled sites go on colouring
    assert np.isnan(optical.coloration_reversal(ONE, "", 450e-9, below=0.9))


def test_row_1_6_sodium_bronze_from_blue_to_gold():
    blue, violet, red, gold = optical.reflected_hues(BRONZE, "", [0.3, 0.5, 0.7, 1.0])
    assert 230 < blue < 275
    assert 275 < violet < 330
    assert red < 45
    assert 60 < gold < 95
    steps = np.diff(np.unwrap([blue, violet, red, gold], period=360))
    assert np.all(steps > 0)


def test_row_1_10_diffusion_times():
    assert optical.diffusion_time(ONE, "", 1e-15, 300e-9) == pytest.approx(90.0)
    assert optical.diffusion_time(ONE, "", 1e-16, 300e-9) == pytest.approx(900.0)


def test_the_film_of_a_device_is_found():
    film = SimpleNamespace(material=WO3, thickness=300e-9)
    device = made_up(SimpleNamespace(film=film))
    own = optical.inserted_charge(device, "", [0.3])
    assert own == pytest.approx(optical.inserted_charge(ONE, "", [0.3], 300e-9))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: optical.inserted_charge(ONE, "", [0.1]), "thickness"),
        (lambda: optical.inserted_charge(made_up(SimpleNamespace()), "", [0.1]), "no film 'film'"),
        (
            lambda: optical.reflected_hues(
                made_up(SimpleNamespace(material=MATERIALS["LFP"])), "", [0.1]
            ),
            "unknown for LFP",
        ),
    ],
)
def test_what_is_missing_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
