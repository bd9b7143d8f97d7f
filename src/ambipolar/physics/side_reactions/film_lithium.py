"""How much lithium a film holds, which makes it conduct electrons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.records import Record, positive, quantity
from ..kinetics.reduced_variables import limited_exp
from .reacting_surface import ReactingSurface

Array = Any


@dataclass(frozen=True)
class FilmLithium(Record):
    """Lithium concentration of a film over a reference."""

    def relative(self, surface: ReactingSurface) -> Array:
        """c/c_ref [-], not negative."""
        raise NotImplementedError


@dataclass(frozen=True)
class ConstantLithium(FilmLithium):
    """A film that always holds the same."""

    def relative(self, surface: ReactingSurface) -> Array:
        return 1.0 + 0.0 * surface.filling


@dataclass(frozen=True)
class HostLithium(FilmLithium):
    r"""A film that holds what the surface of the host holds: :math:`\tilde c = x_s/x_{ref}`.

    While a host is filled its surface holds more than its mean, and less while it is emptied.
    Where phases separate the difference is that of the two phases, however small the current.
    Assumed closure of the law of [das2019].
    """

    reference: float = positive("1", "surface filling at which the conductivity holds", 1.0)

    def relative(self, surface: ReactingSurface) -> Array:
        return surface.filling / self.reference


@dataclass(frozen=True)
class EquilibratedFilm(FilmLithium):
    r"""A film of dilute sites for lithium, in equilibrium with the potential of the host.

    .. math:: \tilde c = \frac1{1 + e^{F(\phi - \phi_f)/RT}}

    The overpotential of insertion fills the film, that of extraction empties it, without any
    gradient in the host. Assumed closure of the law of [das2019].
    """

    potential: float = quantity("V", "potential phi_f at which half of the sites are full", 0.1)

    def relative(self, surface: ReactingSurface) -> Array:
        u = FARADAY / (GAS_CONSTANT * surface.temperature) * (surface.potential - self.potential)
        return 1 / (1 + limited_exp(u))
