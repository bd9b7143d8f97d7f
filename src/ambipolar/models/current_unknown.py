"""The reaction current as an unknown of its own, for devices that are driven hard and abruptly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core import ops
from ..core.records import choice, positive
from ..physics.kinetics.reaction import Interface, RateLaw

Array = Any


@dataclass(frozen=True)
class CurrentAsUnknown(RateLaw):
    r"""A rate law that is solved for the logarithm of its current.

    .. math:: c \left[\operatorname{asinh}\frac{j_{law}}{c} - \operatorname{asinh}\frac jc\right]
              = 0, \qquad c = 2 i_0

    The solution is that of the law itself. With the current j as an unknown every equation of a
    circuit is linear, and this one is linear in the overpotential: exactly so for symmetric
    Butler-Volmer kinetics, :math:`\operatorname{asinh}(j_{law}/c) = -F\eta/2RT`. A Newton
    iteration arrives in a few steps where an exponential takes one for each kT/e.
    """

    law: RateLaw = choice("kinetics", "rate law")
    floor: float = positive("A/m^2", "least c, where the exchange current vanishes", 1e-6)
    implicit = True

    def rate_at(self, interface: Interface, current: Array) -> Array:
        scale = self.floor + 2 * self.law.exchange_current(interface)
        rate = self.law.rate_at(interface, current)
        return current + scale * (ops.asinh(rate / scale) - ops.asinh(current / scale))

    def exchange_current(self, interface: Interface) -> Array:
        return self.law.exchange_current(interface)
