"""Coexisting phases: every common tangent of a free energy of one field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import SolverError
from .curve import EnergyCurve, from_logit, logit
from .free_energy import FreeEnergy
from .spinodal import spinodals
from .strain import CoherentExcess


@dataclass(frozen=True)
class MiscibilityGap:
    """Two phases that coexist, and the unstable range between them."""

    lower: float  #: filling of the poor phase
    upper: float  #: filling of the rich phase
    chemical_potential: float  #: common mu [J/mol]
    spinodals: tuple[float, ...]  #: spinodal fillings inside the gap

    @property
    def width(self) -> float:
        """Filling of the rich phase minus that of the poor phase."""
        return self.upper - self.lower

    def plateau_potential(self, standard_potential: float) -> float:
        """V0 - mu/F [V]."""
        return standard_potential - self.chemical_potential / FARADAY


def miscibility_gaps(energy: FreeEnergy, temperature: float) -> tuple[MiscibilityGap, ...]:
    r"""All miscibility gaps in ascending order of filling.

    .. math:: \mu(x_1) = \mu(x_2) = \frac{g(x_2) - g(x_1)}{x_2 - x_1}

    The lower convex hull of g on a grid that is fine near the ends finds which tangents are
    stable, also when several unstable ranges share one gap; a Newton iteration in logits then
    solves the two equations to round-off. A gap may end at the last filling of the grid
    (5e-12 from the pure host, or the limit of a formula) where g has no tangent inside. A host
    that is unstable at every valid filling has no spinodal and reports no gap.

    Raises
    ------
    SolverError
        when a tangent does not converge.
    """
    unstable = spinodals(energy, temperature)
    if not unstable:
        return ()
    curve = EnergyCurve(energy, temperature)
    grid = curve.grid
    gaps = []
    for i, j in hull_gaps(grid, curve.molar(grid)):
        inside = tuple(s for s in unstable if grid[i] < s < grid[j])
        if inside:
            gaps.append(_polish(curve, float(grid[i]), float(grid[j]), inside))
    return tuple(gaps)


def coherent(
    energy: FreeEnergy, coherency: float, site_density: float, reference: float = 0.5
) -> FreeEnergy:
    """The free energy with the coherency strain B [Pa] of two phases; rho in mol/m^3."""
    if coherency == 0:
        return energy
    return energy + CoherentExcess(
        coefficient=coherency, site_density=site_density, reference=reference
    )


def plateau_potentials(
    energy: FreeEnergy, temperature: float, standard_potential: float = 0.0
) -> tuple[float, ...]:
    """Equilibrium potentials V0 - mu/F [V] of the plateaus, in ascending order of filling."""
    gaps = miscibility_gaps(energy, temperature)
    return tuple(gap.plateau_potential(standard_potential) for gap in gaps)


def hull_gaps(x: np.ndarray, g: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of points that follow each other on the lower convex hull but not on the grid."""
    chord = g[0] + (g[-1] - g[0]) * (x - x[0]) / (x[-1] - x[0])  # keeps round-off of g small
    points = list(zip(x.tolist(), (g - chord).tolist(), strict=True))
    hull: list[int] = []
    for index, (xi, gi) in enumerate(points):
        while len(hull) > 1:
            (xa, ga), (xb, gb) = points[hull[-2]], points[hull[-1]]
            if (xb - xa) * (gi - ga) > (gb - ga) * (xi - xa):
                break
            hull.pop()
        hull.append(index)
    return [(a, b) for a, b in zip(hull, hull[1:], strict=False) if b > a + 1]


def _polish(
    curve: EnergyCurve, low: float, high: float, inside: tuple[float, ...]
) -> MiscibilityGap:
    """Newton iteration for the two tangent points from neighbours on the grid."""
    grid = curve.grid
    free = np.array([low > grid[0], high < grid[-1]])
    z = logit(np.array([low, high]))
    for _ in range(100):
        x = from_logit(z)
        step = np.where(free, _newton_step(curve, x, free) / (x * (1 - x)), 0.0)
        step = np.clip(step, -0.5, 0.5)
        while not _on_branches(from_logit(z + step), inside):
            step = step / 2
        z = z + step
        if np.all(np.abs(step) * x * (1 - x) < 8 * np.spacing(x)):
            break
    x = from_logit(z)
    g, mu, slope = curve.all(x)
    tangent = (g[1] - g[0]) / (x[1] - x[0])
    error = np.max(np.abs(mu - tangent)[free], initial=0.0)
    # next to a pure phase mu cannot be resolved better than the spacing of the floats allows
    spacing = np.max(np.abs(slope) * np.spacing(x)) + 1e-13 * np.max(np.abs(mu))
    if error > 1e-9 * GAS_CONSTANT * curve.temperature + 4 * spacing:
        raise SolverError(
            f"no common tangent near fillings {low:.6g} and {high:.6g}:"
            f" residual {error:.2g} J/mol.",
            advice="Check that the free energy is smooth between them.",
        )
    return MiscibilityGap(float(x[0]), float(x[1]), float(tangent), inside)


def _newton_step(curve: EnergyCurve, x: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Change of both fillings; one of them may be held at the end of the grid."""
    g, mu, slope = curve.all(x)
    width = x[1] - x[0]
    if not free.all():
        moving = int(np.argmax(free))  # tangent from the fixed point to the moving one
        return (g[1] - g[0] - mu[moving] * width) / (slope * width) * np.where(free, 1.0, 0.0)
    first = (g[1] - g[0] - mu[0] * width) / (slope[0] * width)
    second = (mu[0] - mu[1] + slope[0] * first) / slope[1]
    return np.array([first, second])


def _on_branches(x: np.ndarray, inside: tuple[float, ...]) -> bool:
    """Whether the two fillings are still outside the unstable range between them."""
    return bool(x[0] < inside[0] and x[1] > inside[-1])
