"""Free energy of a host whose equilibrium potential is known as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.errors import ParameterError
from ...core.ops import log_filling
from ...core.records import positive, quantity
from .free_energy import FreeEnergy
from .regular_solution import IdealMixing
from .spline import CubicPieces, natural_cubic

Array = Any


@dataclass(frozen=True)
class TabulatedPotential(FreeEnergy):
    r"""Chemical potential from a table of filling and equilibrium potential.

    .. math::
        \mu(x) = RT \ln\frac{x}{1-x} - F [W(x) - V_0], \qquad
        W(x_i) = U_i + \frac{R T_{ref}}{F} \ln\frac{x_i}{1-x_i}

    The lattice-gas part stays analytic, so that the ends diverge as they must; only the excess
    W is a natural cubic spline (continuous second derivative, linear beyond the table).
    At the reference temperature :math:`\mu(x_i) = -F (U_i - V_0)`. The table may be monotone
    or fall and rise again, which is a host that phase separates. ``molar`` is the exact
    integral of the pieces, with g(0) = 0.

    Raises
    ------
    ParameterError
        when the table has fewer than three points, or fillings that do not increase strictly
        between 0 and 1.
    """

    filling: tuple[float, ...] = quantity(
        "1", "fillings of the table", (), above=0.0, below=1.0, closed=False, structural=True
    )
    potential: tuple[float, ...] = quantity(
        "V", "equilibrium potentials U of the table", (), structural=True
    )
    standard_potential: float = quantity("V", "standard potential V0 of the host", 0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the table was measured", ROOM_TEMPERATURE, structural=True
    )
    #: number of spline pieces of a least-squares fit; None passes through every point
    pieces: int | None = None

    def __post_init__(self) -> None:
        for name in ("filling", "potential"):  # tuples hash, so that one spline serves all calls
            object.__setattr__(self, name, tuple(float(v) for v in getattr(self, name)))
        super().__post_init__()
        path = type(self).__name__
        if len(self.filling) < 3 or len(self.filling) != len(self.potential):
            sizes = f"{len(self.filling)} fillings and {len(self.potential)} potentials"
            raise ParameterError(
                path, f"got {sizes}.", "Give both, equally long, at least three points."
            )
        if np.any(np.diff(self.filling) <= 0):
            raise ParameterError(
                f"{path}.filling", "the fillings must increase strictly.", "Sort the table."
            )
        if self.pieces is not None and self.pieces < 2:
            raise ParameterError(f"{path}.pieces", f"needs at least 2, got {self.pieces}.")

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        excess = self._excess().integral(x[0]) - self.standard_potential * x[0]
        return IdealMixing().molar(x[:1], temperature) - FARADAY * excess

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        logit = log_filling(x[0]) - log_filling(1 - x[0])
        excess = self._excess().value(x[0]) - self.standard_potential
        return GAS_CONSTANT * temperature * logit - FARADAY * excess

    def _excess(self) -> CubicPieces:
        """The spline of W in V."""
        x = np.asarray(self.filling)
        thermal = GAS_CONSTANT * self.reference_temperature / FARADAY
        excess = np.asarray(self.potential) + thermal * np.log(x / (1 - x))
        return natural_cubic(self.filling, tuple(excess), self.pieces)
