"""Marcus kinetics with a single electronic state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...core.records import positive
from .reaction import Interface, ReactionKinetics
from .reduced_variables import activity_ratio, bounded, power, reduced_overpotential, site_fraction

Array = Any


@dataclass(frozen=True, kw_only=True)
class Marcus(ReactionKinetics):
    r"""Electron transfer between one donor and one acceptor state, with vacant sites as reactant.

    .. math::
        j = k_0 (1-x) \left\{ a_+ e^{-(\lambda+\eta_f)^2/4\lambda}
            - x\, e^{-(\lambda-\eta_f)^2/4\lambda} \right\}, \qquad
        \eta_f = \eta + \ln(a_+/x)

    in units of RT (and RT/F). The insertion branch is largest at :math:`\eta_f = -\lambda` and
    falls beyond (inverted region), so the current is bounded. Written as one exponential times
    :math:`\sinh(\eta/2)`, which is the same expression without cancellation at small
    :math:`\eta`. [marcus1956]

    MPET's rate law of this name is the same with :math:`k_0` multiplied by
    :math:`e^{\lambda/4}`, the barrier at zero formal overpotential. [smith2017]
    """

    reorganization_energy: float = positive("J/mol", "reorganization energy lambda")

    def reference_rate(self, interface: Interface) -> Array:
        u = bounded(reduced_overpotential(interface))
        return -2.0 * self._symmetric(interface, u) * ops.sinh(u / 2)

    def reference_exchange_current(self, interface: Interface) -> Array:
        return self._symmetric(interface, 0.0 * interface.filling)

    def _symmetric(self, interface: Interface, u: Array) -> Array:
        """Geometric mean of the two one-way rates."""
        x = interface.filling
        lam = self.reorganization_energy / (GAS_CONSTANT * interface.temperature)
        formal = u + activity_ratio(interface)
        concentrations = power(x, 0.5) * power(interface.ion_activity, 0.5) * site_fraction(1 - x)
        barrier = (lam**2 + formal**2) / (4 * lam)
        return self.rate_constant * concentrations * ops.exp(-barrier)
