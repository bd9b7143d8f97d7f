"""Structures from files and other packages, checked before anything is computed with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import ParameterError, suggestion
from ...core.optional import require
from .orderings import VACANCY, Ordering, orderings
from .prototypes import PROTOTYPES, prototype
from .supercells import transformed_cell

#: atoms nearer than this share of the sum of their covalent radii overlap
OVERLAP = 0.5
#: an occupancy this near to 1 is 1
_FULL = 1e-3
_ORDERED = "ambipolar.atomistics.structures.read.ordered_structures"


@dataclass(frozen=True)
class SharedSite:
    """Sites of a file with more or less than one whole species: their labels and occupancies."""

    indices: tuple[int, ...]
    occupancy: Mapping[str, float]

    def __str__(self) -> str:
        shares = " + ".join(f"{x:.4g} {e}" for e, x in self.occupancy.items())
        return f"{len(self.indices)} sites (atoms {_short(self.indices)}) hold {shares}"


def read_structure(source: Any, name: str = "structure") -> Any:
    """A checked crystal (``ase.Atoms``) from a file, a shipped prototype or another object.

    Parameters
    ----------
    source : path of a CIF, POSCAR or any file that ASE reads; name of a prototype; ``ase.Atoms``;
        a pymatgen ``Structure``.
    name : what messages call it.

    Raises
    ------
    ParameterError
        for a file that is absent or cannot be read, partial occupancies, no atoms, a cell that is
        not periodic, or atoms that overlap; each says which and what to do.
    """
    atoms, shared = _load(source, name)
    if shared:
        raise ParameterError(
            name,
            f"has partial occupancies: {'; '.join(map(str, shared))}.",
            f"Choose an ordering: {_ORDERED}(source, charges=...) lists them, best first.",
        )
    return check_structure(atoms, name)


def check_structure(atoms: Any, name: str = "structure") -> Any:
    """``atoms`` when it is a periodic crystal without overlapping atoms.

    Raises
    ------
    ParameterError
        that says what is wrong.
    """
    if len(atoms) == 0:
        raise ParameterError(name, "has no atoms.", "Check the file: was anything read?")
    if not np.all(np.isfinite(atoms.positions)) or not np.all(np.isfinite(atoms.cell)):
        raise ParameterError(name, "has positions that are not finite.", "Check its coordinates.")
    if not np.all(atoms.pbc) or abs(np.linalg.det(np.asarray(atoms.cell))) < 1e-3:
        raise ParameterError(
            name,
            "is not periodic in three directions.",
            "Give a crystal: three cell vectors, atoms.pbc = True.",
        )
    if np.any(atoms.numbers == 0):
        raise ParameterError(
            name, "has atoms of no element (X).", "Give every site an element or remove it."
        )
    _refuse_overlaps(atoms, name)
    return atoms


def ordered_structures(
    source: Any,
    charges: Mapping[str, float],
    supercell: Any = ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    most: int = 10,
    seed: int = 0,
) -> list[Ordering]:
    """Orderings of a structure whose sites are shared or partly empty, lowest Coulomb energy first.

    Parameters
    ----------
    source : as for :func:`read_structure`.
    charges : formal charge number of each element.
    supercell : rows of the cell to order in units of the cell of the file.
    most, seed : as for :func:`~ambipolar.atomistics.structures.orderings.orderings`.

    Raises
    ------
    ParameterError
        when nothing is shared, several kinds of sites are, or the cell is too small for whole
        numbers of each species.
    """
    atoms, shared = _load(source, "structure")
    if not shared:
        raise ParameterError(
            "structure", "has no partial occupancies.", "Read it with read_structure."
        )
    if len({tuple(sorted(s.occupancy.items())) for s in shared}) > 1:
        raise ParameterError(
            "structure",
            f"has several kinds of shared sites: {'; '.join(map(str, shared))}.",
            "Order one kind at a time with structures.orderings.orderings.",
        )
    tags = np.zeros(len(atoms), dtype=int)
    for site in shared:
        tags[list(site.indices)] = 1
    atoms.set_tags(tags)
    cell = transformed_cell(atoms, supercell)
    sites = np.flatnonzero(cell.get_tags() == 1)
    composition = _whole(shared[0].occupancy, len(sites))
    return orderings(cell, sites, composition, charges, most, seed=seed)


def _whole(occupancy: Mapping[str, float], sites: int) -> dict[str, int]:
    shares = dict(occupancy)
    empty = 1 - sum(shares.values())
    if empty > _FULL:
        shares[VACANCY] = empty
    numbers = {e: x * sites for e, x in shares.items()}
    if any(abs(n - round(n)) > 0.02 for n in numbers.values()):
        raise ParameterError(
            "supercell",
            f"{sites} shared sites cannot hold "
            + ", ".join(f"{n:.3g} {e}" for e, n in numbers.items())
            + ".",
            "Take a larger supercell, in which these are whole numbers.",
        )
    return {e: round(n) for e, n in numbers.items()}


def _load(source: Any, name: str) -> tuple[Any, list[SharedSite]]:
    ase = require("ase", extra="atoms")
    if isinstance(source, ase.Atoms):
        return source.copy(), _shared_of_cif(source)
    if hasattr(source, "lattice") and hasattr(source, "is_ordered"):
        return _from_pymatgen(source)
    if not isinstance(source, str | Path):
        raise ParameterError(
            name,
            f"cannot be a {type(source).__name__}.",
            "Give a path, the name of a prototype, ase.Atoms or a pymatgen Structure.",
        )
    path = Path(source)
    if not path.is_file():
        if str(source) in PROTOTYPES:
            return prototype(str(source)), []
        raise ParameterError(
            name,
            f"there is no file {str(source)!r}.",
            f"Give a path or a shipped prototype. {suggestion(path.stem, PROTOTYPES)}",
        )
    atoms = _read_file(path, name)
    return atoms, _shared_of_cif(atoms)


def _read_file(path: Path, name: str) -> Any:
    read = require("ase.io", extra="atoms").read
    formats = require("ase.io.formats", extra="atoms")
    unreadable = (
        formats.UnknownFileTypeError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AssertionError,
        RuntimeError,
        StopIteration,
        UnicodeDecodeError,
        OSError,
    )
    try:
        return read(path)
    except unreadable as error:
        raise ParameterError(
            name,
            f"{str(path)!r} could not be read as a structure "
            f"({type(error).__name__}: {str(error).strip() or 'no further message'}).",
            "Give a CIF, a POSCAR or another file that ASE reads, with its usual ending.",
        ) from None


def _shared_of_cif(atoms: Any) -> list[SharedSite]:
    """Partial occupancies as ASE notes them: shares by kind, and the kind of each atom."""
    shares, kinds = atoms.info.get("occupancy"), atoms.arrays.get("spacegroup_kinds")
    if not shares or kinds is None:
        return []
    found = []
    for kind in np.unique(kinds):
        occupancy = {e: float(x) for e, x in shares.get(str(kind), {}).items()}
        if occupancy and not _whole_site(occupancy):
            found.append(SharedSite(tuple(np.flatnonzero(kinds == kind).tolist()), occupancy))
    return found


def _whole_site(occupancy: Mapping[str, float]) -> bool:
    return len(occupancy) == 1 and abs(next(iter(occupancy.values())) - 1) < _FULL


def _from_pymatgen(structure: Any) -> tuple[Any, list[SharedSite]]:
    ase = require("ase", extra="atoms")
    occupancies = [
        {_symbol(s): float(x) for s, x in site.species.items()} for site in structure.sites
    ]
    groups: dict[tuple[tuple[str, float], ...], list[int]] = {}
    for index, occupancy in enumerate(occupancies):
        if not _whole_site(occupancy):
            groups.setdefault(tuple(sorted(occupancy.items())), []).append(index)
    atoms = ase.Atoms(
        [max(o, key=lambda e: o[e]) for o in occupancies],
        scaled_positions=structure.frac_coords,
        cell=structure.lattice.matrix,
        pbc=True,
    )
    return atoms, [SharedSite(tuple(i), dict(o)) for o, i in groups.items()]


def _symbol(species: Any) -> str:
    """Element of a pymatgen species, without its oxidation state."""
    return str(getattr(species, "element", species))


def _refuse_overlaps(atoms: Any, name: str) -> None:
    radii = require("ase.data", extra="atoms").covalent_radii
    neighbours = require("ase.neighborlist", extra="atoms").neighbor_list
    cutoffs = OVERLAP * radii[atoms.numbers]  # a pair counts below the sum of its two cutoffs
    first, second, distance = neighbours("ijd", atoms, list(cutoffs))
    if len(first) == 0:
        return
    k = int(distance.argmin())
    symbols = atoms.get_chemical_symbols()
    a, b = sorted((int(first[k]), int(second[k])))
    raise ParameterError(
        name,
        f"has overlapping atoms: {symbols[a]} {a} and {symbols[b]} {b} are "
        f"{distance[k]:.3f} angstrom apart ({len(first) // 2 or 1} such pairs).",
        "Remove duplicates, or check the space group and origin of the file.",
    )


def _short(indices: Sequence[int]) -> str:
    shown = ", ".join(str(i) for i in indices[:6])
    return shown + (", ..." if len(indices) > 6 else "")
