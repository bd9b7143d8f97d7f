"""Shipped crystals: space groups, densities, bond lengths, sources."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import spglib  # noqa: E402
from ase.neighborlist import neighbor_list  # noqa: E402

from ambipolar.atomistics.structures.prototypes import PROTOTYPES, prototype  # noqa: E402
from ambipolar.atomistics.structures.read import check_structure  # noqa: E402
from ambipolar.core.citations import references  # noqa: E402
from ambipolar.core.errors import UnknownNameError  # noqa: E402

#: crystal -> (formula of the cell, density in g/cm^3 from handbooks, pair and its shortest bond)
KNOWN = {
    "spinel-lto": ("Li8O24Ti10", 3.47, ("Li", "O", 1.99)),
    "spinel-lmo": ("Li8Mn16O32", 4.28, ("Mn", "O", 1.96)),
    "layered-lco": ("Co3Li3O6", 5.05, ("Co", "O", 1.92)),
    "olivine-lfp": ("Fe4Li4O16P4", 3.60, ("P", "O", 1.53)),
    "olivine-fp": ("Fe4O16P4", 3.69, ("P", "O", 1.53)),
    "rutile-tio2": ("O4Ti2", 4.25, ("Ti", "O", 1.95)),
    "anatase-tio2": ("O8Ti4", 3.89, ("Ti", "O", 1.93)),
    "cubic-wo3": ("O3W", 7.27, ("W", "O", 1.88)),
    "monoclinic-wo3": ("O24W8", 7.27, ("W", "O", 1.75)),
    "graphite": ("C4", 2.26, ("C", "C", 1.42)),
    "graphite-lic6": ("C6Li", 2.20, ("C", "C", 1.435)),
    "bcc-lithium": ("Li2", 0.534, ("Li", "Li", 3.04)),
}


def test_every_shipped_crystal_is_known_here():
    assert set(PROTOTYPES) == set(KNOWN)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_formula_density_and_bonds(name):
    atoms = prototype(name)
    formula, density, (first, second, bond) = KNOWN[name]
    assert atoms.get_chemical_formula() == formula
    grams = atoms.get_masses().sum() * 1.66053907e-24
    assert grams / (atoms.get_volume() * 1e-24) == pytest.approx(density, rel=0.025)
    i, j, d = neighbor_list("ijd", atoms, 3.2)
    symbols = np.array(atoms.get_chemical_symbols())
    assert d[(symbols[i] == first) & (symbols[j] == second)].min() == pytest.approx(bond, abs=0.03)
    assert check_structure(atoms) is atoms


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_space_group_is_the_one_stated(name):
    crystal = PROTOTYPES[name]
    atoms = crystal.average()
    found = spglib.get_symmetry_dataset(
        (np.asarray(atoms.cell), atoms.get_scaled_positions(), atoms.numbers), symprec=1e-3
    )
    assert found.number == crystal.space_group
    # each label begins with the number of its sites in the conventional cell
    for tag, site in enumerate(crystal.sites):
        count = int("".join(c for c in site.label.split()[0] if c.isdigit()))
        assert np.sum(atoms.get_tags() == tag) == count


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_sources_resolve_and_charges_balance(name):
    crystal = PROTOTYPES[name]
    assert crystal.source in references()
    if set(prototype(name).get_chemical_symbols()) <= set(crystal.charges) - {"C"}:
        net = sum(crystal.charges[s] for s in prototype(name).get_chemical_symbols())
        assert net == pytest.approx(0, abs=1e-9) or name == "graphite-lic6"


def test_the_origin_of_the_spinel_is_the_one_with_lithium_on_8a():
    average = PROTOTYPES["spinel-lto"].average()
    assert average.get_chemical_formula() == "Li8O32Ti16"
    i, d = neighbor_list("id", average, 2.1)
    lithium = np.flatnonzero(average.numbers == 3)
    titanium = np.flatnonzero(average.numbers == 22)
    assert np.bincount(i)[lithium].tolist() == [4] * 8
    assert np.bincount(i)[titanium].tolist() == [6] * 16
    assert d.max() < 2.0


def test_an_unknown_crystal_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownNameError, match="spinel-lto"):
        prototype("spinel-lt0")
