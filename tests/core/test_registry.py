"""Names that load when asked for."""

from __future__ import annotations

import sys

import pytest

from ambipolar.core.errors import UnknownNameError
from ambipolar.core.registry import Registry

THINGS = Registry("thing", {"Fraction": "fractions:Fraction", "Half": "decimal:Decimal"})


def test_entry_is_imported_on_first_use_and_found_in_any_case():
    from fractions import Fraction

    assert THINGS["Fraction"] is Fraction
    assert THINGS["fraction"] is Fraction


def test_listing_imports_nothing():
    lazy = Registry("thing", {"Absent": "no_such_module:Absent"})
    assert list(lazy) == ["Absent"]
    assert "Absent" in lazy
    assert len(lazy) == 1
    assert "no_such_module" not in sys.modules


def test_unknown_name_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown thing 'Fractoin'. Did you mean Fraction?"):
        THINGS["Fractoin"]


def test_unknown_name_without_neighbour_lists_all():
    with pytest.raises(UnknownNameError, match="Known: Fraction, Half."):
        THINGS["zzzz"]
