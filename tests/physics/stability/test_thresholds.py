"""Critical, suppression and apparent suppression currents."""

from __future__ import annotations

import math

import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.physics.kinetics.coupled_ion_electron_transfer import CoupledIonElectronTransfer
from ambipolar.physics.stability.growth import growth_rate
from ambipolar.physics.stability.thresholds import (
    apparent_suppression_current,
    critical_current,
    largest_amplification,
    suppression_current,
)

from .surfaces import COHERENCY, MODELS, OMEGA, RT, curvature, potential, surface


def test_suppression_current_meets_reference(theory):
    filling, current, relative = theory["T3.Icrit.A.B=0"]["value"]
    driven = surface(MODELS["A"], coherency=0.0)
    found = suppression_current(driven)
    assert found.filling == pytest.approx(filling, rel=1e-6)
    assert found.current == pytest.approx(current, rel=1e-10)
    half = float(driven.exchange_current(0.5))
    assert half == pytest.approx(0.5, rel=1e-12)
    assert found.current / half == pytest.approx(relative, rel=1e-10)


def test_suppression_current_without_the_reference_folder():
    found = suppression_current(surface(MODELS["A"], coherency=0.0))
    assert found.filling == pytest.approx(0.2217338361612776, rel=1e-6)
    assert found.current == pytest.approx(1.9521391687141485, rel=1e-10)
    strained = suppression_current(surface(MODELS["A"]))
    assert strained.current < 0.5 * found.current


@pytest.mark.parametrize("x", [0.15, 0.3, 0.5, 0.8])
def test_critical_current_of_activity_exchange(x):
    i0, h = (1 - x) * math.exp(potential(x) / 2), -curvature(x)
    expected = i0 * h * (1 - x) / math.sqrt(1 + h * (1 - x))
    found = critical_current(surface(MODELS["A"], coherency=0.0), x)
    assert found == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("name", ["B", "E"])
@pytest.mark.parametrize("x", [0.25, 0.5, 0.7, 0.75, 0.79])
def test_critical_current_of_explicit_exchange(name, x):
    i0, slope = {
        "B": (math.sqrt(x) * (1 - x), 1 / (2 * x) - 1 / (1 - x)),
        "E": (math.sqrt(x * (1 - x)), (1 - 2 * x) / (2 * x * (1 - x))),
    }[name]
    q, h = -slope, -(curvature(x) + COHERENCY)
    found = critical_current(surface(MODELS[name]), x)
    if h > 0 and q > h / 2:
        assert found == pytest.approx(h * i0 / math.sqrt(q**2 - h**2 / 4), rel=1e-9)
    else:
        assert found is None


def test_critical_current_at_a_wavelength_is_smaller():
    driven = surface(MODELS["A"])
    long, short = critical_current(driven, 0.5), critical_current(driven, 0.5, 20e-9)
    assert 0 < short < long
    assert growth_rate(driven, 2 * math.pi / 20e-9, 0.5, short) == pytest.approx(0.0, abs=1e-10)


def test_extraction_can_have_a_critical_current():
    # an exchange current that falls with filling stabilises insertion, one that rises extraction
    found = critical_current(surface(MODELS["E"]), 0.25, extraction=True)
    mirrored = critical_current(surface(MODELS["E"]), 0.75)
    assert found == pytest.approx(-mirrored, rel=1e-9)


def test_no_current_suppresses_separation_with_root_exchange():
    assert suppression_current(surface(MODELS["B"])).current == math.inf
    assert apparent_suppression_current(surface(MODELS["B"]), 1.5) > 0


def test_solid_solution_needs_no_suppression():
    driven = surface(MODELS["A"], omega=1.5, coherency=0.0)
    assert suppression_current(driven).current == 0.0
    assert apparent_suppression_current(driven, 10.0) == 0.0
    assert critical_current(driven, 0.5) is None


def test_coupled_transfer_always_suppresses():
    driven = surface(CoupledIonElectronTransfer(1.0, reorganization_energy=8.3 * RT))
    found = suppression_current(driven)
    assert 0 < found.current < 1
    assert growth_rate(driven, 0.0, found.filling, 1.01 * found.current) < 0
    assert growth_rate(driven, 0.0, found.filling, 0.99 * found.current) > 0


@pytest.mark.parametrize("coherency", ["B=0", "B"])
@pytest.mark.parametrize("wavelength", ["LNone", "L20.0"])
def test_apparent_suppression_meets_reference(theory, coherency, wavelength):
    entry = theory[f"T3.apparent.{coherency}.{wavelength}"]
    p = entry["parameters"]
    driven = surface(MODELS["A"], p["Omega"], p["Btilde"])
    length = math.inf if p["L_nm"] is None else p["L_nm"] * 1e-9
    for amplification, value in zip((10, 100, 1000), entry["value"], strict=True):
        current = apparent_suppression_current(driven, amplification, length)
        assert current / p["I0_half"] == pytest.approx(value, rel=1e-5)


def test_apparent_suppression_without_the_reference_folder():
    current = apparent_suppression_current(surface(MODELS["A"]), 10, 20e-9)
    assert current / 0.5 == pytest.approx(0.07257538673775182, rel=1e-5)
    with pytest.raises(ParameterError, match="amplification"):
        apparent_suppression_current(surface(MODELS["A"]), 0.5)


def test_amplification_at_the_apparent_threshold():
    driven = surface(MODELS["A"], omega=OMEGA)
    current = apparent_suppression_current(driven, 50.0)
    assert largest_amplification(driven, current) == pytest.approx(math.log(50.0), rel=1e-9)
