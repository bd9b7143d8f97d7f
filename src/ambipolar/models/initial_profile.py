"""Shapes of the initial filling along a particle; all of them keep the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.records import Record, quantity

Expression = Any


@dataclass(frozen=True)
class InitialProfile(Record):
    """Deviation of the initial filling from its mean."""

    def deviation(self, positions: np.ndarray) -> Expression:
        """Deviation [-] at positions on the unit interval, (1, positions), of zero mean."""
        raise NotImplementedError


@dataclass(frozen=True)
class FlatProfile(InitialProfile):
    """The same filling everywhere."""

    def deviation(self, positions: np.ndarray) -> Expression:
        return 0.0


@dataclass(frozen=True)
class CosineProfile(InitialProfile):
    r"""One mode of a sealed particle, :math:`\delta \cos(m \pi \xi)`."""

    amplitude: float = quantity("1", "amplitude of the mode", 1e-4, above=-0.5, below=0.5)
    mode: int = 1

    def deviation(self, positions: np.ndarray) -> Expression:
        return self.amplitude * ops.constant(np.cos(self.mode * np.pi * positions))
