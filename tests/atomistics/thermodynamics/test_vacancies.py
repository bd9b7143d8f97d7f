"""Vacancies, voltages and reference states with an engine whose numbers are known."""

import numpy as np
import pytest
from ase.build import bulk

from ambipolar.atomistics.cells import (
    LithiumTitanate,
    PrototypeCell,
    equivalent_atoms,
    site_classes,
)
from ambipolar.atomistics.engines.calculator import AseCalculator
from ambipolar.atomistics.engines.engine import Engine, Evaluation
from ambipolar.atomistics.relaxation import Relaxation, relax
from ambipolar.atomistics.store import Store
from ambipolar.atomistics.thermodynamics.average_voltage import AverageVoltage
from ambipolar.atomistics.thermodynamics.bias import BiasDiagram
from ambipolar.atomistics.thermodynamics.references import (
    GivenOxygen,
    OxygenFromOxide,
    OxygenMolecule,
    metal_energy,
    oxygen_shift,
)  # fmt: skip
from ambipolar.atomistics.thermodynamics.vacancies import neighbours, vacancies
from ambipolar.atomistics.thermodynamics.vacancy_formation import VacancyFormation
from ambipolar.core.errors import ParameterError

EMT = AseCalculator("emt")


class PerAtom(Engine):
    """Every atom has an energy of its element, nothing exerts a force."""

    ENERGIES = {"Li": -2.0, "O": -5.0, "Ti": -8.0, "Co": -7.0, "Fe": -7.5, "P": -6.0}
    BOUND = -1.5  #: more for every lithium that is not in the metal [eV]

    def identity(self):
        return {"engine": "per atom"}

    def evaluate(self, structures, *, stress=False):
        found = []
        for atoms in structures:
            symbols = atoms.get_chemical_symbols()
            energy = sum(self.ENERGIES[s] for s in symbols)
            if set(symbols) != {"Li"}:
                energy += self.BOUND * symbols.count("Li")
            found.append(Evaluation(energy, np.zeros((len(atoms), 3)), np.zeros(6)))
        return found


def test_the_vacancy_of_copper_agrees_with_the_library_by_hand():
    host = relax(bulk("Cu", cubic=True).repeat(2), EMT, Relaxation(0.01, free_cell=True), Store())
    (found,) = vacancies(host, "Cu 1", EMT, Store(), relaxation=Relaxation(0.01))
    metal = metal_energy("Cu", EMT, Store()).value
    cell = host.atoms.copy()
    del cell[0]
    by_hand = EMT.evaluate([cell])[0].energy + metal - host.energy
    assert found.unrelaxed + metal == pytest.approx(by_hand, abs=1e-3)
    assert 0.9 < found.relaxed + metal < found.unrelaxed + metal < 1.3  # about 1.1 eV in EMT
    assert found.neighbours == ""  # of other elements


def test_classes_of_a_spinel_and_the_oxygen_sites_in_it():
    atoms = LithiumTitanate().atoms()
    classes = site_classes(atoms)
    counts = {name: classes.count(name) for name in set(classes)}
    assert counts == {"Li 8a": 6, "Li 16d": 2, "Ti 16d": 10, "O 32e": 24}
    oxygen = classes.index("O 32e")
    assert neighbours(atoms, oxygen) in ("3Ti 1Li", "2Ti 2Li", "1Ti 3Li")
    lithium = classes.index("Li 8a")
    assert neighbours(atoms, lithium) == "4O"


def test_the_lithiated_spinel_has_rock_salt_sites():
    atoms = LithiumTitanate(lithiated=True).atoms()
    assert atoms.get_chemical_formula(empirical=False) == "Li14O24Ti10"
    classes = site_classes(atoms)
    assert classes.count("Li 16c") == 12
    distances = atoms.get_distances(classes.index("Li 16c"), range(len(atoms)), mic=True)
    oxygens = [d for d, c in zip(distances, classes) if c == "O 32e"]
    assert np.sort(oxygens)[:6] == pytest.approx(np.sort(oxygens)[0], rel=1e-3)  # octahedron


def test_symmetry_tells_sites_without_labels():
    atoms = bulk("NaCl", "rocksalt", a=5.6, cubic=True)
    assert len(set(equivalent_atoms(atoms))) == 2
    assert set(site_classes(atoms)) == {"Na 1", "Cl 1"}


def test_energies_of_a_linear_engine_come_out_exactly():
    engine = PerAtom()
    data = VacancyFormation(engine=engine, oxygen=(GivenOxygen(-4.5),)).compute()
    by_class = data["formation_energy"].isel(oxygen=0)
    lithium = by_class.values[data["site_class"].values == "Li 8a"]
    oxygen = by_class.values[data["site_class"].values == "O 32e"]
    assert lithium[np.isfinite(lithium)] == pytest.approx(1.5)
    assert oxygen[np.isfinite(oxygen)] == pytest.approx(0.5)
    assert np.isfinite(lithium).sum() == 3
    assert "per atom" in data.attrs["engine"]


def test_average_voltage_of_a_linear_engine():
    data = AverageVoltage(engine=PerAtom()).compute()
    assert float(data["voltage"]) == pytest.approx(1.5)
    assert float(data["guests"]) == 6
    assert float(data["volume_change"]) == pytest.approx(0.0, abs=1e-9)


def test_average_voltage_refuses_unlike_hosts():
    with pytest.raises(ParameterError, match=r"full: has the elements .*Co"):
        AverageVoltage(engine=PerAtom(), full=PrototypeCell("layered-lco")).compute()
    with pytest.raises(ParameterError, match="has no more Li"):
        AverageVoltage(
            engine=PerAtom(), empty=LithiumTitanate(lithiated=True), full=LithiumTitanate()
        ).compute()


def test_bias_lines_fall_with_the_number_of_guests():
    shift = oxygen_shift(298.15, 21e3)
    data = BiasDiagram(engine=PerAtom(), oxygen=(GivenOxygen(-4.5),)).compute()
    rest = dict(zip(data["defect"].values, data["rest_energy"].isel(oxygen=0).values))
    assert rest["Li 8a"] == pytest.approx(1.5)
    assert rest["Li 8a + Li 8a + O 32e"] == pytest.approx(3.5)
    threshold = data["threshold"].isel(oxygen=0).sel(defect="Li 8a + Li 8a + O 32e")
    assert float(threshold) == pytest.approx((3.5 + shift) / 2)
    line = data["formation_energy"].isel(oxygen=0).sel(defect="Li 8a")
    assert line.values[0] - line.values[-1] == pytest.approx(float(data["voltage"][-1]))
    assert np.isnan(data["threshold"].sel(defect="O 32e").values).all()


def test_oxygen_from_the_oxide_restores_the_measured_enthalpy():
    engine = PerAtom()
    oxygen = OxygenFromOxide().energy(engine, Store()).value
    lithium = metal_energy("Li", engine, Store()).value
    oxide = 2 * (-2.0 - 1.5) - 5.0
    assert oxide - 2 * lithium - oxygen == pytest.approx(-598.73e3 / 96485.332, rel=1e-6)
    assert OxygenMolecule().energy(engine, Store()).value == pytest.approx(-5.0)


@pytest.mark.parametrize(
    ("temperature", "published"),
    # -(1/2)(G - H(0)) of oxygen at 1 bar in the tables: S = 161.06, 205.15, 243.58, 269.88 ...
    [(298.15, -0.272), (600.0, -0.613), (1000.0, -1.104)],
)
def test_the_chemical_potential_of_oxygen_gas(temperature, published):
    assert oxygen_shift(temperature, 1e5) == pytest.approx(published, abs=0.012)


def test_pressure_shifts_oxygen_by_half_the_logarithm():
    change = oxygen_shift(300.0, 1e5) - oxygen_shift(300.0, 1e3)
    assert change == pytest.approx(0.5 * 8.617333e-5 * 300 * np.log(100), rel=1e-6)
    with pytest.raises(ParameterError):
        oxygen_shift(300.0, 0.0)


def test_a_metal_without_a_simple_crystal_is_refused():
    with pytest.raises(ParameterError, match="no simple crystal of 'Xx'"):
        metal_energy("Xx", EMT, Store())


def test_a_class_of_sites_that_is_absent_is_refused():
    host = relax(bulk("Cu", cubic=True), EMT, Relaxation(), Store())
    with pytest.raises(ParameterError, match=r"has no 'Li 8a'.*Cu 1"):
        vacancies(host, "Li 8a", EMT, Store(), relaxation=Relaxation())
