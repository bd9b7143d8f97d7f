"""Deposition of the guest metal on a host, and its dissolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import Record, choice, positive, quantity
from ..kinetics.reduced_variables import LARGEST_EXPONENT, bounded, power, site_fraction
from .reacting_surface import ReactingSurface

Array = Any


@dataclass(frozen=True)
class DepositionSites(Record):
    """Where the first metal can form."""

    def share(self, surface: ReactingSurface) -> Array:
        """Share of the surface that lets metal nucleate, 0 to 1."""
        raise NotImplementedError


@dataclass(frozen=True)
class AnySite(DepositionSites):
    """Everywhere, however empty the host is: the usual condition, of the potential alone."""

    def share(self, surface: ReactingSurface) -> Array:
        return 1.0 + 0.0 * surface.filling


@dataclass(frozen=True)
class NoEmptySites(DepositionSites):
    r"""Only where the surface of the host has no vacancy to offer.

    .. math:: s = \prod_i x_i^{m/n}

    the probability that all m sites beside an arriving ion are taken, with the n composition
    fields sharing them equally and no correlation between neighbours. Ions that find a vacancy
    insert. So the filling of the surface decides the onset, and with it phase separation: a
    surface at a phase of high filling is saturated long before the particle is full. The condition
    is that of [sood2021], section "Effects of interfacial reactions"; the product is an assumed
    form of it.
    """

    sites: float = positive("1", "number m of host sites beside an ion; assumed", 6.0)

    def share(self, surface: ReactingSurface) -> Array:
        each = self.sites / len(surface.fillings)
        parts = [power(site_fraction(x), each) for x in surface.fillings]
        found = parts[0]
        for part in parts[1:]:
            found = found * part
        return ops.minimum(found, 1.0)


@dataclass(frozen=True, kw_only=True)
class MetalDeposition(Record):
    r"""Butler-Volmer kinetics of the metal on the host, positive for deposition.

    .. math::
        j = i_0 \left\{ [s + (1 - s)\,a]\, e^{-\alpha F\phi/RT} - a\, e^{(1-\alpha) F\phi/RT}
        \right\}, \qquad i_0 = k_0\, a_+^{1-\alpha}, \qquad a = \frac{q}{|q| + q_1}

    with the charge q of the metal that is there and :math:`q_1` of a monolayer. The activity a of
    the deposit rises from zero to one as it covers the surface, so that nothing dissolves that is
    not there; the share s of the surface that lets metal nucleate is a choice. Metal also
    grows on metal, where the condition of nucleation does not ask. A thick deposit is in
    equilibrium at :math:`\phi = 0`. [okane2020; okane2022]
    """

    rate_constant: float = positive("A/m^2", "exchange current density k0", 0.0965)
    transfer_coefficient: float = quantity(
        "1", "transfer coefficient alpha of deposition", 0.65, above=0.0, below=1.0, closed=False
    )
    monolayer: float = positive("C/m^2", "charge q1 of a monolayer of the metal", 1.8)
    sites: DepositionSites = choice("deposition sites", "where metal nucleates", NoEmptySites())

    def branches(self, surface: ReactingSurface, metal: Array) -> tuple[Array, Array]:
        """Deposition and dissolution [A/m^2], for the charge ``metal`` [C/m^2] that is there."""
        u = bounded(FARADAY / (GAS_CONSTANT * surface.temperature) * surface.potential)
        alpha, covered = self.transfer_coefficient, self.activity(metal)
        share = self.sites.share(surface)
        limit = LARGEST_EXPONENT
        i0 = self.rate_constant * power(surface.ion_activity, 1 - alpha)
        growing = (share + (1 - share) * covered) * ops.exp(-ops.maximum(alpha * u, -limit))
        leaving = covered * ops.exp(ops.minimum((1 - alpha) * u, limit))
        return i0 * growing, i0 * leaving

    def activity(self, metal: Array) -> Array:
        """Activity of the deposit [-], below one; negative for an overdrawn amount."""
        return metal / (ops.fabs(metal) + self.monolayer)
