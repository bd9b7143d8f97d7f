"""Other cells of the same crystal: any integer or centred cell, and near-cubic supercells."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require

_SAME = 1e-4  #: fractional coordinates closer than this are one atom


def transformed_cell(atoms: Any, matrix: Any) -> Any:
    """The crystal in the cell whose rows are ``matrix`` times the rows of the old cell.

    Rows may be fractions where these are lattice vectors of a centred cell: primitive cells and
    their supercells are one call. Atoms keep their tags and initial charges.

    Raises
    ------
    ParameterError
        when the rows are no lattice vectors of the crystal (atoms do not repeat along them).
    """
    ase = require("ase", extra="atoms")
    matrix = np.asarray(matrix, dtype=float)
    size = np.linalg.det(matrix)
    if abs(size) < 1e-6:
        raise ParameterError("matrix", "its rows are linearly dependent.", "Give three directions.")
    corners = np.array(list(itertools.product((0, 1), repeat=3))) @ matrix
    low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int)
    shifts = np.array(list(itertools.product(*(range(a - 1, b + 1) for a, b in zip(low, high)))))
    old = atoms.get_scaled_positions(wrap=False)
    every = (old[None, :, :] + shifts[:, None, :]).reshape(-1, 3)
    origin = np.tile(np.arange(len(atoms)), len(shifts))
    inside = every @ np.linalg.inv(matrix)
    keep = np.all((inside > -_SAME) & (inside < 1 - _SAME), axis=1)
    inside, origin = inside[keep], origin[keep]
    order = np.lexsort((*np.round(inside, 4).T[::-1], atoms.numbers[origin]))
    inside, origin = inside[order], origin[order]
    if abs(len(origin) - len(atoms) * abs(size)) > 1e-3 or not _repeats(atoms, old, matrix):
        raise ParameterError(
            "matrix",
            f"these rows are no lattice vectors of {atoms.get_chemical_formula()}.",
            "Use whole numbers, or half numbers where the lattice is centred.",
        )
    new = ase.Atoms(
        numbers=atoms.numbers[origin],
        scaled_positions=inside,
        cell=matrix @ np.asarray(atoms.cell),
        tags=atoms.get_tags()[origin],
        pbc=True,
    )
    new.set_initial_charges(atoms.get_initial_charges()[origin])
    new.info.update(atoms.info)
    return new


def _repeats(atoms: Any, fractional: np.ndarray, matrix: np.ndarray) -> bool:
    """Whether each row of ``matrix`` takes the crystal to itself."""
    for row in matrix:
        if np.allclose(row, np.round(row), atol=1e-9):
            continue
        shift = fractional[:, None, :] + row - fractional[None, :, :]
        shift -= np.round(shift)
        near = np.linalg.norm(shift @ np.asarray(atoms.cell), axis=-1) < 1e-2
        if not np.all(np.any(near & (atoms.numbers[:, None] == atoms.numbers[None, :]), axis=1)):
            return False
    return True


def image_distance(cell: Any) -> float:
    """Shortest lattice vector in angstrom: the distance of an atom from its nearest image."""
    geometry = require("ase.geometry", extra="atoms")
    reduced, _ = geometry.minkowski_reduce(np.asarray(cell))
    return float(np.linalg.norm(reduced, axis=1).min())


def supercell_for_distance(atoms: Any, distance: float = 10.0, most_atoms: int = 500) -> Any:
    """The smallest supercell, as cubic as possible, whose images are ``distance`` angstrom apart.

    Parameters
    ----------
    distance : least distance between images of one atom in angstrom.
    most_atoms : supercells above this are not tried.

    Raises
    ------
    ParameterError
        when no supercell within the limit keeps the images that far apart.
    """
    require("ase", extra="atoms")
    matrix = supercell_matrix(np.asarray(atoms.cell), distance, most_atoms / len(atoms))
    if matrix is None:
        raise ParameterError(
            "distance",
            f"no supercell of {atoms.get_chemical_formula()} with at most {most_atoms} atoms "
            f"keeps images {distance:g} angstrom apart.",
            "Raise most_atoms or lower the distance.",
        )
    return transformed_cell(atoms, matrix)


def supercell_matrix(cell: np.ndarray, distance: float, most_cells: float) -> np.ndarray | None:
    """Integer rows of the smallest supercell with images ``distance`` apart; None if too large.

    All sublattices of each size are tried (as Hermite normal forms): one serves when none of the
    lattice vectors shorter than ``distance`` belongs to it. Of several the one with the farthest
    images is taken, then the least skew.
    """
    geometry = require("ase.geometry", extra="atoms")
    short = _short_vectors(cell, distance - 1e-6)
    densest = distance**3 / np.sqrt(2) / abs(np.linalg.det(cell))  # no lattice packs denser
    for size in range(max(1, int(np.ceil(densest - 1e-9))), int(most_cells + 1e-9) + 1):
        forms = _hermite_forms(size)
        inside = np.einsum("va,sab->svb", short, np.linalg.inv(forms))
        belongs = np.all(np.abs(inside - np.round(inside)) < 1e-6, axis=2).any(axis=1)
        best: tuple[float, float] | None = None
        chosen = None
        for form in forms[~belongs][:200]:
            reduced, turn = geometry.minkowski_reduce(form @ cell)
            lengths = np.linalg.norm(reduced, axis=1)
            score = (-round(lengths.min(), 3), round(float(np.abs(_cosines(reduced)).sum()), 6))
            if best is None or score < best:
                best, chosen = score, turn @ form
        if chosen is not None:
            return chosen if np.linalg.det(chosen) * np.linalg.det(cell) > 0 else -chosen
    return None


def _short_vectors(cell: np.ndarray, length: float) -> np.ndarray:
    """Nonzero integer combinations of the rows of ``cell`` that are shorter than ``length``."""
    heights = 1 / np.linalg.norm(np.linalg.inv(cell), axis=0)
    bounds = np.ceil(length / heights).astype(int)
    grids = np.meshgrid(*(np.arange(-b, b + 1) for b in bounds), indexing="ij")
    whole = np.stack([g.ravel() for g in grids], axis=1)
    size = np.linalg.norm(whole @ cell, axis=1)
    return whole[(size < length) & (size > 0)]


def _hermite_forms(size: int) -> np.ndarray:
    """Every sublattice of index ``size`` once, as lower triangular rows, shape (n, 3, 3)."""
    forms = []
    for a in (n for n in range(1, size + 1) if size % n == 0):
        for b in (n for n in range(1, size // a + 1) if (size // a) % n == 0):
            c = size // (a * b)
            for d, e, f in itertools.product(range(a), range(a), range(b)):
                forms.append([[a, 0, 0], [d, b, 0], [e, f, c]])
    return np.array(forms)


def _cosines(cell: np.ndarray) -> np.ndarray:
    unit = cell / np.linalg.norm(cell, axis=1, keepdims=True)
    return np.array([unit[0] @ unit[1], unit[1] @ unit[2], unit[0] @ unit[2]])
