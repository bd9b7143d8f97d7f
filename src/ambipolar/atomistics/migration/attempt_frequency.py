r"""Attempt frequency of a hop in harmonic transition-state theory [vineyard1957].

.. math:: \nu^* = \prod_{i=1}^{n} \nu_i^{min} \Big/ \prod_{i=2}^{n} \nu_i^{saddle}

with the modes of the moving atoms and their neighbours only; the rest of the crystal is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE
from ..calculation import Watch, Work, silent
from ..engines.engine import Engine
from ..store import Store, describe_atoms

if TYPE_CHECKING:
    from ase import Atoms

    from .segments import Path

#: displacement of the finite differences [angstrom]: above the noise of single precision
STEP = 0.015
#: one unified atomic mass in kg
ATOMIC_MASS = 1.66053906892e-27


def surroundings(atoms: Atoms, moving: Sequence[int], reach: float = 2.6) -> list[int]:
    """The moving atoms and those nearer than ``reach`` angstrom to one of them."""
    near = set(moving)
    for atom in moving:
        distances = atoms.get_distances(atom, range(len(atoms)), mic=True)
        near |= set(np.flatnonzero(distances < reach).tolist())
    return sorted(near)


def path_frequency(
    path: Path, moving: Sequence[int], engine: Engine, store: Store, watch: Watch = silent
) -> float:
    """Attempt frequency [Hz] of a path, of the modes around its moving atoms."""
    images = path.images
    start, saddle = images[0], images[int(np.argmax(path.energies))]
    free = sorted({*surroundings(start, moving), *surroundings(saddle, moving)})
    return attempt_frequency(
        *(partial_modes(a, free, engine, store, watch) for a in (start, saddle))
    )


def partial_modes(
    atoms: Atoms, free: Sequence[int], engine: Engine, store: Store, watch: Watch = silent
) -> np.ndarray:
    r"""Squared angular frequencies :math:`\omega^2` [1/s^2] of some atoms, ascending.

    Eigenvalues of the mass-weighted Hessian from central differences of forces; a saddle point
    has one that is negative.
    """
    question = {
        "kind": "partial hessian",
        "structure": describe_atoms(atoms),
        "free": list(free),
        "step": STEP,
        "engine": dict(engine.identity()),
    }
    answer = store.recall(
        question, lambda: {"hessian": _hessian(atoms, free, engine, watch).tolist()}
    )
    masses = np.repeat(atoms.get_masses()[list(free)], 3) * ATOMIC_MASS
    hessian = np.asarray(answer["hessian"]) * ELEMENTARY_CHARGE / 1e-20  # eV/angstrom^2 to N/m
    return np.linalg.eigvalsh(hessian / np.sqrt(np.outer(masses, masses)))


def _hessian(atoms: Atoms, free: Sequence[int], engine: Engine, watch: Watch) -> np.ndarray:
    rows = []
    for done, (atom, axis) in enumerate((a, k) for a in free for k in range(3)):
        watch(Work(done, 3 * len(free), "modes around the moving atoms"))
        pair = [atoms.copy(), atoms.copy()]
        pair[0].positions[atom, axis] += STEP
        pair[1].positions[atom, axis] -= STEP
        plus, minus = engine.evaluate(pair)
        rows.append((minus.forces - plus.forces)[list(free)].ravel() / (2 * STEP))
    hessian = np.array(rows)
    return (hessian + hessian.T) / 2


def attempt_frequency(minimum: np.ndarray, saddle: np.ndarray) -> float:
    r"""Attempt frequency [Hz] of the squared angular frequencies of minimum and saddle point.

    Modes that come out soft or imaginary (below 0.3 THz) in the minimum, and all but the one that
    leads over the saddle point there, count as 0.3 THz.
    """
    floor = (2 * np.pi * 0.3e12) ** 2
    low, high = np.maximum(minimum, floor), np.maximum(np.sort(saddle)[1:], floor)
    logarithm = 0.5 * (np.log(low).sum() - np.log(high).sum())
    return float(np.exp(logarithm) / (2 * np.pi))
