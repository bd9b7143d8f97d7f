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

    Candidates are the integer matrices nearest to cubes of growing edge and their neighbours that
    differ by one lattice vector in one row, so that skew primitive cells give compact supercells.
    """
    volume = abs(np.linalg.det(cell))
    inverse = np.linalg.inv(cell)
    best: tuple[float, float] | None = None
    chosen = None
    smallest = max(1.0, 0.5 * distance**3 / volume)  # no lattice packs spheres denser than this
    for cells in np.linspace(smallest, most_cells, 60) if most_cells >= smallest else ():
        edge = (cells * volume) ** (1 / 3)
        for matrix in _near(np.round(edge * np.eye(3) @ inverse).astype(int)):
            size = abs(round(np.linalg.det(matrix)))
            if size == 0 or size > most_cells or (best and size > best[0]):
                continue
            new = matrix @ cell
            if image_distance(new) < distance - 1e-6:
                continue
            skew = float(np.ptp(np.linalg.norm(new, axis=1)) + np.abs(_cosines(new)).sum())
            if best is None or (size, skew) < best:
                best, chosen = (size, skew), matrix
    return chosen


def _near(matrix: np.ndarray) -> list[np.ndarray]:
    steps = [s for s in itertools.product((-1, 0, 1), repeat=3) if any(s)]
    found = [matrix]
    for row in range(3):
        for step in steps:
            changed = matrix.copy()
            changed[row] += step
            found.append(changed)
    return found


def _cosines(cell: np.ndarray) -> np.ndarray:
    unit = cell / np.linalg.norm(cell, axis=1, keepdims=True)
    return np.array([unit[0] @ unit[1], unit[1] @ unit[2], unit[0] @ unit[2]])
