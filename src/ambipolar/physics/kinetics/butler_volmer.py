"""Butler-Volmer kinetics with a chosen exchange current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...core.records import choice, quantity
from .exchange_current import ActivityExchange, ExchangeCurrent
from .reaction import Interface, ReactionKinetics
from .reduced_variables import LARGEST_EXPONENT, limited_exp, power, reduced_overpotential

Array = Any


@dataclass(frozen=True, kw_only=True)
class ButlerVolmer(ReactionKinetics):
    r"""Concerted one-electron transfer over a single barrier.

    .. math::
        j = i_0 \left[ e^{-\alpha F\eta/RT} - e^{(1-\alpha) F\eta/RT} \right], \qquad
        i_0 = k_0\, f(x, \mu, a_+)

    with the composition dependence :math:`f` given by ``exchange``. Evaluated as
    :math:`-i_0\, e^{-\alpha F\eta/RT} (e^{F\eta/RT} - 1)`, which is the same without
    cancellation at small :math:`\eta`. [bazant2013]
    """

    transfer_coefficient: float = quantity(
        "1", "symmetry of the barrier alpha", 0.5, above=0.0, below=1.0, closed=False
    )
    exchange: ExchangeCurrent = choice(
        "exchange current", "composition dependence of i0", ActivityExchange()
    )

    def reference_rate(self, interface: Interface) -> Array:
        sites = self.exchange.site_factor(interface)
        if sites is None or interface.reservoir is None or interface.excess is None:
            return self._rate_of_overpotential(interface)
        return self.rate_constant * sites * self._rate_of_reservoir(interface)

    def _rate_of_reservoir(self, interface: Interface) -> Array:
        r"""Rate per site factor without a logarithm, smooth through an empty and a full host.

        .. math:: a_+^{1-\alpha} \left[(1-x)\, e^{\alpha \mu_+/RT}
                  - x\, e^{(\mu^{ex} - (1-\alpha) \mu_+)/RT}\right]
        """
        alpha, x = self.transfer_coefficient, interface.filling
        thermal = 1 / (GAS_CONSTANT * interface.temperature)
        reservoir, excess = interface.reservoir, interface.excess
        assert reservoir is not None
        assert excess is not None
        forward = limited_exp(alpha * thermal * reservoir)
        backward = limited_exp(thermal * (excess - (1 - alpha) * reservoir))
        ions = power(interface.ion_activity, 1 - alpha)
        return ions * ((1 - x) * forward - x * backward)

    def _rate_of_overpotential(self, interface: Interface) -> Array:
        alpha, u = self.transfer_coefficient, reduced_overpotential(interface)
        # continued linearly outside, as limited_exp
        beyond = ops.positive_part(ops.fabs(u) - 2 * LARGEST_EXPONENT)
        inside = u - ops.sign(u) * beyond
        branches = ops.exp(-alpha * inside) * ops.expm1(inside) * (1.0 + beyond)
        return -self.reference_exchange_current(interface) * branches

    def reference_exchange_current(self, interface: Interface) -> Array:
        relative = self.exchange.relative(interface, self.transfer_coefficient)
        return self.rate_constant * relative
