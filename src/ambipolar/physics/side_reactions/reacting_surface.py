"""What a side reaction sees of the surface it happens at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Array = Any


@dataclass(frozen=True)
class ReactingSurface:
    """State of one point of a surface; all members broadcast against each other.

    ``potential`` is that of the solid below its films, against an electrode of the guest metal in
    the same electrolyte: zero where the metal is in equilibrium with its ions.
    """

    potential: Array  #: phi [V]
    temperature: Array  #: T [K]
    fillings: tuple[Array, ...]  #: site filling of each composition field [-]
    ion_activity: Array = 1.0  #: activity of the ion in the electrolyte [-]

    @property
    def filling(self) -> Array:
        """Mean site filling at the surface [-]."""
        return sum(self.fillings[1:], self.fillings[0]) / len(self.fillings)
