"""Marcus-Hush-Chidsey kinetics: electron transfer with a metal, normalised to k0."""

from __future__ import annotations

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
    limited_exp,
    power,
    reduced_chemical_potential,
    reduced_overpotential,
    site_fraction,
)

Array = Any


@dataclass(frozen=True, kw_only=True)
class MarcusHushChidsey(ReactionKinetics):
    r"""Electron transfer between the continuum of states of a metal and the host.

    .. math::
        j = k_0 (1-x) \sqrt{\frac{a_+ a}{a_+ x}}\;
            \frac{a_+ I(\lambda,\eta_f) - x\, I(\lambda,-\eta_f)}{I(\lambda, 0)}, \qquad
        \eta_f = \eta + \ln(a_+/x), \quad a = e^{\mu/RT}

    in units of RT, with I of :mod:`.electron_transfer_integral`. **Normalisation**: k0 is
    divided by the one-way rate at zero formal overpotential, :math:`I(\lambda,0)`, and the
    prefactor is that of Butler-Volmer with activities, as in MPET. [smith2017; zeng2014mhc]

    The exchange current is *not* the activity-based one of Butler-Volmer but

    .. math::
        i_0 = k_0 (1-x)\sqrt{a_+ a}\;
            \frac{2\sqrt{a_+ x}}{a_+ + x}\,\frac{G(\ln(a_+/x))}{G(0)}

    which agrees with it where :math:`x = a_+`. Currents are bounded for a given :math:`\mu`.
    """

    reorganization_energy: float = positive("J/mol", "reorganization energy lambda")

    def symmetric_sum(self, lam: Array, eta: Array) -> Array:
        """G = I(eta) + I(-eta) in kT."""
        raise NotImplementedError

    def reference_rate(self, interface: Interface) -> Array:
        u = bounded(reduced_overpotential(interface))
        return -2.0 * self._mean_rate(interface, u) * ops.sinh(u / 2)

    def reference_exchange_current(self, interface: Interface) -> Array:
        return self._mean_rate(interface, 0.0 * interface.filling)

    def _mean_rate(self, interface: Interface, u: Array) -> Array:
        """Geometric mean of the one-way rates; their difference is 2 sinh(u/2) times this."""
        lam = self.reorganization_energy / (GAS_CONSTANT * interface.temperature)
        half = bounded(u + activity_ratio(interface), 600.0) / 2
        relative = self.symmetric_sum(lam, 2 * half) / self.symmetric_sum(lam, 0.0 * lam)
        activities = power(interface.ion_activity, 0.5) * limited_exp(
            reduced_chemical_potential(interface) / 2
        )
        scale = self.rate_constant * site_fraction(1 - interface.filling) * activities
        return scale * relative * 2.0 / (ops.exp(half) + ops.exp(-half))


@dataclass(frozen=True, kw_only=True)
class MarcusHushChidseyExact(MarcusHushChidsey):
    """Marcus-Hush-Chidsey kinetics with the exact integral (quadrature to 1e-10).

    See :class:`MarcusHushChidsey` and :func:`.symmetric_sum_exact`. [chidsey1991]
    """

    quadrature_nodes: int = quantity(
        "1", "steps of the quadrature", DEFAULT_NODES, above=16, structural=True
    )

    def symmetric_sum(self, lam: Array, eta: Array) -> Array:
        return symmetric_sum_exact(lam, eta, self.quadrature_nodes)


@dataclass(frozen=True, kw_only=True)
class MarcusHushChidsey2014(MarcusHushChidsey):
    """Marcus-Hush-Chidsey kinetics with the closed form of 2014; MPET's ``MHC``.

    See :class:`MarcusHushChidsey` and, for its accuracy, :func:`.symmetric_sum_2014`.
    [zeng2014mhc]
    """

    def symmetric_sum(self, lam: Array, eta: Array) -> Array:
        return symmetric_sum_2014(lam, eta)
