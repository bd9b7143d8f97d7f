"""The contract of a side reaction: a state on each patch of a surface, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.records import Record
from ...physics.side_reactions.reacting_surface import ReactingSurface

Expression = Any


@dataclass(frozen=True)
class Amount:
    """One state of a side reaction, the same kind on every patch of the surface."""

    name: str
    unit: str
    label: str
    scale: float  #: typical size, for tolerances


@dataclass(frozen=True)
class SideEquations:
    """What a side reaction states, all per reacting area.

    ``rates`` are those of its amounts, ``current`` is the charge per time that it takes from the
    electrode (reduction positive, as insertion) [A/m^2]; both may differ along the surface.
    """

    rates: Mapping[str, Expression]
    current: Expression


@dataclass(frozen=True)
class SideReaction(Record):
    """A reaction other than insertion, at the surface of a particle.

    States are arrays (members, patches). ``charge`` is what the reaction took since the start,
    linear in its amounts, so that its rate is the current.
    """

    #: begins the names of its states and observables; one reaction of each kind per particle
    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    #: whether charge goes into it
    takes_charge: ClassVar[bool] = True

    def amounts(self) -> tuple[Amount, ...]:
        """States of the reaction."""
        raise NotImplementedError

    def initial(self) -> dict[str, Expression]:
        """Amounts at the start."""
        return {amount.name: 0.0 for amount in self.amounts()}

    def equations(self, state: Mapping[str, Expression], surface: ReactingSurface) -> SideEquations:
        """Rates and current at a surface."""
        raise NotImplementedError

    def charge(self, state: Mapping[str, Expression]) -> Expression:
        """Charge taken since the start [C/m^2]."""
        return 0.0

    @property
    def resists(self) -> bool:
        """Whether the current has to cross a film."""
        return False

    def resistance(self, state: Mapping[str, Expression]) -> Expression:
        """Area resistance of the film [ohm m^2]."""
        return 0.0

    @property
    def wears(self) -> bool:
        """Whether sites of the host are lost."""
        return False

    def wear(self, state: Mapping[str, Expression]) -> Wear:
        """What is lost of the host."""
        return Wear()


@dataclass(frozen=True)
class Wear:
    """What a reaction takes of its host: ``depth`` of it [m], and a share of the open surface."""

    depth: Expression = 0.0
    blocked: Expression = 0.0
