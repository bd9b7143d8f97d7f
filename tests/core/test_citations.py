"""The BibTeX reader and the reference file itself."""

from __future__ import annotations

import re

import pytest

from ambipolar.core.citations import cite, cited_keys, parse_bibtex, reference, references
from ambipolar.core.errors import SpecError, UnknownNameError

ENTRY = r"""
@Article{muller2020,
  title = {On {Li$_x$FePO4} \& friends},
  author = {M{\"u}ller, J{\'e}r{\^o}me and Mo\v{s}kon, Jo\v{z}e and {\O}rsted},
  journal = "Journal of Tests", volume = 7, pages = {1--9}, year = 2020,
  doi = {10.1000/xyz}, keywords = {unused},
}
"""


def test_reader_understands_braces_quotes_numbers_and_accents():
    (entry,) = parse_bibtex(ENTRY)
    assert entry.title == "On Li_xFePO4 & friends"
    assert entry.authors == ("Müller, Jérôme", "Moškon, Jože", "Ørsted")
    assert (entry.volume, entry.pages, entry.year) == ("7", "1–9", "2020")
    assert str(entry) == (
        "J. Müller, J. Moškon and Ørsted. On Li_xFePO4 & friends. "
        "Journal of Tests 7, 1–9 (2020). doi:10.1000/xyz"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("@article{a2000, title = {T}, author = {A}}", "lacks year"),
        ("@article{a2000, title = {T, author = A", "unclosed value"),
        ("@article{a2000, title = {T}, author = {A}, year = 2000", "cannot read"),
        (ENTRY + ENTRY, "stands there twice"),
    ],
)
def test_reader_names_what_is_wrong(text, complaint):
    with pytest.raises(SpecError, match=complaint):
        list(parse_bibtex(text))


def test_cite_gives_people_title_place_year_and_doi():
    text = cite("bai2011")
    assert text.startswith("P. Bai, D. A. Cogswell and M. Z. Bazant. Suppression of phase")
    assert text.endswith("Nano Letters 11, 4890–4896 (2011). doi:10.1021/nl202764f")


def test_unknown_key_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match="bai2011"):
        cite("bai2012")


def test_every_entry_of_the_file_is_complete_and_traceable():
    assert len(references()) >= 15
    dois = [r.doi for r in references().values() if r.doi]
    assert len(dois) == len(set(dois))
    for key, entry in references().items():
        assert re.fullmatch(r"[a-z]+\d{4}[a-z]*", key), key
        assert entry.year in key, key
        assert entry.doi == "" or re.fullmatch(r"10\.\d{4,9}/\S+", entry.doi), key
        assert entry.doi or entry.publisher or entry.url or entry.note, key
        assert not set("{}\\$") & set(str(entry)), key
        assert entry is reference(key)


def test_cited_keys_are_found_in_order_and_once():
    texts = ["See [zeng2014mhc] and [bai2011].", "x[0], [J/mol], [bai2011; crank1975]"]
    assert cited_keys(texts) == ("zeng2014mhc", "bai2011", "crank1975")
