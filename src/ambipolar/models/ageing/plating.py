"""Plating of the guest metal on the host, stripping, and metal that is cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.records import annotation, choice, quantity
from ...physics.side_reactions.metal_deposition import MetalDeposition
from ...physics.side_reactions.reacting_surface import ReactingSurface
from .reaction import Amount, SideEquations, SideReaction

Expression = Any


@dataclass(frozen=True, kw_only=True)
class LithiumPlating(SideReaction):
    r"""Guest metal on the surface, in contact (q) and dead (:math:`q_d`).

    .. math:: \frac{dq}{dt} = j_{pl}(\phi, q) - \gamma q, \qquad \frac{dq_d}{dt} = \gamma q

    Metal in contact dissolves again; part of it loses its contact, or reacts, at the rate
    :math:`\gamma`. Without ``stripping`` all that is plated stays (irreversible); with
    :math:`\gamma = 0` all of it comes back (reversible); else part of it. The laws are
    written for lithium and serve any guest metal. [okane2020; okane2022]
    """

    name: ClassVar[str] = "plating"
    label: ClassVar[str] = "plating"

    deposition: MetalDeposition = choice(
        "metal deposition", "kinetics of the metal", MetalDeposition()
    )
    stripping: bool = True
    dead_rate: float = quantity("1/s", "rate gamma at which metal is cut off", 1e-6, above=0.0)
    initial_charge: float = quantity("C/m^2", "metal in contact at the start", 0.0, above=0.0)
    sources: Mapping[str, str] = annotation(None)

    def amounts(self) -> tuple[Amount, ...]:
        return (
            Amount("plated_charge", "C/m^2", "plated metal in contact", 1.0),
            Amount("dead_charge", "C/m^2", "dead metal", 1.0),
        )

    def initial(self) -> dict[str, Expression]:
        return {"plated_charge": self.initial_charge, "dead_charge": 0.0}

    def equations(self, state: Mapping[str, Expression], surface: ReactingSurface) -> SideEquations:
        metal = state["plated_charge"]
        growing, leaving = self.deposition.branches(surface, metal)
        current = growing - leaving if self.stripping else growing
        dying = self.dead_rate * metal
        return SideEquations({"plated_charge": current - dying, "dead_charge": dying}, current)

    def charge(self, state: Mapping[str, Expression]) -> Expression:
        return state["plated_charge"] + state["dead_charge"] - self.initial_charge
