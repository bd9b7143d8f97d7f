"""A rate law on part of the surface, or of a particle of which part is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import choice, quantity
from .reaction import Interface, RateLaw

Array = Any


@dataclass(frozen=True)
class ScaledRate(RateLaw):
    r"""A law times a factor: :math:`j = f\, j_{law}`.

    With f < 1 that share of the surface is open; a film below the law carries the current per
    open area.
    """

    law: RateLaw = choice("kinetics", "rate law of the whole surface")
    factor: float = quantity("1", "factor f", 1.0, above=0.0, closed=False)

    @property
    def implicit(self) -> bool:  # type: ignore[override]
        """As the law itself."""
        return self.law.implicit

    def rate(self, interface: Interface) -> Array:
        return self.factor * self.law.rate(interface)

    def rate_at(self, interface: Interface, current: Array) -> Array:
        return self.factor * self.law.rate_at(interface, current / self.factor)

    def exchange_current(self, interface: Interface) -> Array:
        return self.factor * self.law.exchange_current(interface)
