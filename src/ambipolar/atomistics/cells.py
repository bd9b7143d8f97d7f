"""Which structure a calculation starts from, as objects that a specification can name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.optional import require
from ..core.records import Record, annotation
from .store import Store, atoms_of, default_folder, describe_atoms

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class StructureSource(Record, ABC):
    """Gives a structure with one species on each site."""

    @abstractmethod
    def atoms(self) -> Atoms:
        """The structure, unrelaxed."""

    def references(self) -> tuple[str, ...]:
        """Keys of ``references.bib`` of the structure."""
        return ()


@dataclass(frozen=True)
class LithiumTitanate(StructureSource):
    """Li4Ti5O12 spinel with Li and Ti ordered on 16d.

    ``size`` is the number of atoms (42 or 168), ``rank`` the place of the ordering when they are
    sorted by Coulomb energy, 0 the lowest. The lithiated form Li7Ti5O12 has the lithium of 8a on
    all sites 16c instead.
    """

    size: int = 42
    rank: int = 0
    lithiated: bool = annotation(False)

    def atoms(self) -> Atoms:
        from .structures.spinel import lto_cell

        question = {"kind": "ordering", "host": "Li4Ti5O12", "size": self.size, "rank": self.rank}
        host = _recalled(question, lambda: lto_cell(self.size, self.rank))
        return _lithiated(host, self.size) if self.lithiated else host


@dataclass(frozen=True)
class PrototypeCell(StructureSource):
    """A crystal that comes with the package, repeated along its axes."""

    name: str = annotation("anatase-tio2")
    repeat: tuple = annotation((1, 1, 1))

    def atoms(self) -> Atoms:
        from .structures.prototypes import prototype

        return prototype(self.name).repeat(tuple(int(n) for n in self.repeat))


@dataclass(frozen=True)
class StructureFile(StructureSource):
    """A file (CIF, POSCAR, anything the library reads), repeated along its axes."""

    file: str = field(metadata={"file": True, "doc": "name of the file"})
    repeat: tuple = annotation((1, 1, 1))

    def atoms(self) -> Atoms:
        from .structures.read import read_structure

        return read_structure(self.file).repeat(tuple(int(n) for n in self.repeat))


def _recalled(question: dict[str, Any], build: Callable[[], Atoms]) -> Atoms:
    """A structure that takes long to build, with the labels of its sites."""

    def answer() -> dict[str, Any]:
        atoms = build()
        labels = {"tags": atoms.get_tags().tolist(), "sites": list(atoms.info["sites"])}
        return {**describe_atoms(atoms), **labels}

    found = Store(default_folder()).recall(question, answer)
    atoms = atoms_of(found)
    atoms.set_tags(found["tags"])
    atoms.info["sites"] = tuple(found["sites"])
    return atoms


def _lithiated(host: Atoms, size: int) -> Atoms:
    """Li7Ti5O12 in the cell of Li4Ti5O12: 16c, the position (0, 0, 0), instead of 8a."""
    from .structures.spinel import LTO_CELLS
    from .structures.supercells import transformed_cell

    cubic = require("ase.spacegroup", "atoms").crystal(
        ["Li"], [(0.0, 0.0, 0.0)], spacegroup=227, setting=2, cellpar=[8.36] * 3 + [90.0] * 3
    )
    plain = require("ase", "atoms").Atoms(
        "Li" * len(cubic), scaled_positions=cubic.get_scaled_positions(), cell=cubic.cell, pbc=True
    )
    added = transformed_cell(plain, LTO_CELLS[size])
    labels = host.info["sites"]
    framework = host[[tag != labels.index("8a") for tag in host.get_tags()]]
    lithium = require("ase", "atoms").Atoms(
        "Li" * len(added), scaled_positions=added.get_scaled_positions(), cell=host.cell, pbc=True,
        tags=[len(labels)] * len(added),
    )  # fmt: skip
    framework += lithium
    framework.info["sites"] = (*labels, "16c")
    return framework


def site_classes(atoms: Atoms) -> list[str]:
    """Element and site of every atom, such as ``Li 8a``.

    Labels come with the prototypes; without them symmetry tells, as ``Li 1``, ``Li 2``.
    """
    labels = atoms.info.get("sites")
    symbols = atoms.get_chemical_symbols()
    if labels:
        return [f"{symbol} {labels[tag]}" for symbol, tag in zip(symbols, atoms.get_tags())]
    groups = equivalent_atoms(atoms)
    found = []
    for symbol, group in zip(symbols, groups):
        of_element = np.unique([g for s, g in zip(symbols, groups) if s == symbol])
        found.append(f"{symbol} {int(np.searchsorted(of_element, group)) + 1}")
    return found


def equivalent_atoms(atoms: Atoms) -> np.ndarray:
    """For every atom the first one that a symmetry operation of the structure takes it to."""
    from .structures.symmetry import operations, site_permutations

    rotations, translations = operations(atoms)
    rows = site_permutations(
        atoms.get_scaled_positions(), rotations, translations, np.asarray(atoms.cell)
    )
    return rows.min(axis=0)
