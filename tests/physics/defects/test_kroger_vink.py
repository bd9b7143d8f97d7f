"""Kroger-Vink notation in its spellings, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError
from ambipolar.physics.defects.kroger_vink import Species, effective_charge, formula


@pytest.mark.parametrize(
    ("text", "charge", "elements", "sites"),
    [
        ("V_O^{..}", 2, {}, {"O": 1}),
        ("V_O••", 2, {}, {"O": 1}),
        ("V_{O}^{\\bullet\\bullet}", 2, {}, {"O": 1}),
        ("\\mathrm{V}_{O}^{2.}", 2, {}, {"O": 1}),
        ("V_TM‴", -3, {}, {"TM": 1}),
        ("V_Ti''''", -4, {}, {"Ti": 1}),
        ("Li_i^.", 1, {"Li": 1}, {"i": 1}),
        ("Ti_Ti^x", 0, {"Ti": 1}, {"Ti": 1}),
        ("Ti_Ti^{×}", 0, {"Ti": 1}, {"Ti": 1}),
        ("Ti_Ti'", -1, {"Ti": 1}, {"Ti": 1}),
        ("O_O", 0, {"O": 1}, {"O": 1}),
        ("Li_Ti^{3'}", -3, {"Li": 1}, {"Ti": 1}),
        ("TM_{Li}^{⋅⋅}", 2, {"TM": 1}, {"Li": 1}),
        ("{V}_V^x", 0, {"V": 1}, {"V": 1}),
        ("V_V'''''", -5, {}, {"V": 1}),
        ("OH_O^.", 1, {"O": 1, "H": 1}, {"O": 1}),
        ("e'", -1, {}, {}),
        ("h^.", 1, {}, {}),
        ("h•", 1, {}, {}),
        ("e-", -1, {}, {}),
        ("e^-", -1, {}, {}),
        ("O2(g)", 0, {"O": 2}, {}),
        ("Li(s)", 0, {"Li": 1}, {}),
        ("Li^+", 1, {"Li": 1}, {}),
        ("O^{2-}", -2, {"O": 1}, {}),
        ("Li4Ti5O12", 0, {"Li": 4, "Ti": 5, "O": 12}, {}),
        ("(O_O^. V_TM''')''", -2, {"O": 1}, {"O": 1, "TM": 1}),
        ("(O_O^•V_TM‴)″", -2, {"O": 1}, {"O": 1, "TM": 1}),
        ("(V_Li' V_O^{..} V_Li')^x", 0, {}, {"Li": 2, "O": 1}),
    ],
)
def test_spellings(text, charge, elements, sites):
    species = Species.parse(text)
    assert species.charge == charge
    assert dict(species.elements) == elements
    assert dict(species.sites) == sites


@pytest.mark.parametrize(
    "text", ["", "V_", "_O", "V_O^{.'}", "V_O^y", "Li_i^+x", "2 Li_i^.", "O2(", "()", "V_O^{2..}"]
)
def test_what_is_no_species_is_refused(text):
    with pytest.raises(ParameterError, match=r"is not Kroger-Vink notation.*Write V_O"):
        Species.parse(text)


def test_a_complex_whose_label_differs_from_its_members_is_refused():
    with pytest.raises(ParameterError, match=r"labelled -2.*O_O\^. \+1.*add up to -1"):
        Species.parse("(O_O^. V_TM'')''")


def test_formulas():
    assert formula("Li1.5Ti2") == {"Li": Fraction(3, 2), "Ti": 2}
    assert formula("TM") == {"TM": 1}  # no element: one kind
    with pytest.raises(ParameterError, match="no formula"):
        formula("lithium")


@settings(max_examples=200, deadline=None)
@given(
    what=st.sampled_from(["V", "Li", "Ti", "OH", "TM"]),
    site=st.sampled_from(["O", "Li", "Ti", "TM", "i"]),
    charge=st.integers(-4, 4),
    style=st.sampled_from(["bare", "caret", "braces", "number"]),
)
def test_every_style_of_the_same_charge_reads_the_same(what, site, charge, style):
    mark = "." if charge > 0 else "'"
    marks = {
        "bare": mark * abs(charge),
        "caret": f"^{mark * abs(charge)}" if charge else "^x",
        "braces": f"^{{{mark * abs(charge) or 'x'}}}",
        "number": f"^{{{abs(charge)}{mark}}}" if charge else "^x",
    }[style]
    assert effective_charge(f"{what}_{site}{marks}") == charge


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        species = Species.parse(text)
    except ParameterError:
        return
    assert isinstance(species.charge, Fraction)
