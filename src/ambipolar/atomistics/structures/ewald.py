r"""Electrostatic energy of point charges in a periodic cell, as a matrix over pairs.

The Ewald split [ewald1921] of the Coulomb sum gives, with splitting parameter $\eta$, cell volume
$\Omega$ and a uniform background that neutralises any net charge,

$$E = \tfrac12 \sum_{ij} q_i M_{ij} q_j, \quad
M_{ij} = k \Big[ \sum_{\mathbf R}{}' \frac{\mathrm{erfc}(\eta r)}{r}
 + \frac{4\pi}{\Omega}\sum_{\mathbf G \ne 0} \frac{e^{-G^2/4\eta^2}}{G^2}
 \cos(\mathbf G\cdot\mathbf r_{ij})
 - \frac{2\eta}{\sqrt\pi}\,\delta_{ij} - \frac{\pi}{\Omega\eta^2} \Big]$$

with $k = e/4\pi\varepsilon_0$. The matrix depends on positions only: computed once, it prices any
assignment of charges by a product, and the exchange of two ions in constant time.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE, VACUUM_PERMITTIVITY
from ...core.optional import require

#: e / (4 pi eps_0) in eV angstrom: the energy of two elementary charges one angstrom apart.
COULOMB_EV_ANGSTROM = ELEMENTARY_CHARGE / (4 * math.pi * VACUUM_PERMITTIVITY) * 1e10
#: both sums are cut where their terms have fallen to exp(-SHARPNESS^2), 2e-14
SHARPNESS = 5.6


def ewald_matrix(atoms: Any) -> np.ndarray:
    """Pair matrix M of the Coulomb energy, shape (atoms, atoms), in eV per squared charge number.

    Parameters
    ----------
    atoms : periodic structure (``ase.Atoms``); only its cell and positions are read.
    """
    neighbours = require("ase.neighborlist", extra="atoms")
    count, volume = len(atoms), atoms.get_volume()
    eta = math.sqrt(math.pi) * (count / volume**2) ** (1 / 6)  # balances the work of both sums
    first, second, distance = neighbours.neighbor_list("ijd", atoms, SHARPNESS / eta)
    matrix = np.zeros((count, count))
    np.add.at(matrix, (first, second), _erfc(eta * distance) / distance)
    waves = reciprocal_vectors(np.asarray(atoms.cell), 2 * eta * SHARPNESS)
    squared = np.einsum("gk,gk->g", waves, waves)
    weight = 4 * math.pi / volume * np.exp(-squared / (4 * eta**2)) / squared
    phase = waves @ atoms.positions.T
    for trigonometric in (np.cos(phase), np.sin(phase)):
        matrix += (weight[:, None] * trigonometric).T @ trigonometric
    matrix -= math.pi / (volume * eta**2)
    matrix[np.diag_indices(count)] -= 2 * eta / math.sqrt(math.pi)
    return COULOMB_EV_ANGSTROM * matrix


def reciprocal_vectors(cell: np.ndarray, largest: float) -> np.ndarray:
    """Reciprocal lattice vectors with 0 < |G| <= ``largest``: shape (n, 3), rad/angstrom."""
    reciprocal = 2 * math.pi * np.linalg.inv(cell).T
    # |n_k| = |G . a_k| / 2 pi is at most |G| |a_k| / 2 pi
    bounds = np.floor(largest * np.linalg.norm(cell, axis=1) / (2 * math.pi)).astype(int)
    grids = np.meshgrid(*(np.arange(-b, b + 1) for b in bounds), indexing="ij")
    waves = np.stack([g.ravel() for g in grids], axis=1) @ reciprocal
    size = np.linalg.norm(waves, axis=1)
    return waves[(size > 1e-9) & (size <= largest)]


def ewald_energy(atoms: Any, charges: np.ndarray) -> float:
    """Coulomb energy per cell in eV for the charge numbers ``charges`` of the atoms."""
    charges = np.asarray(charges, dtype=float)
    return float(0.5 * charges @ ewald_matrix(atoms) @ charges)


def _erfc(values: np.ndarray) -> np.ndarray:
    from scipy.special import erfc

    return erfc(values)
