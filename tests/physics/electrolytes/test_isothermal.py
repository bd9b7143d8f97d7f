"""An electrolyte held at one temperature."""

from __future__ import annotations

import pytest

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.physics.electrolytes.isothermal import IsothermalElectrolyte

INNER = ELECTROLYTES["valoen-bernardi"]


@pytest.mark.parametrize(
    "name", ["conductivity", "diffusivity", "transference", "thermodynamic_factor"]
)
def test_properties_are_those_at_the_fixed_temperature(name):
    fixed = IsothermalElectrolyte(electrolyte=INNER, fixed_temperature=298.0)
    for c in (200.0, 1000.0, 2500.0):
        expected = getattr(INNER, name)(c, 298.0)
        assert getattr(fixed, name)(c, 330.0) == pytest.approx(expected, rel=1e-14)


def test_the_thermal_voltage_follows_the_cell():
    fixed = IsothermalElectrolyte(electrolyte=INNER, fixed_temperature=298.0)
    ratio = fixed.diffusion_potential(1000.0, 330.0) / fixed.diffusion_potential(1000.0, 300.0)
    assert ratio == pytest.approx(330 / 300)
    share = 1 - fixed.transference(1000.0, 300.0)
    thermal = 2 * GAS_CONSTANT * 300 / FARADAY * share * fixed.thermodynamic_factor(1000.0, 300.0)
    assert fixed.diffusion_potential(1000.0, 300.0) == pytest.approx(thermal)


@pytest.mark.parametrize(("name", "depletes", "resists"), [
    ("valoen-bernardi", True, True), ("LiPON", False, True),
])  # fmt: skip
def test_what_moves_is_that_of_the_other(name, depletes, resists):
    fixed = IsothermalElectrolyte(electrolyte=ELECTROLYTES[name], fixed_temperature=298.0)
    assert (fixed.depletes, fixed.resists) == (depletes, resists)


def test_a_temperature_is_positive():
    with pytest.raises(ParameterError, match="fixed_temperature"):
        IsothermalElectrolyte(electrolyte=INNER, fixed_temperature=0.0)


def test_charges_are_those_of_the_other():
    with pytest.raises(ParameterError, match="cation_charge"):
        IsothermalElectrolyte(electrolyte=INNER, fixed_temperature=298.0, cation_charge=2)
