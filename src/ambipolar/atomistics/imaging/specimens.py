r"""Slabs of Li4Ti5O12 for the microscope: pristine, without lithium, without lithium and oxygen.

Seen along <110> the spinel shows diamonds of dense titanium columns (Ti-a), with titanium columns
of half the density (Ti-b) at the middle of their edges, two 8a lithium columns inside, and oxygen
in the rows of Ti-a (O-a) and of Ti-b (O-b). Microscopy of the extraction [meng2019] names the
upper lithium column of each diamond and every second O-b column as those that empty first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..structures.prototypes import PROTOTYPES
from ..structures.supercells import transformed_cell
from .projection import Column, columns, oriented_cell

_PRIMITIVE = ((0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0))
_LI_8A, _TI_16D, _O_32E = 0, 1, 2  # tags of the prototype

#: the states in the order of their extraction
STATES = ("pristine", "lithium-removed", "lithium-and-oxygen-removed")


@dataclass(frozen=True)
class Specimen:
    """A slab, its labelled columns, and what was taken out of the pristine crystal."""

    state: str
    atoms: Any
    columns: tuple[Column, ...]
    removed: dict[str, int]


def spinel_specimens(
    thickness: float,
    width: float,
    height: float,
    removed_fraction: float = 1.0,
    seed: int = 0,
) -> tuple[Specimen, ...]:
    """The three states of one slab seen along <110>, with the same disorder on 16d.

    Parameters
    ----------
    thickness, width, height : least size in angstrom along the beam, [1-10] and [001].
    removed_fraction : share of the upper 8a columns that leaves; half as many oxygen ions leave
        from the O-b columns beside them, so that the removal is neutral.
    seed : of the random places of Li on 16d.
    """
    slab = spinel_slab(thickness, width, height, seed)
    named = spinel_columns(slab)
    upper = [i for c in named if c.label == "Li-upper" for i in c.indices]
    lithium = _spread(slab, upper, round(removed_fraction * len(upper)))
    beside = [c.indices for c in named if c.label == "O1"]
    per_column = _shares(len(lithium) // 2, len(beside))
    oxygen = [i for ions, n in zip(beside, per_column) for i in _spread(slab, list(ions), n)]
    taken = {STATES[0]: [], STATES[1]: lithium, STATES[2]: lithium + oxygen}
    return tuple(
        Specimen(
            state,
            slab[np.setdiff1d(np.arange(len(slab)), gone)],
            tuple(named),
            {"Li": len(set(gone) & set(lithium)), "O": len(set(gone) & set(oxygen))},
        )
        for state, gone in taken.items()
    )


def spinel_slab(thickness: float, width: float, height: float, seed: int = 0) -> Any:
    """Li4Ti5O12 along <110>, upright, with Li at random on one sixth of the 16d sites."""
    crystal = PROTOTYPES["spinel-lto"]
    primitive = transformed_cell(crystal.average(), _PRIMITIVE)
    slab = oriented_cell(primitive, (1, 1, 0), (0, 0, 1), thickness, width, height)
    sites = np.flatnonzero(slab.get_tags() == _TI_16D)
    generator = np.random.default_rng(seed)
    chosen = generator.choice(sites, round(len(sites) / 6), replace=False)
    numbers = slab.get_atomic_numbers()
    numbers[chosen] = 3
    slab.set_atomic_numbers(numbers)
    return slab


def spinel_columns(slab: Any) -> list[Column]:
    """Columns of an upright <110> spinel named Ti-a, Ti-b, Li-upper, Li-lower, O-a, O1 and O2.

    O1 and O2 alternate along the chains of Ti-b and O-b: O1 touches the upper lithium column.
    """
    found = columns(slab)
    height = float(slab.cell[1, 1])
    widths = float(slab.cell[0, 0])
    dense = max(len(c.indices) for c in found if c.tag == _TI_16D)
    names: dict[int, str] = {}
    for k, column in enumerate(found):
        if column.tag == _TI_16D:
            names[k] = "Ti-a" if len(column.indices) > 0.75 * dense else "Ti-b"
    size = np.array([widths, height])
    for k, column in enumerate(found):
        if column.tag == _LI_8A:
            # a diamond's two share their x; the next above a lower one is its own partner
            pair = [(c.y - column.y) % height for c in found if _same_x(c, column, size)]
            names[k] = "Li-lower" if min(p for p in pair if p > 0.1) < 0.3 * _A else "Li-upper"
    for k, column in enumerate(found):
        if column.tag == _O_32E:
            names[k] = _oxygen(column, found, names, size)
    return [Column(c.x, c.y, c.tag, c.indices, c.elements, names[k]) for k, c in enumerate(found)]


_A = PROTOTYPES["spinel-lto"].cell[0]


def _same_x(a: Column, b: Column, size: np.ndarray) -> bool:
    shift = a.x - b.x
    return a.tag == b.tag and abs(shift - size[0] * round(shift / size[0])) < 0.5


def _oxygen(column: Column, found: list[Column], names: dict[int, str], size: np.ndarray) -> str:
    """O-a in the rows of Ti-a; else O1 or O2 after the nearer lithium column."""

    def nearest(kind: str, weight: tuple[float, float]) -> float:
        places = [(c.x, c.y) for k, c in enumerate(found) if names.get(k) == kind]
        shift = np.array(places) - (column.x, column.y)
        shift -= size * np.round(shift / size)
        return float(np.linalg.norm(shift * weight, axis=1).min())

    if nearest("Ti-a", (0, 1)) < nearest("Ti-b", (0, 1)):
        return "O-a"
    return "O1" if nearest("Li-upper", (1, 1)) < nearest("Li-lower", (1, 1)) else "O2"


def _spread(slab: Any, indices: list[int], number: int) -> list[int]:
    """``number`` of the atoms, evenly spread along the beam."""
    if number == 0:
        return []
    ordered = sorted(indices, key=lambda i: (round(slab.positions[i, 2], 3), i))
    return [ordered[int(k)] for k in (np.arange(number) + 0.5) * len(ordered) / number]


def _shares(total: int, parts: int) -> list[int]:
    """``total`` as ``parts`` whole numbers that differ by at most one."""
    return [(total * (k + 1)) // parts - (total * k) // parts for k in range(parts)]
