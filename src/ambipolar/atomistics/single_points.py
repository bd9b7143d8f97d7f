"""Energies of structures as they are, each kept as soon as it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .calculation import Watch, Work, silent
from .engines.engine import Engine, largest_force
from .store import Store, describe_atoms

if TYPE_CHECKING:
    from ase import Atoms


def single_points(
    structures: Sequence[Atoms], engine: Engine, store: Store, watch: Watch = silent
) -> list[dict[str, float]]:
    """Energy [eV] and largest force [eV/angstrom] of each structure, recalled or computed."""
    found = []
    for done, atoms in enumerate(structures):
        watch(Work(done, len(structures), f"{done} of {len(structures)} done"))
        question = {
            "kind": "single point",
            "structure": describe_atoms(atoms),
            "engine": dict(engine.identity()),
        }
        found.append(store.recall(question, lambda a=atoms: _single_point(a, engine)))
    return found


def _single_point(atoms: Atoms, engine: Engine) -> dict[str, float]:
    (answer,) = engine.evaluate([atoms])
    return {"energy": float(answer.energy), "largest_force": largest_force(answer.forces)}
