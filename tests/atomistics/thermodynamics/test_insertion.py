"""Insertion voltages with an engine whose energies are those of a lattice gas."""

import math

import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from tests.atoms import LatticeGasEngine, orthorhombic_host

from ambipolar.atomistics.calculation import Work
from ambipolar.atomistics.cells import PrototypeCell
from ambipolar.atomistics.lattice.geometry import Sites
from ambipolar.atomistics.store import Store
from ambipolar.atomistics.structures.prototypes import prototype
from ambipolar.atomistics.thermodynamics.configurations import best_cell, between, configurations
from ambipolar.atomistics.thermodynamics.guest_cells import guest_cell, site_choices
from ambipolar.atomistics.thermodynamics.insertion import InsertionVoltage, sample_host
from ambipolar.atomistics.upscale.expansion import HostLattice
from ambipolar.core.errors import ParameterError

CHARGES = {"Li": 1.0, "Cl": -1.0}
FAST = {"most_atoms": 16, "number": 20}


def cell_of(atoms, most_atoms=16):
    return guest_cell(atoms, "Li", site_choices(atoms, "Li")[0], most_atoms)


def test_sites_are_numbered_as_lattice_models_do():
    cell = cell_of(orthorhombic_host(), 24)
    lattice = HostLattice(
        tuple(map(tuple, np.asarray(cell.unit.cell))), tuple(map(tuple, cell.unit_sites))
    )
    sites = Sites.of(lattice, cell.counts)
    guests = cell.full.positions[-cell.size :]
    assert guests == pytest.approx(sites.positions)
    assert cell.strays(cell.full) == 0
    assert len(cell.filled([0, 3])) == len(cell.framework) + 2


def test_strays_are_seen():
    cell = cell_of(orthorhombic_host())
    atoms = cell.filled([0])
    atoms.positions += 1.0  # the crystal as a whole moves: nothing strays
    assert cell.strays(atoms) == 0
    atoms.positions[-1] += cell.full.positions[-cell.size + 1] - cell.full.positions[-cell.size]
    assert cell.strays(atoms) == 1


def test_largest_cell_with_far_images_is_taken():
    assert cell_of(prototype("layered-lco"), 32).counts == (2, 2, 2)
    assert cell_of(prototype("layered-lco"), 48).size == 12


def test_arrangements_cover_all_fillings_and_stand_for_all():
    cell = cell_of(orthorhombic_host())
    found = configurations(cell, CHARGES, 24, seed=3)
    assert found == configurations(cell, CHARGES, 24, seed=3)
    fillings = [c.filling for c in found]
    assert fillings == sorted(fillings)
    for count in range(cell.size + 1):
        weights = [c.weight for c in found if len(c.filled) == count]
        assert sum(weights) == pytest.approx(math.comb(cell.size, count))
    assert len({c.filled for c in found}) == len(found)
    assert {c.origin for c in found} == {"end member", "low Coulomb energy", "random"}


def test_lowest_coulomb_energy_keeps_guests_apart():
    cell = cell_of(orthorhombic_host())
    two = [c for c in configurations(cell, CHARGES, 20) if len(c.filled) == 2]
    full = cell.full
    start = len(full) - cell.size
    apart = {c.origin: full.get_distance(*(start + np.array(c.filled)), mic=True) for c in two}
    assert apart["low Coulomb energy"] >= max(apart.values()) - 1e-9


def test_ordering_of_a_lattice_gas_and_its_voltages():
    # chains along one direction: two neighbours, repulsion 0.05 eV; binding 3 eV, metal 1.5 eV
    engine = LatticeGasEngine(reach=4.1)
    seen: list[Work] = []
    sample = sample_host(
        orthorhombic_host(), "Li", engine, Store(None), charges=CHARGES, watch=seen.append, **FAST
    )
    assert sample.average == pytest.approx(1.5 - 0.05)
    assert sample.steps == pytest.approx([1.5, 1.4])
    assert sample.filling[sample.hull] == pytest.approx([0, 0.5, 1])
    assert seen[-1].total == len(sample.priced)


def test_calculation_of_a_voltage_with_a_second_engine():
    study = InsertionVoltage(
        structure=PrototypeCell("layered-lco"),
        engine=LatticeGasEngine(pair=0.0),
        second_engine=LatticeGasEngine(pair=0.0, binding=-3.1),
        most_atoms=16,
        configurations=8,
    )
    data = study.compute()
    assert float(data["average_voltage"]) == pytest.approx(1.5)
    assert float(data["second_average_voltage"]) == pytest.approx(1.6)
    assert data["step_voltage"].values == pytest.approx([1.5])
    assert data["formation_energy"].values == pytest.approx(0, abs=1e-12)
    for name in set(data.variables) - {"origin"}:
        assert data[name].attrs["units"]
        assert data[name].attrs["long_name"]
    assert "on 4 sites (3a) of a cell of 16 atoms" in data.attrs["notes"][0]
    assert "aydinol1997" in study.references()


def test_an_absent_guest_gets_the_cheapest_sites():
    """Close-packed anions: four neighbours at 2.6 angstrom (tetrahedral), six at 3.0."""
    host = bulk("Cl", "fcc", a=6.0)
    store = Store(None)
    near = LatticeGasEngine(host_reach=2.8)
    cell, tried = best_cell(host, "Li", near, store, most_atoms=3)
    assert not cell.given
    assert len(cell.unit_sites) == 2  # the tetrahedral ones
    assert sorted(e for _, e in tried) == pytest.approx([0.0, 0.4])
    wide, _ = best_cell(host, "Li", LatticeGasEngine(host_reach=3.2), store, most_atoms=3)
    assert len(wide.unit_sites) == 1


def test_between_end_members():
    cell = cell_of(orthorhombic_host())
    empty, full = cell.framework, cell.full
    full.set_cell(1.1 * np.asarray(full.cell), scale_atoms=True)
    start = cell.filled([1, 4])
    halfway = between(start, empty, full, 0.5)
    assert np.asarray(halfway.cell) == pytest.approx(1.05 * np.asarray(empty.cell))
    assert halfway.get_scaled_positions() == pytest.approx(start.get_scaled_positions())


@pytest.mark.parametrize(
    ("guest", "changes", "words"),
    [
        ("Qq", {}, "known charge"),
        ("Ne", {}, "known charge"),
        ("Li", {"most_atoms": 1}, "too few"),
        ("Li", {"number": 1}, "at least 2"),
        ("Li", {"sites": ("9z",)}, "Found: "),
    ],
)
def test_bad_input(guest, changes, words):
    options = {**FAST, "charges": CHARGES, **changes}
    with pytest.raises(ParameterError, match=words):
        sample_host(orthorhombic_host(), guest, LatticeGasEngine(), Store(None), **options)


def test_a_host_of_guests_alone():
    with pytest.raises(ParameterError, match="nothing is left without Li"):
        cell_of(Atoms("Li2", scaled_positions=[[0] * 3, [0.5] * 3], cell=[4] * 3, pbc=True))
