"""Hosts known only by a fitted formula of their open-circuit potential."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ...core.constants import FARADAY, ROOM_TEMPERATURE
from ...core.errors import ParameterError
from ...core.records import choice, positive, quantity
from .free_energy import FreeEnergy

Array = Any
Formula = Callable[[Array], Array]


@dataclass(frozen=True)
class EmpiricalPotential(FreeEnergy):
    r"""Chemical potential from an open-circuit formula U(x), with standard potential V0 = 0.

    .. math::
        \mu(x) = -F \left[U(x) + (T - T_{ref}) \frac{dU}{dT}(x)\right], \qquad
        g(x) = \int_{x_m}^{x} \mu\, dx'

    with :math:`x_m` in the middle of the fitted range. The formulas are Python functions written
    with :mod:`ambipolar.core.ops`, or text and tables
    (:mod:`ambipolar.physics.formulas`), which a specification can hold. They come from fits of
    voltages, so that no activity of the inserted ion can be read from mu; rate laws that need one
    take the lattice-gas value x/(1-x) (``activity_defined`` is False). [smith2017]
    """

    activity_defined: ClassVar[bool] = False

    #: U(x) [V] against the reference electrode
    formula: Formula = field(kw_only=True, metadata={"registry": "formula", "doc": "U(x) [V]"})
    #: dU/dT(x) [V/K], or None where the formula holds at every temperature
    entropic_formula: Formula | None = choice("formula", "dU/dT(x) [V/K]", None)
    reference_temperature: float = positive("K", "temperature of the formula", ROOM_TEMPERATURE)
    valid_from: float = quantity(
        "1", "smallest filling of the fit", 0.0, above=0.0, below=1.0, structural=True
    )
    valid_to: float = quantity(
        "1", "largest filling of the fit", 1.0, above=0.0, below=1.0, structural=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not callable(self.formula):
            raise ParameterError(
                "EmpiricalPotential.formula",
                f"expected a function of the filling, got {self.formula!r}.",
                "Give for example formula=lambda x: 3.4 - 0.1 * x.",
            )

    @property
    def validity(self) -> tuple[float, float]:
        """Range of fillings that was fitted; formulas may have poles outside."""
        return (self.valid_from, self.valid_to)

    def potential(self, x: Array, temperature: Array) -> Array:
        """Open-circuit potential U [V] at filling ``x``."""
        value = self.formula(x)
        if self.entropic_formula is not None:
            value = value + (temperature - self.reference_temperature) * self.entropic_formula(x)
        return value

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        return -FARADAY * self.potential(x[0], temperature)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        # From the middle, because formulas may be singular at the ends. 40 Gauss points are
        # exact to round-off for the tanh and exponentials that such formulas are made of.
        nodes, weights = np.polynomial.legendre.leggauss(40)
        middle = (self.valid_from + self.valid_to) / 2
        distance = x[0] - middle
        points = [middle + distance * float((1 + node) / 2) for node in nodes]
        values = (self.chemical_potential((p,), temperature) for p in points)
        return distance * sum(float(w) / 2 * v for w, v in zip(weights, values, strict=True))
