"""Mesh refinement: how far a run, and a reference, are from the limit of a fine mesh."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..core.errors import ParameterError
from ..models.allen_cahn import AllenCahnReaction
from ..models.particle import Particle
from ..models.radial import RadialParticle
from ..numerics.settings import SolverSettings
from ..simulation.run import run
from .compare import Comparison, compare

#: tight enough that what differs between meshes is the mesh
SETTINGS = SolverSettings(relative_tolerance=1e-8, absolute_tolerance=1e-10)


@dataclass(frozen=True)
class Refinement:
    r"""The same run on finer and finer meshes, each with half the spacing of the one before.

    Attributes
    ----------
    sizes : number of unknowns along the particle, by mesh.
    comparisons : with the reference, by mesh.
    changes : median of :math:`|V_{h} - V_{h/2}|` [V] at the times of the reference, one fewer.
    orders : :math:`\log_2` of the ratios of consecutive changes, two fewer; the order of
        convergence where the mesh is fine enough.
    """

    sizes: tuple[int, ...]
    comparisons: tuple[Comparison, ...]
    changes: tuple[float, ...]
    orders: tuple[float, ...]

    @property
    def remaining(self) -> float:
        """Estimated median error of the finest mesh [V], infinite where nothing converges."""
        order = self.orders[-1]
        return self.changes[-1] / (2.0**order - 1) if order > 0 else math.inf

    @property
    def reference_error(self) -> tuple[float, float]:
        """Median and maximum distance of the reference from the finest mesh [V].

        Where :attr:`remaining` is much smaller, this is the mesh error of the reference. Where
        the orders are negative, no mesh resolves the problem that was posed (for example a
        surface slope that no composition between 0 and 1 can carry), and only the reference's
        own scheme on its own mesh can agree with it.
        """
        finest = self.comparisons[-1]
        return finest.median, finest.maximum

    def rows(self) -> list[dict[str, float]]:
        """One mapping for each mesh, for tables."""
        found: list[dict[str, float]] = []
        for index, (size, one) in enumerate(zip(self.sizes, self.comparisons, strict=True)):
            row = {"size": size, "median_V": one.median, "maximum_V": one.maximum}
            if index > 0:
                row["change_V"] = self.changes[index - 1]
            if index > 1:
                row["order"] = self.orders[index - 2]
            found.append(row)
        return found


def refine(
    device: Any,
    protocol: Any,
    reference: str | Path,
    *,
    meshes: int = 4,
    scheme: str | None = "finite-volume",
    settings: SolverSettings = SETTINGS,
) -> Refinement:
    """Run a single particle on its mesh and on finer ones, and compare each with a reference.

    Parameters
    ----------
    device : a device with one ``particle`` that has a mesh.
    protocol : the protocol, which should sample at the times of the reference.
    reference : name of a CSV file, see :func:`.compare.read_reference`.
    meshes : number of meshes, at least three; each halves the spacing.
    scheme : scheme of radial particles; None keeps that of the device.
    settings : tolerances, tight enough not to hide the effect of the mesh.

    Raises
    ------
    ParameterError
        for a particle without a mesh, or fewer than three meshes.
    SolverError
        when a run fails.
    """
    if meshes < 3:
        raise ParameterError("meshes", f"an order needs at least three, got {meshes}.")
    found, sizes = [], []
    for level in range(meshes):
        particle, size = finer(device.particle, 2**level, scheme)
        solution = run(replace(device, particle=particle), protocol, settings).check()
        found.append(compare(solution, reference))
        sizes.append(size)
    changes = [_change(a, b) for a, b in zip(found, found[1:], strict=False)]
    orders = [float(np.log2(a / b)) for a, b in zip(changes, changes[1:], strict=False)]
    return Refinement(tuple(sizes), tuple(found), tuple(changes), tuple(orders))


def finer(particle: Particle, factor: int, scheme: str | None = None) -> tuple[Particle, int]:
    """The particle with its mesh spacing divided by ``factor``, and its number of unknowns.

    Raises
    ------
    ParameterError
        for a particle without a mesh.
    """
    if isinstance(particle, AllenCahnReaction):
        cells = particle.cells * factor
        return replace(particle, cells=cells), cells
    if isinstance(particle, RadialParticle):
        nodes = (particle.nodes - 1) * factor + 1
        return replace(particle, nodes=nodes, scheme=scheme or particle.scheme), nodes
    raise ParameterError(
        "particle",
        f"{type(particle).__name__} has no mesh to refine.",
        "Refine Allen-Cahn, Cahn-Hilliard or diffusion particles.",
    )


def _change(coarse: Comparison, fine: Comparison) -> float:
    both = coarse.counted & fine.counted
    return float(np.median(np.abs(coarse.voltage - fine.voltage)[both]))
