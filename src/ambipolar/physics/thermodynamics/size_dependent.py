"""Interaction parameter of nanoparticles that depends on their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.constants import GAS_CONSTANT
from ...core.ops import maximum
from ...core.records import Record, positive, quantity

Array = Any


@dataclass(frozen=True)
class SizeDependentOmega(Record):
    r"""Effective regular-solution parameter of a homogeneous particle of size L.

    .. math:: \Omega(L) = R T_{ref} \max\!\left[2, \sum_k p_k (w/L)^k\right]

    The polynomial reproduces the barrier to coherent phase separation of LiFePO4 plates, which
    is lower in small particles because a domain wall of thickness w fills more of them.
    [cogswell2013] for the barriers, [ferguson2014] for the polynomial.
    Use as ``RegularSolution(omega=SizeDependentOmega()(50e-9))``.
    """

    coefficients: tuple[float, ...] = quantity(
        "1",
        "p_0, p_1, ... in units of kT",
        (4.516, -10.25, -8.491, -208.3, 2985.0, -1.168e4),
        structural=True,
    )
    wall_thickness: float = positive("m", "thickness w of a coherent domain wall", 3.6338e-9)
    floor: float = quantity("1", "smallest Omega/RT; 2 is the critical point", 2.0)
    reference_temperature: float = positive("K", "temperature of the energy unit kT", 298.0)

    def __call__(self, length: Array) -> Array:
        """Omega [J/mol] of a particle of ``length`` [m], element-wise."""
        ratio = self.wall_thickness / length
        polynomial = 0.0
        for coefficient in reversed(self.coefficients):
            polynomial = polynomial * ratio + coefficient
        return GAS_CONSTANT * self.reference_temperature * maximum(polynomial, self.floor)
