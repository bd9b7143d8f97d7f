"""Meshes: exact volumes, exact integrals, stated orders."""

import numpy as np
import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.numerics.mesh import GEOMETRIES, line, radial, radial_zeng_bazant

MESHES = [
    line,
    *(lambda n, g=g, f=f: f(n, g) for f in (radial, radial_zeng_bazant) for g in GEOMETRIES),
]


@pytest.mark.parametrize("make", MESHES)
def test_volumes_and_conservation(make):
    mesh = make(17)
    assert np.sum(mesh.weights) == pytest.approx(1.0, abs=1e-15)
    columns = np.asarray(mesh.mass.sum(axis=0)).ravel()
    assert np.sum(columns) == pytest.approx(1.0, abs=1e-14)
    # what leaves one control volume enters the next
    assert np.abs(mesh.divergence.sum(axis=0)).max() < 1e-14


@pytest.mark.parametrize("make", MESHES)
def test_constants_have_no_gradient(make):
    mesh = make(9)
    ones = np.ones(mesh.size)
    assert np.abs(mesh.gradient @ ones).max() < 1e-12
    assert np.abs(mesh.laplacian @ ones).max() < 1e-10
    assert mesh.face_mean @ ones == pytest.approx(np.ones(mesh.size - 1))


@pytest.mark.parametrize("scheme", [radial, radial_zeng_bazant])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_laplacian_of_a_parabola_is_exact_inside(scheme, geometry):
    p = GEOMETRIES[geometry]
    mesh = scheme(41, geometry)
    curvature = mesh.laplacian @ mesh.positions**2 + 2.0 * mesh.slope
    inside = slice(0, -1)
    error = np.abs(curvature[inside] / (2 * (p + 1)) - 1)
    assert error[0] < 1e-12
    assert np.max(error) < (1e-11 if scheme is radial_zeng_bazant or p == 0 else 0.2)
    # finite volumes are exact in the mean: the integral is the flux through the surface
    if scheme is radial:
        assert mesh.weights @ curvature == pytest.approx(2 * (p + 1), rel=1e-12)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_laplacian_converges_with_second_order(geometry):
    p = GEOMETRIES[geometry]

    def error(nodes: int) -> float:
        mesh = radial(nodes, geometry)
        r = mesh.positions
        exact = -(np.pi**2) * np.cos(np.pi * r) - p * np.pi**2 * np.sinc(r)
        return float(np.sqrt(mesh.weights @ (mesh.laplacian @ np.cos(np.pi * r) - exact) ** 2))

    order = np.log2(error(81) / error(161))
    assert order > 1.4  # second order inside, first order in the two end cells


@pytest.mark.parametrize("cells", [0, 1, -5, 2.5, True, 1_000_000])
def test_absurd_sizes_are_refused(cells):
    with pytest.raises(ParameterError, match="cells"):
        line(cells)


def test_unknown_geometry():
    with pytest.raises(ParameterError, match="sphere"):
        radial(10, "cube")
