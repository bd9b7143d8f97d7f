"""The particle of an MPET electrode file, on the mesh that MPET uses."""

from __future__ import annotations

import math

import numpy as np

from ...core.errors import SpecError
from ...models.allen_cahn import AllenCahnReaction
from ...models.homogeneous import HomogeneousParticle
from ...models.particle import Particle
from ...models.radial import CahnHilliardReaction, DiffusionParticle
from ...numerics.mesh import MAX_CELLS
from ...physics.thermodynamics.surface import (
    NoFlux,
    SurfaceComposition,
    SurfaceCondition,
    SurfaceEnergy,
)
from .mpet_config import ConfigFile

#: shapes that each particle type may have
SHAPES = {
    "homog": ("C3", "cylinder", "sphere"),
    "homog_sdn": ("C3",),
    "ACR": ("C3",),
    "CHR": ("cylinder", "sphere"),
    "diffn": ("cylinder", "sphere"),
}


def mean_size(system: ConfigFile) -> float:
    """Size [m] of the one particle: given, or drawn from the log-normal distribution.

    The draw is that of NumPy's legacy generator, so that a seed gives MPET's particle.

    Raises
    ------
    SpecError
        for a random size without a seed, or a list of several sizes.
    """
    given, mean, deviation = (system[k] for k in ("specified_psd_c", "mean_c", "stddev_c"))
    where = str(system.path)
    if given is not None:
        if len(given) != 1:
            raise SpecError(
                where, f"[Particles] specified_psd_c has {len(given)} sizes for one particle."
            )
        return given[0]
    if deviation < 1e-12:
        return mean
    if not system["randomSeed"] or system["seed"] is None:
        raise SpecError(
            where,
            "[Particles] stddev_c asks for a random size that no seed makes reproducible.",
            "Set randomSeed = true and seed, or stddev_c = 0.",
        )
    spread = math.log(1 + deviation**2 / mean**2)
    centre = math.log(mean**2 / math.sqrt(deviation**2 + mean**2))
    return float(np.random.RandomState(system["seed"]).lognormal(centre, math.sqrt(spread)))


def particle_of(electrode: ConfigFile, size: float) -> Particle:
    """The particle; its size is rounded up to whole steps of ``discretization`` where it has any.

    Raises
    ------
    SpecError
        when the mesh would have too few or too many cells, or the wetting no gradient energy.
    """
    kind, shape = electrode["type"], electrode["shape"]
    if kind in ("homog", "homog_sdn"):
        depth = {"cylinder": size / 2, "sphere": size / 3}
        return HomogeneousParticle(depth[shape] if shape in depth else _thickness(electrode) / 2)
    step = electrode["discretization"]
    steps = math.ceil(size / step)
    if not 2 <= steps < MAX_CELLS:
        raise SpecError(
            str(electrode.path),
            f"[Particles] discretization = {step:g} m divides {size:g} m into {steps} steps.",
            f"2 to {MAX_CELLS} can be solved.",
        )
    length = step * steps
    if kind == "ACR":
        return AllenCahnReaction(
            length=length, thickness=_thickness(electrode), cells=steps,
            surface=SurfaceComposition(electrode["cwet"]),
        )  # fmt: skip
    options = {"radius": length, "geometry": shape, "nodes": steps + 1, "scheme": "zeng-bazant"}
    if kind == "diffn":
        return DiffusionParticle(**options)
    return CahnHilliardReaction(**options, surface=_wetting(electrode))


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
