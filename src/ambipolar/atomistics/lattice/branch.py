"""One sweep of the chemical potential with everything that is looked at on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .blocking import block_error
from .monte_carlo import BOLTZMANN_EV, Samples, Walker
from .order import superlattice_order

Array = Any

#: pieces of the samples of one step; occupations are looked at after each
LOOKS = 10


@dataclass(frozen=True)
class Effort:
    """How long each step of a sweep is run; a sweep of the sites is one attempt a site."""

    settle: int  #: sweeps before the samples
    samples: int
    stride: int = 1  #: sweeps from sample to sample


@dataclass(frozen=True)
class Point:
    """What one step gave; numbers of guests are per site."""

    potential: float  #: chemical potential in eV
    filling: float  #: guests per site
    filling_error: float  #: standard error
    energy: float  #: eV per site
    energy_error: float
    fluctuation: float  #: variance of the guests per site
    partial_energy: float  #: dE/dN in eV, from fluctuations
    heat_capacity: float  #: at constant filling, in k per site
    layers: Array  #: guests per site of each layer
    superlattice: float  #: in-plane order
    accepted: float


def run_step(
    walker: Walker, potential: float, temperature: float, effort: Effort,
    superlattice: tuple[float, float] | None = None,
) -> Point:  # fmt: skip
    """Run a walker at one chemical potential (eV) and temperature (K)."""
    parts: list[Samples] = []
    order = []
    settle, size = effort.settle, walker.model.size
    for count in np.full(LOOKS, -(-effort.samples // LOOKS)):
        parts.append(
            walker.run(potential, temperature, samples=int(count), settle=settle,
                       stride=effort.stride)
        )  # fmt: skip
        settle = 0
        if superlattice is not None:
            order.append(superlattice_order(walker.model.sites, walker.occupation, superlattice))
    energy = np.concatenate([p.energy for p in parts])
    counts = np.concatenate([p.counts for p in parts])
    number = counts.sum(axis=1)
    covariance = np.cov(np.stack([energy, number.astype(float)]), bias=True)
    (ee, en), (_, nn) = covariance
    partial = en / nn if nn > 0 else np.nan
    thermal = BOLTZMANN_EV * temperature
    heat = (ee - (en * partial if nn > 0 else 0.0)) / thermal**2 / size
    return Point(
        potential, number.mean() / size, block_error(number / size), energy.mean() / size,
        block_error(energy / size), nn / size, partial, heat, counts.mean(axis=0) / size *
        walker.model.layers, float(np.mean(order)) if order else np.nan,
        float(np.mean([p.accepted for p in parts])),
    )  # fmt: skip


def run_branch(
    walker: Walker, potentials: Array, temperature: float, effort: Effort,
    superlattice: tuple[float, float] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> list[Point]:  # fmt: skip
    """Steps at each of ``potentials`` in turn, every one from where the last ended."""
    found = []
    for potential in np.asarray(potentials, float):
        found.append(run_step(walker, float(potential), temperature, effort, superlattice))
        tick()
    return found
