r"""Diffusivities from displacements.

With :math:`d` dimensions, :math:`N` ions and a time :math:`t` long against the memory of hops:

.. math::
    D^* = \frac{\langle (\Delta \mathbf r_i)^2 \rangle}{2 d t}, \qquad
    D_J = \frac{\langle (\sum_i \Delta \mathbf r_i)^2 \rangle}{2 d N t}, \qquad
    D = \Theta D_J, \quad H_R = \frac{D^*}{D_J}, \quad
    f = \frac{\langle (\Delta \mathbf r_i)^2 \rangle}{n a^2}

tracer, jump (collective) and chemical diffusivity, Haven ratio, and the correlation factor after
:math:`n` hops of length :math:`a` per ion [vanderven2001]. The thermodynamic factor is that of
fluctuations, :math:`\Theta^{-1} = \lim_{k \to 0} \langle |\sum_i e^{i\mathbf k \mathbf r_i}|^2
\rangle / N`. Conductivity is :math:`\sigma = n q^2 D_J / k_B T`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE
from ...core.errors import ParameterError


@dataclass(frozen=True)
class Estimate:
    """A mean and its standard error."""

    value: float
    error: float

    @classmethod
    def of(cls, samples: np.ndarray) -> Estimate:
        """From independent samples."""
        samples = np.asarray(samples, float)
        error = samples.std(ddof=1) / np.sqrt(len(samples)) if len(samples) > 1 else np.nan
        return cls(float(samples.mean()), float(error))


def squared_displacements(displacement: np.ndarray, lag: int) -> np.ndarray:
    """Mean over the particles of (r(t + lag) - r(t))^2, for windows one after the other.

    ``displacement`` has the shape (times, particles, 3).

    Raises
    ------
    ParameterError
        when the record is shorter than the lag.
    """
    ends = displacement[::lag]
    if lag < 1 or len(ends) < 2:
        raise ParameterError("lag", f"{lag} does not fit {len(displacement)} samples.")
    steps = np.diff(ends, axis=0)
    return np.einsum("tpi,tpi->t", steps, steps) / steps.shape[1]


def tracer_slope(displacement: np.ndarray, lag: int) -> np.ndarray:
    """Growth of the mean squared displacement from half a lag to a lag, for each window.

    The difference leaves out what the first hops add once and for all.

    Raises
    ------
    ParameterError
        when the lag is odd or longer than the record.
    """
    if lag < 2 or lag % 2:
        raise ParameterError("lag", f"must be even, got {lag}.")
    whole = squared_displacements(displacement, lag)
    halves = squared_displacements(displacement[: len(whole) * lag + 1], lag // 2)
    return whole - halves.reshape(-1, 2).mean(axis=1)


def collective_slope(collective: np.ndarray, particles: int) -> np.ndarray:
    """Squared steps of the sum of all displacements (times, 3), about their mean, per particle."""
    steps = np.diff(collective, axis=0)
    count = len(steps)
    centred = steps - steps.mean(axis=0)
    return np.sum(centred**2, axis=1) / particles * count / (count - 1)


def structure_factor(
    positions: np.ndarray, cell: np.ndarray, occupied: np.ndarray, dimension: int
) -> float:
    """|sum_i exp(i k r_i)|^2 / N, averaged over the smallest wave vectors of the cell."""
    waves = 2 * np.pi * np.linalg.inv(cell).T[:dimension]
    phases = np.exp(1j * positions[occupied] @ waves.T)
    return float(np.mean(np.abs(phases.sum(axis=0)) ** 2) / max(int(np.sum(occupied)), 1))


def conductivity(
    density: float, charge: float, jump_diffusivity: float, temperature: float
) -> float:
    """Nernst-Einstein with the jump diffusivity, S/m; density 1/m^3, charge in e, D in m^2/s."""
    coulomb = charge * ELEMENTARY_CHARGE
    return density * coulomb**2 * jump_diffusivity / (BOLTZMANN * temperature)


@dataclass(frozen=True)
class ArrheniusFit:
    """D = D_0 exp(-E_a/kT): prefactor in the unit of D, activation energy [eV], their errors."""

    prefactor: float
    activation_energy: float
    relative_prefactor_error: float
    activation_energy_error: float


def fit_arrhenius(
    temperatures: np.ndarray, diffusivities: np.ndarray, errors: np.ndarray | None = None
) -> ArrheniusFit:
    """Weighted straight line through ln D against 1/T.

    Raises
    ------
    ParameterError
        for fewer than two temperatures or a diffusivity that is not positive.
    """
    temperatures, values = np.asarray(temperatures, float), np.asarray(diffusivities, float)
    if len(np.unique(temperatures)) < 2 or np.any(values <= 0) or np.any(temperatures <= 0):
        raise ParameterError(
            "diffusivities", "needs positive values at two or more positive temperatures."
        )
    inverse = ELEMENTARY_CHARGE / (BOLTZMANN * temperatures)
    weights = None if errors is None else values / np.asarray(errors, float)
    design = np.column_stack([np.ones_like(inverse), -inverse])
    scale = np.ones_like(values) if weights is None else weights
    solution, residual, _, _ = np.linalg.lstsq(
        design * scale[:, None], np.log(values) * scale, rcond=None
    )
    covariance = np.linalg.inv((design * scale[:, None]).T @ (design * scale[:, None]))
    if weights is None:
        free = max(len(values) - 2, 1)
        covariance = covariance * (float(residual[0]) / free if residual.size else 0.0)
    spread = np.sqrt(np.diag(covariance))
    return ArrheniusFit(
        float(np.exp(solution[0])), float(solution[1]), float(spread[0]), float(spread[1])
    )
