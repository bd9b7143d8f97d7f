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


#: amplitude of the deviations from which two layers start
NOISE = 1e-4
Rows = tuple[tuple[float, ...], ...]


def particle_sizes(
    system: ConfigFile, random: np.random.RandomState | None
) -> dict[str, np.ndarray]:
    r"""Sizes [m] of all particles, (volumes, particles) for each porous electrode.

    Drawn ones are log-normal, from NumPy's legacy generator, one draw after the other with the
    cathode first, so that a seed gives MPET's particles. [smith2017]

    Raises
    ------
    SpecError
        for random sizes without a seed, and for lists of another shape than the electrode.
    """
    return {end: _sizes(system, end, random) for end in electrodes_of(system)}


def generator(system: ConfigFile) -> np.random.RandomState | None:
    """The generator that the seed of a system starts; None without a seed."""
    seeded = system["randomSeed"] and system["seed"] is not None
    return np.random.RandomState(system["seed"]) if seeded else None


def layer_noise(random: np.random.RandomState | None, nodes: list[int]) -> Rows:
    """Deviations of the two layers of the first particle at the start, (2, nodes).

    Uniform numbers less their mean, a row after the other, for one particle after the other;
    what the later ones draw is passed over. Without a seed they are those of the seed 0.

    Parameters
    ----------
    nodes : number of nodes of every particle, in order.
    """
    state = random or np.random.RandomState(0)
    rows = [NOISE * (state.rand(count) - 0.5) for count in nodes for _ in range(2)]
    return tuple(tuple((row - row.mean()).tolist()) for row in rows[:2])


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
