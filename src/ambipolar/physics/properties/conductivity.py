"""Electronic conductivity of a host as a function of filling and temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.records import Record, positive, quantity

Array = Any


@dataclass(frozen=True, kw_only=True)
class Conductivity(Record):
    r"""Electronic conductivity :math:`\sigma(x, T)` [S/m] of a uniform piece of the host.

    .. math:: \sigma(x, T) = \sigma_{ref}(x)
        \exp\left[-\frac{E_a}{R} \left(\frac1T - \frac1{T_{ref}}\right)\right]

    Subclasses write :meth:`reference` with :mod:`ambipolar.core.ops`; it broadcasts over arrays
    and expressions. Where the filling varies in space, the conductance of the piece is a matter
    of its geometry, not of this law.
    """

    activation_energy: float = quantity("J/mol", "activation energy of conduction", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the values hold", ROOM_TEMPERATURE
    )

    def reference(self, x: Array, temperature: Array) -> Array:
        """Conductivity [S/m] without the Arrhenius factor."""
        raise NotImplementedError

    def conductivity(self, x: Array, temperature: Array = ROOM_TEMPERATURE) -> Array:
        """Conductivity [S/m] at filling ``x`` [-] and ``temperature`` [K]."""
        inverse = 1 / temperature - 1 / self.reference_temperature
        arrhenius = ops.exp(-self.activation_energy / GAS_CONSTANT * inverse)
        return arrhenius * self.reference(x, temperature)


@dataclass(frozen=True, kw_only=True)
class ConstantConductivity(Conductivity):
    r"""Independent of filling, :math:`\sigma_{ref} = \sigma_0`."""

    value: float = positive("S/m", "conductivity sigma_0")

    def reference(self, x: Array, temperature: Array) -> Array:
        return 0.0 * x + self.value


@dataclass(frozen=True, kw_only=True)
class LinearConductivity(Conductivity):
    r"""Linear between the empty and the full host.

    .. math:: \sigma_{ref}(x) = (1-x)\, \sigma_0 + x\, \sigma_1

    Equal amounts of guest change the conductance of a thin channel by equal steps.
    """

    empty: float = positive("S/m", "conductivity of the empty host")
    full: float = positive("S/m", "conductivity of the full host")

    def reference(self, x: Array, temperature: Array) -> Array:
        return self.empty + (self.full - self.empty) * x


@dataclass(frozen=True, kw_only=True)
class HoppingConductivity(Conductivity):
    r"""Exponential in filling until it saturates, as in hosts whose electrons hop.

    .. math:: \ln \sigma_{ref} = \ln \sigma_0 + s(x) \ln\frac{\sigma_1}{\sigma_0}, \qquad
        s(x) = \frac{x}{x_s} - w \ln\left[1 + e^{(x/x_s - 1)/w}\right]

    so that :math:`s = x/x_s` below the saturation filling :math:`x_s` and 1 above, with a
    smooth corner of relative width :math:`w`. For :math:`x_s = 1` the value at full filling is
    :math:`\sigma_1` less its corner, :math:`(\sigma_1/\sigma_0)^{-w \ln 2}`.
    """

    empty: float = positive("S/m", "conductivity of the empty host")
    full: float = positive("S/m", "conductivity above the saturation filling")
    saturation: float = quantity(
        "1", "filling above which conductivity stays", 1.0, above=0.0, closed=False
    )
    corner: float = quantity("1", "relative width of the corner", 0.02, above=0.0, closed=False)

    def reference(self, x: Array, temperature: Array) -> Array:
        relative = x / self.saturation
        beyond = (relative - 1.0) / self.corner
        # the corner as its distance from the two straight lines: no overflow, no cancellation
        rounding = ops.log(1.0 + ops.exp(-ops.fabs(beyond)))
        share = ops.minimum(relative, 1.0) - self.corner * rounding
        return self.empty * ops.exp(share * ops.log(self.full / self.empty))


@dataclass(frozen=True, kw_only=True)
class MetalInsulatorConductivity(Conductivity):
    r"""A step in the logarithm: percolation or a metal-insulator transition.

    .. math:: \ln \sigma_{ref} = \ln \sigma_0 + \ln\frac{\sigma_1}{\sigma_0}\,
        \frac12 \left[1 + \tanh\frac{x - x_c(T)}{w}\right], \qquad
        x_c(T) = x_c + x_c' (T - T_{ref})

    Conductivity may rise or fall with filling; with :math:`x_c' \ne 0` temperature drives the
    transition as well.
    """

    empty: float = positive("S/m", "conductivity far below the threshold")
    full: float = positive("S/m", "conductivity far above the threshold")
    threshold: float = quantity("1", "filling at the middle of the transition", 0.5)
    width: float = positive("1", "half width of the transition in filling", 0.1)
    threshold_shift: float = quantity("1/K", "change of the threshold with temperature", 0.0)

    def reference(self, x: Array, temperature: Array) -> Array:
        shift = self.threshold_shift * (temperature - self.reference_temperature)
        share = 0.5 + 0.5 * ops.tanh((x - self.threshold - shift) / self.width)
        return self.empty * ops.exp(share * ops.log(self.full / self.empty))


@dataclass(frozen=True, kw_only=True)
class CarrierConductivity(Conductivity):
    r"""Mobile carriers of one kind, whose density is linear in filling.

    .. math:: \sigma_{ref}(x) = F\, u \left[(1-x)\, n_0 + x\, n_1\right]

    with the mobility :math:`u`. Guests that bring electrons have :math:`n_1 > n_0`, guests that
    fill holes the reverse.
    """

    empty: float = quantity("mol/m^3", "carrier density of the empty host", 0.0, above=0.0)
    full: float = quantity("mol/m^3", "carrier density of the full host", 0.0, above=0.0)
    mobility: float = positive("m^2/V/s", "mobility of the carriers")

    def reference(self, x: Array, temperature: Array) -> Array:
        return FARADAY * self.mobility * (self.empty + (self.full - self.empty) * x)
