r"""GPAW: density-functional theory by projector augmented waves, for spot checks.

Solves the Kohn-Sham equations of a structure, here in the generalised-gradient approximation
[perdew1996], by GPAW [enkovaara2010, mortensen2024]. GPAW is licensed under the GPL and this
package is not: nothing of GPAW is imported here, a worker runs it in a process of its own,
see :mod:`.gpaw_worker`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError, SolverError
from ...core.records import annotation, choice, positive
from ..store import content_key, describe_atoms
from . import gpaw_process
from .engine import Engine, Evaluation
from .gpaw_waves import PlaneWaves, WaveFunctions

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class SinglePoint:
    """One converged run of GPAW and what it cost."""

    energy: float  #: total energy, extrapolated to no smearing [eV]
    forces: np.ndarray  #: (atoms, 3) [eV/angstrom]
    stress: np.ndarray | None  #: (6,) in Voigt order [eV/angstrom^3]
    magnetic_moment: float  #: of the cell [Bohr magnetons]
    k_points: tuple[int, int, int]  #: mesh of k-points
    scf_steps: int
    cpu_s: float  #: processor time [s]
    wall_s: float  #: elapsed time [s]
    peak_memory_mb: float
    versions: Mapping[str, str]  #: of GPAW and ASE
    data_sets: Mapping[str, str]  #: element -> fingerprint of its PAW data set

    def plain(self) -> dict[str, Any]:
        """Everything as plain data, for files."""
        found: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found["forces"] = self.forces.tolist()
        found["stress"] = None if self.stress is None else self.stress.tolist()
        return {**found, "versions": dict(self.versions), "data_sets": dict(self.data_sets)}


@dataclass(frozen=True)
class Gpaw(Engine):
    """Density-functional theory by GPAW [mortensen2024].

    Structures that carry magnetic moments are computed spin-polarised from them, all others
    spin-paired. The Brillouin zone is sampled by one rule for small and large cells, so that a
    crystal, a defect and a reference state belong to one engine: a mesh about Gamma of spacing
    ``k_spacing`` or less, fine enough for metals, in small cells; a mesh of ``wide_spacing``
    [monkhorst1976] in cells of ``wide_volume`` and more, which are taken for insulators.

    Zeros of energy are free, spin-paired, spherical atoms: total energies of other engines or of
    other settings are not comparable, differences are.

    Raises
    ------
    ParameterError
        for a mesh that is not three positive whole numbers.
    """

    wave_functions: WaveFunctions = choice(
        "wave functions", "basis of the wave functions", PlaneWaves()
    )
    functional: str = annotation("PBE")
    k_spacing: float = positive("1/angstrom", "largest spacing of k-points in small cells", 0.2)
    wide_spacing: float = positive("1/angstrom", "largest spacing of k-points in large cells", 0.75)
    wide_volume: float = positive("angstrom^3", "volume from which a cell is large", 100.0)
    k_points: tuple | None = None  #: a mesh for every cell instead of the rule
    smearing: float = positive("eV", "width of the Fermi distribution of electrons", 0.05)
    mixing: float = positive("1", "share of a new density that is mixed in", 0.25, below=1.0)
    energy_tolerance: float = positive("eV", "change of energy per electron at the end", 1e-5)
    density_tolerance: float = positive("1", "change of density per electron at the end", 1e-4)
    steps: int = 120  #: most iterations to self-consistency
    threads: int = 1
    interpreter: str = annotation("")  #: the Python that has GPAW; found where empty
    logs: str = annotation("")  #: folder where the logs of GPAW are kept; none where empty

    def __post_init__(self) -> None:
        super().__post_init__()
        mesh = self.k_points
        if mesh is not None and (
            len(mesh) != 3 or any(isinstance(n, str) or n != int(n) or n < 1 for n in mesh)
        ):
            raise ParameterError(
                "Gpaw.k_points", f"expected three positive whole numbers, got {mesh!r}."
            )

    @property
    def label(self) -> str:
        return f"GPAW {self.functional}, {self.wave_functions.label}"

    def identity(self) -> Mapping[str, Any]:
        _, version = gpaw_process.locate(self.interpreter)
        rule = ("k_spacing", "wide_spacing", "wide_volume")
        sampling: Any = {name: getattr(self, name) for name in rule}
        return {
            "engine": "GPAW",
            "version": version,
            "k_points": list(self.k_points) if self.k_points else sampling,
            **self._settings(),
        }

    def references(self) -> tuple[str, ...]:
        own = ("perdew1996", "enkovaara2010", "mortensen2024", "monkhorst1976")
        return (*own, *self.wave_functions.references())

    def evaluate(self, structures: Sequence[Atoms], *, stress: bool = False) -> list[Evaluation]:
        found = [self.single_point(atoms, stress=stress) for atoms in structures]
        return [Evaluation(point.energy, point.forces, point.stress) for point in found]

    def single_point(self, atoms: Atoms, *, stress: bool = False) -> SinglePoint:
        """Energy and forces of one structure, with what the run was like.

        Raises
        ------
        MissingExtraError
            when no interpreter has GPAW.
        SolverError
            when the iterations do not converge, or GPAW refuses the structure.
        """
        if stress and not self.wave_functions.has_stress:
            raise ParameterError(
                "Gpaw.wave_functions", f"{self.wave_functions.label} give no stress.",
                "Use plane-waves, or a cell of fixed shape.",
            )  # fmt: skip
        interpreter, _ = gpaw_process.locate(self.interpreter)
        mesh = self.mesh(atoms)
        sampling = {"k_points": list(mesh), "about_gamma": self._about_gamma(atoms)}
        job = {
            "structure": describe_atoms(atoms),
            "settings": {**self._settings(), **sampling, "steps": self.steps},
            "stress": stress,
        }
        log = Path(self.logs) / f"gpaw-{content_key(job)[:12]}.txt" if self.logs else None
        result = gpaw_process.run(interpreter, job, threads=self.threads, log=log)
        if not result["converged"]:
            raise SolverError(
                f"GPAW did not converge in {self.steps} iterations.",
                advice="Lower mixing, widen smearing or allow more steps.",
            )
        return _point(result, mesh)

    def mesh(self, atoms: Atoms) -> tuple[int, int, int]:
        """The mesh of k-points of a structure; one point along directions without period."""
        if self.k_points:
            return (int(self.k_points[0]), int(self.k_points[1]), int(self.k_points[2]))
        periodic = np.asarray(atoms.get_pbc())
        if not periodic.any():
            return (1, 1, 1)
        spacing = self.wide_spacing if self._wide(atoms) else self.k_spacing
        lengths = np.linalg.norm(2 * math.pi * np.linalg.inv(np.asarray(atoms.get_cell())), axis=0)
        counts = np.where(periodic, np.maximum(np.ceil(lengths / spacing - 1e-9), 1), 1)
        return (int(counts[0]), int(counts[1]), int(counts[2]))

    def _about_gamma(self, atoms: Atoms) -> bool:
        """Even meshes of large cells leave Gamma out: half as many points, and better ones."""
        return self.k_points is not None or not (atoms.get_pbc().any() and self._wide(atoms))

    def _wide(self, atoms: Atoms) -> bool:
        return abs(atoms.get_volume()) >= self.wide_volume

    def _settings(self) -> dict[str, Any]:
        convergence = {"energy": self.energy_tolerance, "density": self.density_tolerance}
        return {
            **self.wave_functions.settings(),
            "functional": self.functional,
            "smearing": self.smearing,
            "mixing": self.mixing,
            # of the residual of the states, per electron [eV^2]; tight enough for forces
            "convergence": {**convergence, "eigenstates": EIGENSTATES},
        }


#: residual of the wave functions at the end of the iterations [eV^2 per electron]
EIGENSTATES = 1e-6


def _point(result: Mapping[str, Any], mesh: tuple[int, int, int]) -> SinglePoint:
    stress = result.get("stress")
    return SinglePoint(
        energy=result["energy"],
        forces=np.asarray(result["forces"], float),
        stress=None if stress is None else np.asarray(stress, float),
        magnetic_moment=result["magnetic_moment"],
        k_points=mesh,
        scf_steps=result["scf_steps"],
        cpu_s=result["cpu_s"],
        wall_s=result["wall_s"],
        peak_memory_mb=result["peak_memory_mb"],
        versions=result["versions"],
        data_sets=result["data_sets"],
    )
