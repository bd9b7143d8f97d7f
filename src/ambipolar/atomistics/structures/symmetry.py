"""Space-group operations as permutations of sites, through spglib [togo2024]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require

#: positions closer than this count as the same, in angstrom
TOLERANCE = 1e-2


def operations(
    atoms: Any, kinds: Sequence[int] | np.ndarray | None = None, tolerance: float = TOLERANCE
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (n, 3, 3) and translations (n, 3) of the crystal in fractional coordinates.

    Parameters
    ----------
    kinds : integers that tell atoms apart instead of the atomic numbers.
    """
    spglib = require("spglib", extra="atoms")
    kinds = atoms.numbers if kinds is None else kinds
    cell = (np.asarray(atoms.cell), atoms.get_scaled_positions(), np.asarray(kinds, dtype=int))
    found = spglib.get_symmetry(cell, symprec=tolerance)
    if found is None:
        raise ParameterError(
            "atoms",
            "no symmetry could be found for this structure.",
            "Check it with read_structure: atoms may overlap.",
        )
    return found["rotations"], found["translations"]


def site_permutations(
    fractional: np.ndarray,
    rotations: np.ndarray,
    translations: np.ndarray,
    cell: np.ndarray,
    tolerance: float = 10 * TOLERANCE,
) -> np.ndarray:
    """Row ``k`` says where operation ``k`` takes each site: shape (operations, sites).

    Operations that take a site to a place that is no site are left out; equal rows are merged.
    """
    rows = []
    for rotation, translation in zip(rotations, translations):
        image = fractional @ rotation.T + translation
        shift = image[:, None, :] - fractional[None, :, :]
        shift -= np.round(shift)
        distance = np.linalg.norm(shift @ cell, axis=-1)
        nearest = distance.argmin(axis=1)
        fits = distance[np.arange(len(nearest)), nearest] < tolerance
        if fits.all() and len(set(nearest.tolist())) == len(nearest):
            rows.append(nearest)
    return np.unique(np.array(rows), axis=0)
