"""Cells of the same crystal: densities, distances, and the smallest supercell by exhaustion."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase.build import bulk  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from ambipolar.atomistics.structures.prototypes import PROTOTYPES, prototype  # noqa: E402
from ambipolar.atomistics.structures.supercells import (  # noqa: E402
    image_distance,
    supercell_for_distance,
    transformed_cell,
)
from ambipolar.core.errors import ParameterError  # noqa: E402


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.integers(-2, 2), min_size=9, max_size=9))
def test_any_integer_cell_keeps_density_and_neighbours(rows):
    matrix = np.array(rows).reshape(3, 3)
    atoms = bulk("NaCl", "rocksalt", a=5.6)
    if round(np.linalg.det(matrix)) == 0:
        with pytest.raises(ParameterError, match="linearly dependent"):
            transformed_cell(atoms, matrix)
        return
    new = transformed_cell(atoms, matrix)
    assert len(new) == len(atoms) * abs(round(np.linalg.det(matrix)))
    assert new.get_volume() / len(new) == pytest.approx(atoms.get_volume() / len(atoms))
    nearest = new.get_all_distances(mic=True)
    if len(new) > 2:
        assert nearest[nearest > 1e-6].min() == pytest.approx(2.8, abs=1e-6)


def test_centred_cells_become_primitive_and_tags_follow():
    average = PROTOTYPES["spinel-lto"].average()
    primitive = transformed_cell(average, [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
    assert np.bincount(primitive.get_tags()).tolist() == [2, 4, 8]
    with pytest.raises(ParameterError, match="no lattice vectors"):
        transformed_cell(average, [[0.5, 0, 0], [0, 1, 0], [0, 0, 1]])
    with pytest.raises(ParameterError, match="no lattice vectors"):
        transformed_cell(average, [[0.5, 0, 0], [0, 2, 0], [0, 0, 1]])


def test_image_distance_of_a_skew_cell():
    assert image_distance([[4, 0, 0], [3.9, 1, 0], [0, 0, 5]]) == pytest.approx(np.sqrt(1.01))


@pytest.mark.parametrize(("distance", "cells"), [(1.0, 1), (2**0.5, 2), (3**0.5, 4)])
def test_the_supercell_is_the_smallest_that_keeps_the_distance(distance, cells):
    # the sparsest sublattices of the cubic lattice: itself, face centred, body centred
    found = supercell_for_distance(bulk("Cu", "sc", a=1.0), distance, 50)
    assert len(found) == cells
    assert image_distance(found.cell) == pytest.approx(distance)


@pytest.mark.parametrize("name", ["graphite", "olivine-lfp", "spinel-lmo", "bcc-lithium"])
def test_supercells_of_crystals(name):
    atoms = prototype(name)
    new = supercell_for_distance(atoms, 9.0, 300)
    assert image_distance(new.cell) >= 9.0
    assert len(new) <= 300
    assert new.cell.handedness == 1
    assert new.get_volume() / len(new) == pytest.approx(atoms.get_volume() / len(atoms))


def test_a_limit_too_low_is_refused():
    with pytest.raises(ParameterError, match="at most 20 atoms keeps images 15 angstrom apart"):
        supercell_for_distance(prototype("bcc-lithium"), 15.0, 20)
