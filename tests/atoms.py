"""An engine of closed form: springs hold atoms to their sites, guests repel each other."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ambipolar.atomistics.engines.engine import Engine, Evaluation

#: energy of the guest metal per atom [eV]
METAL = -1.5


@dataclass(frozen=True)
class LatticeGasEngine(Engine):
    """Energy of a lattice gas, whatever the positions: binding plus pairs within a distance.

    A metal of guests alone has ``METAL`` an atom. Forces vanish, so that nothing moves. Every
    evaluation adds a line to the file named in ``log``; after ``most`` the process ends, as when
    it is killed.
    """

    binding: float = -3.0
    pair: float = 0.05
    reach: float = 4.3
    host_reach: float = 0.0  #: each host atom this near a guest binds it by 0.1 eV more
    log: str = ""
    most: int = 10**9

    def identity(self) -> Mapping[str, Any]:
        return {"engine": "lattice gas", "binding": self.binding, "pair": self.pair,
                "host": self.host_reach}  # fmt: skip

    def evaluate(self, structures: Sequence[Any], *, stress: bool = False) -> list[Evaluation]:
        return [self._one(a) for a in structures]

    def _one(self, atoms: Any) -> Evaluation:
        from ase.neighborlist import neighbor_list

        if self.log:
            path = Path(self.log)
            count = len(path.read_text().splitlines()) if path.exists() else 0
            if count >= self.most:
                os._exit(9)
            with path.open("a") as file:
                file.write(f"{len(atoms)}\n")
        symbols = np.array(atoms.get_chemical_symbols())
        guests = atoms[symbols == "Li"]
        energy = len(guests) * METAL
        if len(guests) < len(atoms):
            first = neighbor_list("i", guests, self.reach) if len(guests) else []
            energy = len(guests) * self.binding + 0.5 * len(first) * self.pair
            if self.host_reach:
                first, second = neighbor_list("ij", atoms, self.host_reach)
                bound = (symbols[first] == "Li") & (symbols[second] != "Li")
                energy -= 0.1 * bound.sum()
        return Evaluation(float(energy), np.zeros((len(atoms), 3)), np.zeros(6))


def orthorhombic_host() -> Any:
    """LiCl with three different axes: guests in chains along the shortest, 4 angstrom apart."""
    from ase import Atoms

    places = [[0, 0, 0], [0.5, 0.5, 0.5]]
    return Atoms("LiCl", scaled_positions=places, cell=[4.0, 4.4, 5.0], pbc=True)
