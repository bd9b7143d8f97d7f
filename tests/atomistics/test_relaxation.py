"""Relaxations: minima, memory, and going on after a kill."""

import numpy as np
import pytest
from ase.build import bulk

from ambipolar.atomistics.engines.calculator import AseCalculator
from ambipolar.atomistics.relaxation import Relaxation, relax
from ambipolar.atomistics.store import Store

EMT = AseCalculator("emt")


class Counting(AseCalculator):
    """Counts structures, and is killed after some."""

    def evaluate(self, structures, *, stress=False):
        COUNT.append(len(structures))
        if len(COUNT) > LIMIT[0]:
            raise KeyboardInterrupt
        return super().evaluate(structures, stress=stress)


COUNT: list[int] = []
LIMIT = [10**9]


@pytest.fixture(autouse=True)
def _counters():
    COUNT.clear()
    LIMIT[0] = 10**9


def test_a_free_cell_finds_the_lattice_constant():
    found = relax(bulk("Cu", a=3.7), EMT, Relaxation(1e-3, free_cell=True), Store())
    assert found.converged
    assert (4 * found.atoms.get_volume()) ** (1 / 3) == pytest.approx(3.59, abs=0.01)
    assert found.energy < found.initial_energy


def test_labels_of_sites_stay_with_the_atoms():
    atoms = bulk("Cu", cubic=True)
    atoms.set_tags([3, 1, 2, 0])
    atoms.info["sites"] = ("4a",)
    found = relax(atoms, EMT, Relaxation(), Store())
    assert found.atoms.get_tags().tolist() == [3, 1, 2, 0]
    assert found.atoms.info["sites"] == ("4a",)


def test_a_repeated_relaxation_evaluates_nothing(tmp_path):
    engine, store = Counting("emt"), Store(tmp_path)
    atoms = bulk("Cu", cubic=True)
    atoms.rattle(0.1, seed=1)
    first = relax(atoms, engine, Relaxation(), store)
    spent = len(COUNT)
    again = relax(atoms, engine, Relaxation(), store)
    assert len(COUNT) == spent
    assert again.energy == first.energy
    np.testing.assert_allclose(again.atoms.positions, first.atoms.positions, atol=1e-6)
    relax(atoms, engine, Relaxation(0.01), store)  # other settings are another question
    assert len(COUNT) > spent


def test_a_killed_relaxation_goes_on_where_it_was(tmp_path):
    engine, store = Counting("emt"), Store(tmp_path)
    atoms = bulk("Cu", cubic=True).repeat(2)
    atoms.rattle(0.2, seed=4)
    tight = Relaxation(1e-3)
    whole = relax(atoms, engine, tight, Store())
    needed = len(COUNT)
    COUNT.clear()
    LIMIT[0] = needed // 2
    with pytest.raises(KeyboardInterrupt):
        relax(atoms, engine, tight, store)
    LIMIT[0] = 10**9
    COUNT.clear()
    resumed = relax(atoms, engine, tight, store)
    assert resumed.converged
    assert resumed.energy == pytest.approx(whole.energy, abs=1e-4)
    assert len(COUNT) < needed
    assert resumed.initial_energy == pytest.approx(whole.initial_energy)
    assert len(list(tmp_path.rglob("*.json"))) == 1  # the state of the work is gone


def test_too_few_steps_are_told():
    atoms = bulk("Cu", cubic=True)
    atoms.rattle(0.2, seed=1)
    assert not relax(atoms, EMT, Relaxation(1e-4, most_steps=1), Store()).converged
