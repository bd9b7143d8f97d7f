"""Relaxation of structures: by the library's optimisers, kept by content, resumed after a kill."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.optional import require
from ..core.records import Record, annotation, positive
from .calculation import Watch, Work, silent
from .engines.calculator import calculator_of
from .engines.engine import Engine, largest_force
from .store import Store, atoms_of, content_key, describe_atoms

if TYPE_CHECKING:
    from ase import Atoms

#: steps between two states that are kept for a resumed run
KEEP_EVERY = 5


@dataclass(frozen=True)
class Relaxation(Record):
    """When a structure counts as relaxed, and what may move.

    The optimiser is the quasi-Newton method of the library (BFGS); a cell that is free to change
    moves with the atoms (Frechet cell filter).
    """

    force_tolerance: float = positive("eV/angstrom", "largest force of a relaxed structure", 0.05)
    free_cell: bool = annotation(False)
    most_steps: int = 200


@dataclass(frozen=True)
class Relaxed:
    """A relaxed structure."""

    atoms: Atoms
    energy: float  #: [eV]
    initial_energy: float  #: before anything moved [eV]
    steps: int
    largest_force: float  #: [eV/angstrom]
    converged: bool


def relax(
    atoms: Atoms,
    engine: Engine,
    relaxation: Relaxation,
    store: Store,
    watch: Watch = silent,
) -> Relaxed:
    """Relax a structure, or recall the result.

    Raises
    ------
    MissingExtraError
        when the library of the engine is not installed.
    """
    question = {
        "kind": "relaxation",
        "structure": describe_atoms(atoms),
        "engine": dict(engine.identity()),
        "settings": {
            "force_tolerance": relaxation.force_tolerance,
            "free_cell": relaxation.free_cell,
            "most_steps": relaxation.most_steps,
        },
    }
    answer = store.recall(
        question, lambda: _relax(atoms, engine, relaxation, store, question, watch)
    )
    moved = atoms.copy()  # with the labels of its sites
    moved.set_cell(answer["structure"]["cell"])
    moved.set_positions(answer["structure"]["positions"])
    return Relaxed(moved, **{k: answer[k] for k in _NUMBERS})


_NUMBERS = ("energy", "initial_energy", "steps", "largest_force", "converged")


def _relax(
    atoms: Atoms,
    engine: Engine,
    relaxation: Relaxation,
    store: Store,
    question: dict[str, Any],
    watch: Watch,
) -> dict[str, Any]:
    """The optimisation itself; its state is kept under a key of its own until it is finished."""
    optimise = require("ase.optimize", "atoms")
    key = content_key({"state of": question})
    state = store.get(key) or {"structure": describe_atoms(atoms), "steps": 0, "start": None}
    moving = atoms_of(state["structure"])
    moving.calc = calculator_of(engine)
    target = moving
    if relaxation.free_cell:
        target = require("ase.filters", "atoms").FrechetCellFilter(moving)
    if state["start"] is None:
        state["start"] = float(moving.get_potential_energy())
    optimiser = optimise.BFGS(target, logfile=None, maxstep=0.1)
    told = _teller(moving, state, store, key, relaxation, watch)
    optimiser.attach(told, interval=1, optimizer=optimiser)
    left = relaxation.most_steps - state["steps"]
    with warnings.catch_warnings():
        # the logarithm of a strain near zero warns that its error is not below 1e-13
        warnings.filterwarnings("ignore", "logm result", RuntimeWarning)
        converged = bool(optimiser.run(fmax=relaxation.force_tolerance, steps=max(left, 0)))
    store.drop(key)
    return {
        "structure": describe_atoms(moving),
        "energy": float(moving.get_potential_energy()),
        "initial_energy": state["start"],
        "steps": state["steps"] + optimiser.nsteps,
        "largest_force": largest_force(moving.get_forces()),
        "converged": converged,
    }


def _teller(
    moving: Atoms,
    state: dict[str, Any],
    store: Store,
    key: str,
    relaxation: Relaxation,
    watch: Watch,
) -> Callable[[Any], None]:
    def tell(optimizer: Any) -> None:
        steps = state["steps"] + optimizer.nsteps
        force = largest_force(moving.get_forces())
        watch(Work(steps, relaxation.most_steps, f"step {steps}, largest force {force:.3f} eV/Å"))
        if optimizer.nsteps and optimizer.nsteps % KEEP_EVERY == 0:
            kept = {"structure": describe_atoms(moving), "steps": steps, "start": state["start"]}
            store.put(key, kept)

    return tell
