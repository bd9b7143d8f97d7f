"""The contract of whatever computes energies and forces of atoms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import Record

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class Evaluation:
    """What an engine found for one structure."""

    energy: float  #: total energy [eV]
    forces: np.ndarray  #: (atoms, 3) [eV/angstrom]
    stress: np.ndarray | None = None  #: (6,) in Voigt order, tension positive [eV/angstrom^3]


def largest_force(forces: np.ndarray) -> float:
    """Largest force on an atom [eV/angstrom], of forces (atoms, 3)."""
    return float(np.linalg.norm(forces, axis=1).max())


@dataclass(frozen=True)
class Engine(Record, ABC):
    """Computes energies and forces; a choice among objects, never a string in an equation.

    Loading weights is left to the first evaluation, so that building and comparing engines is free.
    """

    @abstractmethod
    def identity(self) -> Mapping[str, Any]:
        """Everything that determines an energy (name, checkpoint, version, settings), plain data.

        Two energies may be subtracted only where the identities are equal.
        """

    @abstractmethod
    def evaluate(self, structures: Sequence[Atoms], *, stress: bool = False) -> list[Evaluation]:
        """Energies and forces of several structures, in one batch where the engine can.

        Raises
        ------
        MissingExtraError
            when the library of the engine is not installed.
        """

    def references(self) -> tuple[str, ...]:
        """Keys of ``references.bib`` of the engine."""
        return ()

    @property
    def energy_error(self) -> float | None:
        """Published test error of energies [eV/atom]; None where none is known.

        It is an error of total energies. Errors of defects and barriers are estimated from the
        spread over cells, sites and engines instead.
        """
        return None

    @property
    def provenance(self) -> str:
        """Name, checkpoint, version and settings in one line, for datasets."""
        return " ".join(str(value) for value in self.identity().values())

    @property
    def label(self) -> str:
        """A short name for tables and pictures."""
        return str(self.identity()["engine"])
