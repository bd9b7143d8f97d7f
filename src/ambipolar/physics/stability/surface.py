"""A reacting surface of one host, and its response to a small change of filling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import Record, choice, positive, quantity
from ..kinetics.reaction import Interface, RateLaw
from ..thermodynamics.curve import EnergyCurve
from ..thermodynamics.free_energy import FreeEnergy

Array = Any


class Response(NamedTuple):
    """Current density of a base state and its partial derivatives at fixed reservoir potential."""

    current: np.ndarray  #: j [A/m^2]
    by_filling: np.ndarray  #: dj/dx at fixed mu [A/m^2]
    by_potential: np.ndarray  #: dj/dmu at fixed x and reservoir [A/m^2 per J/mol]


@dataclass(frozen=True)
class DrivenSurface(Record):
    r"""Everything that decides whether a driven composition stays uniform.

    The filling of a depth-averaged particle obeys

    .. math::
        \rho\frac{\partial x}{\partial t} = \frac{a}{F}\, j(x,\mu;\mu_{res})
            + \nabla\cdot\Big[\frac{\rho D\, x(1-x)}{RT}\nabla\mu\Big], \qquad
        \mu = \mu_h(x) + \frac{B}{\rho}(x-\bar x) - \frac{\kappa}{\rho}\nabla^2 x

    with the reservoir potential :math:`\mu_{res} = \mu - F\eta` common to all points of the
    surface and :math:`a` the reacting area per volume. Any single-field free energy and any
    rate law serve. [bazant2017]
    """

    free_energy: FreeEnergy = choice("free energy", "homogeneous free energy of mixing")
    kinetics: RateLaw = choice("kinetics", "insertion kinetics")
    site_density: float = positive("mol/m^3", "density of guest sites rho")
    area_per_volume: float = positive("1/m", "reacting area per volume of the host")
    gradient_energy: float = quantity("J/m", "gradient energy coefficient kappa", 0.0, above=0.0)
    coherency: float = quantity("Pa", "coherency strain coefficient B", 0.0, above=0.0)
    in_plane_diffusivity: float = quantity("m^2/s", "tracer diffusivity D", 0.0, above=0.0)
    temperature: float = positive("K", "temperature", 298.15)
    ion_activity: float = positive("1", "activity of the ion in the electrolyte", 1.0)

    @property
    def curve(self) -> EnergyCurve:
        """The free energy at the temperature of the surface."""
        return EnergyCurve(self.free_energy, self.temperature)

    @property
    def thermal_voltage(self) -> float:
        """RT/F [V]."""
        return GAS_CONSTANT * self.temperature / FARADAY

    def filling_rate(self, current: Array) -> Array:
        r"""dx/dt [1/s] of a current density [A/m^2], :math:`a j/(F\rho)`."""
        return self.area_per_volume * current / (FARADAY * self.site_density)

    def current_density(self, filling_rate: Array) -> Array:
        """Current density [A/m^2] that fills the host at ``filling_rate`` [1/s]."""
        return filling_rate * FARADAY * self.site_density / self.area_per_volume

    def exchange_current(self, filling: Array) -> np.ndarray:
        """Exchange current density [A/m^2] of the uniform state."""
        filling = np.asarray(filling, dtype=float)
        return self.kinetics.exchange_current(self._interface(filling, 0.0 * filling))

    def stiffness(self, filling: Array, wavenumber: Array) -> Array:
        r""":math:`M = \partial\mu_h/\partial x + B/\rho + (\kappa/\rho) k^2` [J/mol].

        The change of mu with the amplitude of a wave; negative where the state is unstable
        without current.
        """
        nonlocal_terms = self.coherency + self.gradient_energy * np.asarray(wavenumber) ** 2
        return self.curve.curvature(filling) + nonlocal_terms / self.site_density

    def rate_and_slope(self, filling: Array, reduced: Array) -> tuple[np.ndarray, np.ndarray]:
        r"""j [A/m^2] and :math:`dj/d\tilde\eta` at the reduced overpotential below any film."""
        mu = self.curve.potential(filling)
        current, slope = _call(self._functions[0], filling, mu, reduced)
        return current, slope

    def response(self, filling: Array, reduced: Array) -> Response:
        r"""Current and its derivatives at :math:`\tilde\eta = F\eta/RT` (below any film).

        A film of resistance R feeds the current back on its own overpotential, which divides
        both derivatives by :math:`1 - R\,\partial j/\partial\eta`.
        """
        mu = self.curve.potential(filling)
        current, by_x, by_mu, by_current = _call(self._functions[1], filling, mu, reduced)
        feedback = 1.0 - by_current
        return Response(current, by_x / feedback, by_mu / feedback)

    def _interface(self, filling: Array, overpotential: Array, mu: Array = None) -> Interface:
        mu = self.curve.potential(filling) if mu is None else mu
        if not getattr(self.free_energy, "activity_defined", True):
            # a host known only by its voltage has the activity of an ideal lattice gas
            ideal = ops.log_filling(filling) - ops.log_filling(1 - filling)
            mu = GAS_CONSTANT * self.temperature * ideal
        return Interface(filling, mu, overpotential, self.temperature, self.ion_activity)

    @cached_property
    def _functions(self) -> tuple[Any, Any]:
        """CasADi functions of (x, mu, reduced eta): for finding a base state, and its response."""
        import casadi as ca

        x, mu, reduced, shift, current = (ca.SX.sym(n) for n in ("x", "mu", "u", "shift", "j"))
        # ``shift`` moves mu at fixed reservoir: the overpotential follows it
        eta = reduced * self.thermal_voltage + shift / FARADAY
        rate = ca.SX(self.kinetics.rate_at(self._interface(x, eta, mu + shift), current))
        slope, *response = (ca.jtimes(rate, z, ca.SX(1)) for z in (reduced, x, shift, current))
        at_base = [ca.substitute(z, ca.vertcat(shift, current), ca.SX.zeros(2)) for z in
                   (rate, slope, *response)]  # fmt: skip
        inputs = [x, mu, reduced]
        return (
            ca.Function("rate_and_slope", inputs, at_base[:2]),
            ca.Function("response", inputs, [at_base[0], *at_base[2:]]),
        )


def _call(function: Any, *arguments: np.ndarray) -> tuple[np.ndarray, ...]:
    arrays = np.broadcast_arrays(*arguments)
    values = function(*(a.reshape(1, -1) for a in arrays))
    return tuple(np.asarray(v, dtype=float).reshape(arrays[0].shape) for v in values)
