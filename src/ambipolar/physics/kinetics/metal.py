"""Dissolution and deposition of the metal whose ion the electrolyte carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import Record, positive, quantity
from .reduced_variables import LARGEST_EXPONENT, bounded

Array = Any

#: over the reference concentration; a solution never dwells below
SMALLEST_CONCENTRATION = 1e-6


@dataclass(frozen=True, kw_only=True)
class MetalElectrode(Record):
    r"""A planar electrode of metal M in a solution of its ion, of unit activity itself.

    .. math::
        j = i_0 \left[ e^{(1-\alpha) F\eta/RT} - e^{-\alpha F\eta/RT} \right], \qquad
        i_0 = k_0 \left(\frac{c}{c^0}\right)^{1-\alpha}, \qquad
        \eta = \phi_s - \phi - j R_f

    positive while it dissolves. :math:`\phi` is the potential of the electrolyte at its surface,
    as an electrode of the same metal would read it. [doyle1993]
    """

    rate_constant: float = positive("A/m^2", "exchange current density k0 at c0", 10.0)
    transfer_coefficient: float = quantity(
        "1", "symmetry of the barrier alpha", 0.5, above=0.0, below=1.0, closed=False
    )
    film_resistance: float = quantity("ohm*m^2", "resistance of a film", 0.0, above=0.0)

    def exchange_current(self, concentration: Array) -> Array:
        """i0 [A/m^2] at the surface concentration over its reference value [-]."""
        # constant below: the potential of the electrolyte diverges there and ends the run
        bounded_below = ops.maximum(concentration, SMALLEST_CONCENTRATION)
        share = 1.0 - self.transfer_coefficient
        return self.rate_constant * ops.exp(share * ops.log(bounded_below))

    def dissolution(self, overpotential: Array, concentration: Array, temperature: Array) -> Array:
        """j [A/m^2], positive for dissolution, at overpotential eta [V]."""
        u = FARADAY / (GAS_CONSTANT * temperature) * overpotential
        # without cancellation at small eta, and linear far beyond any real overpotential
        inside = bounded(u, 2 * LARGEST_EXPONENT)
        branches = ops.exp(-self.transfer_coefficient * inside) * ops.expm1(inside)
        return self.exchange_current(concentration) * branches * (1.0 + ops.fabs(u - inside))
