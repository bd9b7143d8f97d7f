r"""Defect reactions: what must balance, and a message that says by how much it does not.

A reaction between defects keeps three things [kroger1956]: the atoms of every element, the charge
(effective in the crystal, real outside), and the ratio of sites, as sites of one sublattice can
only be made or destroyed together with those of all others,

$$\sum_k \nu_k\, n_{e,k} = 0, \quad \sum_k \nu_k\, z_k = 0, \quad
\sum_k \nu_k\, s_{S,k} = m\, r_S \quad \text{for all sublattices } S,$$

with stoichiometric numbers $\nu$ (negative on the left), the host's sites $r_S$ per formula unit
and any number $m$ of formula units made. Interstitial sites are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...core.errors import ParameterError
from .kroger_vink import INTERSTITIAL, Species, formula, signed

_ARROW = re.compile(r"<=>|<->|<=+>|⇌|↔|-+>|→|⟶|=+")
_COEFFICIENT = re.compile(r"\s*(\d+\s*/\s*\d+|\d+\.\d+|\d+|½|¼|¾)?\s*(.*)", re.DOTALL)
_GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_NOTHING = {"", "0", "nil", "null", "∅", "none"}

Term = tuple[Fraction, Species]


@dataclass(frozen=True)
class Balance:
    """Right side minus left side of what must be kept; empty and zero when it is.

    ``sites`` are the sites made that the host's ratio does not allow; ``formula_units`` is the
    number of formula units of the host made.
    """

    elements: Mapping[str, Fraction]
    charge: Fraction
    sites: Mapping[str, Fraction]
    formula_units: Fraction = Fraction(0)

    def __bool__(self) -> bool:
        return not self.elements and not self.sites and self.charge == 0


@dataclass(frozen=True)
class DefectReaction:
    """A defect reaction with its two sides; ``sites`` are the host's sites per formula unit."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    sites: Mapping[str, Fraction]
    text: str = ""

    @staticmethod
    def parse(text: str, host: str | Mapping[str, float] = "") -> DefectReaction:
        """Read ``"O_O^x -> V_O^{..} + 2 e' + 1/2 O2(g)"``; blanks stand around each ``+``.

        Parameters
        ----------
        host : formula of the perfect crystal, or its sites per formula unit by name; needed when
            the reaction makes or destroys sites.

        Raises
        ------
        ParameterError
            when there is not one arrow, or a term is no species.
        """
        sides = _ARROW.split(text)
        if len(sides) != 2:
            raise ParameterError(
                "reaction", f"{text!r} has {len(sides) - 1} arrows.", "Write one: left -> right."
            )
        sites = formula(host) if isinstance(host, str) and host else dict(host or {})
        numbers = {s: Fraction(n).limit_denominator(1000) for s, n in sites.items()}
        return DefectReaction(_side(sides[0]), _side(sides[1]), numbers, text.strip())

    def balance(self) -> Balance:
        """What is not kept, right side minus left side."""
        elements: Counter[str] = Counter()
        made: Counter[str] = Counter()
        charge = Fraction(0)
        for sign, side in ((-1, self.left), (1, self.right)):
            for number, species in side:
                charge += sign * number * species.charge
                for element, count in species.elements.items():
                    elements[element] += sign * number * count  # type: ignore[assignment]
                for site, count in species.sites.items():
                    made[site] += sign * number * count  # type: ignore[assignment]
        made.pop(INTERSTITIAL, None)
        units, excess = self._excess_sites({s: Fraction(n) for s, n in made.items()})
        kept = {e: Fraction(n) for e, n in elements.items() if n}
        return Balance(kept, charge, excess, units)

    def check(self) -> DefectReaction:
        """The reaction itself when it is balanced.

        Raises
        ------
        ParameterError
            that names each quantity that is not kept, by how much, and what would mend the charge.
        """
        found = self.balance()
        if found:
            return self
        faults = [
            f"{_amount(n)} {e} {'more' if n > 0 else 'fewer'} on the right"
            for e, n in sorted(found.elements.items())
        ]
        if found.charge:
            faults.append(f"the charge changes by {signed(found.charge)}")
        faults += [
            f"{_amount(n)} {s} {'site' if abs(n) == 1 else 'sites'} too "
            f"{'many' if n > 0 else 'few'} on the right"
            for s, n in sorted(found.sites.items())
        ]
        raise ParameterError("reaction", f"not balanced: {'; '.join(faults)}.", self._advice(found))

    def _advice(self, found: Balance) -> str:
        if found.sites and not self.sites:
            return "Name the host, such as host='MgO', if formula units are made or destroyed."
        if found.charge and not found.elements and not found.sites:
            number = _amount(found.charge)
            right, left = ("e'", "h^.") if found.charge > 0 else ("h^.", "e'")
            return (
                f"Add {number} {right} on the right or {number} {left} on the left, "
                "or correct a charge."
            )
        return "Correct the stoichiometric numbers or the species."

    def _excess_sites(self, made: dict[str, Fraction]) -> tuple[Fraction, dict[str, Fraction]]:
        """Formula units of the host made, and the sites made beyond these."""
        if not self.sites:
            return Fraction(0), {s: n for s, n in made.items() if n}
        # the number of units that explains most sublattices; ties in favour of few whole units
        ratios = [made.get(s, Fraction(0)) / r for s, r in self.sites.items()]
        units = max(sorted(set(ratios), key=lambda r: (r.denominator, abs(r))), key=ratios.count)
        names = {*made, *self.sites}
        excess = {s: made.get(s, Fraction(0)) - units * self.sites.get(s, 0) for s in names}
        return units, {s: n for s, n in excess.items() if n}


def check_reaction(text: str, host: str | Mapping[str, float] = "") -> DefectReaction:
    """Parse a defect reaction and accept it when atoms, charge and site ratios are kept.

    Raises
    ------
    ParameterError
        when it cannot be read or is not balanced; the message says what is off and by how much.
    """
    return DefectReaction.parse(text, host).check()


def neutral(defects: Mapping[str, float]) -> Fraction:
    """Net effective charge of numbers of defects; 0 for a neutral set.

    ``neutral({"V_Li'": 2, "V_O^{..}": 1}) == 0``: two lithium vacancies and one oxygen vacancy are
    one neutral removal of Li2O.
    """
    return sum(
        (
            Fraction(n).limit_denominator(10**6) * Species.parse(s).charge
            for s, n in defects.items()
        ),
        Fraction(0),
    )


def _side(text: str) -> tuple[Term, ...]:
    if text.strip() in _NOTHING:
        return ()
    return tuple(_term(part) for part in _split(text))


def _split(text: str) -> Iterable[str]:
    """Terms at the pluses that are outside brackets and have blanks on both sides."""
    depth, start, terms = 0, 0, []
    for index, character in enumerate(text):
        depth += character in "({"
        depth -= character in ")}"
        alone = text[index - 1 : index].isspace() and text[index + 1 : index + 2].isspace()
        if character == "+" and depth == 0 and alone:
            terms.append(text[start:index])
            start = index + 1
    terms.append(text[start:])
    return terms


def _term(text: str) -> Term:
    match = _COEFFICIENT.fullmatch(text.strip())
    number, species = (match[1], match[2]) if match else (None, text)
    if not species.strip():
        raise ParameterError(
            "reaction", f"a term is empty near {text!r}.", "Put one species on each side of a plus."
        )
    if number is None:
        return Fraction(1), Species.parse(species)
    if number in _GLYPHS:
        return _GLYPHS[number], Species.parse(species)
    return Fraction(number.replace(" ", "")), Species.parse(species)


def _amount(number: Fraction) -> str:
    return str(abs(number))
