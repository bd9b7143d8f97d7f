"""Monte Carlo of a lattice model: a walker that is run at a chemical potential or a filling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from ...core.optional import require
from .blocking import block_error
from .model import LatticeModel

Array = Any

#: attempts after which energies are computed anew, before rounding of updates reaches 1e-9 eV
REFRESH = 10**8
#: Boltzmann constant in eV/K
BOLTZMANN_EV = BOLTZMANN / ELEMENTARY_CHARGE


@dataclass(frozen=True)
class Samples:
    """Values at equal numbers of attempts."""

    energy: Array  #: eV, (samples,)
    counts: Array  #: guests of each layer, (samples, layers)
    accepted: float  #: share of the attempts
    size: int  #: sites

    @property
    def filling(self) -> Array:
        """Filling of each sample."""
        return self.counts.sum(axis=1) / self.size

    def mean(self) -> tuple[float, float]:
        """Mean filling and its standard error by blocking."""
        return float(self.filling.mean()), block_error(self.filling)

    def fluctuation(self) -> float:
        """Variance of the number of guests per site."""
        return float(self.filling.var() * self.size)


class Walker:
    """One supercell that is run. It remembers its occupation between calls.

    Parameters
    ----------
    model : the energies.
    occupation : where to begin, 0 or 1 for each site; empty where None.
    seed : of its own random numbers; equal seeds give equal runs.

    Raises
    ------
    MissingExtraError
        when numba is not installed.
    ParameterError
        for an occupation that is not of zeros and ones, one for each site.
    """

    def __init__(self, model: LatticeModel, occupation: Array | None = None, seed: int = 0) -> None:
        require("numba", extra="atoms")
        from . import monte_carlo_kernels

        self._kernels = monte_carlo_kernels
        self.model = model
        coupling = model.layer_coupling * model.layers / model.size
        self._layered = bool(np.any(coupling) or np.any(model.layer_table))
        self._tables = (
            model.pair_start, model.pair_site, model.pair_energy,
            model.triplet_start, model.triplet_sites, model.triplet_energy,
            model.layer, model.layer_table, coupling,
        )  # fmt: skip
        random = np.random.SeedSequence(seed).generate_state(2, np.uint64)
        self._random = random
        self.occupation = np.zeros(0, np.int8)
        self.set(np.zeros(model.size) if occupation is None else occupation)

    def set(self, occupation: Array) -> None:
        """Put the supercell into a state."""
        given = np.asarray(occupation)
        if given.shape != (self.model.size,) or not np.isin(given, (0, 1)).all():
            advice = f"Give 0 or 1 for each of the {self.model.size} sites."
            raise ParameterError("occupation", f"got an array of shape {given.shape}.", advice)
        self.occupation = given.astype(np.int8)
        self._refresh()

    def _tire(self, attempts: int) -> None:
        """Compute energies anew once in a while."""
        self._attempts += attempts
        if self._attempts > REFRESH:
            self._refresh()

    def _refresh(self) -> None:
        """Fields from the occupation, without the rounding that updates gather."""
        model, self._attempts = self.model, 0
        counts = model.counts(self.occupation).astype(np.int64)
        self._state = (
            self.occupation, model.fields(self.occupation), counts,
            self._tables[8] @ counts.astype(float), self._random,
            np.array([model.energy(self.occupation)]),
        )  # fmt: skip

    @property
    def energy(self) -> float:
        """Energy of the present occupation in eV, as updated move by move."""
        return float(self._state[5][0])

    def run(
        self, potential: float, temperature: float, *,
        samples: int, settle: int = 0, stride: int = 1,
    ) -> Samples:  # fmt: skip
        r"""Semi-grand-canonical: sites exchange guests with a reservoir.

        Accepted with probability :math:`\min(1, e^{-(\Delta E - \mu \Delta N)/kT})`.

        Parameters
        ----------
        potential : chemical potential of the guest in eV, against the guest metal.
        temperature : in K.
        samples, settle : numbers of samples, and of sweeps before them.
        stride : sweeps from sample to sample; a sweep is one attempt a site.
        """
        beta = _beta(temperature)
        self._tire((settle + samples * stride) * self.model.size)
        size, kernels = self.model.size, self._kernels
        energies = np.zeros(samples)
        counts = np.zeros((samples, self.model.layers), np.int64)
        fixed = (self._tables, self._state, float(potential), beta)
        kernels.flips(*fixed, settle * size, self._layered)
        done = kernels.sample(*fixed, stride * size, self._layered, energies, counts)
        return Samples(energies, counts, done / max(samples * stride * size, 1), size)

    def run_canonical(
        self, temperature: float, *, samples: int, settle: int = 0, stride: int = 1
    ) -> Samples:
        """At a fixed number of guests: guests move to empty sites anywhere.

        Raises
        ------
        ParameterError
            when no site is filled or none is empty.
        """
        beta = _beta(temperature)
        self._tire((settle + samples * stride) * self.model.size)
        filled = int(self.occupation.sum())
        if filled in (0, self.model.size):
            raise ParameterError("occupation", "needs guests and empty sites to swap them.")
        order = np.argsort(-self.occupation, kind="stable").astype(np.int64)
        size, kernels = self.model.size, self._kernels
        energies = np.zeros(samples)
        counts = np.zeros((samples, self.model.layers), np.int64)
        fixed = (self._tables, self._state, order, filled, beta)
        kernels.swaps(*fixed, settle * size, self._layered)
        done = kernels.sample_swaps(*fixed, stride * size, self._layered, energies, counts)
        return Samples(energies, counts, done / max(samples * stride * size, 1), size)


def _beta(temperature: float) -> float:
    if not (np.isfinite(temperature) and temperature > 0):
        raise ParameterError("temperature", f"must be positive and finite, got {temperature}.")
    return 1 / (BOLTZMANN_EV * float(temperature))
