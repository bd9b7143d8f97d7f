"""The contract of electrolytes: ranges, limits, closed forms, and both array languages."""

from __future__ import annotations

import math
from dataclasses import replace

import casadi
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.physics.electrolytes.concentrated import ConcentratedElectrolyte, ConstantElectrolyte
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte
from ambipolar.physics.electrolytes.electrolyte import (
    CONCENTRATION_FLOOR,
    Electrolyte,
    log_concentration,
)
from ambipolar.physics.electrolytes.formula import FormulaElectrolyte
from ambipolar.physics.electrolytes.isothermal import IsothermalElectrolyte
from ambipolar.physics.electrolytes.uniform import PerfectBath, SolidElectrolyte
from ambipolar.physics.formulas.formula import Formula
from ambipolar.physics.formulas.table import LinearTable

ROOM = 298.15
NUMBERS = {
    "dilute": DiluteElectrolyte(cation_diffusivity=2.5e-10, anion_diffusivity=3.75e-10),
    "constant": ConstantElectrolyte(
        conductivity_value=1.0, diffusivity_value=3e-10, transference_value=0.4
    ),
    "concentrated": ConcentratedElectrolyte(
        conductivity_formula=lambda c, T: 1e-3 * c,
        diffusivity_formula=lambda c, T: 3e-10 + 0 * c,
        transference_formula=lambda c, T: 0.4 + 0 * c,
    ),
    "solid": SolidElectrolyte(conductivity_value=0.1),
    "formula": FormulaElectrolyte(
        conductivity_formula=Formula("1e-3 * x - 1e-7 * x**2"),
        diffusivity_formula=LinearTable(x=(0.0, 3000.0), y=(3e-10, 1e-10)),
        transference_value=0.26,
        conductivity_activation_energy=17e3,
        diffusivity_activation_energy=15e3,
    ),
    "perfect-bath": PerfectBath(),
    "isothermal": IsothermalElectrolyte(
        electrolyte=DiluteElectrolyte(cation_diffusivity=2.5e-10, anion_diffusivity=3.75e-10),
        fixed_temperature=298.15,
    ),
}
LAWS = {n: NUMBERS.get(n, ELECTROLYTES[n]) for n in ELECTROLYTES}
C = np.linspace(50.0, 2500.0, 50)
PROPERTIES = (
    "conductivity", "diffusivity", "transference", "thermodynamic_factor", "diffusion_potential",
)  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("quantity", PROPERTIES)
def test_both_languages_agree(name: str, quantity: str) -> None:
    law = LAWS[name]
    if quantity == "conductivity" and not law.resists:
        with pytest.raises(NotImplementedError):
            law.conductivity(C, ROOM)
        return
    numbers = getattr(law, quantity)(C, 310.0)
    assert numbers.shape == C.shape and np.all(np.isfinite(numbers))
    c = casadi.MX.sym("c", 1, len(C))
    compiled = casadi.Function("f", [c], [getattr(law, quantity)(c, 310.0)])
    assert compiled(C[None, :]).full().ravel() == pytest.approx(numbers, rel=1e-12)


@pytest.mark.parametrize("name", LAWS)
def test_properties_are_physical_at_any_iterate(name: str) -> None:
    law = LAWS[name]
    wild = np.array([-1e4, -1.0, 0.0, 1e-9, 10.0, 1000.0, 2e4, 1e7])
    assert np.all(law.diffusivity(wild, ROOM) >= 0)
    assert np.all(law.thermodynamic_factor(wild, ROOM) > 0)
    assert np.all(law.transference(wild, ROOM) <= 1)
    if law.resists:
        assert np.all(law.conductivity(wild, ROOM) > 0)
    if not law.depletes:
        assert np.all(law.diffusion_potential(wild, ROOM) == 0)


@pytest.mark.parametrize("name", [n for n in LAWS if n not in NUMBERS])
def test_named_sets_are_sourced_and_named(name: str) -> None:
    from ambipolar.core.citations import references

    law = LAWS[name]
    assert law.name == name and law.note
    assert law.sources
    for path, source in law.sources.items():
        assert hasattr(law, path)
        assert source in references() or source.startswith("assumed")


def test_sets_are_found_by_their_names_in_mpet() -> None:
    for name in (
        "valoen_reimers", "valoen_bernardi", "LIONSIMBA_isothermal", "LIONSIMBA_nonisothermal",
        "Doyle96_EC_DMC_2_1", "Doyle96_EC_DMC_1_2",
    ):  # fmt: skip
        assert ELECTROLYTES[name].name == ELECTROLYTES.resolve(name)


def test_values_of_the_sets_at_one_mole_per_litre() -> None:
    def at(name: str) -> list[float]:
        law = ELECTROLYTES[name]
        return [float(getattr(law, p)(1000.0, 298.0)) for p in PROPERTIES[:4]]

    # evaluated by hand from the printed formulas with c = 1 mol/L and T = 298 K
    d = 1e-4 * 10 ** (-4.43 - 54 / (298 - 229 - 5) - 0.22)
    tf = (0.601 - 0.24 + 0.982 * (1 - 0.0052 * 4)) / 0.62
    root = -10.5 + 0.074 * 298 - 6.96e-5 * 298**2 + 0.668 - 0.0178 * 298
    root += 2.8e-5 * 298**2 + 0.494 - 8.86e-4 * 298
    assert at("valoen-reimers") == pytest.approx([0.1 * root**2, d, 0.38, tf], rel=1e-12)
    root = -8.2488 + 0.053248 * 298 - 2.9871e-5 * 298**2 + 0.26235 - 0.0093063 * 298
    root += 8.069e-6 * 298**2 + 0.22002 - 1.765e-4 * 298
    assert at("valoen-bernardi") == pytest.approx([0.1 * root**2, d, 0.38, tf], rel=1e-12)
    kappa = 0.041253 + 5.007e-4 * 1e3 - 4.7212e-7 * 1e6 + 1.5094e-10 * 1e9 - 1.6018e-14 * 1e12
    assert at("lionsimba-isothermal") == pytest.approx([kappa, 7.5e-10, 0.364, 1.0], rel=1e-12)
    assert at("doyle96-ec-dmc-2-1") == pytest.approx([kappa, 7.5e-11, 0.363, 1.0], rel=1e-12)
    assert at("lionsimba-nonisothermal")[1:] == pytest.approx([d, 0.364, 1.0], rel=1e-12)
    assert at("nyman") == pytest.approx([0.9487, 1.7694e-10, 0.2594, 1.0], rel=1e-4)
    assert ELECTROLYTES["LiPON"].conductivity(1.0, ROOM) == pytest.approx(2.3e-4, rel=1e-12)
    # measured conductivities of such solutions are about 1 S/m at their maximum
    assert 0.8 < at("valoen-reimers")[0] < 1.2 and 0.8 < at("valoen-bernardi")[0] < 1.2


def test_dilute_one_to_one() -> None:
    law, plus, minus = NUMBERS["dilute"], 2.5e-10, 3.75e-10
    assert law.diffusivity(C, ROOM) == pytest.approx(2 * plus * minus / (plus + minus))
    assert law.transference(C, ROOM) == pytest.approx(plus / (plus + minus))
    sigma = FARADAY**2 * (plus + minus) * C / (GAS_CONSTANT * ROOM)
    assert law.conductivity(C, ROOM) == pytest.approx(sigma)
    potential = 2 * GAS_CONSTANT * ROOM / FARADAY * minus / (plus + minus)
    assert law.diffusion_potential(C, ROOM) == pytest.approx(potential)


@given(
    plus=st.floats(1e-12, 1e-8), minus=st.floats(1e-12, 1e-8), zp=st.integers(1, 4),
    zm=st.integers(-4, -1), field=st.floats(-1e3, 1e3), slope=st.floats(-1e6, 1e6),
)  # fmt: skip
def test_dilute_is_nernst_planck(plus, minus, zp, zm, field, slope) -> None:
    """Flux of each ion from its own equation, in the electrostatic potential."""
    law = DiluteElectrolyte(
        cation_diffusivity=plus, anion_diffusivity=minus, cation_charge=zp, anion_charge=zm
    )
    c, f = 700.0, FARADAY / (GAS_CONSTANT * ROOM)
    q = law.equivalents
    fluxes = [-q / abs(z) * d * (slope + z * c * f * field) for z, d in ((zp, plus), (zm, minus))]
    current = FARADAY * (zp * fluxes[0] + zm * fluxes[1])
    # the same in terms of the potential that an electrode of the metal reads
    read = field + slope / c / (f * zp)
    ours = -law.conductivity(c, ROOM) * (read - law.diffusion_potential(c, ROOM) * slope / c)
    scale = abs(law.conductivity(c, ROOM)) * (abs(field) + abs(slope / c / f))
    assert ours == pytest.approx(current, rel=1e-9, abs=1e-10 * scale + 1e-12)
    carried = (1 - law.transference(c, ROOM)) / (q * FARADAY) * current
    salt = -law.diffusivity(c, ROOM) * slope - carried
    assert salt == pytest.approx(
        fluxes[1] / (q / -zm), rel=1e-8, abs=1e-10 * (abs(carried) + scale / FARADAY) + 1e-16
    )


def test_dilute_and_solids_are_activated() -> None:
    factor = math.exp(-20e3 / GAS_CONSTANT * (1 / 330.0 - 1 / ROOM))
    for name in ("constant", "solid"):
        hot = replace(NUMBERS[name], activation_energy=20e3).conductivity(1000.0, 330.0)
        assert hot == pytest.approx(factor * NUMBERS[name].conductivity(1000.0, 330.0))
    law = replace(NUMBERS["dilute"], activation_energy=20e3)
    assert law.diffusivity(1000.0, 330.0) == pytest.approx(3e-10 * factor)


def test_logarithm_is_exact_above_the_floor_and_falls_below() -> None:
    c = np.array([CONCENTRATION_FLOOR, 1.0, 1e4])
    assert log_concentration(c) == pytest.approx(np.log(c), rel=1e-14)
    below = log_concentration(np.array([0.0, -1e-3, -1.0]))
    assert np.all(np.diff(below) < 0) and np.all(np.isfinite(below))


@given(value=st.one_of(st.floats(max_value=0.0), st.just(math.inf), st.just(math.nan)))
def test_bad_numbers_name_the_field(value: float) -> None:
    with pytest.raises(ParameterError, match=r"DiluteElectrolyte\.cation_diffusivity"):
        DiluteElectrolyte(cation_diffusivity=value, anion_diffusivity=1e-10)
    with pytest.raises(ParameterError, match=r"SolidElectrolyte\.conductivity_value"):
        SolidElectrolyte(conductivity_value=value)
    with pytest.raises(ParameterError, match=r"PerfectBath\.reference_concentration"):
        PerfectBath(reference_concentration=value)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"cation_charge": 0}, "cation_charge: must be a positive integer"),
        ({"anion_charge": 1}, "anion_charge: must be a negative integer"),
        ({"anion_charge": -1.5}, "anion_charge: must be a negative integer"),
        ({"valid_from": 500.0, "valid_to": 400.0}, "valid_to: must be above valid_from"),
    ],
)
def test_impossible_salts_are_refused(changes: dict, complaint: str) -> None:
    with pytest.raises(ParameterError, match=complaint):
        PerfectBath(**changes)


def test_a_number_is_no_formula_and_the_contract_no_law() -> None:
    with pytest.raises(ParameterError, match=r"transference_formula.*function of c and T"):
        replace(NUMBERS["concentrated"], transference_formula=0.4)
    for quantity in PROPERTIES[:3]:
        with pytest.raises(NotImplementedError):
            getattr(Electrolyte(), quantity)(1.0, ROOM)
    with pytest.raises(ParameterError, match="transference_value"):
        replace(NUMBERS["constant"], transference_value=1.5)
