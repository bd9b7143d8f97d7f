"""Every registered material: sources, potentials, capacities, and one discharge."""

from __future__ import annotations

import dataclasses
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import ambipolar as amb
from ambipolar.core.citations import references
from ambipolar.core.constants import AVOGADRO, FARADAY, GAS_CONSTANT
from ambipolar.core.records import Record, parameters, signature
from ambipolar.materials.material import Material
from ambipolar.materials.registry import MATERIALS
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.kinetics.reaction import Interface
from ambipolar.physics.thermodynamics.common_tangent import miscibility_gaps
from ambipolar.physics.thermodynamics.empirical import EmpiricalPotential
from ambipolar.physics.thermodynamics.layered import layered_equilibrium
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe

ROOM = 298.15
NAMES = tuple(MATERIALS)
FITTED = tuple(n for n in NAMES if isinstance(MATERIALS[n].free_energy, EmpiricalPotential))
SEPARATING = ("LFP", "LFP-CIET", "LTO", "graphite", "WO3-bistable", "TiO2", "VO2")
SINGLE_PHASE = tuple(n for n in NAMES if n not in SEPARATING)
LABEL = re.compile(r"(assumed|fitted): \S.{8,}")

#: standard atomic weights [g/mol], abridged to the digits that the formulas need
WEIGHTS = {
    "Li": 6.94, "C": 12.011, "O": 15.999, "Al": 26.982, "P": 30.974, "Ti": 47.867,
    "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693,
    "V": 50.942, "Nb": 92.906, "Mo": 95.95, "W": 183.84, "Ir": 192.217,
}  # fmt: skip
#: guest sites per formula unit where they are not one
SITES = {
    "LTO": 3, "TiO2": 0.61, "Nb2O5": 2, "NiO": 0.25, "VO2": 0.5, "WO3-Zn": 0.5, "WO3-Ca": 0.5,
}  # fmt: skip


def formula_mass(formula: str) -> float:
    """Mass of a formula [kg/mol]."""
    parts = re.findall(r"([A-Z][a-z]?)([\d.]*)", formula)
    return sum(WEIGHTS[element] * float(count or 1) for element, count in parts) / 1000


def numbers(record: Any, prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    """``(path, value, default)`` of every declared number below a record."""
    for spec in dataclasses.fields(record):
        value, path = getattr(record, spec.name), f"{prefix}{spec.name}"
        if isinstance(value, Record):
            yield from numbers(value, f"{path}.")
        elif isinstance(value, tuple) and any(isinstance(v, Record) for v in value):
            for index, term in enumerate(value):
                yield from numbers(term, f"{path}.{index}.")
        elif "unit" in spec.metadata and value is not None:
            yield path, value, spec.default


def inside(material: Material, count: int = 2001) -> np.ndarray:
    low, high = material.filling_range
    edge = 0.005 * (high - low)  # a lattice gas diverges at its ends
    return np.linspace(low + edge, high - edge, count)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_a_source(name: str) -> None:
    material = MATERIALS[name]
    assert isinstance(material, Material)
    assert material.name == name
    for path, value, default in numbers(material):
        absent = value == 0 and default == 0  # a term that this host does not have
        if absent or path == "charge_number":
            continue
        source = material.source_of(path)
        assert source is not None, f"{path} = {value}"
        assert source in references() or LABEL.fullmatch(source), f"{path}: {source}"


@pytest.mark.parametrize("name", NAMES)
def test_sources_name_what_exists(name: str) -> None:
    material = MATERIALS[name]
    paths = [path for path, _, _ in numbers(material)]
    for key in material.sources:
        assert any(path == key or path.startswith(f"{key}.") for path in paths), key


@pytest.mark.parametrize("name", NAMES)
def test_the_range_lies_in_the_validity_of_the_energy(name: str) -> None:
    material = MATERIALS[name]
    (low, high), validity = material.filling_range, material.free_energy.validity
    assert validity[0] <= low < high <= validity[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_potential_is_that_of_a_battery(name: str) -> None:
    material = MATERIALS[name]
    potential = material.open_circuit_potential(inside(material))
    assert np.all(np.isfinite(potential))
    # a metal would be plated below zero; hydrogen evolves with an overpotential
    assert potential.min() > (-0.2 if material.guest == "H+" else 0.0)
    assert potential.max() < 5.5


@pytest.mark.parametrize("name", SINGLE_PHASE)
def test_single_phase_hosts_fall_in_potential_as_they_fill(name: str) -> None:
    potential = MATERIALS[name].open_circuit_potential(inside(MATERIALS[name], 20001))
    assert np.diff(potential).max() < 0


@pytest.mark.parametrize("name", SEPARATING)
def test_the_others_separate_phases(name: str) -> None:
    energy = MATERIALS[name].free_energy
    gaps = layered_equilibrium if energy.fields == 2 else miscibility_gaps
    assert len(gaps(energy, ROOM)) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_capacity_follows_from_the_formula(name: str) -> None:
    material = MATERIALS[name]
    if name == "PEDOT-PSS":  # a blend without a formula
        assert material.specific_capacity is None
        return
    charges = material.charge_number * SITES.get(name, 1)
    expected = FARADAY * charges / formula_mass(material.formula)
    assert material.specific_capacity == pytest.approx(expected, rel=2e-5)


def test_capacities_as_textbooks_have_them() -> None:
    found = {n: MATERIALS[n].specific_capacity / 3600 for n in ("LFP", "LTO", "LCO", "graphite")}
    expected = {"LFP": 169.9, "LTO": 175.1, "LCO": 273.8, "graphite": 371.9}  # mAh/g
    assert found == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(("name", "level"), [("LFP", 3.422), ("LTO", 1.55)])
def test_plateau_of_symmetric_hosts(name: str, level: float) -> None:
    material = MATERIALS[name]
    (gap,) = miscibility_gaps(material.free_energy, ROOM)
    assert gap.plateau_potential(material.standard_potential) == pytest.approx(level, abs=1e-9)
    assert material.open_circuit_potential(0.5) == pytest.approx(level, abs=1e-12)


def test_graphite_plateaus() -> None:
    graphite = MATERIALS["graphite"]
    gaps = layered_equilibrium(graphite.free_energy, ROOM)
    levels = [gap.plateau_potential(graphite.standard_potential) for gap in gaps]
    assert levels == pytest.approx([0.1196, 0.0844], abs=1e-4)


def test_numbers_of_lfp() -> None:
    lfp = MATERIALS["LFP"]
    assert lfp.free_energy.omega / AVOGADRO == pytest.approx(1.8560e-20, rel=1e-12)
    assert lfp.site_density * AVOGADRO == pytest.approx(1.3793e28, rel=1e-12)


def test_both_lfp_laws_agree_at_rest_and_half_filling() -> None:
    currents = []
    for name in ("LFP", "LFP-CIET"):
        at_half = Interface(0.5, 0.0, 0.0, ROOM)
        currents.append(float(MATERIALS[name].kinetics.exchange_current(at_half)))
    assert currents[0] == pytest.approx(0.08, rel=1e-12)
    assert currents[1] == pytest.approx(currents[0], rel=1e-5)


def test_rate_constants_at_one_molar() -> None:
    """The published rate constants have other units; these are k0 in A/m^2 at 1 mol/L."""
    found = {n: MATERIALS[n].kinetics.rate_constant for n in ("LCO", "graphite-lionsimba", "NMC")}
    expected = {"LCO": 3.671, "graphite-lionsimba": 4.690, "NMC": 6.825}
    assert found == pytest.approx(expected, rel=2e-4)
    nca = MATERIALS["NCA"].kinetics
    full = Interface(0.41, 8.314462618 * ROOM * math.log(0.41 / 0.59), 0.0, ROOM, 1.2)
    assert float(nca.exchange_current(full)) == pytest.approx(4.0, rel=1e-12)


# The published formulas once more, in plain Python and in the order of their papers.


def lmo(y: float) -> float:
    steps = 0.0677504 * math.tanh(-21.8502 * y + 12.8268)
    full = -0.105734 * ((1.00167 - y) ** -0.379571 - 1.575994)
    ends = -0.045 * math.exp(-71.69 * y**8) + 0.01 * math.exp(-200 * (y - 0.19))
    return 4.06279 + steps + full + ends


def lco(y: float) -> float:
    above = [-4.656, 88.669, -401.119, 342.909, -462.471, 433.434]
    below = [-1, 18.933, -79.532, 37.311, -73.083, 95.96]
    return sum(c * y ** (2 * i) for i, c in enumerate(above)) / sum(
        c * y ** (2 * i) for i, c in enumerate(below)
    )


def graphite(y: float) -> float:
    powers = 0.7222 + 0.1387 * y + 0.029 * y**0.5 - 0.0172 / y + 0.0019 * y**-1.5
    return powers + 0.2808 * math.exp(0.9 - 15 * y) - 0.7984 * math.exp(0.4465 * y - 0.4108)


def coke(y: float) -> float:
    return -0.132056 + 1.40854 * math.exp(-3.52312 * y)


def lmo_doyle(y: float) -> float:
    full = 1 / (0.998432 - y) ** 0.492465
    step = 0.0565661 * math.tanh(-14.5546 * y + 8.60942)
    ends = 0.157123 * math.exp(-0.04738 * y**8) - 0.810239 * math.exp(-40 * (y - 0.133875))
    return 4.19829 + step - 0.0275479 * (full - 1.90111) - ends


def coke_doyle(y: float) -> float:
    return -0.16 + 1.32 * math.exp(-3 * y) + 10 * math.exp(-2000 * y)


def nmc(x: float) -> float:
    line = -0.8090 * x + 4.4875 - 0.0428 * math.tanh(18.5138 * (x - 0.5542))
    first = -17.7326 * math.tanh(15.7890 * (x - 0.3117))
    return line + first + 17.5842 * math.tanh(15.9308 * (x - 0.3120))


def nca(x: float) -> float:
    high = 1.638 * x**10 - 2.222 * x**9 + 15.056 * x**8 - 23.488 * x**7 + 81.246 * x**6
    low = -344.566 * x**5 + 621.3475 * x**4 - 554.774 * x**3 + 264.427 * x**2 - 66.3691 * x
    return high + low + 11.8058 - 0.61386 * math.exp(5.8201 * x**136.4)


FORMULAS = {
    "LMO": lmo, "LCO": lco, "LCO-channel": lco, "graphite-lionsimba": graphite, "coke": coke,
    "NMC": nmc, "NCA": nca, "LMO-doyle1996": lmo_doyle, "coke-doyle1996": coke_doyle,
}  # fmt: skip


@pytest.mark.parametrize("name", FITTED)
def test_fitted_potentials(name: str) -> None:
    material = MATERIALS[name]
    for x in inside(material, 41):
        assert material.open_circuit_potential(x) == pytest.approx(FORMULAS[name](x), abs=1e-11)


@pytest.mark.parametrize("name", NAMES)
def test_discharge_conserves_the_guest(name: str) -> None:
    material = MATERIALS[name]
    low, high = material.filling_range
    start, stop = low + 0.1 * (high - low), low + 0.9 * (high - low)
    cell = amb.devices.SingleParticle(material, amb.HomogeneousParticle(), initial_filling=start)
    protocol = amb.protocols.discharge(c_rate=1, until_filling=stop)
    solution = amb.run(cell, protocol, settings=SolverSettings(1e-9, 1e-11))
    assert float(solution["filling"][-1]) == pytest.approx(stop, abs=1e-6)
    assert solution.conservation["guest"] <= 1e-9
    assert np.all(np.isfinite(solution["voltage"].values))


def test_names_are_attributes() -> None:
    for name in NAMES:
        attribute = name.replace("-", "_")
        assert getattr(amb.materials, attribute) is MATERIALS[name]
        assert attribute in dir(amb.materials)


def test_a_typo_gets_a_suggestion() -> None:
    with pytest.raises(AttributeError, match="Did you mean graphite"):
        amb.materials.grafite  # noqa: B018
    with pytest.raises(KeyError, match="Did you mean LFP"):
        MATERIALS["LPF"]


def test_materials_load_without_casadi() -> None:
    code = "import sys, ambipolar as a; a.materials.LFP; assert 'casadi' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("x", "volts"), [(0.01, 3.3005), (0.1, 3.0369), (0.3, 2.6555), (0.5, 2.30)]
)
def test_wo3_falls_as_published_models_of_films_assume(x: float, volts: float) -> None:
    wo3 = MATERIALS["WO3"]
    thermal = GAS_CONSTANT * ROOM / FARADAY
    formula = 3.08 - 1.56 * x - 2 * thermal * math.log(x / (1 - x))
    assert wo3.open_circuit_potential(x) == pytest.approx(formula, abs=1e-12)
    assert formula == pytest.approx(volts, abs=2e-4)


def test_current_of_wo3() -> None:
    """i = 2 i00 sqrt(x(1-x)) 2 sinh(F eta/2RT) with i00 = 2 A/m^2; insertion is positive."""
    x, eta = 0.2, -0.05
    expected = (
        2 * 2.0 * math.sqrt(x * (1 - x)) * 2 * math.sinh(-eta * FARADAY / (2 * 8.314462618 * ROOM))
    )
    found = MATERIALS["WO3"].kinetics.rate(Interface(x, 0.0, eta, ROOM))
    assert float(found) == pytest.approx(expected, rel=1e-9)


CONDUCTING = tuple(n for n in NAMES if MATERIALS[n].conductivity is not None)


@pytest.mark.parametrize("name", CONDUCTING)
def test_conductivities_are_positive_and_monotone(name: str) -> None:
    material = MATERIALS[name]
    sigma = material.conductivity.conductivity(np.linspace(*material.filling_range, 401), ROOM)
    assert np.all(np.isfinite(sigma))
    assert np.all(sigma > 0)
    assert np.all(np.diff(sigma) >= 0) or np.all(np.diff(sigma) <= 0)


def test_every_film_host_conducts() -> None:
    known_before = {"LFP", "LFP-CIET", "LTO", "LCO", "LMO", "NMC", "NCA"}
    silent = known_before | {"graphite", "graphite-lionsimba", "coke"}
    silent |= {"LMO-doyle1996", "coke-doyle1996"}
    assert set(CONDUCTING) == set(NAMES) - silent


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("WO3", 1.2, 3.35),
        ("WO3-Na", 0.6, 2.8),
        ("WO3-Zn", 0.0, 1.35),
        ("WO3-Ca", 0.8, 2.85),
        ("TiO2-amorphous", 0.9, 2.3),
        ("Nb2O5", 1.0, 2.1),
        ("MoO3", 1.8, 3.1),
        ("NiO", 2.5, 3.8),
    ],
)
def test_windows_of_potential(name: str, low: float, high: float) -> None:
    potential = MATERIALS[name].open_circuit_potential(np.array([0.005, 0.995]))
    assert low < potential[1] < potential[0] < high


@pytest.mark.parametrize("name", ["WO3-Zn", "WO3-Ca"])
def test_guests_of_two_charges_fill_half_as_many_sites_with_the_same_charge(name: str) -> None:
    two, one = MATERIALS[name], MATERIALS["WO3"]
    assert two.charge_number * two.site_density == pytest.approx(one.site_density, rel=1e-12)
    slope = (two.open_circuit_potential(0.75) - two.open_circuit_potential(0.25)) / 0.5
    omega = two.free_energy.terms[0].omega
    mixing = 2 * GAS_CONSTANT * ROOM * math.log(9)
    assert slope == pytest.approx((omega - mixing) / FARADAY, rel=1e-9)


def test_anatase_separates_where_it_was_measured() -> None:
    (gap,) = miscibility_gaps(MATERIALS["TiO2"].free_energy, ROOM)
    assert gap.lower * 0.61 == pytest.approx(0.01, rel=2e-3)
    assert gap.upper * 0.61 == pytest.approx(0.60, rel=1e-4)


def test_capacitance_of_the_polymer() -> None:
    polymer, step = MATERIALS["PEDOT-PSS"], 1e-4
    low, high = (float(polymer.open_circuit_potential(0.5 + s)) for s in (step, -step))
    charge = 2 * step * polymer.site_density * FARADAY
    assert charge / (high - low) == pytest.approx(39e6, rel=1e-5)


def test_vanadium_dioxide_turns_metallic_with_hydrogen_or_heat() -> None:
    law = MATERIALS["VO2"].conductivity
    assert law.conductivity(0.0, ROOM) == pytest.approx(10.0, rel=1e-3)
    assert law.conductivity(0.5, ROOM) == pytest.approx(3e5, rel=1e-3)
    assert law.conductivity(0.0, 340.0) == pytest.approx(math.sqrt(10.0 * 3e5), rel=1e-9)
    assert law.conductivity(0.0, 370.0) == pytest.approx(3e5, rel=1e-2)


def test_optics_cost_no_solver_input() -> None:
    from ambipolar.physics.optics.permittivity import ConstantIndex

    film = dataclasses.replace(MATERIALS["WO3"], permittivity=ConstantIndex(2.1))
    assert set(parameters(film)) == set(parameters(MATERIALS["WO3"]))
    assert signature(film) == signature(MATERIALS["WO3"])
    found = build(describe(film, "material"), "material", "host")
    assert found == film
