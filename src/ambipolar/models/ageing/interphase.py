"""The solid-electrolyte interphase: a film of reduced electrolyte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.constants import FARADAY
from ...core.records import annotation, choice, positive, quantity
from ...physics.side_reactions.film_growth import FilmGrowth, ReactionLimitedGrowth
from ...physics.side_reactions.reacting_surface import ReactingSurface
from .reaction import Amount, SideEquations, SideReaction

Expression = Any


@dataclass(frozen=True, kw_only=True)
class SolidElectrolyteInterphase(SideReaction):
    r"""A film that grows by the reduction of the electrolyte and keeps the guests it takes.

    .. math:: \frac{dL}{dt} = \frac{V}{nF}\, j_{SEI}(\phi, L), \qquad R = \varrho L, \qquad
              q = \frac{nF}{V}(L - L_0)

    with the volume V of one mole of the film and n electrons, each with one guest ion, that form
    it. The current that crosses the film, insertion included, loses :math:`R j` of its potential
    where a ``resistivity`` is given. The charge q is the inventory lost. [safari2009; okane2022]
    """

    name: ClassVar[str] = "sei"
    label: ClassVar[str] = "solid-electrolyte interphase"

    growth: FilmGrowth = choice("film growth", "what limits the growth", ReactionLimitedGrowth())
    initial_thickness: float = quantity("m", "thickness L0 at the start", 5e-9, above=0.0)
    molar_volume: float = positive("m^3/mol", "volume V of one mole of the film", 9.585e-5)
    electrons: float = positive("1", "electrons n that form one unit of the film", 1.0)
    resistivity: float | None = quantity(
        "ohm*m", "ionic resistivity of the film; none means a film without", None, above=0.0
    )
    sources: Mapping[str, str] = annotation(None)

    def amounts(self) -> tuple[Amount, ...]:
        return (Amount("sei_thickness", "m", "thickness of the interphase", 1e-8),)

    def initial(self) -> dict[str, Expression]:
        return {"sei_thickness": self.initial_thickness}

    def equations(self, state: Mapping[str, Expression], surface: ReactingSurface) -> SideEquations:
        current = self.growth.current(surface, state["sei_thickness"], self.electrons)
        growth = self.molar_volume / (self.electrons * FARADAY) * current
        return SideEquations({"sei_thickness": growth}, current)

    def charge(self, state: Mapping[str, Expression]) -> Expression:
        grown = state["sei_thickness"] - self.initial_thickness
        return self.electrons * FARADAY / self.molar_volume * grown

    @property
    def resists(self) -> bool:
        return self.resistivity is not None

    def resistance(self, state: Mapping[str, Expression]) -> Expression:
        return 0.0 if self.resistivity is None else self.resistivity * state["sei_thickness"]
