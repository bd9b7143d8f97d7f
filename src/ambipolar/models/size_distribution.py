"""Sizes of the particles of a population, as columns (members, 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.errors import ParameterError
from ..core.records import Record, positive, quantity

Expression = Any


def column(values: Any) -> Expression:
    """Numbers of a record, given as a tuple or lifted to a row of symbols, as a column."""
    if ops.is_symbolic(values):
        import casadi as ca

        return ca.vec(values)
    return np.reshape(np.asarray(values, dtype=float), (-1, 1))


def normal_deviates(seed: int, members: int) -> np.ndarray:
    """Standard normal numbers (members, 1) of a seed."""
    # the legacy generator: MPET draws its sizes from it, and the same seed gives the same sizes
    return np.random.RandomState(seed).standard_normal((members, 1))


def log_normal_factors(deviation: Any, deviates: np.ndarray) -> Expression:
    r"""Factors of mean one and given relative standard deviation d, (members, 1).

    .. math:: f = e^{s z - s^2/2}, \qquad s^2 = \ln(1 + d^2)
    """
    width = ops.sqrt(ops.log1p(deviation**2))
    drawn = ops.constant(deviates) if ops.is_symbolic(deviation) else deviates
    return ops.exp(width * drawn - width**2 / 2)


@dataclass(frozen=True)
class SizeDistribution(Record):
    """Sizes of the members; what a size is, a particle says (its ``size_name``)."""

    def sizes(self, nominal: Any, members: int) -> Expression:
        """Sizes [m] as a column (members, 1); ``nominal`` is the size that the particle has."""
        raise NotImplementedError

    def check(self, members: int) -> None:
        """Refuse a number of members that does not suit the sizes."""


@dataclass(frozen=True)
class EqualSizes(SizeDistribution):
    """All members have the size of the particle."""

    def sizes(self, nominal: Any, members: int) -> Expression:
        ones = np.ones((members, 1))
        return nominal * (ops.constant(ones) if ops.is_symbolic(nominal) else ones)


@dataclass(frozen=True)
class LogNormalSizes(SizeDistribution):
    r"""Sizes drawn once from a log-normal distribution.

    .. math:: L_m = e^{\mu + s z_m}, \qquad \mu = \ln\frac{m^2}{\sqrt{d^2 + m^2}}, \qquad
              s^2 = \ln(1 + d^2/m^2)

    with mean m, standard deviation d and standard normal :math:`z_m`: the numbers of particles,
    not their volumes, are so distributed. One seed gives one set of sizes, that of MPET for the
    same seed; the first members do not depend on how many follow. [smith2017]
    """

    deviation: float = quantity("m", "standard deviation of the sizes", above=0.0)
    mean: float | None = positive("m", "mean size; none means that of the particle", None)
    seed: int = 1

    def sizes(self, nominal: Any, members: int) -> Expression:
        mean = nominal if self.mean is None else self.mean
        return mean * log_normal_factors(self.deviation / mean, normal_deviates(self.seed, members))


@dataclass(frozen=True)
class GivenSizes(SizeDistribution):
    """Sizes one by one, for example those of a measured histogram.

    Raises
    ------
    ParameterError
        unless there is one size for each member.
    """

    values: tuple[float, ...] = positive("m", "size of every member")

    def sizes(self, nominal: Any, members: int) -> Expression:
        return column(self.values)

    def check(self, members: int) -> None:
        same_length("sizes", self.values, members)


def same_length(path: str, values: Any, members: int) -> None:
    """Refuse lists that do not have one number for each member."""
    count = values.shape[0] * values.shape[1] if ops.is_symbolic(values) else np.size(values)
    if count != members:
        raise ParameterError(
            path,
            f"{count} numbers are given for {members} members.",
            "Give one for each, or change the number of members.",
        )
