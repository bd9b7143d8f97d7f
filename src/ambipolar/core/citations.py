"""The sources of laws, materials and studies: ``references.bib`` read into records.

Docstrings, materials and studies name a source by its key, as in ``[bai2011]``; this module
turns the key into a readable citation. The reader knows the subset of BibTeX that the file
uses: ``@kind{key, name = {value}, ...}`` with braces, quotes or bare numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from .errors import SpecError, UnknownNameError

_KEY = r"[a-z]+\d{4}[a-z]*"
#: A citation in a docstring: lower-case words with years, as in ``[bai2011; zeng2014mhc]``.
CITATION = re.compile(rf"\[({_KEY}(?:[;,]\s*{_KEY})*)\]")

_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    '"': "\u0308",
    "^": "\u0302",
    "~": "\u0303",
    "v": "\u030c",
}
_ACCENT = re.compile(r"\\(['`\"^~]|v(?=[{ ]))\s*\{?([A-Za-z])\}?")
_LETTERS = {r"\o": "ø", r"\O": "Ø", r"\ss": "ß", r"\l": "ł", r"\aa": "å", r"\ae": "æ"}
_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s]+)\s*,")
_FIELD = re.compile(r"\s*,?\s*(\w+)\s*=\s*")


@dataclass(frozen=True)
class Reference:
    """One published source; text fields are plain Unicode, absent ones are empty."""

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]  #: "Family, Given" as in the file
    year: str
    journal: str = ""
    volume: str = ""
    pages: str = ""
    publisher: str = ""
    edition: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""

    def __str__(self) -> str:
        names = [_initials(a) for a in self.authors]
        people = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        edition = f"edition {self.edition}" if self.edition else ""
        where = ", ".join(filter(None, [f"{self.journal} {self.volume}".strip(), self.pages]))
        parts = [people, self.title, ", ".join(filter(None, [where, edition, self.publisher]))]
        text = ". ".join(filter(None, parts)) + f" ({self.year})."
        tail = f"doi:{self.doi}" if self.doi else self.url or self.note
        return f"{text} {tail}".strip()


def cite(key: str) -> str:
    """The citation of ``key`` as one line of text that ends with its DOI.

    Raises
    ------
    UnknownNameError
        when ``references.bib`` has no such key; the nearest keys are suggested.
    """
    return str(reference(key))


def reference(key: str) -> Reference:
    """The record of ``key``; raises :class:`UnknownNameError` like :func:`cite`."""
    known = references()
    if key not in known:
        raise UnknownNameError("reference", key, known)
    return known[key]


def bibtex_of(key: str) -> str:
    """The BibTeX entry of ``key``; raises :class:`UnknownNameError` like :func:`cite`."""
    reference(key)
    text = _bibliography()
    start = next(m.start() for m in _ENTRY.finditer(text) if m[2] == key)
    following = _ENTRY.search(text, start + 1)
    return text[start : following.start() if following else len(text)].strip()


@lru_cache(maxsize=1)
def _bibliography() -> str:
    return files("ambipolar.core").joinpath("references.bib").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def references() -> Mapping[str, Reference]:
    """All sources by key, in the order of the file."""
    return MappingProxyType({r.key: r for r in parse_bibtex(_bibliography())})


def cited_keys(texts: Iterable[str]) -> tuple[str, ...]:
    """Keys cited as ``[key]`` in the texts, each once, in order of appearance."""
    groups = (group for text in texts for group in CITATION.findall(text))
    return tuple(dict.fromkeys(key for group in groups for key in re.findall(_KEY, group)))


def parse_bibtex(text: str) -> Iterator[Reference]:
    """Read BibTeX entries.

    Raises
    ------
    SpecError
        for an unbalanced entry, a repeated key, or one without title, author or year.
    """
    position, seen = 0, set()
    while match := _ENTRY.search(text, position):
        kind, key = match[1].lower(), match[2]
        fields, position = _fields(text, match.end(), key)
        missing = {"title", "author", "year"} - fields.keys()
        if missing or key in seen:
            fault = f"lacks {', '.join(sorted(missing))}" if missing else "stands there twice"
            raise SpecError(key, f"the BibTeX entry {fault}.")
        seen.add(key)
        authors = tuple(a.strip() for a in re.split(r"\s+and\s+", fields.pop("author")))
        wanted = {k: v for k, v in fields.items() if k in Reference.__dataclass_fields__}
        yield Reference(key=key, kind=kind, authors=authors, **wanted)


def _fields(text: str, position: int, key: str) -> tuple[dict[str, str], int]:
    """The ``name = value`` pairs of one entry and the position after its closing brace."""
    found: dict[str, str] = {}
    while match := _FIELD.match(text, position):
        value, position = _value(text, match.end(), key)
        found[match[1].lower()] = _plain(value)
    closing = re.compile(r"\s*,?\s*\}").match(text, position)
    if closing is None:
        near = text[position : position + 30].strip()
        raise SpecError(key, f"cannot read the BibTeX entry near {near!r}.")
    return found, closing.end()


def _value(text: str, start: int, key: str) -> tuple[str, int]:
    if text[start : start + 1] == '"':
        end = text.find('"', start + 1)
        if end > 0:
            return text[start + 1 : end], end + 1
    elif text[start : start + 1] == "{":
        depth = 0
        for index in range(start, len(text)):
            depth += {"{": 1, "}": -1}.get(text[index], 0)
            if depth == 0:
                return text[start + 1 : index], index + 1
    elif match := re.compile(r"\w+").match(text, start):
        return match[0], match.end()
    raise SpecError(key, f"unclosed value in the BibTeX entry near {text[start : start + 30]!r}.")


def _plain(value: str) -> str:
    """LaTeX to plain text: accents, dashes, escapes and braces."""

    def accented(match: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", match[2] + _ACCENTS[match[1]])

    value = _ACCENT.sub(accented, value)
    for command, letter in _LETTERS.items():
        value = re.sub(re.escape(command) + r"(?![A-Za-z])\s*(\{\})?", letter, value)
    value = value.replace("--", "\u2013").replace("$", "")
    value = re.sub(r"\\([&%_#])", r"\1", value)
    return " ".join(value.replace("{", "").replace("}", "").split())


def _initials(author: str) -> str:
    """``Bazant, Martin Z.`` -> ``M. Z. Bazant``; names without comma stay."""
    family, comma, given = author.partition(",")
    if not comma:
        return author
    short = " ".join(
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split()
    )
    return f"{short} {family}"
