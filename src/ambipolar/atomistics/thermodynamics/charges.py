"""Formal charges: of guests, and guessed for hosts whose charges nobody gave."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

from ...core.errors import ParameterError

if TYPE_CHECKING:
    from ase import Atoms

#: charge numbers of guest ions
GUEST_CHARGES = {
    "H": 1, "Li": 1, "Na": 1, "K": 1, "Rb": 1, "Cs": 1, "Ag": 1,
    "Mg": 2, "Ca": 2, "Zn": 2, "Al": 3,
}  # fmt: skip

#: charge numbers of elements in hosts, the usual one first
USUAL_CHARGES: dict[str, tuple[int, ...]] = {
    **{e: (n,) for e, n in GUEST_CHARGES.items()},
    "Be": (2,), "Sr": (2,), "Ba": (2,), "Sc": (3,), "Y": (3,), "La": (3,), "Ga": (3,), "In": (3,),
    "Zr": (4,), "Hf": (4,), "Ta": (5,), "B": (3,), "C": (4, 0), "Si": (4,), "Ge": (4,),
    "N": (-3, 5), "P": (5, -3), "S": (-2, 6), "O": (-2,), "F": (-1,), "Cl": (-1,), "Br": (-1,),
    "I": (-1,), "Se": (-2,), "Te": (-2,),
    "Ti": (4, 3, 2), "V": (5, 4, 3, 2), "Cr": (3, 4, 6, 2), "Mn": (4, 3, 2), "Fe": (3, 2, 4),
    "Co": (3, 4, 2), "Ni": (2, 3, 4), "Cu": (2, 1, 3), "Nb": (5, 4, 3), "Mo": (6, 4, 5, 3),
    "Tc": (4, 7), "Ru": (4, 3, 5), "Rh": (3, 4), "Pd": (2, 4), "W": (6, 4, 5), "Re": (6, 4, 7),
    "Ir": (4, 3), "Pt": (4, 2), "Sn": (4, 2), "Sb": (5, 3), "Bi": (3, 5), "Ce": (4, 3),
}  # fmt: skip


def charge_number(guest: str) -> int:
    """Charge number of the ion of a guest.

    Raises
    ------
    ParameterError
        for an element that is no known cation guest.
    """
    if guest not in GUEST_CHARGES:
        raise ParameterError(
            "guest", f"{guest!r} is no guest whose ion has a known charge.",
            f"Known: {', '.join(GUEST_CHARGES)}.",
        )  # fmt: skip
    return GUEST_CHARGES[guest]


def guessed_charges(atoms: Atoms, guest: str) -> Mapping[str, float]:
    """The most usual charge numbers that balance a structure, to rank arrangements with.

    Where no whole numbers do, one element of several states takes the mean that does (mixed
    valence). All zero, which ranks nothing, where neither exists or an element is unknown.
    """
    symbols = atoms.get_chemical_symbols()
    counts = {e: symbols.count(e) for e in sorted(set(symbols))}
    nothing = {**dict.fromkeys(counts, 0.0), guest: 0.0}
    if not counts.keys() <= USUAL_CHARGES.keys():
        return nothing
    states = [USUAL_CHARGES[e] for e in counts]
    balanced = [
        (sum(options.index(q) for options, q in zip(states, charges)), charges)
        for charges in product(*states)
        if sum(n * q for n, q in zip(counts.values(), charges)) == 0
    ]
    if balanced:
        return {guest: 1.0, **dict(zip(counts, map(float, min(balanced)[1])))}
    first = {e: float(options[0]) for e, options in zip(counts, states)}
    for element, options in zip(counts, states):
        rest = sum(counts[e] * q for e, q in first.items() if e != element)
        mean = -rest / counts[element]
        if len(options) > 1 and min(options) <= mean <= max(options):
            return {guest: 1.0, **first, element: mean}
    return nothing
