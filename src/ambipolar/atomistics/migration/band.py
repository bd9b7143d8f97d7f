"""Nudged elastic bands with a climbing image; all images of a step in one batch of the engine.

The band is the library's (improved tangent, climbing image [henkelman2000]); what is added is the
batch, the memory of a killed run, and splitting at minima on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from ...core.records import Record, positive
from ..calculation import Watch, Work, silent
from ..engines.engine import Engine, largest_force
from ..store import Store, atoms_of, content_key, describe_atoms

if TYPE_CHECKING:
    from ase import Atoms

#: steps between two states that are kept for a resumed run
KEEP_EVERY = 5


@dataclass(frozen=True)
class BandSettings(Record):
    """How a path is found."""

    images: int = 5  #: between the end points
    force_tolerance: float = positive("eV/angstrom", "largest force along the band", 0.08)
    spring: float = positive("eV/angstrom^2", "spring constant between images", 0.1)
    plain_steps: int = 30  #: at most, before the highest image climbs
    climbing_steps: int = 120  #: at most


@dataclass(frozen=True)
class Band:
    """A path between two minima."""

    images: tuple[Atoms, ...]  #: with both end points
    energies: np.ndarray  #: [eV], of every image
    converged: bool
    largest_force: float  #: along the band [eV/angstrom]
    steps: int
    evaluations: int  #: energies and forces of one structure

    @property
    def saddle(self) -> int:
        """Index of the highest image."""
        return int(np.argmax(self.energies))

    @property
    def forward(self) -> float:
        """Barrier from the first end point [eV]."""
        return float(self.energies.max() - self.energies[0])

    @property
    def reverse(self) -> float:
        """Barrier from the last end point [eV]."""
        return float(self.energies.max() - self.energies[-1])


def displacements(first: Atoms, last: Atoms) -> np.ndarray:
    """How every atom moved on the shortest way, periodic images considered [angstrom]."""
    geometry = require("ase.geometry", "atoms")
    return geometry.find_mic(last.positions - first.positions, first.cell, first.pbc)[0]


def check_end_points(first: Atoms, last: Atoms) -> None:
    """Refuse end points that no path can join.

    Raises
    ------
    ParameterError
        when composition, order of atoms or cell differ, or when they are the same structure.
    """
    formulas = (first.get_chemical_formula(), last.get_chemical_formula())
    if formulas[0] != formulas[1]:
        raise ParameterError(
            "path", f"its end points have the compositions {formulas[0]} and {formulas[1]}.",
            "Both need the same atoms.",
        )  # fmt: skip
    if np.any(first.get_atomic_numbers() != last.get_atomic_numbers()):
        raise ParameterError(
            "path", "its end points list their atoms in different orders.", "Sort one of them."
        )
    if not np.allclose(first.cell, last.cell, atol=1e-4):
        raise ParameterError("path", "its end points have different cells.", "Relax in one cell.")
    if np.linalg.norm(displacements(first, last), axis=1).max() < 0.1:
        raise ParameterError(
            "path", "its end points are the same structure.",
            "Both may have relaxed into one minimum.",
        )  # fmt: skip


def interpolate(first: Atoms, last: Atoms, images: int) -> list[Atoms]:
    """Images of a first guess: image-dependent pair potential [smidstrup2014]."""
    check_end_points(first, last)
    mep = require("ase.mep", "atoms")
    path = [first.copy() for _ in range(images + 1)] + [last.copy()]
    band = mep.NEB(path, method="improvedtangent")
    band.interpolate(method="idpp", mic=True)
    return path


def find_path(
    path: Sequence[Atoms],
    engine: Engine,
    settings: BandSettings,
    store: Store,
    watch: Watch = silent,
) -> Band:
    """The band through a first guess (with both relaxed end points), or the stored result.

    Raises
    ------
    ParameterError
        for end points that differ in composition.
    """
    check_end_points(path[0], path[-1])
    question = {
        "kind": "band",
        "path": [describe_atoms(a) for a in path],
        "engine": dict(engine.identity()),
        "settings": {
            "force_tolerance": settings.force_tolerance, "spring": settings.spring,
            "plain_steps": settings.plain_steps, "climbing_steps": settings.climbing_steps,
        },
    }  # fmt: skip
    answer = store.recall(
        question, lambda: _Search(path, engine, settings, store, question, watch).run()
    )
    images = tuple(atoms_of(a) for a in answer["images"])
    known = {k: answer[k] for k in ("converged", "largest_force", "steps", "evaluations")}
    return Band(images, np.asarray(answer["energies"]), **known)


class _Search:
    """One optimisation: a plain band first, then with the highest image climbing."""

    def __init__(
        self,
        path: Sequence[Atoms],
        engine: Engine,
        settings: BandSettings,
        store: Store,
        question: dict[str, Any],
        watch: Watch,
    ) -> None:
        self.engine, self.settings, self.store, self.watch = engine, settings, store, watch
        self.key = content_key({"state of": question})
        self.path = [a.copy() for a in path]
        self.done, self.evaluations = 0, 0
        state = store.get(self.key)
        if state is not None:
            for image, kept in zip(self.path, state["images"]):
                image.set_positions(kept["positions"])
            self.done, self.evaluations = state["done"], state["evaluations"]

    def run(self) -> dict[str, Any]:
        """Plain data of the band that was found."""
        self._evaluate((0, len(self.path) - 1))
        plain = self.settings.plain_steps
        if self.done < plain:
            self._optimise(False, plain - self.done)
            self.done = plain
        left = plain + self.settings.climbing_steps - self.done
        converged, force = self._optimise(True, max(left, 0))
        self.store.drop(self.key)
        return {
            "images": [describe_atoms(a) for a in self.path],
            "energies": [float(a.get_potential_energy()) for a in self.path],
            "converged": converged,
            "largest_force": force,
            "steps": self.done,
            "evaluations": self.evaluations,
        }

    def _optimise(self, climb: bool, steps: int) -> tuple[bool, float]:
        optimise = require("ase.optimize", "atoms")
        band = _batched_band()(self.path, self._evaluate, climb=climb, k=self.settings.spring)
        # without climbing a rough band is enough
        tolerance = self.settings.force_tolerance * (1.0 if climb else 4.0)
        optimiser = optimise.FIRE(band, logfile=None, maxstep=0.1)
        start = self.done
        optimiser.attach(lambda: self._tell(start, optimiser, band, climb), interval=1)
        converged = bool(optimiser.run(fmax=tolerance, steps=steps))
        self.done = start + optimiser.nsteps
        return converged, _largest(band)

    def _evaluate(self, places: Sequence[int]) -> None:
        """Energies and forces of some images, in one batch; of those that have moved."""
        single = require("ase.calculators.singlepoint", "atoms").SinglePointCalculator
        images = [self.path[k] for k in places if _moved(self.path[k])]
        for image, found in zip(images, self.engine.evaluate(images)):
            image.calc = single(image, energy=found.energy, forces=found.forces)
        self.evaluations += len(images)

    def _tell(self, start: int, optimiser: Any, band: Any, climb: bool) -> None:
        total = self.settings.plain_steps + self.settings.climbing_steps
        now = start + optimiser.nsteps
        energies = [a.get_potential_energy() for a in self.path]
        word = "climbing" if climb else "band"
        text = f"{word}, step {now}, barrier {max(energies) - energies[0]:.3f} eV"
        self.watch(Work(now, total, f"{text}, largest force {_largest(band):.3f} eV/Å"))
        if optimiser.nsteps and optimiser.nsteps % KEEP_EVERY == 0:
            images = [describe_atoms(a) for a in self.path]
            kept = {"images": images, "done": now, "evaluations": self.evaluations}
            self.store.put(self.key, kept)


def _largest(band: Any) -> float:
    """Largest force on an atom of any image, as the optimiser judges it [eV/angstrom]."""
    return largest_force(band.get_forces().reshape(-1, 3))


def _moved(image: Atoms) -> bool:
    """Whether an image has no energy for where it is: the optimiser asks more than once."""
    return image.calc is None or bool(image.calc.check_state(image))


def _batched_band() -> type:
    """The library's band, asking for all images at once before it projects the forces."""
    mep = require("ase.mep", "atoms")

    class BatchedBand(mep.NEB):
        """A band whose images are evaluated together."""

        def __init__(self, images: Any, evaluate: Any, **options: Any) -> None:
            super().__init__(images, method="improvedtangent", **options)
            self._evaluate_all = evaluate

        def get_forces(self) -> np.ndarray:
            self._evaluate_all(range(1, self.nimages - 1))
            return super().get_forces()

    return BatchedBand
