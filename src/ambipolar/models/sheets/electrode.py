"""What faces an electrolyte sheet: the contract, and plain conductors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core import ops
from ...core.records import Record, positive, quantity
from ...numerics.system import Variable
from ..interface import Surroundings

Expression = Any


@dataclass(frozen=True)
class ElectrodeEquations:
    """What an electrode states: all members are rows over its cells.

    ``current`` is the faradaic current density [A/m^2] from electrolyte to solid (insertion
    positive), ``stored`` the charge it has taken up [C/m^2] as guests.
    """

    current: Expression
    stored: Expression
    rates: Mapping[str, Expression] = field(default_factory=dict)
    residuals: Mapping[str, Expression] = field(default_factory=dict)
    initial: Mapping[str, Expression] = field(default_factory=dict)
    fields: Mapping[str, tuple[Expression, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetElectrode(Record):
    """A solid surface under an electrolyte, point by point."""

    double_layer: float = positive("F/m^2", "double-layer capacitance", 0.1)
    film_resistance: float = quantity("ohm*m^2", "area resistance in series", 0.0, above=0.0)

    def variables(self, cells: int) -> tuple[Variable, ...]:
        """Unknowns with local names."""
        return ()

    def equations(
        self, state: Mapping[str, Expression], around: Surroundings, wetted: Expression
    ) -> ElectrodeEquations:
        """Equations at the potential difference and temperature of ``around``.

        ``wetted`` is 1 where the electrolyte is present and 0 where it is not.
        """
        raise NotImplementedError

    def equilibrium(self, temperature: Expression) -> Expression:
        """Potential difference [V] at the start without current."""
        raise NotImplementedError

    @property
    def conducts_along(self) -> bool:
        """Whether :meth:`sheet_conductance` is more than zero."""
        return False

    def sheet_conductance(self, state: Mapping[str, Expression], temperature: Expression) -> Any:
        """Electronic conductance along the sheet [S] of wetted cells, besides its conductor."""
        return 0.0

    def dry_conductance(self, temperature: Expression) -> Expression:
        """The same where no electrolyte ever was [S]."""
        return 0.0


@dataclass(frozen=True)
class BlockingConductor(SheetElectrode):
    """A conductor that only charges its double layer."""

    potential: float = quantity("V", "potential difference at the start", 3.2)

    def equations(
        self, state: Mapping[str, Expression], around: Surroundings, wetted: Expression
    ) -> ElectrodeEquations:
        nothing = 0.0 * around.potential
        return ElectrodeEquations(current=nothing, stored=nothing)

    def equilibrium(self, temperature: Expression) -> Expression:
        return self.potential


@dataclass(frozen=True)
class FaradaicConductor(SheetElectrode):
    r"""A conductor with a lumped, unspecified reaction.

    .. math:: j = -2\, i_0 \sinh\frac{E - E_0}{b}

    The charge that it passes is not tracked as guests: it stands for whatever a bare transparent
    conductor does in an electrolyte of lithium.
    """

    exchange_current: float = positive("A/m^2", "exchange current density i0", 1e-4)
    potential: float = quantity("V", "potential E0 without current", 3.2)
    slope: float = positive("V", "potential b over which the current grows e-fold", 0.1)

    def variables(self, cells: int) -> tuple[Variable, ...]:
        # scaled to C/m^2 of a film, so that its tolerance does not rule the steps
        return (Variable("passed", "C/m^2", "charge passed", (1, cells), scale=1e3),)

    def equations(
        self, state: Mapping[str, Expression], around: Surroundings, wetted: Expression
    ) -> ElectrodeEquations:
        reduced = (around.potential - self.potential) / self.slope
        bounded = ops.maximum(ops.minimum(reduced, 200.0), -200.0)
        current = -2.0 * self.exchange_current * ops.sinh(bounded)
        passed = state["passed"]
        return ElectrodeEquations(
            current=current, stored=passed, rates={"passed": wetted * current},
            initial={"passed": 0.0},
        )  # fmt: skip

    def equilibrium(self, temperature: Expression) -> Expression:
        return self.potential
