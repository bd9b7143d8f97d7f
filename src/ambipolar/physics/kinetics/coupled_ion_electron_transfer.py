"""Coupled ion-electron transfer: the ion moves into a vacant site as the electron arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...core.records import positive, quantity
from .electron_transfer_integral import DEFAULT_NODES, symmetric_sum_2014, symmetric_sum_exact
from .reaction import Interface, ReactionKinetics
from .reduced_variables import (
    activity_ratio,
    bounded,
    power,
    reduced_overpotential,
    site_fraction,
)

Array = Any


@dataclass(frozen=True, kw_only=True)
class CoupledIonElectronTransfer(ReactionKinetics):
    r"""Coupled ion-electron transfer (CIET) in the closed form of its integral.

    .. math::
        j = \frac{k_0 (1-x)}{\sqrt{4\pi\lambda}}
            \left[ a_+ I(\lambda,\eta_f) - x\, I(\lambda,-\eta_f) \right], \qquad
        \eta_f = \eta + \ln(a_+/x)

    in units of RT, with I of :func:`.reduction_integral_2014`. The current is bounded by the
    vacant sites on insertion and by the guest on extraction, :meth:`limiting_currents`; the
    exchange current is asymmetric in filling, with its maximum below one half, and k0 is *not*
    rescaled by the rate at zero overpotential. [fraggedakis2021; smith2017]
    """

    reorganization_energy: float = positive("J/mol", "reorganization energy lambda")

    def symmetric_sum(self, lam: Array, eta: Array) -> Array:
        """G = I(eta) + I(-eta) in kT."""
        return symmetric_sum_2014(lam, eta)

    def limiting_currents(self, interface: Interface) -> tuple[Array, Array]:
        r"""Reaction-limited currents :math:`k_0(1-x)a_+` and :math:`-k_0(1-x)x` [A/m^2]."""
        x = interface.filling
        scale = self.arrhenius(interface.temperature) * self.rate_constant * (1 - x)
        return scale * interface.ion_activity, -scale * x

    def reference_rate(self, interface: Interface) -> Array:
        u = bounded(reduced_overpotential(interface))
        return -2.0 * self._mean_rate(interface, u) * ops.sinh(u / 2)

    def reference_exchange_current(self, interface: Interface) -> Array:
        return self._mean_rate(interface, 0.0 * interface.filling)

    def _mean_rate(self, interface: Interface, u: Array) -> Array:
        """Geometric mean of the one-way rates; their difference is 2 sinh(u/2) times this."""
        x = interface.filling
        lam = self.reorganization_energy / (GAS_CONSTANT * interface.temperature)
        half = bounded(u + activity_ratio(interface), 600.0) / 2
        attempts = self.symmetric_sum(lam, 2 * half) / ops.sqrt(4 * math.pi * lam)
        concentrations = power(x, 0.5) * power(interface.ion_activity, 0.5) * site_fraction(1 - x)
        return self.rate_constant * concentrations * attempts / (ops.exp(half) + ops.exp(-half))


@dataclass(frozen=True, kw_only=True)
class CoupledIonElectronTransferExact(CoupledIonElectronTransfer):
    """Coupled ion-electron transfer with the exact integral, :func:`.reduction_integral_exact`.

    Differs from the closed form by up to 6 per cent at lambda = 8.3 RT (LiFePO4).
    [fraggedakis2021]
    """

    quadrature_nodes: int = quantity(
        "1", "steps of the quadrature", DEFAULT_NODES, above=16, structural=True
    )

    def symmetric_sum(self, lam: Array, eta: Array) -> Array:
        return symmetric_sum_exact(lam, eta, self.quadrature_nodes)
