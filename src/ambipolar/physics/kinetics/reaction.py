"""The contract of every insertion rate law, and the state of the interface it acts on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import Record, positive, quantity
from ..derivatives import derivative

Array = Any


@dataclass(frozen=True)
class Interface:
    """State of a reacting interface; all members broadcast against each other.

    ``overpotential`` is (mu_solid - mu_reservoir)/F, so a negative value drives insertion.
    """

    filling: Array  #: site filling x at the surface [-]
    #: mu of the guest relative to the standard potential [J/mol], with its non-local terms
    chemical_potential: Array
    overpotential: Array  #: eta [V]
    temperature: Array  #: T [K]
    ion_activity: Array = 1.0  #: activity of the ion in the electrolyte [-]
    #: mu less RT ln[x/(1-x)] [J/mol], where the host has such a part
    excess: Array | None = None
    #: mu of the guest in the reservoir, mu - F eta [J/mol]; known together with ``excess`` only
    reservoir: Array | None = None

    def at(self, overpotential: Array) -> Interface:
        """The same composition at another overpotential [V]."""
        return replace(self, overpotential=overpotential, excess=None, reservoir=None)

    def shifted(self, by: Array) -> Interface:
        """The same composition with an overpotential that is higher by this [V]."""
        below = None if self.reservoir is None else self.reservoir - FARADAY * by
        return replace(self, overpotential=self.overpotential + by, reservoir=below)


@dataclass(frozen=True)
class RateLaw(Record):
    """What a particle asks of its interface; see :class:`ReactionKinetics` for the usual case.

    A law is *implicit* when its current enters its own overpotential (a film in series). A
    model then carries the current density as an algebraic unknown and closes it with
    ``rate_at(interface, current) == current``.
    """

    # Not annotated, so that these are no dataclass fields.
    implicit = False
    film_resistance = 0.0

    def rate(self, interface: Interface) -> Array:
        """Current density j [A/m^2], positive for insertion (reduction of the host)."""
        raise NotImplementedError

    def exchange_current(self, interface: Interface) -> Array:
        """Exchange current density i0 [A/m^2]; equals ``-(RT/F) dj/deta`` at eta = 0."""
        raise NotImplementedError

    def rate_at(self, interface: Interface, current: Array) -> Array:
        """Current density [A/m^2] while ``current`` [A/m^2] flows through the film."""
        return self.rate(interface)


@dataclass(frozen=True)
class ReactionKinetics(RateLaw):
    r"""Insertion current density :math:`j(x, \mu, \eta, T, a_+)` [A/m^2], positive for insertion.

    Every law vanishes at zero overpotential, is scaled by an Arrhenius factor, and broadcasts
    over arrays and CasADi expressions. Subclasses write :meth:`reference_rate` (without the
    Arrhenius factor) and :meth:`reference_exchange_current`.
    """

    rate_constant: float = positive("A/m^2", "rate constant k0 at the reference temperature", 1.0)
    activation_energy: float = quantity("J/mol", "activation energy of k0", 0.0, above=0.0)
    reference_temperature: float = positive("K", "temperature at which k0 holds", 298.15)

    def rate(self, interface: Interface) -> Array:
        """Current density j [A/m^2], positive for insertion (reduction of the host)."""
        return self.arrhenius(interface.temperature) * self.reference_rate(interface)

    def exchange_current(self, interface: Interface) -> Array:
        """Exchange current density i0 [A/m^2]; equals ``-(RT/F) dj/deta`` at eta = 0."""
        return self.arrhenius(interface.temperature) * self.reference_exchange_current(interface)

    def arrhenius(self, temperature: Array) -> Array:
        r""":math:`\exp[-(E_a/R)(1/T - 1/T_{ref})]`."""
        inverse = 1 / temperature - 1 / self.reference_temperature
        return ops.exp(-self.activation_energy / GAS_CONSTANT * inverse)

    def reference_rate(self, interface: Interface) -> Array:
        """Current density at the reference temperature's rate constant."""
        raise NotImplementedError

    def reference_exchange_current(self, interface: Interface) -> Array:
        """i0 at the reference temperature's rate constant; by differentiation unless overridden."""

        def at(overpotential: Array) -> Array:
            return self.reference_rate(interface.at(overpotential))

        zero = 0.0 * interface.filling
        slope = derivative(at, (zero,), 0)
        return -slope * GAS_CONSTANT * interface.temperature / FARADAY
