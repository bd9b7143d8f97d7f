"""Uniform finite-volume meshes on the unit interval, as plain arrays.

Lengths are scaled out: positions run from 0 to 1 and the equations divide by the physical
length, so that the length of a particle stays a solver input.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from ..core.errors import ParameterError

#: exponent p of the area A ~ r^p, by name of the geometry
GEOMETRIES = {"plate": 0, "cylinder": 1, "sphere": 2}

#: more cells than this are refused: the sparse factorisation would exhaust the memory
MAX_CELLS = 200_000


@dataclass(frozen=True)
class Mesh:
    """Operators of one mesh with n unknowns and m faces.

    ``gradient`` (m, n) and ``face_mean`` (m, n) map unknowns to interior faces;
    ``divergence`` (n, m) maps interior-face fluxes to the integral of the divergence over each
    control volume, in units where the whole volume is 1; ``surface`` (n,) is the same for a flux
    through the outer surface. ``laplacian`` (n, n) has zero slope at both ends and
    ``slope`` (n,) is what a unit outward slope at the outer surface adds to it.
    ``mass`` (n, n) multiplies the time derivative; its columns sum to ``weights``.
    """

    positions: np.ndarray
    weights: np.ndarray
    gradient: sp.csc_matrix
    face_mean: sp.csc_matrix
    divergence: sp.csc_matrix
    surface: np.ndarray
    laplacian: sp.csc_matrix
    slope: np.ndarray
    mass: sp.csc_matrix

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return len(self.positions)


def check_cells(cells: int, least: int = 2) -> None:
    """Refuse meshes that are too small to be meant or too large to be solved.

    Raises
    ------
    ParameterError
        with the range that is allowed.
    """
    if isinstance(cells, bool) or not isinstance(cells, int | np.integer):
        raise ParameterError("cells", f"must be a whole number, got {cells!r}.")
    if not least <= cells <= MAX_CELLS:
        raise ParameterError(
            "cells",
            f"{cells} is outside {least} to {MAX_CELLS}.",
            "A phase boundary needs about five cells; 50 to 400 cells serve most particles.",
        )


def line(cells: int) -> Mesh:
    """Cell-centred mesh of a plate, no flux at both ends; second order."""
    check_cells(cells)
    h = 1.0 / cells
    faces = cells - 1
    gradient = sp.diags([-np.ones(faces), np.ones(faces)], [0, 1], (faces, cells)) / h
    face_mean = sp.diags([np.full(faces, 0.5)] * 2, [0, 1], (faces, cells))
    divergence = sp.diags([np.ones(faces), -np.ones(faces)], [0, -1], (cells, faces))
    weights = np.full(cells, h)
    last = np.zeros(cells)
    last[-1] = 1.0
    laplacian = sp.diags(1 / weights) @ divergence @ gradient
    return Mesh(
        positions=(np.arange(cells) + 0.5) * h,
        weights=weights,
        gradient=gradient.tocsc(),
        face_mean=face_mean.tocsc(),
        divergence=divergence.tocsc(),
        surface=last,
        laplacian=laplacian.tocsc(),
        slope=last / h,
        mass=sp.diags(weights).tocsc(),
    )


def radial(nodes: int, geometry: str) -> Mesh:
    """Vertex-centred control volumes with nodes at the centre and at the surface.

    The surface filling is an unknown, which is where the reaction happens. Second order; the
    mass matrix is diagonal and the Laplacian is the divergence of the gradient, so that the
    discrete chemical potential is the derivative of a discrete free energy.
    """
    check_cells(nodes, least=3)
    p = exponent(geometry)
    h = 1.0 / (nodes - 1)
    positions = np.linspace(0.0, 1.0, nodes)
    edges = np.concatenate([[0.0], positions[:-1] + h / 2, [1.0]])
    weights = np.diff(edges ** (p + 1))  # volume fractions
    areas = (p + 1) * edges[1:-1] ** p  # area over total volume, length scaled out
    faces = nodes - 1
    gradient = sp.diags([-np.ones(faces), np.ones(faces)], [0, 1], (faces, nodes)) / h
    face_mean = sp.diags([np.full(faces, 0.5)] * 2, [0, 1], (faces, nodes))
    divergence = sp.diags([areas, -areas], [0, -1], (nodes, faces))
    surface = np.zeros(nodes)
    surface[-1] = p + 1.0
    laplacian = sp.diags(1 / weights) @ divergence @ gradient
    return Mesh(
        positions=positions,
        weights=weights,
        gradient=gradient.tocsc(),
        face_mean=face_mean.tocsc(),
        divergence=divergence.tocsc(),
        surface=surface,
        laplacian=laplacian.tocsc(),
        slope=surface / weights,
        mass=sp.diags(weights).tocsc(),
    )


def radial_zeng_bazant(nodes: int, geometry: str) -> Mesh:
    """The scheme of Zeng and Bazant: as :func:`radial`, with their mass matrix and Laplacian.

    Control-volume averages are interpolated from the nodes (1/8, 3/4, 1/8), and the Laplacian
    is the nodal central difference. Used to reproduce results obtained with that scheme.
    [zeng2014phase]
    """
    base = radial(nodes, geometry)
    p, h = exponent(geometry), 1.0 / (nodes - 1)
    average = sp.lil_matrix(sp.diags([1 / 8, 3 / 4, 1 / 8], [-1, 0, 1], (nodes, nodes)))
    average[0, 0] = average[-1, -1] = 3 / 4
    average[1, 0] = average[-2, -1] = 1 / 4
    r = base.positions[1:-1]
    second = sp.lil_matrix((nodes, nodes))
    second[0, 0], second[0, 1] = -2 * (p + 1) / h**2, 2 * (p + 1) / h**2
    for i in range(1, nodes - 1):
        second[i, i - 1] = 1 / h**2 - p / (2 * h * r[i - 1])
        second[i, i] = -2 / h**2
        second[i, i + 1] = 1 / h**2 + p / (2 * h * r[i - 1])
    second[-1, -2], second[-1, -1] = 2 / h**2, -2 / h**2
    slope = np.zeros(nodes)
    slope[-1] = p + 2 / h
    return replace(
        base,
        laplacian=second.tocsc(),
        slope=slope,
        mass=(sp.csc_matrix(average) @ sp.diags(base.weights)).tocsc(),
    )


def exponent(geometry: str) -> int:
    """Exponent p of the area A ~ r^p of a geometry.

    Raises
    ------
    ParameterError
        for a name that is not plate, cylinder or sphere.
    """
    if geometry not in GEOMETRIES:
        raise ParameterError(
            "geometry", f"unknown geometry {geometry!r}.", f"Known: {', '.join(GEOMETRIES)}."
        )
    return GEOMETRIES[geometry]
