r"""Cells of the spinel [Li]8a [Li1/6 Ti5/6]16d [O4]32e, with Li and Ti ordered on 16d.

Two cells have whole numbers of ions: three primitive cells, $\mathrm{Li_8Ti_{10}O_{24}}$ with 42
atoms, in which all orderings are compared, and the conventional cell tripled along one axis,
$\mathrm{Li_{32}Ti_{40}O_{96}}$ with 168 atoms, in which they are sampled.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .orderings import Ordering, orderings, random_orderings
from .prototypes import PROTOTYPES
from .supercells import transformed_cell

#: number of atoms -> rows of the cell in units of the cubic axes
LTO_CELLS: dict[int, tuple[tuple[float, ...], ...]] = {
    42: PROTOTYPES["spinel-lto"].ordered_cell,
    168: ((1, 0, 0), (0, 3, 0), (0, 0, 1)),
}


def lto_orderings(atoms: int = 42, most: int = 10) -> list[Ordering]:
    """Distinct Li/Ti orderings on 16d of Li4Ti5O12, lowest Coulomb energy first.

    Parameters
    ----------
    atoms : 42 (all orderings are priced) or 168 (they are sampled).
    """
    return orderings(*_arguments(atoms), most=most)


def lto_cell(atoms: int = 42, rank: int = 0, lattice_constant: float | None = None) -> Any:
    """Li4Ti5O12 (``ase.Atoms``) with its ``rank``-th 16d ordering; 0 has the lowest Coulomb energy.

    Parameters
    ----------
    atoms : 42 or 168.
    lattice_constant : cubic lattice constant in angstrom; by default the measured one.

    Raises
    ------
    ParameterError
        for another number of atoms or a rank beyond the distinct orderings.
    """
    found = _ranked(atoms, max(8, rank + 1))
    if not 0 <= rank < len(found):
        raise ParameterError(
            "rank",
            f"there are {len(found)} distinct orderings, ranks 0 to {len(found) - 1}; got {rank}.",
            "Choose one of them.",
        )
    return _labelled(found[rank], atoms, rank, lattice_constant)


def random_lto_cell(atoms: int = 42, seed: int = 0, lattice_constant: float | None = None) -> Any:
    """Li4Ti5O12 with Li and Ti at random on 16d: the control of the ordered cells."""
    found = random_orderings(*_arguments(atoms), number=1, seed=seed)[0]
    return _labelled(found, atoms, f"random, seed {seed}", lattice_constant)


@lru_cache(maxsize=8)
def _ranked(atoms: int, most: int) -> tuple[Ordering, ...]:
    return tuple(lto_orderings(atoms, most))


def _arguments(atoms: int) -> tuple[Any, Any, dict[str, int], Any]:
    if atoms not in LTO_CELLS:
        raise ParameterError(
            "atoms", f"there is no cell of Li4Ti5O12 with {atoms} atoms.", "Take 42 or 168."
        )
    crystal = PROTOTYPES["spinel-lto"]
    cell = transformed_cell(crystal.average(), LTO_CELLS[atoms])
    sites = np.flatnonzero(cell.get_tags() == 1)  # 16d
    return cell, sites, {"Li": len(sites) // 6, "Ti": 5 * len(sites) // 6}, crystal.charges


def _labelled(found: Ordering, size: int, rank: Any, lattice_constant: float | None) -> Any:
    atoms = found.atoms.copy()
    if lattice_constant is not None:
        factor = lattice_constant / PROTOTYPES["spinel-lto"].cell[0]
        atoms.set_cell(np.asarray(atoms.cell) * factor, scale_atoms=True)
    atoms.info["ordering"] = f"{size} atoms, 16d ordering {rank}"
    atoms.info["ordering_ewald_energy_eV"] = found.ewald_energy_eV
    return atoms
