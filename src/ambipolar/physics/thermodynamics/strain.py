"""Coherency strain: its elastic coefficient, and its mean-field place in the functional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import Record, positive, quantity
from .free_energy import FreeEnergy

Array = Any


@dataclass(frozen=True)
class CoherencyStrain(Record):
    r"""Mean-field coherency energy :math:`\frac12 B (x - \bar x)^2` per volume.

    It adds :math:`(B/\rho)(x - \bar x)` to the chemical potential, with the mean filling of the
    particle, and so acts only on deviations from it: a uniform particle feels nothing. For a
    regular solution it is a smaller interaction, :math:`\Omega_{eff} = \Omega - B/(2\rho)`, plus
    a term that tilts the two-phase plateau by :math:`dV/d\bar x = B/(\rho F)`. [cogswell2012]
    """

    coefficient: float = quantity("Pa", "coherency coefficient B", 0.0)

    def potential(self, x: Array, mean: Array, site_density: Array) -> Array:
        """Contribution to mu [J/mol]; ``site_density`` rho in mol/m^3."""
        return self.coefficient / site_density * (x - mean)

    def effective_omega(self, omega: Array, site_density: Array) -> Array:
        """Omega [J/mol] of the regular solution that has the coherent phase diagram."""
        return omega - self.coefficient / (2 * site_density)


@dataclass(frozen=True)
class CoherentExcess(FreeEnergy):
    r"""The coherency energy as a term of the homogeneous free energy, for phase diagrams.

    .. math:: g = \frac{B}{2\rho} (x - x_0)^2

    Added to any free energy, its spinodals, common tangents and interfaces become the coherent
    ones. ``reference`` only tilts g and so does not move them; with the particle's mean filling
    it makes mu the potential of the strained particle. Do not use it in a particle model, where
    the mean evolves: there :class:`CoherencyStrain` belongs. [cogswell2012]
    """

    coefficient: float = quantity("Pa", "coherency coefficient B", 0.0)
    site_density: float = positive("mol/m^3", "site density rho", 1.0)
    reference: float = quantity("1", "filling x0 that is free of strain", 0.5)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        deviation = x[0] - self.reference
        return self.coefficient / (2 * self.site_density) * deviation * deviation


# --- the coefficient from stiffness and misfit ----------------------------------------------

#: tensor indices of the Voigt components 11, 22, 33, 23, 13, 12
_VOIGT = ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1))


def orthorhombic_stiffness(
    c11: float, c22: float, c33: float, c44: float, c55: float, c66: float,
    c12: float, c13: float, c23: float,
) -> np.ndarray:  # fmt: skip
    """Voigt stiffness matrix (6, 6) of an orthorhombic crystal, in the unit of the arguments."""
    matrix = np.diag([c11, c22, c33, c44, c55, c66]).astype(float)
    for (i, j), value in {(0, 1): c12, (0, 2): c13, (1, 2): c23}.items():
        matrix[i, j] = matrix[j, i] = value
    return matrix


def isotropic_stiffness(young: float, poisson: float) -> np.ndarray:
    """Voigt stiffness matrix (6, 6) of an isotropic solid, in the unit of ``young``."""
    lame = young * poisson / ((1 + poisson) * (1 - 2 * poisson))
    shear = young / (2 * (1 + poisson))
    matrix = np.diag([2 * shear] * 3 + [shear] * 3)
    matrix[:3, :3] += lame
    return matrix


def coherency_coefficient(stiffness: Array, misfit: Array, normal: Array) -> Array:
    r"""Elastic coefficient B(n) of a coherent interface with normal n.

    .. math::
        s = C : \varepsilon_0, \quad A_{ik} = C_{ijkl} n_j n_l, \quad
        B(n) = \varepsilon_0 : C : \varepsilon_0 - (s n) \cdot A^{-1} \cdot (s n)

    Parameters
    ----------
    stiffness : (6, 6) Voigt stiffness C [Pa].
    misfit : strain per unit filling: (3,) principal strains, (6,) Voigt strain with
        engineering shears, or a (3, 3) tensor.
    normal : (..., 3) normals; they need not have unit length.

    Returns
    -------
    (...) B in Pa. The isotropic dilatational limit is 2 E e^2/(1 - nu). [khachaturyan1983]

    Raises
    ------
    ParameterError
        for a stiffness or misfit of the wrong shape, or a stiffness that is not positive definite.
    """
    tensor, strain = _stiffness_tensor(stiffness), _strain_tensor(misfit)
    unit = np.asarray(normal, dtype=float)
    unit = unit / np.linalg.norm(unit, axis=-1, keepdims=True)
    stress = np.einsum("ijkl,kl->ij", tensor, strain)
    traction = unit @ stress
    acoustic = np.einsum("ijkl,...j,...l->...ik", tensor, unit, unit)
    relaxed = np.linalg.solve(acoustic, traction[..., None])[..., 0]
    return np.sum(stress * strain) - np.sum(traction * relaxed, axis=-1)


@dataclass(frozen=True)
class HabitPlane:
    """Interface orientation of least coherency energy."""

    coefficient: float  #: B [Pa] at the normal
    normal: tuple[float, float, float]  #: unit normal in the axes of the stiffness


def preferred_orientation(stiffness: Array, misfit: Array) -> HabitPlane:
    """Minimise :func:`coherency_coefficient` over all normals.

    A grid of directions over the half sphere selects the best valley, which is then polished.
    Symmetry-equivalent normals are not listed.
    """
    from scipy.optimize import minimize

    polar, azimuth = np.meshgrid(np.linspace(0, np.pi / 2, 46), np.linspace(-np.pi, np.pi, 121))
    values = coherency_coefficient(stiffness, misfit, _direction(polar, azimuth))
    best = np.unravel_index(np.argmin(values), values.shape)

    def at(angles: np.ndarray) -> float:
        return float(coherency_coefficient(stiffness, misfit, _direction(*angles))) / scale

    scale = float(np.max(np.abs(values)))
    options = {"xatol": 1e-9, "fatol": 1e-15}
    start = np.array([polar[best], azimuth[best]])
    found = minimize(at, start, method="Nelder-Mead", options=options)
    unit = _direction(*found.x)
    unit = unit * np.sign(unit[np.argmax(np.abs(unit))])  # a normal and its opposite are the same
    x, y, z = (float(v) for v in unit)
    return HabitPlane(coefficient=float(found.fun) * scale, normal=(x, y, z))


def _direction(polar: Array, azimuth: Array) -> np.ndarray:
    plane = np.sin(polar)
    return np.stack([plane * np.cos(azimuth), plane * np.sin(azimuth), np.cos(polar)], axis=-1)


def _stiffness_tensor(stiffness: Array) -> np.ndarray:
    matrix = np.asarray(stiffness, dtype=float)
    if matrix.shape != (6, 6) or not np.allclose(matrix, matrix.T):
        raise ParameterError("stiffness", "expected a symmetric (6, 6) Voigt matrix.")
    if np.linalg.eigvalsh(matrix)[0] <= 0:
        raise ParameterError("stiffness", "the matrix is not positive definite.")
    tensor = np.empty((3, 3, 3, 3))
    for first, (i, j) in enumerate(_VOIGT):
        for second, (k, m) in enumerate(_VOIGT):
            for p, q in ((i, j), (j, i)):
                tensor[p, q, k, m] = tensor[p, q, m, k] = matrix[first, second]
    return tensor


def _strain_tensor(misfit: Array) -> np.ndarray:
    strain = np.asarray(misfit, dtype=float)
    if strain.shape == (3, 3):
        return (strain + strain.T) / 2
    if strain.shape == (3,):
        return np.diag(strain)
    if strain.shape != (6,):
        raise ParameterError("misfit", "expected (3,) principal, (6,) Voigt or (3, 3) strains.")
    tensor = np.diag(strain[:3])
    for (i, j), shear in zip(_VOIGT[3:], strain[3:], strict=True):
        tensor[i, j] = tensor[j, i] = shear / 2
    return tensor
