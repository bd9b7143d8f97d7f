"""Energies that know where they come from, so that unlike ones are never mixed silently."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..core.errors import ParameterError
from .store import content_key

if TYPE_CHECKING:
    from .engines.engine import Engine


@dataclass(frozen=True)
class Energy:
    """An energy in eV with its engine, its reference states and an estimate of its error.

    Sums and differences carry all three on. Errors add in quadrature, as those of independent
    estimates; a missing error stays missing.

    Raises
    ------
    ParameterError
        when energies of two engines, or of two treatments of one element, are combined.
    """

    value: float  #: [eV]
    engine: Mapping[str, Any]  #: identity of the engine
    references: Mapping[str, str] = field(default_factory=dict)  #: element -> reference state
    error: float = math.nan  #: estimated standard error [eV]; NaN where none is known
    error_basis: str = ""  #: how the error was estimated

    @classmethod
    def of(cls, value: float, engine: Engine, **known: Any) -> Energy:
        """An energy as an engine gave it, against free atoms or whatever the engine counts from."""
        return cls(float(value), dict(engine.identity()), **known)

    def __add__(self, other: Energy) -> Energy:
        return self._combined(other, 1.0)

    def __sub__(self, other: Energy) -> Energy:
        return self._combined(other, -1.0)

    def __mul__(self, factor: float) -> Energy:
        error = abs(factor) * self.error
        return Energy(self.value * factor, self.engine, self.references, error, self.error_basis)

    __rmul__ = __mul__

    def _combined(self, other: Energy, sign: float) -> Energy:
        if content_key(self.engine) != content_key(other.engine):
            raise ParameterError(
                "energy",
                f"{_name(self.engine)} and {_name(other.engine)} count energies from different "
                "zeros.",
                "Compute both with one engine.",
            )
        for element in self.references.keys() & other.references.keys():
            if self.references[element] != other.references[element]:
                raise ParameterError(
                    "energy",
                    f"two reference states of {element} are mixed: {self.references[element]} "
                    f"and {other.references[element]}.",
                    "Refer both to one.",
                )
        bases = dict.fromkeys(filter(None, [self.error_basis, other.error_basis]))
        return Energy(
            self.value + sign * other.value,
            self.engine,
            {**self.references, **other.references},
            math.hypot(self.error, other.error),
            "; ".join(bases),
        )


def _name(engine: Mapping[str, Any]) -> str:
    return " ".join(str(engine[key]) for key in ("engine", "checkpoint") if key in engine)
