"""Crank's series, Cottrell and titration, against stored numbers and each other."""

import numpy as np
import pytest

from ambipolar.analysis.closed_forms import diffusion
from ambipolar.core.errors import ParameterError

TAU = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0])
FLUX = {
    "plate": [
        0.03568248232305554, 0.06180387232371021, 0.1128379167095512, 0.1954410047611679,
        0.3568262460086544, 0.6228415117052002, 1.3333228520244373,
    ],
    "sphere": [
        0.03670678032936037, 0.06493213302825254, 0.1236433541992095, 0.22985166939613935,
        0.48676168634242317, 1.0997681204448189, 3.1999999998312845,
    ],
}  # fmt: skip
UPTAKE = {
    "plate": [
        0.03568248232305582, 0.06180387232371032, 0.11283791670955134, 0.19544100476116788,
        0.356823400452454, 0.6132360705609313, 0.9312596784633337,
    ],
    "cylinder": [
        0.07035888870740115, 0.12057565582355156, 0.2154739381794929, 0.3597691758599355,
        0.6058241939666915, 0.8779715301432515, 0.9978704537227175,
    ],
}  # fmt: skip
HALF = {"plate": 0.19673073952370507, "cylinder": 0.06305819419150158}
TITRATION = 116.94825962687608
COTTRELL = [544.3601934724976, 172.1418078903016, 54.43601934724976]


@pytest.mark.parametrize("geometry", FLUX)
def test_constant_flux(geometry):
    assert diffusion.constant_flux_surface(geometry, TAU) == pytest.approx(FLUX[geometry], rel=1e-6)


@pytest.mark.parametrize("geometry", UPTAKE)
def test_constant_surface(geometry):
    value = diffusion.constant_surface_uptake(geometry, TAU)
    assert value == pytest.approx(UPTAKE[geometry], rel=1e-6)
    assert diffusion.half_uptake_time(geometry) == pytest.approx(HALF[geometry], rel=1e-6)


@pytest.mark.parametrize("geometry", ["plate", "cylinder", "sphere"])
def test_short_times_are_semi_infinite(geometry):
    # area over volume times radius, and the first correction of a curved surface
    power = {"plate": 0, "cylinder": 1, "sphere": 2}[geometry]
    tau = 1e-6
    flat = 2 * np.sqrt(tau / np.pi)
    assert diffusion.constant_flux_surface(geometry, tau) == pytest.approx(flat, rel=2e-3)
    uptake = diffusion.constant_surface_uptake(geometry, tau)
    assert uptake == pytest.approx((power + 1) * flat, rel=2e-3)


@pytest.mark.parametrize("geometry", ["plate", "cylinder", "sphere"])
def test_long_times(geometry):
    power = {"plate": 0, "cylinder": 1, "sphere": 2}[geometry]
    gap = diffusion.constant_flux_surface(geometry, 5.0) - (power + 1) * 5.0
    assert gap == pytest.approx(1 / (power + 3), rel=1e-12)
    assert diffusion.constant_surface_uptake(geometry, 5.0) == pytest.approx(1.0, abs=1e-5)


def test_cottrell():
    value = diffusion.cottrell_current(1e-10, 1000.0, np.array([1.0, 10.0, 100.0]))
    assert value == pytest.approx(COTTRELL, rel=1e-8)


def test_titration_and_its_inverse():
    slope = diffusion.titration_slope(1e-14, 1.0)
    assert slope == pytest.approx(TITRATION, rel=1e-8)
    assert diffusion.titration_diffusivity(slope, 1.0) == pytest.approx(1e-14, rel=1e-12)
    with pytest.raises(ParameterError):
        diffusion.titration_diffusivity(0.0, 1.0)


def test_stored_numbers_are_those_of_the_reference(theory):
    for geometry, name in (("plate", "slab"), ("sphere", "sphere")):
        assert theory[f"T8.galv.{name}"]["value"] == FLUX[geometry]
    for geometry, name in (("plate", "slab"), ("cylinder", "cylinder")):
        assert theory[f"T8.pot.{name}"]["value"] == [*UPTAKE[geometry], HALF[geometry]]
    assert theory["T8.gitt"]["value"] == TITRATION
    assert theory["T8.cottrell"]["value"] == COTTRELL


def test_unknown_geometry():
    with pytest.raises(ParameterError, match="geometry"):
        diffusion.constant_flux_surface("cube", 0.1)
