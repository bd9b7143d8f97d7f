"""Reading: round trips through formats, and one clear message for each kind of bad input."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase import Atoms  # noqa: E402
from ase.build import bulk, molecule  # noqa: E402
from ase.io import write  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from ambipolar.atomistics.structures.prototypes import prototype  # noqa: E402
from ambipolar.atomistics.structures.read import (  # noqa: E402
    check_structure,
    ordered_structures,
    read_structure,
)
from ambipolar.core.errors import ParameterError  # noqa: E402

HALF = """data_half
_cell_length_a 5.6
_cell_length_b 5.6
_cell_length_c 5.6
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_symmetry_space_group_name_H-M 'F m -3 m'
_space_group_IT_number 225
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
{rows}
Cl1 Cl 0.5 0.5 0.5 1.0
"""
SHARED = HALF.format(rows="Na1 Na 0 0 0 0.75\nK1 K 0 0 0 0.25")
EMPTY = HALF.format(rows="Na1 Na 0 0 0 0.5")
CHARGES = {"Na": 1, "K": 1, "Cl": -1}


@pytest.mark.parametrize("ending", ["cif", "vasp", "xyz", "json"])
def test_files_of_common_formats(tmp_path, ending):
    atoms = prototype("layered-lco")
    path = tmp_path / f"lco.{ending}"
    write(path, atoms, **({"format": "extxyz"} if ending == "xyz" else {}))
    read = read_structure(path)
    assert sorted(read.numbers) == sorted(atoms.numbers)
    assert read.get_volume() == pytest.approx(atoms.get_volume(), rel=1e-4)


def test_objects_and_names():
    atoms = prototype("rutile-tio2")
    assert read_structure("rutile-tio2") == atoms
    copy = read_structure(atoms)
    assert copy == atoms
    assert copy is not atoms


def test_pymatgen_structures():
    core = pytest.importorskip("pymatgen.core")
    atoms = prototype("rutile-tio2")
    symbols, places = atoms.get_chemical_symbols(), atoms.get_scaled_positions()
    charged = [{"Ti": "Ti4+", "O": "O2-"}[s] for s in symbols]
    read = read_structure(core.Structure(atoms.cell[:], charged, places))
    assert read.get_chemical_formula() == "O4Ti2"
    shared = core.Structure(
        5.6 * np.eye(3), [{"Na": 0.5, "K": 0.5}, "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]
    )
    with pytest.raises(ParameterError, match=r"1 sites \(atoms 0\) hold 0.5 Na \+ 0.5 K|0.5 K"):
        read_structure(shared)


def test_partial_occupancies_are_named_with_what_to_call(tmp_path):
    path = tmp_path / "shared.cif"
    path.write_text(SHARED)
    with pytest.raises(ParameterError) as caught:
        read_structure(path)
    message = str(caught.value)
    assert "4 sites (atoms 0, 1, 2, 3) hold 0.75 Na + 0.25 K" in message
    assert "ordered_structures(source, charges=...)" in message


def test_ordering_a_file_with_shared_sites(tmp_path):
    path = tmp_path / "shared.cif"
    path.write_text(SHARED)
    found = ordered_structures(path, CHARGES)
    assert [o.atoms.get_chemical_formula() for o in found] == ["Cl4KNa3"]
    assert found[0].multiplicity == 4
    path.write_text(EMPTY)
    assert ordered_structures(path, CHARGES)[0].atoms.get_chemical_formula() == "Cl4Na2"


def test_a_cell_too_small_for_whole_numbers_says_so(tmp_path):
    path = tmp_path / "odd.cif"
    path.write_text(HALF.format(rows="Na1 Na 0 0 0 0.9\nK1 K 0 0 0 0.1"))
    with pytest.raises(ParameterError, match=r"cannot hold 3.6 Na, 0.4 K.*larger supercell"):
        ordered_structures(path, CHARGES)
    with pytest.raises(ParameterError, match="no partial occupancies"):
        ordered_structures("rutile-tio2", CHARGES)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.cif", "there is no file 'nowhere.cif'"),
        ("spinel-lt", "Did you mean spinel-lto"),
        (3.5, "cannot be a float"),
        (Atoms(), "has no atoms"),
        (molecule("H2O"), "not periodic in three directions"),
        (Atoms("Li", cell=[3, 3, 0], pbc=True), "not periodic"),
        (Atoms("X", cell=[3, 3, 3], pbc=True), "of no element"),
        (Atoms("Li", positions=[[np.nan, 0, 0]], cell=[3, 3, 3], pbc=True), "not finite"),
    ],
)
def test_each_fault_has_one_message(source, message):
    with pytest.raises(ParameterError, match=message):
        read_structure(source)


def test_an_unreadable_file_says_why(tmp_path):
    path = tmp_path / "broken.cif"
    path.write_text("this is no crystal")
    with pytest.raises(ParameterError, match=r"broken.cif' could not be read as a structure"):
        read_structure(path)
    path = tmp_path / "notes.unknown"
    path.write_text("nothing")
    with pytest.raises(ParameterError, match="could not be read"):
        read_structure(path)


def test_overlapping_atoms_are_named_with_their_distance():
    atoms = prototype("rutile-tio2")
    atoms += Atoms("O", positions=[atoms.positions[2] + [0.1, 0, 0]], cell=atoms.cell, pbc=True)
    with pytest.raises(ParameterError, match=r"O 2 and O 6 are 0.100 angstrom apart"):
        check_structure(atoms)


def test_an_atom_that_meets_its_own_image_overlaps():
    with pytest.raises(ParameterError, match="Ti 0 and Ti 0 are 0.800 angstrom apart"):
        check_structure(Atoms("Ti", cell=[0.8, 5, 5], pbc=True))


@settings(max_examples=25, deadline=None)
@given(text=st.binary(max_size=200), ending=st.sampled_from(["cif", "vasp", "poscar", "xyz"]))
def test_any_rubbish_gives_a_parameter_error(tmp_path_factory, text, ending):
    path = tmp_path_factory.mktemp("rubbish") / f"file.{ending}"
    path.write_bytes(text)
    with pytest.raises(ParameterError):
        read_structure(path)


@settings(max_examples=25, deadline=None)
@given(stretch=st.floats(0.9, 1.2), seed=st.integers(0, 1000))
def test_slightly_shaken_crystals_pass(stretch, seed):
    atoms = bulk("NaCl", "rocksalt", a=5.6 * stretch, cubic=True)
    atoms.rattle(0.05, seed=seed)
    assert check_structure(atoms) is atoms
