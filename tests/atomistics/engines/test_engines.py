"""Engines: batches, derivatives, and what is refused."""

import numpy as np
import pytest
from ase.build import bulk
from ase.calculators.emt import EMT

from ambipolar.atomistics.engines.calculator import AseCalculator, calculator_of
from ambipolar.atomistics.engines.chgnet import Chgnet
from ambipolar.atomistics.engines.sevennet import SevenNet
from ambipolar.atomistics.store import content_key
from ambipolar.core.errors import ParameterError
from ambipolar.simulation.specification.build import build


def sodium_chloride():
    atoms = bulk("NaCl", "rocksalt", a=5.6, cubic=True)
    atoms.rattle(0.05, seed=2)
    return atoms


@pytest.mark.parametrize("engine", [SevenNet(), Chgnet()], ids=lambda e: e.label)
def test_learned_potentials_give_derivatives_of_their_energy(engine):
    atoms, other = sodium_chloride(), bulk("Li", cubic=True)
    together = engine.evaluate([atoms, other], stress=True)
    alone = engine.evaluate([atoms])[0]
    assert alone.energy == pytest.approx(together[0].energy, abs=1e-5)
    np.testing.assert_allclose(alone.forces, together[0].forces, atol=1e-5)
    step = 0.01
    pair = [atoms.copy(), atoms.copy()]
    pair[0].positions[3, 1] += step
    pair[1].positions[3, 1] -= step
    plus, minus = engine.evaluate(pair)
    slope = (plus.energy - minus.energy) / (2 * step)
    assert -slope == pytest.approx(alone.forces[3, 1], abs=2e-3)
    strained = [atoms.copy(), atoms.copy()]
    for cell, sign in zip(strained, (1, -1)):
        cell.set_cell(np.asarray(cell.cell) * (1 + sign * 1e-3 * np.array([1, 0, 0])), True)
    plus, minus = engine.evaluate(strained)
    stress = (plus.energy - minus.energy) / 2e-3 / atoms.get_volume()
    assert stress == pytest.approx(together[0].stress[0], abs=2e-4)


def test_potentials_carry_their_checkpoints_and_know_each_other_apart():
    keys = [content_key(dict(e.identity())) for e in (SevenNet(), SevenNet("7net-l3i5"), Chgnet())]
    assert len(set(keys)) == 3
    with pytest.raises(ParameterError, match="no checkpoint '7net-x'.*7net-0"):
        SevenNet("7net-x")
    with pytest.raises(ParameterError, match="no checkpoint"):
        Chgnet("1.0")


def test_any_calculator_is_an_engine_by_name_or_as_an_object():
    atoms = bulk("Cu", cubic=True)
    atoms.rattle(0.1, seed=1)
    named, brought = AseCalculator("emt"), AseCalculator(brought=EMT(), name="my emt")
    a, b = named.evaluate([atoms])[0], brought.evaluate([atoms])[0]
    assert a.energy == b.energy
    np.testing.assert_array_equal(a.forces, b.forces)
    assert named.identity()["engine"] == "emt"
    assert atoms.calc is None


def test_an_engine_is_a_calculator():
    atoms = bulk("Cu", cubic=True)
    atoms.calc = calculator_of(AseCalculator("emt"))
    assert atoms.get_potential_energy() == AseCalculator("emt").evaluate([atoms])[0].energy
    assert atoms.get_stress().shape == (6,)


def test_a_calculator_that_is_not_installed_is_named():
    with pytest.raises(ParameterError, match="'no-such-code' is not installed or cannot start"):
        AseCalculator("no-such-code").evaluate([bulk("Cu")])


def test_a_calculator_object_needs_a_name():
    with pytest.raises(ParameterError, match=r"name: is missing"):
        AseCalculator(brought=EMT())


def test_unknown_elements_are_refused():
    atoms = bulk("Cu")
    atoms.set_atomic_numbers([109])
    with pytest.raises(ParameterError, match=r"does not know the elements \[109\]"):
        SevenNet().evaluate([atoms])


def test_no_structures_give_no_energies():
    assert SevenNet().evaluate([]) == []
    assert Chgnet().evaluate([]) == []


def test_a_specification_names_a_calculator():
    described = {"type": "ase-calculator", "calculator": "lj", "settings": {"epsilon": 0.01}}
    engine = build(described, "engine", "engine")
    assert engine.identity()["engine"] == "lj"
    assert engine.identity()["settings"] == {"epsilon": 0.01}
