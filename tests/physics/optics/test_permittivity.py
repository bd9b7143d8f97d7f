"""Permittivities: causality, passivity, broadcasting, limits and errors."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.constants import ELEMENTARY_CHARGE as EV
from ambipolar.core.constants import PLANCK, SPEED_OF_LIGHT
from ambipolar.core.errors import ParameterError
from ambipolar.physics.optics.absorption_edge import TaucLorentz
from ambipolar.physics.optics.bands import (
    AbsorptionBand,
    IntervalenceBand,
    LorentzOscillator,
    SmallPolaronBands,
)
from ambipolar.physics.optics.dispersion import CauchyIndex, DrudeCarriers, SellmeierIndex
from ambipolar.physics.optics.effective_medium import BruggemanMixture, bruggeman
from ambipolar.physics.optics.line_shape import GaussianLine, LorentzLine, SmallPolaronLine
from ambipolar.physics.optics.permittivity import ConstantIndex, Permittivity, photon_energy
from ambipolar.physics.optics.tabulated import TabulatedIndex

VISIBLE = np.linspace(380e-9, 780e-9, 9)
TABLE = TabulatedIndex(
    wavelength=(380e-9, 800e-9), real=(2.2, 2.0, 1.8, 1.9), extinction=(0, 0, 0.3, 0.5),
    filling=(0.0, 0.5),
)  # fmt: skip
LAWS: dict[str, Permittivity] = {
    "constant": ConstantIndex(1.9, 0.01),
    "cauchy": CauchyIndex(1.5, 4e-15),
    "sellmeier": SellmeierIndex((1.04, 0.23), (77e-9, 141e-9)),
    "drude": ConstantIndex(2.0) + DrudeCarriers(),
    "lorentz": ConstantIndex(2.0) + LorentzOscillator(),
    "band": ConstantIndex(2.0) + AbsorptionBand(),
    "polaron": ConstantIndex(2.0)
    + SmallPolaronBands(IntervalenceBand(shift=0.2 * EV, line=SmallPolaronLine())),
    "edge": TaucLorentz(),
    "table": TABLE,
    "mixture": BruggemanMixture(ConstantIndex(2.0), ConstantIndex(3.0, 1.0)),
}


def of_energy(electron_volts):
    return PLANCK * SPEED_OF_LIGHT / (np.asarray(electron_volts) * EV)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_every_law_broadcasts_and_absorbs(law):
    x = np.linspace(0, 0.5, 6).reshape(2, 3, 1)
    value = law.relative(VISIBLE, x)
    assert value.shape == (2, 3, 9)
    assert np.all(value.imag >= 0)
    assert law.relative(VISIBLE[4], x[1, 2, 0]) == pytest.approx(value[1, 2, 4], rel=1e-13)
    assert law.relative(VISIBLE, 0.2).shape == (9,)
    index = law.index(VISIBLE, x)
    assert np.all(index.real > 0) and np.allclose(index**2, value)


def kramers_kronig(imaginary, energy, top=400.0, count=400_001):
    """Real part of a causal response by the midpoint rule; the pole is integrated exactly."""
    grid = (np.arange(count) + 0.5) * top / count
    at_pole = energy * imaginary(energy)
    terms = (grid * imaginary(grid) - at_pole) / (grid**2 - energy**2)
    pole = at_pole * np.log((top - energy) / (top + energy)) / (2 * energy)
    return 2 / np.pi * (terms.sum() * top / count + pole)


@pytest.mark.parametrize("energy", [1.0, 1.9, 2.7, 3.3])
def test_edge_obeys_kramers_and_kronig(energy):
    law = TaucLorentz()
    real = law.relative(of_energy(energy)).real
    assert real == pytest.approx(
        1 + kramers_kronig(lambda e: law.relative(of_energy(e)).imag, energy), abs=2e-5
    )


@pytest.mark.parametrize("line", [GaussianLine(), LorentzLine(), SmallPolaronLine()])
@pytest.mark.parametrize("energy", [1.9, 2.7])
def test_line_shapes_obey_kramers_and_kronig(line, energy):
    real = line.profile(energy * EV, 1.3 * EV).real
    own = kramers_kronig(lambda e: line.profile(e * EV, 1.3 * EV).imag, energy)
    assert real == pytest.approx(own, abs=2e-5)


@pytest.mark.parametrize("line", [GaussianLine(), LorentzLine(), SmallPolaronLine()])
def test_line_shapes_are_one_at_their_position(line):
    # the mirror band at negative energies takes a percent off a wide one
    assert line.profile(1.3 * EV, 1.3 * EV).imag == pytest.approx(1.0, abs=0.04)


def test_small_polaron_line_is_wider_when_hot():
    cold, hot = SmallPolaronLine(temperature=10.0), SmallPolaronLine(temperature=400.0)
    assert hot.width(1.3 * EV) > cold.width(1.3 * EV)
    # at zero temperature the vibration is half a phonon
    bare = SmallPolaronLine(disorder=1e-9 * EV, temperature=1.0)
    assert bare.width(1.3 * EV) == pytest.approx(np.sqrt(1.3 * 0.035) * EV, rel=1e-6)


def test_edge_is_transparent_below_its_gap():
    law = TaucLorentz(gap=3.0 * EV)
    assert law.relative(of_energy(2.9)).imag == 0
    assert law.relative(of_energy(3.1)).imag > 0
    assert np.isfinite(law.relative(of_energy(3.0)))


def test_fused_silica_by_its_sellmeier_formula():
    # coefficients and index of fused silica at the sodium line, 1.4585
    law = SellmeierIndex((0.6961663, 0.4079426, 0.8974794), (68.4043e-9, 116.2414e-9, 9896.161e-9))
    assert law.index(589.3e-9).real == pytest.approx(1.4585, abs=1e-4)


def test_drude_plasma_energy():
    law = DrudeCarriers(empty_density=0.0, full_density=1e27)
    # hbar sqrt(n e^2/(eps0 m)) = 1.174 eV for 1e21 per cm^3
    assert law.plasma_energy(1.0) / EV == pytest.approx(1.1742, rel=1e-3)
    assert law.plasma_energy(0.25) == pytest.approx(law.plasma_energy(1.0) / 2)
    assert np.all(law.relative(VISIBLE, 0.0) == 0)


@given(st.floats(0.0, 2.0))
def test_site_fractions(x):
    six, five, four = SmallPolaronBands.sites(x)
    assert six + five + four == pytest.approx(1.0)
    assert five + 2 * four == pytest.approx(x)  # electrons are counted once


def test_bands_are_largest_where_the_site_model_says():
    x = np.linspace(0, 2, 20001)
    six, five, four = SmallPolaronBands.sites(x)
    peaks = [x[np.argmax(pair)] for pair in (five * six, four * six, four * five)]
    assert peaks == pytest.approx([0.5, 1.0, 1.5], abs=1e-4)


def test_band_position_saturates():
    band = IntervalenceBand(position=1.2 * EV, shift=0.2 * EV, saturation=0.3)
    assert band.at(np.array([0.0, 0.15, 0.3, 0.6])) / EV == pytest.approx([1.2, 1.3, 1.4, 1.4])


def test_terms_add_and_flatten():
    first, second = ConstantIndex(2.0), AbsorptionBand()
    total = first + (second + second)
    assert len(total.terms) == 3
    expected = first.relative(VISIBLE, 0.3) + 2 * second.relative(VISIBLE, 0.3)
    assert np.allclose(total.relative(VISIBLE, 0.3), expected)


def test_table_is_exact_at_its_points_and_linear_between():
    assert TABLE.index(380e-9, 0.0) == pytest.approx(2.2)
    assert TABLE.index(800e-9, 0.5) == pytest.approx(1.9 + 0.5j)
    assert TABLE.index(590e-9, 0.25) == pytest.approx(1.975 + 0.2j)


@pytest.mark.parametrize(
    ("wavelength", "x", "words"),
    [(300e-9, 0.1, "wavelength"), (900e-9, 0.1, "wavelength"), (500e-9, 0.6, "filling"),
     (500e-9, -0.1, "filling"), (np.nan, 0.1, "wavelength")],
)  # fmt: skip
def test_outside_the_table_is_one_clear_error(wavelength, x, words):
    with pytest.raises(ParameterError, match="outside the optical table") as caught:
        TABLE.relative(wavelength, x)
    assert words in caught.value.path


@pytest.mark.parametrize(
    "change",
    [
        {"real": (2.2, 2.0)},
        {"wavelength": (800e-9, 380e-9)},
        {"filling": (0.5, 0.5)},
        {"wavelength": (380e-9,), "real": (2.0, 2.0), "extinction": (0.0, 0.0)},
        {"extinction": (0, 0, -0.1, 0)},
    ],
)
def test_bad_tables_are_refused(change):
    with pytest.raises(ParameterError):
        dataclasses.replace(TABLE, **change)


@given(
    st.floats(0.0, 1.0),
    st.complex_numbers(min_magnitude=0.5, max_magnitude=12, allow_nan=False),
    st.complex_numbers(min_magnitude=0.5, max_magnitude=12, allow_nan=False),
)
def test_mixture_solves_its_equation_and_is_passive(fraction, first, second):
    first, second = complex(first.real, abs(first.imag)), complex(second.real, abs(second.imag))
    value = complex(bruggeman(np.array(first), np.array(second), fraction))
    assert value.imag >= -1e-9
    left = fraction * (second - value) * (first + 2 * value)
    right = (1 - fraction) * (first - value) * (second + 2 * value)
    assert abs(left + right) < 1e-9 * (abs(first) + abs(second) + abs(value)) ** 2


def test_mixture_ends_and_percolation():
    mixture = BruggemanMixture(ConstantIndex(2.0), ConstantIndex(3.0), 0.1, 0.6)
    assert mixture.relative(500e-9, 0.1) == pytest.approx(4.0)
    assert mixture.relative(500e-9, 0.6) == pytest.approx(9.0)
    assert mixture.relative(500e-9, 0.95) == pytest.approx(9.0)
    assert mixture.fraction(0.35) == pytest.approx(0.5)
    # a perfect metal percolates at one third
    metal = bruggeman(np.array(1.0 + 0j), np.array(-1e6 + 1j), np.array([0.3, 0.4]))
    assert metal[0].real > 0 > metal[1].real


@pytest.mark.parametrize(
    "build",
    [
        lambda: ConstantIndex(-1.0),
        lambda: ConstantIndex(1.0, -0.1),
        lambda: SellmeierIndex((1.0, 2.0), (1e-7,)),
        lambda: TaucLorentz(broadening=20 * EV),
        lambda: BruggemanMixture(poor_filling=0.6, rich_filling=0.4),
        lambda: DrudeCarriers(full_density=-1.0),
        lambda: AbsorptionBand(position=0.0),
    ],
)
def test_bad_numbers_are_refused(build):
    with pytest.raises(ParameterError):
        build()


def test_photon_energy_of_the_helium_neon_laser():
    assert photon_energy(632.8e-9) / EV == pytest.approx(1.9593, abs=1e-4)
