"""What an atomistic study runs: a record whose numbers can be set, and one dataset as result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.records import Record

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Work:
    """How far a calculation is; given to its watcher."""

    done: float
    total: float
    text: str = ""  #: what is being done

    @property
    def share(self) -> float:
        """Share of the work that is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


#: called with the state of the work; what it raises ends the calculation
Watch = Callable[[Work], None]


def silent(work: Work) -> None:
    """A watcher that does nothing."""


def within(watch: Watch, part: float, parts: float, name: str = "host") -> Watch:
    """The watcher of one of several parts; ``part`` counts those before it."""
    return lambda work: watch(Work(part + work.share, parts, f"{name}: {work.text}"))


@dataclass(frozen=True)
class Calculation(Record, ABC):
    """A computation without time loop and terminals: Monte Carlo, defects, barriers, images.

    A calculation is to ``atomistics`` what a device with its protocol is to the continuum.
    """

    @abstractmethod
    def compute(self, watch: Watch = silent) -> xr.Dataset:
        """The result; every variable has ``units`` and ``long_name``.

        Sentences for the reader stand in ``dataset.attrs["notes"]`` (a list of text).
        """

    def references(self) -> tuple[str, ...]:
        """Keys of ``references.bib`` of what takes part."""
        return ()
