"""Crystals shipped with the package: one small file each in ``structures/data``.

A file gives the space group, the cell, one position for each set of equivalent sites with its
Wyckoff label, formal charges, the guest and the source of the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from ...core.errors import UnknownNameError
from ...core.optional import require
from .orderings import orderings
from .supercells import transformed_cell

_HERE = "ambipolar.atomistics.structures"


@dataclass(frozen=True)
class Site:
    """A set of equivalent sites: Wyckoff label, occupancy of each element, one position."""

    label: str
    elements: Mapping[str, float]
    position: tuple[float, float, float]

    @property
    def main(self) -> str:
        """The element with the largest occupancy."""
        return max(self.elements, key=lambda e: self.elements[e])


@dataclass(frozen=True)
class Prototype:
    """A crystal as it was measured: cell in angstrom and degrees, sites, formal charges, source."""

    name: str
    title: str
    space_group: int
    setting: int  #: choice of origin or axes of the International Tables
    cell: tuple[float, ...]
    sites: tuple[Site, ...]
    charges: Mapping[str, float]
    guest: str
    source: str  #: key of references.bib
    note: str = ""
    #: general positions, for settings that the builder does not know; none may coincide
    operations: tuple[str, ...] = ()
    #: cell with whole numbers of each species where sites are shared, in units of ``cell``
    ordered_cell: tuple[tuple[float, ...], ...] = ()

    def average(self) -> Any:
        """The conventional cell with the main element on each site (``ase.Atoms``).

        Tags number the sets of sites; ``info["sites"]`` has their labels and
        ``info["occupancies"]`` what shares them.
        """
        ase = require("ase", extra="atoms")
        orbits = [self._orbit(site.position) for site in self.sites]
        tags = np.repeat(np.arange(len(orbits)), [len(o) for o in orbits])
        atoms = ase.Atoms(
            [self.sites[tag].main for tag in tags],
            cell=list(self.cell),
            scaled_positions=np.concatenate(orbits),
            tags=tags,
            pbc=True,
        )
        atoms.info.update(
            prototype=self.name,
            source=self.source,
            sites=tuple(s.label for s in self.sites),
            occupancies=tuple(dict(s.elements) for s in self.sites),
        )
        return atoms

    def _orbit(self, position: tuple[float, ...]) -> np.ndarray:
        """Fractional coordinates of all sites equivalent to ``position``."""
        if not self.operations:
            spacegroup = require("ase.spacegroup", extra="atoms")
            group = spacegroup.Spacegroup(self.space_group, self.setting)
            return group.equivalent_sites([position], onduplicates="error")[0]
        xyz = require("ase.spacegroup.spacegroup", extra="atoms")
        rotations, translations = xyz.parse_sitesym(self.operations)
        return (rotations @ np.array(position) + translations) % 1.0

    def ordered(self, rank: int = 0) -> Any:
        """The crystal with one species on each site; shared ones get ordering number ``rank``."""
        atoms = self.average()
        shared = [tag for tag, s in enumerate(self.sites) if len(s.elements) > 1]
        if not shared:
            return atoms
        atoms = transformed_cell(atoms, self.ordered_cell)
        return order_shared_sites(atoms, self, rank)


def order_shared_sites(atoms: Any, crystal: Prototype, rank: int) -> Any:
    """Put the ``rank``-th ordering (by Coulomb energy) on the shared sites of ``atoms``."""
    for tag, site in enumerate(crystal.sites):
        if len(site.elements) == 1:
            continue
        sites = np.flatnonzero(atoms.get_tags() == tag)
        composition = {e: round(len(sites) * x) for e, x in site.elements.items()}
        atoms = orderings(atoms, sites, composition, crystal.charges, most=rank + 1)[rank].atoms
    return atoms


def _read(name: str) -> Prototype:
    import yaml

    text = (files(_HERE) / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    entry = yaml.safe_load(text)
    sites = tuple(
        Site(
            s["label"],
            {e: float(Fraction(str(x))) for e, x in s["elements"].items()},
            tuple(s["position"]),
        )
        for s in entry.pop("sites")
    )
    ordered = tuple(tuple(row) for row in entry.pop("ordered_cell", ()))
    cell = tuple(entry.pop("cell"))
    operations = tuple(entry.pop("operations", ()))
    return Prototype(
        name=name, cell=cell, sites=sites, ordered_cell=ordered, operations=operations, **entry
    )


class _Prototypes(Mapping[str, Prototype]):
    """``name -> Prototype``; files are read when asked for."""

    def __iter__(self) -> Iterator[str]:
        folder = files(_HERE) / "data"
        names = (f.name for f in folder.iterdir())
        return iter(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, name: str) -> Prototype:
        if name not in set(self):
            raise UnknownNameError("structure prototype", name, self)
        return _cached(name)


@cache
def _cached(name: str) -> Prototype:
    return _read(name)


#: all shipped crystals by name
PROTOTYPES: Mapping[str, Prototype] = _Prototypes()


def prototype(name: str) -> Any:
    """The shipped crystal ``name`` as ``ase.Atoms``, with one species on each site.

    Where species share sites (16d of Li4Ti5O12) the smallest ordered cell with the lowest Coulomb
    energy is returned; others are in ``orderings``.

    Raises
    ------
    UnknownNameError
        for a name without a file; the nearest names are suggested.
    """
    return PROTOTYPES[name].ordered()
