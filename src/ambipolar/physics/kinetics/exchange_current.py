"""Exchange current densities of Butler-Volmer kinetics, relative to the rate constant k0.

The dependence on filling decides whether a current suppresses or enhances phase separation,
see :mod:`ambipolar.physics.stability`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...core.records import Record, quantity
from .reaction import Interface
from .reduced_variables import limited_exp, power, reduced_chemical_potential, site_fraction

Array = Any


@dataclass(frozen=True)
class ExchangeCurrent(Record):
    r"""Composition dependence :math:`i_0/k_0` (dimensionless) of an exchange current density."""

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        """i0/k0 at the state of the interface; broadcasts like the interface."""
        raise NotImplementedError

    def site_factor(self, interface: Interface) -> Array | None:
        r"""S(x) where :math:`i_0/k_0 = S\,(1-x)\, a_+^{1-\alpha} a^\alpha`, else None."""
        return None


@dataclass(frozen=True)
class ActivityExchange(ExchangeCurrent):
    r"""Thermodynamically consistent form with one vacant site in the transition state.

    .. math:: i_0/k_0 = (1-x)\, a_+^{1-\alpha}\, a^{\alpha}, \qquad a = e^{\mu/RT}

    The activity coefficient of the transition state is :math:`1/(1-x)`; :math:`\mu` holds the
    gradient and strain terms. Insertion at high current suppresses phase separation.
    [bai2011; bazant2013]
    """

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        return site_fraction(1 - interface.filling) * _activities(interface, transfer_coefficient)

    def site_factor(self, interface: Interface) -> Array:
        return 1.0


@dataclass(frozen=True)
class SymmetricActivityExchange(ExchangeCurrent):
    r"""Thermodynamically consistent form with a vacant and an occupied site in transition.

    .. math:: i_0/k_0 = x(1-x)\, a_+^{1-\alpha}\, a^{\alpha}, \qquad a = e^{\mu/RT}

    The activity coefficient of the transition state is :math:`1/[x(1-x)]`. [smith2017]
    """

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        x = interface.filling
        sites = site_fraction(x) * site_fraction(1 - x)
        return sites * _activities(interface, transfer_coefficient)

    def site_factor(self, interface: Interface) -> Array:
        return interface.filling


@dataclass(frozen=True)
class RootExchange(ExchangeCurrent):
    r"""Explicit in filling, largest at x = 1/3.

    .. math:: i_0/k_0 = \sqrt{a_+ x}\,(1-x)

    Looks like :class:`ActivityExchange` of a dilute host, yet at high current it does not
    suppress phase separation at low filling. [bazant2017]
    """

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        x = interface.filling
        return power(interface.ion_activity, 0.5) * power(x, 0.5) * site_fraction(1 - x)


@dataclass(frozen=True)
class BothSitesExchange(ExchangeCurrent):
    r"""Proportional to the occupied and to the vacant sites.

    .. math:: i_0/k_0 = a_+^{1-\alpha}\, x(1-x)
    """

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        x = interface.filling
        ions = power(interface.ion_activity, 1 - transfer_coefficient)
        return ions * site_fraction(x) * site_fraction(1 - x)


@dataclass(frozen=True)
class NewmanExchange(ExchangeCurrent):
    r"""The form of porous-electrode models, symmetric in filling for :math:`\alpha = 1/2`.

    .. math:: i_0/k_0 = a_+^{1-\alpha}\, (x_{max}-x)^{1-\alpha}\, x^{\alpha}

    It is :class:`ActivityExchange` of an ideal lattice gas, for which :math:`a = x/(1-x)`.
    [doyle1993; smith2017]
    """

    maximum_filling: float = quantity(
        "1", "filling at which the host is full", 1.0, above=0.0, below=1.0, closed=True
    )

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        alpha, x = transfer_coefficient, interface.filling
        reduced = power(interface.ion_activity, 1 - alpha)
        return reduced * power(self.maximum_filling - x, 1 - alpha) * power(x, alpha)


@dataclass(frozen=True)
class ConstantExchange(ExchangeCurrent):
    r"""Independent of composition, :math:`i_0 = k_0`."""

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        return 0.0 * interface.filling + 1.0


@dataclass(frozen=True)
class CustomExchange(ExchangeCurrent):
    """A function of the user: ``function(interface) -> i0/k0``, written with ``core.ops``."""

    function: Callable[[Interface], Array]

    def relative(self, interface: Interface, transfer_coefficient: Array) -> Array:
        return self.function(interface)


def _activities(interface: Interface, alpha: Array) -> Array:
    ions = power(interface.ion_activity, 1 - alpha)
    return ions * limited_exp(alpha * reduced_chemical_potential(interface))
