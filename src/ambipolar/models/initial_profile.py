"""Shapes of the initial filling along a particle, for each composition field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.errors import ParameterError
from ..core.records import Record, quantity

Expression = Any


@dataclass(frozen=True)
class InitialProfile(Record):
    """Deviation of the initial filling from its mean."""

    def deviation(self, positions: np.ndarray, field: int = 0) -> Expression:
        """Deviation [-] at positions on the unit interval, (1, positions), of zero mean."""
        raise NotImplementedError


@dataclass(frozen=True)
class FlatProfile(InitialProfile):
    """The same filling everywhere."""

    def deviation(self, positions: np.ndarray, field: int = 0) -> Expression:
        return 0.0


@dataclass(frozen=True)
class CosineProfile(InitialProfile):
    r"""One mode of a sealed particle, :math:`\delta \cos(m \pi \xi)`."""

    amplitude: float = quantity("1", "amplitude of the mode", 1e-4, above=-0.5, below=0.5)
    mode: int = 1

    def deviation(self, positions: np.ndarray, field: int = 0) -> Expression:
        return self.amplitude * ops.constant(np.cos(self.mode * np.pi * positions))


@dataclass(frozen=True)
class GivenProfile(InitialProfile):
    """Deviations one by one, a row of the nodes for each field.

    Their mean over the volume belongs to the initial filling; it need not be zero.

    Raises
    ------
    ParameterError
        unless there is one number for each node, in a row for each field.
    """

    values: tuple[tuple[float, ...], ...] = quantity(
        "1", "deviation at every node, one row for each field", structural=True
    )

    def deviation(self, positions: np.ndarray, field: int = 0) -> Expression:
        if field >= len(self.values) or len(self.values[field]) != len(positions):
            count = len(self.values[field]) if field < len(self.values) else 0
            raise ParameterError(
                "initial_profile.values",
                f"field {field + 1} has {count} numbers for {len(positions)} nodes.",
                "Give one row for each field with a number for each node.",
            )
        return ops.constant(np.array([self.values[field]]))
