"""Parameters of a mosaic cell from measured discharges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError, SolverError, suggestion
from ...core.records import parameters, replace_path
from ...devices.full_cell import FullCell
from .discharges import MeasuredDischarge, compare_discharge, thinned
from .mosaic import MosaicModel

#: evenly spaced points of each discharge that are fitted
POINTS = 201


@dataclass(frozen=True)
class Fitted:
    """How one parameter is fitted: between bounds, as its logarithm or as it is.

    ``step`` is the width of the difference by which it is varied for derivatives, larger than
    the ripple that single particles make as they fill.
    """

    name: str
    low: float
    high: float
    step: float
    logarithm: bool = False

    def inner(self, value: float) -> float:
        """From the parameter to what the fit varies."""
        return float(np.log(value)) if self.logarithm else value

    def outer(self, value: float) -> float:
        """From what the fit varies to the parameter."""
        return float(np.exp(value)) if self.logarithm else float(value)


FITTED = (
    Fitted("mosaic.contact_resistance", 0.02, 50.0, 0.05, logarithm=True),
    Fitted("mosaic.contact_spread", 0.1, 3.0, 0.05),
    Fitted("mosaic.share_used", 0.85, 1.1, 0.005),
)
#: in addition, where graphite is not taken as it stands in the file
FITTED_GRAPHITE = (
    Fitted("graphite.diffusivity", 5e-16, 5e-14, 0.03, logarithm=True),
    Fitted("graphite.initial_filling", 0.78, 0.88, 0.002),
)


@dataclass(frozen=True)
class Found:
    """One fitted parameter.

    ``sensitivity`` is the root mean square change of the fitted voltages when the parameter
    grows by a hundredth of itself [V]; ``error`` its standard error in the linear approximation,
    with all other fitted parameters free.
    """

    name: str
    value: float
    low: float
    high: float
    error: float
    sensitivity: float

    @property
    def at_bound(self) -> bool:
        """Whether the fit ended at one of its bounds."""
        width = 1e-3 * (self.high - self.low)
        return min(self.value - self.low, self.high - self.value) < width


@dataclass(frozen=True)
class MosaicFit:
    """Result of :func:`fit_mosaic`."""

    model: MosaicModel
    found: tuple[Found, ...]
    rms: float  #: of all differences that were fitted [V]
    runs: int


def fit_mosaic(
    cell: FullCell,
    measured: Sequence[MeasuredDischarge],
    start: MosaicModel | None = None,
    *,
    fitted: Sequence[Fitted] = FITTED,
    evaluations: int = 8,
    rounds: int = 4,
    observer: Callable[[str], None] | None = None,
) -> MosaicFit:
    """Least squares of the voltage over the whole of the given discharges, equally weighted.

    Parameters
    ----------
    cell : the cell of a battery parameter file.
    measured : the discharges that are fitted, and no others.
    start : where the fit begins; all that is not in ``fitted`` stays.
    evaluations : largest number of steps of a round.
    rounds : single particles that fill make ripples, in which a round of steps gets stuck; as
        long as one gains a hundredth, another begins where it ended, with new derivatives.

    Raises
    ------
    ParameterError
        without discharges, and for a parameter that does not exist.
    """
    from scipy.optimize import least_squares

    first = start or MosaicModel()
    _check(measured, fitted, first)
    data = [thinned(m, POINTS) for m in measured]
    task = _Task(cell, data, first, tuple(fitted), observer)
    at = np.array([f.inner(_value(first, f.name)) for f in fitted])
    bounds = ([f.inner(f.low) for f in fitted], [f.inner(f.high) for f in fitted])
    best: Any = None
    for _ in range(rounds):
        result = least_squares(
            task.differences, at, jac=task.jacobian, bounds=bounds, max_nfev=evaluations,
            x_scale=[4 * f.step for f in fitted], ftol=1e-3, xtol=1e-3,
        )  # fmt: skip
        gained = best is None or result.cost < 0.98 * best.cost  # the cost is a square
        if best is None or result.cost < best.cost:
            best, at = result, result.x
        if not gained:
            break
    result = best
    rms = float(np.sqrt(np.mean(result.fun**2)))
    return MosaicFit(task.model(result.x), task.found(result), rms, task.runs)


def _check(measured: Sequence[Any], fitted: Sequence[Fitted], first: MosaicModel) -> None:
    if not measured:
        raise ParameterError("measured", "no discharge is given.", "Give one or more.")
    known = parameters(first)
    for entry in fitted:
        if entry.name not in known:
            raise ParameterError(
                entry.name, "is no number that is set.", suggestion(entry.name, known)
            )


def _value(model: MosaicModel, name: str) -> float:
    return float(parameters(model)[name].item())


@dataclass
class _Task:
    """What the fit evaluates."""

    cell: FullCell
    data: list[MeasuredDischarge]
    first: MosaicModel
    fitted: tuple[Fitted, ...]
    observer: Callable[[str], None] | None
    runs: int = 0

    def model(self, inner: np.ndarray) -> MosaicModel:
        found = self.first
        for entry, value in zip(self.fitted, inner, strict=True):
            found = replace_path(found, entry.name, entry.outer(value))
        return found

    def differences(self, inner: np.ndarray) -> np.ndarray:
        """Simulated minus measured voltages of all discharges [V]."""
        found = self._differences(inner)
        if self.observer is not None:
            values = (f"{f.outer(v):.4g}" for f, v in zip(self.fitted, inner, strict=True))
            rms = 1e3 * float(np.sqrt(np.mean(found**2)))
            self.observer(f"{rms:.2f} mV at {', '.join(values)}")
        return found

    def _differences(self, inner: np.ndarray) -> np.ndarray:
        cell = self.model(inner).cell(self.cell)
        parts = []
        for measured in self.data:
            self.runs += 1
            try:
                parts.append(compare_discharge(cell, measured).difference)
            except SolverError:  # a corner of the bounds that cannot be run is a bad fit
                parts.append(np.full(len(measured.time), 1.0))
        return np.concatenate(parts)

    def jacobian(self, inner: np.ndarray) -> np.ndarray:
        """Forward differences with steps that are wider than the ripple of single particles."""
        base = self._differences(inner)
        columns = []
        for index, entry in enumerate(self.fitted):
            moved = np.array(inner, dtype=float)
            step = (
                entry.step if moved[index] + entry.step < entry.inner(entry.high) else -entry.step
            )
            moved[index] += step
            columns.append((self._differences(moved) - base) / step)
        return np.stack(columns, axis=1)

    def found(self, result: Any) -> tuple[Found, ...]:
        jacobian = result.jac
        freedom = max(len(result.fun) - len(self.fitted), 1)
        covariance = np.linalg.pinv(jacobian.T @ jacobian) * np.sum(result.fun**2) / freedom
        entries = []
        for index, entry in enumerate(self.fitted):
            value = entry.outer(result.x[index])
            per_unit = 1.0 if entry.logarithm else value  # d(inner) of a relative change
            slope = float(np.sqrt(np.mean(jacobian[:, index] ** 2)))
            error = float(np.sqrt(covariance[index, index]))
            error = error * value if entry.logarithm else error
            entries.append(
                Found(entry.name, value, entry.low, entry.high, error, 0.01 * slope * per_unit)
            )
        return tuple(entries)
