"""Coulomb sums against Madelung constants, and their invariances."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase import Atoms  # noqa: E402
from ase.spacegroup import crystal  # noqa: E402

from ambipolar.atomistics.structures.ewald import (  # noqa: E402
    COULOMB_EV_ANGSTROM,
    ewald_energy,
    ewald_matrix,
)


def test_the_unit_is_the_energy_of_two_elementary_charges_one_angstrom_apart():
    assert pytest.approx(14.39964548, rel=1e-8) == COULOMB_EV_ANGSTROM


@pytest.mark.parametrize(
    ("group", "positions", "nearest", "madelung"),
    [
        (225, [[0, 0, 0], [0.5, 0.5, 0.5]], 0.5, 1.747564594633),  # rock salt
        (221, [[0, 0, 0], [0.5, 0.5, 0.5]], np.sqrt(3) / 2, 1.762674773070),  # caesium chloride
        (216, [[0, 0, 0], [0.25, 0.25, 0.25]], np.sqrt(3) / 4, 1.638055053388),  # zinc blende
    ],
)
def test_madelung_constants(group, positions, nearest, madelung):
    a = 5.0
    atoms = crystal(["Na", "Cl"], positions, spacegroup=group, cellpar=[a, a, a, 90, 90, 90])
    charges = np.where(atoms.numbers == 11, 1.0, -1.0)
    per_pair = ewald_energy(atoms, charges) / np.sum(charges > 0)
    assert per_pair == pytest.approx(-COULOMB_EV_ANGSTROM * madelung / (a * nearest), rel=1e-10)


def test_the_energy_per_ion_does_not_depend_on_the_cell_chosen():
    atoms = crystal(
        ["Na", "Cl"], [[0, 0, 0], [0.5] * 3], spacegroup=225, cellpar=[5.6, 5.6, 5.6, 90, 90, 90]
    )
    long = atoms.repeat((1, 1, 4))
    charges = [np.where(a.numbers == 11, 1.0, -1.0) for a in (atoms, long)]
    assert ewald_energy(long, charges[1]) == pytest.approx(
        4 * ewald_energy(atoms, charges[0]), rel=1e-10
    )


def test_a_single_charge_in_its_background_has_the_energy_of_a_wigner_lattice():
    atoms = Atoms("H", cell=np.eye(3), pbc=True)
    # simple cubic lattice of point charges with a uniform background: -2.837297 e^2 / 2 L
    expected = -0.5 * 2.837297479 * COULOMB_EV_ANGSTROM
    assert ewald_energy(atoms, np.array([1.0])) == pytest.approx(expected, rel=1e-8)


def test_the_matrix_is_symmetric_and_blind_to_translations():
    generator = np.random.default_rng(3)
    cell = np.array([[6.0, 0, 0], [1.0, 5.0, 0], [0.4, 0.3, 4.5]])
    atoms = Atoms("H5", scaled_positions=generator.random((5, 3)), cell=cell, pbc=True)
    moved = atoms.copy()
    moved.positions += [0.3, -1.2, 2.0]
    moved.wrap()
    matrix = ewald_matrix(atoms)
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-10)
    np.testing.assert_allclose(ewald_matrix(moved), matrix, atol=1e-9)
