r"""Cluster expansions: energies of configurations as sums over clusters of occupied sites.

.. math:: E(n) = E_0 N_c + \sum_o J_o \sum_{c \in o} \prod_{i \in c} n_i

Orbits are found here and fitted here, because the clusters of occupations 0 and 1 are what the
tables of the Monte Carlo hold; icet (field standard, MPL 2.0) expands in spins of -1 and 1 and
serves as the reference in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from .geometry import Lattice, Sites
from .model import LatticeModel, compile_model
from .orbits import Orbit, find_orbits
from .pair_model import Interactions

Array = Any

#: strengths of the ridge among which cross-validation chooses, relative to the largest
#: singular value squared of the scaled features
STRENGTHS = tuple(10.0**k for k in range(-14, 0))


@dataclass(frozen=True)
class Configuration:
    """One occupation of a supercell and its energy."""

    sites: Sites
    occupation: Array  #: 0 or 1 for each site
    energy: float  #: of the supercell, in eV


@dataclass(frozen=True)
class ClusterExpansion(Interactions):
    """Effective interactions of orbits. Made by :func:`fit_cluster_expansion`."""

    lattice: Lattice
    orbits: tuple[Orbit, ...]
    interactions: tuple[float, ...]  #: J of each orbit, eV
    constant: float  #: energy of the empty host, eV per primitive cell
    cross_validation_error: float  #: root mean square of left-out energies, eV per site
    training_error: float  #: root mean square, eV per site
    strength: float  #: of the ridge that was chosen
    configurations: int
    provenance: str = ""  #: where the energies are from

    def compile(self, counts: tuple[int, ...]) -> LatticeModel:
        terms = [o.clusters(j) for o, j in zip(self.orbits, self.interactions, strict=True)]
        return compile_model(self.lattice.repeat(counts), terms)

    def model(self, repeat: tuple[int, ...]) -> LatticeModel:
        """Flat tables of a supercell; their energies count from the empty host."""
        return self.compile(repeat)

    def energy(self, sites: Sites, occupation: Array) -> float:
        """Energy of an occupation of a supercell in eV, the empty host included."""
        n = np.asarray(occupation, float)
        total = self.constant * float(np.prod(sites.counts))
        for orbit, j in zip(self.orbits, self.interactions, strict=True):
            total += j * _count(orbit, sites, n)
        return total


def _count(orbit: Orbit, sites: Sites, occupation: Array) -> float:
    """How many clusters of an orbit are occupied in all their sites."""
    index, _ = orbit.clusters().sites(sites)
    return float(occupation[index].prod(axis=1).sum())


def features(orbits: Sequence[Orbit], configurations: Sequence[Configuration]) -> Array:
    """Occupied clusters of each orbit per primitive cell, after a column of ones."""
    rows = []
    for one in configurations:
        n = np.asarray(one.occupation, float)
        cells = float(np.prod(one.sites.counts))
        rows.append([1.0, *(_count(o, one.sites, n) / cells for o in orbits)])
    return np.array(rows)


def fit_cluster_expansion(
    configurations: Sequence[Configuration],
    lattice: Lattice,
    cutoffs: Mapping[int, float],
    *,
    host: tuple[Array, Array] | None = None,
    strengths: Sequence[float] = STRENGTHS,
    provenance: str = "",
) -> ClusterExpansion:
    """Fit interactions by ridge regression; leave-one-out cross-validation sets its strength.

    Features are scaled to unit spread; the energy of the empty host is not penalised. The
    left-out errors are exact, from the diagonal of the hat matrix, not from refitting.

    Parameters
    ----------
    cutoffs, host : see :func:`find_orbits`.

    Raises
    ------
    ParameterError
        with fewer than three configurations, occupations of another length than the sites, or
        energies that are not finite.
    """
    _check(configurations)
    orbits = find_orbits(lattice, cutoffs, host)
    table = features(orbits, configurations)
    cells = np.array([float(np.prod(c.sites.counts)) for c in configurations])
    target = np.array([c.energy for c in configurations]) / cells
    per_site = len(lattice.basis)
    spread = table[:, 1:].std(axis=0)
    # an orbit that no configuration tells apart gets no interaction
    used = spread > 1e-12
    scaled = (table[:, 1:] - table[:, 1:].mean(axis=0))[:, used] / spread[used]
    options = [_ridge(scaled, target, s) for s in strengths]
    best = int(np.argmin([o[1] for o in options]))
    weights, left_out, residual = options[best]
    values = np.zeros(len(orbits))
    values[used] = weights / spread[used]
    constant = target.mean() - table[:, 1:].mean(axis=0) @ values
    return ClusterExpansion(
        lattice, tuple(orbits), tuple(values.tolist()), float(constant), left_out / per_site,
        residual / per_site, float(strengths[best]), len(configurations), provenance,
    )  # fmt: skip


def _ridge(x: Array, y: Array, strength: float) -> tuple[Array, float, float]:
    """Weights, leave-one-out error and residual (root mean squares) of centred features."""
    u, s, v = np.linalg.svd(x, full_matrices=False)
    keep = s > 1e-10 * s.max(initial=1e-300)
    u, s, v = u[:, keep], s[keep], v[keep]
    shrink = s**2 / (s**2 + strength * s.max(initial=0.0) ** 2)
    centred = y - y.mean()
    inner = u.T @ centred
    weights = v.T @ (shrink / s * inner)
    residual = centred - u @ (shrink * inner)
    hat = 1 / len(y) + np.einsum("ij,j,ij->i", u, shrink, u)
    # a configuration that alone determines a parameter tells nothing about prediction
    left_out = residual / np.maximum(1 - hat, 1e-9)
    return weights, float(np.sqrt(np.mean(left_out**2))), float(np.sqrt(np.mean(residual**2)))


def _check(configurations: Sequence[Configuration]) -> None:
    if len(configurations) < 3:
        raise ParameterError("configurations", f"needs at least 3, got {len(configurations)}.")
    for k, one in enumerate(configurations):
        given = np.asarray(one.occupation)
        if given.shape != (one.sites.size,) or not np.isin(given, (0, 1)).all():
            advice = f"Give 0 or 1 for each of its {one.sites.size} sites."
            raise ParameterError(f"configurations[{k}].occupation", "is no occupation.", advice)
        if not np.isfinite(one.energy):
            raise ParameterError(f"configurations[{k}].energy", "is not finite.")


def configuration_of(
    atoms: Any, lattice: Lattice, guest: str, energy: float, tolerance: float = 1.0
) -> Configuration:
    """Occupation of the sites by the guests of an ``ase.Atoms``, which may have relaxed.

    The cell of the atoms is a whole number of primitive cells along each vector, strained or
    not; positions are compared as fractions of it.

    Parameters
    ----------
    tolerance : how far (angstrom) a guest may be from its site.

    Raises
    ------
    ParameterError
        when the cell is no multiple, or a guest is far from every site or shares one.
    """
    multiple = np.asarray(atoms.cell) @ np.linalg.inv(lattice.cell)
    counts = np.round(np.diag(multiple)).astype(int)
    if counts.min() < 1 or np.abs(multiple - np.diag(counts)).max() > 0.15 * counts.min():
        advice = "Use a supercell of whole primitive cells along its vectors."
        raise ParameterError("atoms.cell", "is no multiple of the primitive cell.", advice)
    sites = lattice.repeat(tuple(int(n) for n in counts[: lattice.dimension]))
    places = sites.positions @ np.linalg.inv(sites.cell)
    occupation = np.zeros(sites.size, int)
    for atom in (a for a in atoms if a.symbol == guest):
        fraction = np.linalg.solve(np.asarray(atoms.cell).T, atom.position)
        away = fraction - places
        distance = np.linalg.norm((away - np.round(away)) @ np.asarray(atoms.cell), axis=1)
        nearest = int(distance.argmin())
        if distance[nearest] > tolerance or occupation[nearest]:
            message = f"{guest} atom {atom.index} is {distance[nearest]:.2f} angstrom from a site"
            taken = " that is taken" if occupation[nearest] else ""
            advice = "It left its site; leave this configuration out or raise the tolerance."
            raise ParameterError("atoms", f"{message}{taken}.", advice)
        occupation[nearest] = 1
    return Configuration(sites, occupation, float(energy))
