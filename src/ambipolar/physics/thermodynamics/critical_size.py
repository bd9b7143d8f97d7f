"""The smallest particle that can phase separate, by shape."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .curve import EnergyCurve
from .free_energy import FreeEnergy
from .spinodal import least_stable_filling


@lru_cache(maxsize=1)
def no_flux_eigenvalues() -> dict[str, float]:
    r"""First zero z of the no-flux problem :math:`\nabla^2 u = -(z/L)^2 u` by shape.

    L is the thickness of the slab and the radius of the cylinder and sphere. The names say
    which mode is meant: the lowest of all, or the lowest with the symmetry of the shape.
    """
    from scipy.optimize import brentq
    from scipy.special import jn_zeros, jnp_zeros, spherical_jn

    def radial(z: float) -> float:  # j0' = -j1
        return float(spherical_jn(1, z))

    def dipole(z: float) -> float:
        return float(spherical_jn(1, z, derivative=True))

    return {
        "slab": float(np.pi),
        "cylinder": float(jnp_zeros(1, 1)[0]),
        "cylinder, axisymmetric": float(jn_zeros(1, 1)[0]),
        "sphere": float(brentq(dipole, 1.5, 3.0, xtol=1e-15)),
        "sphere, radial": float(brentq(radial, 4.0, 5.0, xtol=1e-15)),
    }


def critical_length(
    energy: FreeEnergy,
    temperature: float,
    gradient_energy: float,
    site_density: float,
    coherency: float = 0.0,
    filling: float | None = None,
    eigenvalue: float = float(np.pi),
) -> float:
    r"""Size [m] below which a uniform no-flux particle is linearly stable.

    .. math:: L_c = z \sqrt{\frac{\kappa}{-(\rho\, \partial\mu/\partial x + B)}}

    Parameters
    ----------
    gradient_energy, site_density, coherency : kappa [J/m], rho [mol/m^3], B [Pa].
    filling : composition asked about; None takes the least stable one, so that smaller
        particles are uniform at every filling.
    eigenvalue : z of :func:`no_flux_eigenvalues`; the slab by default.

    Returns
    -------
    Length, or ``inf`` where the homogeneous host is stable by itself. [burch2009]
    """
    x = least_stable_filling(energy, temperature) if filling is None else filling
    slope = float(EnergyCurve(energy, temperature).curvature(x))
    stiffness = site_density * slope + coherency
    if stiffness >= 0:
        return float("inf")
    return eigenvalue * float(np.sqrt(gradient_energy / -stiffness))
