r"""Kroger-Vink notation of point defects [kroger1956], read into what is counted.

A structure element $\mathrm{X}_S^q$ names what sits on a site, the site, and the charge relative
to the perfect crystal: ``V_O^{..}`` is an oxygen vacancy with effective charge +2, ``Li_i^.`` an
interstitial, ``Ti_Ti^x`` an undisturbed ion, ``e'`` and ``h^.`` electron and hole. Dots (``. •``)
count positive charges, primes (``' ′``) negative ones; ``^{2.}`` and ``^{3'}`` are accepted, and a
missing charge means none. ``V`` on a site is a vacancy; vanadium is written ``{V}_V``. Several in
brackets are a complex, ``(O_O^. V_Li')^x``. What has no site is outside the crystal, with its real
charge and perhaps its phase: ``1/2 O2(g)``, ``Li(s)``, ``Li+``, ``e-``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...core.errors import ParameterError

_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se"
    " Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb"
    " Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu"
)
_ELEMENTS = frozenset(re.findall("[A-Z][a-z]?", _SYMBOLS))
#: sites that a crystal has without limit and that no formula counts
INTERSTITIAL = "i"
_VACANCY = ("V", "v", "Vac", "□")
_MINUS = "−–"
_SPELLINGS = {
    "\\bullet": "•", "\\cdot": "•", "\\prime": "'", "\\times": "x", "⋅": "•", "·": "•", "∙": "•",
    "×": "x", "′": "'", "″": "''", "‴": "'''", "⁗": "''''", "’": "'", '"': "''", "⁺": "^{+}",
    "⁻": "^{-}", "½": "1/2", "¼": "1/4", "¾": "3/4", "₂": "2", "₃": "3", "₄": "4",
}  # fmt: skip
_CHARGE = r"(?:\^?\{[^{}]*\}|\^[x*0]|\^?[0-9]*[•.']+)?"
_ON_SITE = r"(?:\{[^{}]+\}|[A-Za-z□][A-Za-z0-9]*?)_(?:\{[^{}]+\}|[A-Z][a-z]|[A-Z]+|i)"
_ATOM = re.compile(rf"(?P<element>{_ON_SITE})(?P<charge>{_CHARGE})")
_FREE = re.compile(
    r"(?P<formula>(?:[A-Z][a-z]?[0-9.]*)+|e)(?:\^?\{?(?P<charge>[0-9]*[+-])\}?)?"
    r"(?:\((?P<phase>[a-z]+)\))?$"
)
_FORMULA = re.compile(r"([A-Z][a-z]?)([0-9]*\.?[0-9]*)")


@dataclass(frozen=True)
class Species:
    """One term of a defect reaction, counted.

    ``elements`` and ``sites`` are numbers of atoms and of lattice sites; ``charge`` is effective
    for what is in the crystal and real for what is outside: as the perfect crystal is neutral, the
    two add.
    """

    text: str
    charge: Fraction
    elements: Mapping[str, Fraction]
    sites: Mapping[str, int]

    @staticmethod
    def parse(text: str) -> Species:
        """Read one species.

        Raises
        ------
        ParameterError
            when it is no species, or the charge of a complex is not that of its members.
        """
        plain = _normalised(text)
        found = _electronic(text, plain) or _structure_element(text, plain)
        found = found or _complex(text, plain) or _outside(text, plain)
        if found is None:
            raise ParameterError(
                "species",
                f"{text!r} is not Kroger-Vink notation.",
                "Write V_O^{..}, Li_i^., Ti_Ti^x, e', h^.; outside the crystal O2(g), Li(s), e-.",
            )
        return found


def formula(text: str) -> dict[str, Fraction]:
    """Numbers of atoms in a formula such as ``LiCoO2``; a symbol of no element counts as one kind.

    Raises
    ------
    ParameterError
        for text that is no formula.
    """
    parts = _FORMULA.findall(text)
    if not parts or "".join(a + n for a, n in parts) != text:
        raise ParameterError("formula", f"{text!r} is no formula.", "Write it like Li4Ti5O12.")
    if any(symbol not in _ELEMENTS for symbol, _ in parts):
        return {text: Fraction(1)}  # a stand-in such as TM or M
    count: Counter[str] = Counter()
    for symbol, number in parts:
        count[symbol] += Fraction(number) if number else Fraction(1)  # type: ignore[assignment]
    return {e: Fraction(n) for e, n in count.items()}


def effective_charge(text: str) -> Fraction:
    """Charge of one species in units of e: ``effective_charge("V_O^{..}") == 2``."""
    return Species.parse(text).charge


def _normalised(text: str) -> str:
    plain = re.sub(r"\\(?:mathrm|text)\{([^{}]*)\}", r"\1", text.strip())
    for spelling, meaning in _SPELLINGS.items():
        plain = plain.replace(spelling, meaning)
    for minus in _MINUS:
        plain = plain.replace(minus, "-")
    return re.sub(r"\\|\$", "", plain)


def _electronic(text: str, plain: str) -> Species | None:
    bare = plain.replace("^", "").replace("{", "").replace("}", "")
    charges = {"e'": -1, "h•": 1, "h.": 1, "e-": -1}
    if bare not in charges:
        return None
    return Species(text.strip(), Fraction(charges[bare]), {}, {})


def _structure_element(text: str, plain: str) -> Species | None:
    match = _ATOM.fullmatch(plain)
    charge = _charge(match["charge"]) if match else None
    if match is None or charge is None:
        return None
    what, _, site = match["element"].partition("_")
    elements = {} if what in _VACANCY else formula(what.strip("{}"))
    return Species(text.strip(), charge, elements, {site.strip("{}"): 1})


def _complex(text: str, plain: str) -> Species | None:
    match = re.fullmatch(rf"[({{]+(?P<inner>.*_.*?)\)\}}?(?P<charge>{_CHARGE})", plain)
    if match is None:
        return None
    members = [Species.parse(part) for part in _members(match["inner"])]
    total = sum((m.charge for m in members), Fraction(0))
    stated = _charge(match["charge"]) if match["charge"] else total
    if stated is None:
        return None
    if stated != total:
        raise ParameterError(
            "species",
            f"the complex {text.strip()!r} is labelled {signed(stated)}, but its members "
            f"({', '.join(f'{m.text} {signed(m.charge)}' for m in members)}) add up to "
            f"{signed(total)}.",
            "Correct the label or a member.",
        )
    elements: Counter[str] = Counter()
    sites: Counter[str] = Counter()
    for member in members:
        elements.update(member.elements)  # type: ignore[arg-type]
        sites.update(member.sites)
    return Species(text.strip(), total, {e: Fraction(n) for e, n in elements.items()}, dict(sites))


def _members(inner: str) -> list[str]:
    """The parts of a complex, separated by blanks or hyphens, or simply set side by side."""
    parts = [p for p in re.split(r"[\s,-]+", inner) if p]
    if len(parts) > 1:
        return parts
    side_by_side = [m.group() for m in re.finditer(rf"{_ON_SITE}{_CHARGE}", inner)]
    return side_by_side if "".join(side_by_side) == inner else [inner]


def _outside(text: str, plain: str) -> Species | None:
    match = _FREE.fullmatch(plain.replace(" ", ""))
    if match is None or match["formula"] == "e":
        return None
    sign = match["charge"] or ""
    charge = Fraction(0)
    if sign:
        charge = Fraction(int(sign[:-1] or 1) * (1 if sign[-1] == "+" else -1))
    return Species(text.strip(), charge, formula(match["formula"]), {})


def _charge(text: str | None) -> Fraction | None:
    """Effective charge of a superscript; None for what is no superscript."""
    marks = re.sub(r"[\^{}\s]", "", text or "").replace("•", ".")
    if marks in ("", "x", "*", "0"):
        return Fraction(0)
    match = re.fullmatch(r"(?P<number>[0-9]+(?:/[0-9]+)?)?(?P<marks>\.+|'+)", marks)
    if match is None:
        return None
    size = Fraction(match["number"]) if match["number"] else Fraction(len(match["marks"]))
    if match["number"] and len(match["marks"]) > 1:
        return None
    return size if match["marks"][0] == "." else -size


def signed(charge: Fraction) -> str:
    """A charge with its sign: ``+2``, ``-1/2``, ``0``."""
    return f"+{charge}" if charge > 0 else str(charge)
