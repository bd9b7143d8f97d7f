"""Sizes of the particles of an MPET system: given, equal, or drawn as MPET draws them."""

from __future__ import annotations

import math

import numpy as np

from ...core.errors import SpecError
from .mpet_config import ConfigFile

#: below this a deviation is none [m]
NO_DEVIATION = 1e-12


def electrodes_of(system: ConfigFile) -> tuple[str, ...]:
    """Suffixes of the keys of the porous electrodes, in MPET's order: cathode first."""
    return ("c", "a") if system["Nvol_a"] else ("c",)


def particle_sizes(system: ConfigFile) -> dict[str, np.ndarray]:
    r"""Sizes [m] of all particles, (volumes, particles) for each porous electrode.

    Drawn ones are log-normal, from NumPy's legacy generator, one draw after the other with the
    cathode first, so that a seed gives MPET's particles. [smith2017]

    Raises
    ------
    SpecError
        for random sizes without a seed, and for lists of another shape than the electrode.
    """
    random = np.random.RandomState(system["seed"]) if _seeded(system) else None
    return {end: _sizes(system, end, random) for end in electrodes_of(system)}


def _seeded(system: ConfigFile) -> bool:
    return bool(system["randomSeed"]) and system["seed"] is not None


def _sizes(system: ConfigFile, end: str, random: np.random.RandomState | None) -> np.ndarray:
    where, shape = str(system.path), (system[f"Nvol_{end}"], system[f"Npart_{end}"])
    rows = system[f"specified_psd_{end}"]
    if rows is not None:
        if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
            raise SpecError(
                where,
                f"[Particles] specified_psd_{end} has {sum(map(len, rows))} sizes in {len(rows)}"
                f" rows, but Nvol_{end} = {shape[0]} and Npart_{end} = {shape[1]}.",
                "Give one row for each volume with the sizes of its particles.",
            )
        return np.array(rows)
    mean, deviation = system[f"mean_{end}"], system[f"stddev_{end}"]
    if deviation < NO_DEVIATION:
        return np.full(shape, mean)
    if random is None:
        raise SpecError(
            where,
            f"[Particles] stddev_{end} asks for random sizes that no seed makes reproducible.",
            f"Set randomSeed = true and seed, or stddev_{end} = 0.",
        )
    spread = math.log(1 + deviation**2 / mean**2)
    centre = math.log(mean**2 / math.sqrt(deviation**2 + mean**2))
    return random.lognormal(centre, math.sqrt(spread), size=shape)
