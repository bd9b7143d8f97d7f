"""Vacancies of one engine priced by another, both with energies that add up by hand."""

import dataclasses

import numpy as np
import pytest

from ambipolar.atomistics.engines.engine import Engine, Evaluation
from ambipolar.atomistics.thermodynamics.references import OxygenFromOxide, OxygenMolecule
from ambipolar.atomistics.thermodynamics.vacancy_check import VacancySpotCheck
from ambipolar.atomistics.thermodynamics.vacancy_formation import VacancyFormation
from ambipolar.core.errors import MissingExtraError
from ambipolar.simulation.specification.build import build

ENERGIES = {"Li": -2.0, "O": -5.0, "Ti": -8.0}


@dataclasses.dataclass(frozen=True)
class Sum(Engine):
    """Energies of the atoms, and ``bound`` for every lithium outside the metal; no forces."""

    bound: float = -1.5

    def identity(self):
        return {"engine": f"sum {self.bound}"}

    def evaluate(self, structures, *, stress=False):
        found = []
        for atoms in structures:
            symbols = atoms.get_chemical_symbols()
            energy = sum(ENERGIES[s] for s in symbols)
            if set(symbols) != {"Li"}:
                energy += self.bound * symbols.count("Li")
            found.append(Evaluation(energy, np.zeros((len(atoms), 3)), np.zeros(6)))
        return found


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMBIPOLAR_CACHE", str(tmp_path_factory.mktemp("results")))
        oxygen = (OxygenMolecule(), OxygenFromOxide())
        vacancies = VacancyFormation(engine=Sum(), oxygen=oxygen, relaxed_sites=1)
        return VacancySpotCheck(vacancies=vacancies, engine=Sum(bound=-2.5)).compute()


def test_each_engine_counts_from_its_own_reference_states(data):
    lithium, oxygen = data.isel(vacancy=0), data.isel(vacancy=1)
    np.testing.assert_allclose(lithium.formation_energy, 1.5)
    np.testing.assert_allclose(lithium.checked_energy, 2.5)
    # from the molecule: nothing; from the oxide: 2 x bound - enthalpy of formation
    np.testing.assert_allclose(oxygen.formation_energy, [0.0, -3.0 + 6.2054], atol=1e-3)
    np.testing.assert_allclose(oxygen.checked_energy, [0.0, -5.0 + 6.2054], atol=1e-3)


def test_the_correction_is_the_difference(data):
    np.testing.assert_allclose(data.correction, data.checked_energy - data.formation_energy)
    assert list(data.site_class.values) == ["Li 8a", "O 32e"]
    assert data.attrs["engine"] == "sum -1.5; sum -2.5"
    assert "0.00 eV/Å" in data.attrs["notes"][0]
    assert all({"units", "long_name"} <= v.attrs.keys() for v in data.data_vars.values())


def test_a_missing_program_is_told_before_anything_is_relaxed():
    asked = build(
        {"type": "vacancy-spot-check", "engine": {"type": "gpaw", "interpreter": "/nowhere/python"},
         "vacancies": {"relaxed_sites": 1}}, "calculation",
    )  # fmt: skip
    assert "perdew1996" in asked.references()
    with pytest.raises(MissingExtraError, match="apt-get install gpaw"):
        asked.compute()
