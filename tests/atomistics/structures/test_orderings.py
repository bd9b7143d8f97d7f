"""Orderings: counts by Burnside's lemma, energies recomputed, annealing against enumeration."""

import math

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase.build import bulk  # noqa: E402

from ambipolar.atomistics.structures.annealing import low_energy_arrangements  # noqa: E402
from ambipolar.atomistics.structures.ewald import ewald_energy  # noqa: E402
from ambipolar.atomistics.structures.orderings import (  # noqa: E402
    arrangements,
    orderings,
    problem,
    random_orderings,
)
from ambipolar.atomistics.structures.prototypes import PROTOTYPES  # noqa: E402
from ambipolar.atomistics.structures.spinel import (  # noqa: E402
    LTO_CELLS,
    lto_cell,
    lto_orderings,
    random_lto_cell,
)
from ambipolar.atomistics.structures.supercells import transformed_cell  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402

CHARGES = {"Na": 1.0, "K": 2.0, "Cl": -1.0}


def rock_salt(repeats=(1, 1, 1)):
    return bulk("NaCl", "rocksalt", a=5.6, cubic=True).repeat(repeats)


def test_multiplicities_of_all_distinct_orderings_add_up_to_the_number_of_arrangements():
    atoms = rock_salt((2, 1, 1))
    sites = np.flatnonzero(atoms.numbers == 11)
    for potassium in (0, 1, 3, 4):
        composition = {"Na": len(sites) - potassium, "K": potassium}
        found = orderings(atoms, sites, composition, CHARGES, most=10_000)
        assert sum(o.multiplicity for o in found) == math.comb(len(sites), potassium)


def test_the_number_of_distinct_orderings_is_that_of_burnsides_lemma():
    atoms = rock_salt((2, 1, 1))
    sites = np.flatnonzero(atoms.numbers == 11)
    task = problem(atoms, sites, {"Na": 4, "K": 4}, CHARGES)
    fixed = 0
    for permutation in task.permutations:
        cycles, left = [], set(range(len(sites)))
        while left:
            start = here = left.pop()
            length = 1
            while (here := int(permutation[here])) != start:
                left.discard(here)
                length += 1
            cycles.append(length)
        ways = np.zeros(5, dtype=int)  # subsets of four sites that the operation leaves alone
        ways[0] = 1
        for length in cycles:
            ways[length:] = ways[length:] + ways[: 5 - length] if length <= 4 else ways[length:]
        fixed += ways[4]
    found = orderings(atoms, sites, {"Na": 4, "K": 4}, CHARGES, most=1000)
    assert len(found) == fixed / len(task.permutations)


def test_energies_are_those_of_the_structures_and_rise():
    atoms = rock_salt((2, 1, 1))
    sites = np.flatnonzero(atoms.numbers == 11)
    found = orderings(atoms, sites, {"Na": 5, "K": 3}, CHARGES)
    energies = [o.ewald_energy_eV for o in found]
    recomputed = [
        ewald_energy(o.atoms, [CHARGES[s] for s in o.atoms.get_chemical_symbols()]) for o in found
    ]
    np.testing.assert_allclose(energies, recomputed, rtol=1e-10)
    assert energies == sorted(energies)


def test_vacancies_leave_their_sites_empty():
    atoms = rock_salt()
    sites = np.flatnonzero(atoms.numbers == 11)
    best = orderings(atoms, sites, {"Na": 3, "vacancy": 1}, CHARGES)[0]
    assert best.atoms.get_chemical_formula() == "Cl4Na3"
    assert best.multiplicity == 4


@pytest.mark.parametrize(
    ("composition", "charges", "message"),
    [
        ({"Na": 3}, CHARGES, "places 3 species on 4 sites"),
        ({"Na": 5, "K": -1}, CHARGES, "on 4 sites"),
        ({"Na": 3, "K": 1}, {"Na": 1.0, "Cl": -1.0}, "no formal charge is given for K"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(composition, charges, message):
    atoms = rock_salt()
    with pytest.raises(ParameterError, match=message):
        orderings(atoms, np.flatnonzero(atoms.numbers == 11), composition, charges)


def test_lto_has_six_orderings_in_its_smallest_cell_with_a_wide_gap_above_the_best():
    found = lto_orderings(42, most=100)
    assert [o.multiplicity for o in found] == [9, 3, 9, 18, 18, 9]
    assert sum(o.multiplicity for o in found) == math.comb(12, 2)
    # two of the six are degenerate: five energies
    assert len({round(o.ewald_energy_eV, 5) for o in found}) == 5
    assert found[1].ewald_energy_eV - found[0].ewald_energy_eV == pytest.approx(10.66, abs=0.01)


def test_annealing_finds_the_optimum_that_enumeration_proves():
    cell = transformed_cell(PROTOTYPES["spinel-lto"].average(), LTO_CELLS[42]).repeat((1, 1, 2))
    sites = np.flatnonzero(cell.get_tags() == 1)
    charges = PROTOTYPES["spinel-lto"].charges
    composition = {"Li": 4, "Ti": 20}
    assert arrangements((4, 20)) == math.comb(24, 4)
    exact = orderings(cell, sites, composition, charges, most=3)
    task = problem(cell, sites, composition, charges)
    sampled = task.energy(low_energy_arrangements(task, seed=1, replicas=20))
    assert sampled.min() == pytest.approx(exact[0].ewald_energy_eV, abs=1e-6)


def test_the_same_seed_gives_the_same_orderings():
    atoms = rock_salt((2, 2, 1))
    sites = np.flatnonzero(atoms.numbers == 11)
    runs = [
        orderings(atoms, sites, {"Na": 12, "K": 4}, CHARGES, 3, seed=5, enumerate_up_to=10)
        for _ in range(2)
    ]
    for a, b in zip(*runs):
        assert a.ewald_energy_eV == b.ewald_energy_eV
        assert list(a.atoms.numbers) == list(b.atoms.numbers)


def test_lto_cells_have_the_right_ions():
    assert lto_cell(42).get_chemical_formula() == "Li8O24Ti10"
    assert lto_cell(42, rank=3).get_chemical_formula() == "Li8O24Ti10"
    large = lto_cell(42, lattice_constant=8.448)
    assert large.get_volume() / lto_cell(42).get_volume() == pytest.approx((8.448 / 8.36) ** 3)
    with pytest.raises(ParameterError, match="6 distinct orderings"):
        lto_cell(42, rank=20)
    with pytest.raises(ParameterError, match="Take 42 or 168"):
        lto_cell(56)


@pytest.mark.slow
def test_the_large_lto_cell_keeps_its_optimum_with_other_seeds():
    from ambipolar.atomistics.structures.spinel import _arguments

    runs = [orderings(*_arguments(168), most=4, seed=s) for s in (0, 7)]
    energies = [[round(o.ewald_energy_eV, 4) for o in run] for run in runs]
    assert energies[0] == energies[1]
    assert [o.multiplicity for o in runs[0][:3]] == [12, 24, 12]
    assert lto_cell(168).get_chemical_formula() == "Li32O96Ti40"


def test_random_controls_are_worse_than_the_best():
    control = random_lto_cell(42, seed=2)
    assert control.get_chemical_formula() == "Li8O24Ti10"
    found = random_orderings(
        rock_salt(), np.flatnonzero(rock_salt().numbers == 11), {"Na": 2, "K": 2}, CHARGES, 3
    )
    assert len(found) == 1  # all six arrangements of two on four fcc sites are one
    assert control.info["ordering_ewald_energy_eV"] > lto_cell(42).info["ordering_ewald_energy_eV"]
