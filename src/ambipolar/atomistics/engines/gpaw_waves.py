"""How GPAW writes its wave functions: plane waves or orbitals of atoms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.records import Record, annotation, positive


@dataclass(frozen=True)
class WaveFunctions(Record, ABC):
    """A basis of the wave functions, with the grid that carries density and potential."""

    has_stress: ClassVar[bool] = False

    @abstractmethod
    def settings(self) -> Mapping[str, Any]:
        """Plain data for the worker: ``mode`` and, where there are any, ``basis`` and
        ``grid_spacing`` [angstrom].
        """

    @property
    @abstractmethod
    def label(self) -> str:
        """A short name for tables."""

    def references(self) -> tuple[str, ...]:
        """Keys of ``references.bib``."""
        return ()


@dataclass(frozen=True)
class PlaneWaves(WaveFunctions):
    """Plane waves of kinetic energy $|k+G|^2/2$ up to a cut-off: one number to converge.

    For the cells of tens of atoms that spot checks are about, they cost less than orbitals of
    atoms and leave no error of superposition between a host and a vacancy.
    """

    has_stress: ClassVar[bool] = True
    cutoff: float = positive("eV", "largest kinetic energy of a plane wave", 500.0)
    grid_spacing: float | None = positive(
        "angstrom", "spacing of the grid of density and potential; GPAW's own where absent", None
    )

    def settings(self) -> Mapping[str, Any]:
        mode = {"name": "pw", "ecut": float(self.cutoff)}
        return {"mode": mode, "basis": None, "grid_spacing": self.grid_spacing}

    @property
    def label(self) -> str:
        return f"plane waves {self.cutoff:g} eV"


@dataclass(frozen=True)
class AtomicOrbitals(WaveFunctions):
    """A linear combination of the orbitals of atoms [larsen2009]; stresses are not available.

    The basis moves with the atoms: an atom that is taken out takes its orbitals along, which makes
    vacancies too costly (superposition error) and no single number converges.
    """

    basis: str = annotation("dzp")
    grid_spacing: float = positive("angstrom", "spacing of the grid of density and potential", 0.2)

    def settings(self) -> Mapping[str, Any]:
        spacing = float(self.grid_spacing)
        return {"mode": {"name": "lcao"}, "basis": self.basis, "grid_spacing": spacing}

    @property
    def label(self) -> str:
        return f"LCAO {self.basis}"

    def references(self) -> tuple[str, ...]:
        return ("larsen2009",)
