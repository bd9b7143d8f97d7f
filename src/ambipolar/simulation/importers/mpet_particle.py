"""The particles of an MPET electrode file, on the mesh that MPET uses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...core.errors import SpecError
from ...models.allen_cahn import AllenCahnReaction
from ...models.homogeneous import HomogeneousParticle
from ...models.homogeneous_grain import HomogeneousGrain
from ...models.initial_profile import GivenProfile
from ...models.particle import Particle
from ...models.population import Population
from ...models.radial import CahnHilliardReaction, DiffusionParticle
from ...models.size_distribution import EqualSizes, GivenSizes
from ...models.variation import SizeDependentInteraction
from ...numerics.mesh import MAX_CELLS
from ...physics.thermodynamics.size_dependent import SizeDependentOmega
from ...physics.thermodynamics.surface import (
    NoFlux,
    SurfaceComposition,
    SurfaceCondition,
    SurfaceEnergy,
)
from .mpet_config import ConfigFile
from .mpet_constants import MPET_TEMPERATURE, temperature
from .mpet_sizes import layer_noise

#: shapes that each particle type may have
SHAPES = {
    "homog": ("C3", "cylinder", "sphere"),
    "homog_sdn": ("C3",),
    "ACR": ("C3",),
    "CHR": ("cylinder", "sphere"),
    "diffn": ("cylinder", "sphere"),
    "homog2": ("C3", "cylinder", "sphere"),
    "CHR2": ("cylinder", "sphere"),
}
#: particles without a mesh inside
UNIFORM = ("homog", "homog_sdn", "homog2")
#: area of a C3 plate over the square of its length
PLATE_AREA = 1.2263


def particle_of(electrode: ConfigFile, size: float) -> Particle:
    """One particle; its size is rounded up to whole steps of ``discretization`` where it has any.

    Raises
    ------
    SpecError
        when the mesh would have too few or too many cells, or the wetting no gradient energy.
    """
    kind, shape = electrode["type"], electrode["shape"]
    if kind in UNIFORM:
        depth = {"cylinder": size / 2, "sphere": size / 3}
        return HomogeneousParticle(depth[shape] if shape in depth else _thickness(electrode) / 2)
    steps = _steps(electrode, size)
    length = electrode["discretization"] * steps
    if kind == "ACR":
        return AllenCahnReaction(
            length=length, thickness=_thickness(electrode), cells=steps,
            surface=SurfaceComposition(electrode["cwet"]),
        )  # fmt: skip
    options = {"radius": length, "geometry": shape, "nodes": steps + 1, "scheme": "zeng-bazant"}
    if kind == "diffn":
        return DiffusionParticle(**options)
    return CahnHilliardReaction(**options, surface=_wetting(electrode))


def particles_of(
    electrode: ConfigFile, sizes: np.ndarray, random: np.random.RandomState | None = None
) -> Particle:
    """The particles of an electrode: one that stands for all, or a population.

    Particles of unlike sizes have MPET's sizes and the mesh of the largest, since all members of
    a population have equally many cells; MPET gives smaller ones fewer. Two layers start with
    the deviations that MPET draws for its first particle.

    Parameters
    ----------
    sizes : sizes [m], (volumes, particles).
    random : generator after the sizes were drawn.

    Raises
    ------
    SpecError
        as :func:`particle_of`.
    """
    found = _alike_or_not(electrode, sizes)
    one = found.particle if isinstance(found, Population) else found
    if electrode["type"] != "CHR2" or not isinstance(one, CahnHilliardReaction):
        return found
    nodes = [_steps(electrode, float(size)) + 1 for size in sizes.ravel()]
    rows = layer_noise(random, nodes)
    if len(rows[0]) != one.nodes:  # the mesh is that of the largest particle
        rows = layer_noise(None, [one.nodes])
    one = replace(one, initial_profile=GivenProfile(rows))
    return replace(found, particle=one) if isinstance(found, Population) else one


def _alike_or_not(electrode: ConfigFile, sizes: np.ndarray) -> Particle:
    flat = sizes.ravel()
    equal = bool(np.all(flat == flat[0]))
    if equal and sizes.shape[1] == 1:
        return particle_of(electrode, float(flat[0]))
    members = len(flat)
    if electrode["type"] in UNIFORM:
        grain = _grain(electrode, float(np.mean(flat)))
        varied = (size_dependence(),) if electrode["type"] == "homog_sdn" else ()
        given = EqualSizes() if equal else GivenSizes(tuple(flat.tolist()))
        return Population(grain, members=members, sizes=given, variations=varied)
    largest = particle_of(electrode, float(np.max(flat)))
    if equal:
        return Population(largest, members=members)
    step = electrode["discretization"]
    lengths = tuple(step * _steps(electrode, float(size)) for size in flat)
    return Population(largest, members=members, sizes=GivenSizes(lengths))


def size_dependence() -> SizeDependentInteraction:
    """How the interaction depends on the size in ``homog_sdn``, with MPET's unit of energy."""
    return SizeDependentInteraction(
        law=SizeDependentOmega(reference_temperature=temperature(MPET_TEMPERATURE))
    )


def volume_of(electrode: ConfigFile, size: float) -> float:
    """Volume [m^3] of one particle of a size [m]."""
    shape = electrode["shape"]
    if shape == "sphere":
        return 4 / 3 * math.pi * size**3
    return (PLATE_AREA if shape == "C3" else math.pi) * size**2 * _thickness(electrode)


def notes_of(electrode: ConfigFile, sizes: np.ndarray, seeded: bool) -> Iterator[str]:
    """What is said where meshes or random starts are not MPET's."""
    if note := _mesh_note(electrode, sizes):
        yield note
    if electrode["type"] == "CHR2" and (sizes.size > 1 or not seeded):
        yield (
            f"{electrode.path.name}: layers start with the random deviations of one particle"
            " in all; in MPET each particle has its own, and without a seed each run."
        )


def _mesh_note(electrode: ConfigFile, sizes: np.ndarray) -> str:
    if electrode["type"] in UNIFORM or np.all(sizes == sizes[0, 0]):
        return ""
    return (
        f"{electrode.path.name}: particles of unlike sizes all have as many cells as the largest;"
        " in MPET smaller ones have fewer."
    )


def _grain(electrode: ConfigFile, size: float) -> HomogeneousGrain:
    given: str = electrode["shape"]
    shape = "plate" if given == "C3" else given
    grain = HomogeneousGrain(size=size, geometry=shape)
    return replace(grain, thickness=_thickness(electrode)) if shape == "plate" else grain


def _steps(electrode: ConfigFile, size: float) -> int:
    step = electrode["discretization"]
    steps = math.ceil(size / step)
    if not 2 <= steps < MAX_CELLS:
        raise SpecError(
            str(electrode.path),
            f"[Particles] discretization = {step:g} m divides {size:g} m into {steps} steps.",
            f"2 to {MAX_CELLS} can be solved.",
        )
    return steps


def _wetting(electrode: ConfigFile) -> SurfaceCondition:
    slope = electrode["dgammadc"]  # J/m^2 gained by the surface per guest in 1/m^3
    if slope == 0:
        return NoFlux()
    if electrode["kappa"] == 0:
        raise SpecError(
            str(electrode.path), "[Material] dgammadc needs a gradient energy.", "Give kappa > 0."
        )
    return SurfaceEnergy(slope * electrode["rho_s"])


def _thickness(electrode: ConfigFile) -> float:
    value = electrode["thickness"]
    if value is None:
        raise SpecError(
            str(electrode.path), "[Particles] thickness is missing.", "C3 plates need it."
        )
    return value
