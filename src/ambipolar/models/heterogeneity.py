"""Declared deviations from uniformity: they choose where phases nucleate, reproducibly.

Phase separation at low current starts from noise. Left to round-off, the nucleus is chosen by
the truncation error of the solver and differs between solvers by a large part of the voltage
range. A declared perturbation with a seed makes the result a property of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.records import Record, positive, quantity

Expression = Any


@dataclass(frozen=True)
class Heterogeneity(Record):
    """A perturbation of the site energy along a particle."""

    def chemical_potential(
        self, positions: np.ndarray, members: int, elapsed: Expression, field: int = 0
    ) -> Expression:
        """Additional chemical potential [J/mol] at the positions, (members, positions).

        ``elapsed`` is the time since the start of the run [s], ``field`` the index of the
        composition field: each field is perturbed on its own.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Uniform(Heterogeneity):
    """No perturbation."""

    def chemical_potential(
        self, positions: np.ndarray, members: int, elapsed: Expression, field: int = 0
    ) -> Expression:
        return 0.0


@dataclass(frozen=True)
class FrozenHeterogeneity(Heterogeneity):
    r"""A fixed, smooth random site energy along the particle.

    .. math:: \Delta\mu(\xi) = A \sum_{m=1}^{M} a_m \cos(m \pi \xi), \qquad
              \langle \Delta\mu^2 \rangle^{1/2} = A

    The modes do not depend on the mesh, so that refined meshes see the same particle.
    """

    amplitude: float = quantity("J/mol", "root mean square site energy", 74.4, above=0.0)
    modes: int = 12
    seed: int = 1

    def chemical_potential(
        self, positions: np.ndarray, members: int, elapsed: Expression, field: int = 0
    ) -> Expression:
        weights = np.random.default_rng((self.seed, field)).standard_normal((members, self.modes))
        weights /= np.sqrt(np.sum(weights**2, axis=1, keepdims=True) / 2)
        waves = np.cos(np.pi * np.outer(np.arange(1, self.modes + 1), positions))
        return self.amplitude * ops.constant(weights @ waves)


@dataclass(frozen=True)
class PersistentNoise(Heterogeneity):
    r"""A declared random site energy that varies in space and time, reproducible by its seed.

    .. math:: \Delta\mu(\xi, t) = A \sqrt{2/K}
              \sum_{k=1}^{K} \cos(\omega_k t + \varphi_k)\, w_k(\xi)

    with K modes in time of random frequency around 1/``correlation_time`` and random smooth
    shapes w_k of unit mean square. It is smooth in time, so that the integrator keeps its order.
    """

    amplitude: float = quantity("J/mol", "root mean square site energy", 25.0, above=0.0)
    correlation_time: float = positive("s", "correlation time", 60.0)
    modes: int = 12
    seed: int = 1

    def chemical_potential(
        self, positions: np.ndarray, members: int, elapsed: Expression, field: int = 0
    ) -> Expression:
        random = np.random.default_rng((self.seed, field))
        rates = random.exponential(1.0, self.modes)
        phases = random.uniform(0, 2 * np.pi, self.modes)
        shapes = random.standard_normal((members, self.modes, self.modes))
        shapes /= np.sqrt(np.sum(shapes**2, axis=2, keepdims=True) / 2)
        waves = np.cos(np.pi * np.outer(np.arange(1, self.modes + 1), positions))
        total = 0.0
        for k in range(self.modes):
            swing = ops.cos(rates[k] / self.correlation_time * elapsed + phases[k])
            total = total + swing * ops.constant(shapes[:, k, :] @ waves)
        return self.amplitude * np.sqrt(2 / self.modes) * total
