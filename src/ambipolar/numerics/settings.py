"""Settings of the time integration."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.records import Record, positive


@dataclass(frozen=True)
class SolverSettings(Record):
    """Tolerances and limits of one run.

    ``absolute_tolerance`` multiplies the scale of each variable (1 for a filling, 1 V for a
    potential), so that one number serves all of them.
    """

    relative_tolerance: float = positive("1", "relative tolerance", 1e-6)
    absolute_tolerance: float = positive(
        "1", "absolute tolerance in units of variable scales", 1e-8
    )
    #: a run stops as stuck when that many steps advance it by a millionth of its segment only
    stall_steps: int = 2000
    backend: str = "auto"  #: a name in the registry of backends, or "auto"
