"""A reconstructed layer at the surface of an oxide: spinel or rock salt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core import ops
from ...core.records import annotation, choice, quantity
from ...physics.side_reactions.reacting_surface import ReactingSurface
from ...physics.side_reactions.surface_reconstruction import DelithiationGrowth
from .reaction import Amount, SideEquations, SideReaction, Wear

Expression = Any


@dataclass(frozen=True, kw_only=True)
class SurfaceReconstruction(SideReaction):
    r"""A layer that takes the place of host, slows what inserts and loses capacity.

    .. math:: \frac{dL}{dt} = v(x_s, L), \qquad f = \frac{L}{\mathcal V/A}, \qquad R = \varrho L,
              \qquad \theta = \theta_\infty (1 - e^{-L/L_b})

    The share f of the sites is lost with the guests on them; the current meets the resistance R
    where a ``resistivity`` is given, and only the share :math:`1 - \theta` of the surface stays
    open. The layer covers the whole surface and takes no charge itself. [sood2021; lin2014]
    """

    name: ClassVar[str] = "reconstruction"
    label: ClassVar[str] = "surface reconstruction"
    takes_charge: ClassVar[bool] = False

    growth: DelithiationGrowth = choice(
        "surface reconstruction law", "how fast the layer grows", DelithiationGrowth()
    )
    initial_thickness: float = quantity("m", "thickness at the start", 0.0, above=0.0)
    resistivity: float | None = quantity(
        "ohm*m", "resistivity of the layer; none means one without", None, above=0.0
    )
    blocked: float = quantity(
        "1", "share theta of the surface that a thick layer blocks", 0.0, above=0.0, below=0.99
    )
    blocking_thickness: float = quantity(
        "m", "thickness L_b at which it blocks 63 % of that", 2e-9, above=0.0, closed=False
    )
    sources: Mapping[str, str] = annotation(None)

    def amounts(self) -> tuple[Amount, ...]:
        return (Amount("reconstructed_thickness", "m", "reconstructed layer", 1e-8),)

    def initial(self) -> dict[str, Expression]:
        return {"reconstructed_thickness": self.initial_thickness}

    def equations(self, state: Mapping[str, Expression], surface: ReactingSurface) -> SideEquations:
        speed = self.growth.speed(surface, state["reconstructed_thickness"])
        return SideEquations({"reconstructed_thickness": speed}, 0.0 * speed)

    @property
    def resists(self) -> bool:
        return self.resistivity is not None

    def resistance(self, state: Mapping[str, Expression]) -> Expression:
        thickness = state["reconstructed_thickness"]
        return 0.0 if self.resistivity is None else self.resistivity * thickness

    @property
    def wears(self) -> bool:
        return True

    def wear(self, state: Mapping[str, Expression]) -> Wear:
        thickness = state["reconstructed_thickness"]
        covered = 1 - ops.exp(-thickness / self.blocking_thickness)
        return Wear(depth=thickness, blocked=self.blocked * covered)
