"""Charges that balance."""

import pytest
from ase import Atoms

from ambipolar.atomistics.thermodynamics.charges import charge_number, guessed_charges
from ambipolar.core.errors import ParameterError


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("LiCoO2", {"Li": 1, "Co": 3, "O": -2}),
        ("LiFePO4", {"Li": 1, "Fe": 2, "P": 5, "O": -2}),
        ("LiMn2O4", {"Li": 1, "Mn": 3.5, "O": -2}),
        ("TiO2", {"Li": 1, "Ti": 4, "O": -2}),
        ("WO3", {"Li": 1, "W": 6, "O": -2}),
        ("Li4Ti5O12", {"Li": 1, "Ti": 4, "O": -2}),
        ("LiC6", {"Li": 1, "C": 0}),
    ],
)
def test_usual_hosts(formula, expected):
    found = guessed_charges(Atoms(formula), "Li")
    if formula == "LiC6":  # no balance of usual charges: nothing is ranked
        assert set(found.values()) == {0.0}
    else:
        assert found == expected


def test_unknown_elements_rank_nothing():
    assert set(guessed_charges(Atoms("LiXeO2"), "Li").values()) == {0.0}


def test_guests():
    assert charge_number("Mg") == 2
    with pytest.raises(ParameterError, match="Known: H, Li"):
        charge_number("Xe")
