"""Films that grow as fast as they conduct electrons to the electrolyte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import choice, positive, quantity
from ..kinetics.reduced_variables import bounded, limited_exp
from .film_growth import THINNEST_FILM, FilmGrowth
from .film_lithium import ConstantLithium, FilmLithium
from .reacting_surface import ReactingSurface
from .wright_omega import wright_omega

Array = Any

#: conductivities are divided by: a film without lithium insulates
LEAST_SHARE = 1e-12


@dataclass(frozen=True, kw_only=True)
class ElectronConductionGrowth(FilmGrowth):
    r"""Electrons that migrate through the film limit its growth.

    .. math:: j = \frac{\sigma \tilde c^m}{L} \max(U - \phi, 0)

    with the electronic conductivity :math:`\sigma` at the reference concentration of lithium in
    the film, and m = 2: electrons hop between lithium sites that percolate. Where the film
    holds more lithium on insertion than on extraction it grows faster on insertion. [das2019]
    """

    conductivity: float = positive("S/m", "electronic conductivity sigma of the film", 8.95e-14)
    potential: float = quantity("V", "potential U of the reduction against the guest metal", 0.8)
    lithium: FilmLithium = choice("film lithium", "lithium in the film", ConstantLithium())
    exponent: float = quantity("1", "power m of the lithium concentration", 2.0, above=0.0)

    def conductivity_at(self, surface: ReactingSurface) -> Array:
        """Electronic conductivity [S/m]."""
        share = ops.maximum(self.lithium.relative(surface), LEAST_SHARE)
        rise = ops.exp(self.exponent * ops.log(share))
        return self.conductivity * self.activation(surface.temperature) * rise

    def current(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        drive = ops.maximum(self.potential - surface.potential, 0.0)
        return self.conductivity_at(surface) * drive / ops.maximum(thickness, THINNEST_FILM)


@dataclass(frozen=True, kw_only=True)
class OhmicFilmGrowth(ElectronConductionGrowth):
    r"""Reduction at the outer side of a film whose electronic resistance takes from its driving.

    .. math:: j = i_0\, e^{y - j\,\varrho}, \qquad
              y = -\frac{\alpha F (\phi - U)}{RT}, \qquad
              \varrho = \frac{\alpha F L}{RT\,\sigma \tilde c^m}

    with the solution :math:`j = W(i_0 \varrho\, e^y)/\varrho`, the reaction alone where the film
    is thin and conduction where it is thick. Written as :math:`i_0\, e^{y - \omega}`,
    :math:`\omega = W(i_0 \varrho\, e^y)`, it has no 0/0 at L = 0. [corless1996; das2019]
    """

    exchange_current: float = positive("A/m^2", "exchange current density i0", 1.5e-7)
    transfer_coefficient: float = quantity(
        "1", "transfer coefficient alpha", 0.5, above=0.0, below=1.0, closed=False
    )

    def current(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        alpha_f = self.transfer_coefficient * FARADAY / (GAS_CONSTANT * surface.temperature)
        y = bounded(alpha_f * (self.potential - surface.potential))
        # an atom thinner than any film: the logarithm stays finite and changes nothing
        film = ops.maximum(thickness, 1e-30) * alpha_f / self.conductivity_at(surface)
        omega = wright_omega(y + ops.log(self.exchange_current * film))
        return self.exchange_current * limited_exp(y - omega)
