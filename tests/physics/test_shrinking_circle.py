"""A circle of one phase in another shrinks by its curvature, on the radial mesh of the package."""

import numpy as np
from scipy.integrate import solve_ivp

from ambipolar.numerics.mesh import radial
from ambipolar.physics.thermodynamics.fluctuations import shrinking_radius


def test_non_conserved_circle_follows_the_curvature_law():
    """R^2 = R0^2 - 2 M kappa t for dx/dt = M (kappa lap x - f'), f a symmetric double well."""
    mesh, mobility, kappa = radial(401, "cylinder"), 1.0, 1e-4
    start, thickness = 0.5, 0.02
    barrier = kappa / thickness**2

    def rate(t: float, x: np.ndarray) -> np.ndarray:
        well = barrier * x * (1 - x) * (1 - 2 * x) * 2
        return mobility * (kappa * (mesh.laplacian @ x) - well)

    x = 0.5 * (1 - np.tanh((mesh.positions - start) / (2 * thickness)))
    times = np.linspace(0.0, 800.0, 9)
    found = solve_ivp(rate, (0, times[-1]), x, "BDF", times, rtol=1e-6, atol=1e-8)
    radius = np.sqrt(mesh.weights @ found.y)  # area of the phase over pi
    expected = shrinking_radius(radius[0], times, mobility, kappa)
    # from the second sample on: first the profile settles, which moves the radius a little
    lost = radius[1] ** 2 - radius[2:] ** 2
    predicted = expected[1] ** 2 - expected[2:] ** 2
    assert np.abs(lost / predicted - 1).max() < 5e-3
    assert radius[-1] < 0.85 * radius[0]
