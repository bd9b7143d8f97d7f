"""What a fit aims at: the equilibrium curve with its uncertainty, plateaus and hysteresis."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...core.errors import ParameterError
from .read_curve import Curve

#: accuracy of a measured, digitised potential [V] and filling, assumed
POTENTIAL_SIGMA = 2e-3
FILLING_SIGMA = 5e-3
#: distance in filling at which points are independent of each other
INDEPENDENT = 0.01
#: steeper than this [V per filling] is a steep end: a small error of the filling decides there
STEEP = 2.0
#: flatter than this [V per filling] is a plateau; an ideal solution is nowhere below 0.1
FLAT = 0.08
#: shortest stretch of filling that is called a plateau
SHORTEST = 0.08


@dataclass(frozen=True)
class Target:
    """The equilibrium curve, sorted by filling."""

    filling: np.ndarray
    potential: np.ndarray
    slope: np.ndarray  #: dU/dx [V]
    sigma: np.ndarray  #: standard deviation of the potential [V]
    independent: np.ndarray  #: how many independent points each one stands for, at most 1
    hysteresis: float | None = None  #: charge minus discharge over the plateau [V]
    half_gap: np.ndarray | None = None  #: half of it at every filling [V]
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def steep(self) -> np.ndarray:
        """True at the steep ends: before the first and after the last gentle point."""
        gentle = np.flatnonzero(np.abs(self.slope) <= STEEP)
        mask = np.ones(len(self.filling), bool)
        if len(gentle):
            mask[gentle[0] : gentle[-1] + 1] = False
        return mask


def target_of(curve: Curve | None, charge: Curve | None, discharge: Curve | None) -> Target:
    """The target of a single curve, or of a charge and discharge pair (their mean)."""
    if curve is not None:
        return _target(curve.filling, curve.potential, sources=(curve.source,), note=curve.note)
    if charge is None or discharge is None:
        raise ParameterError("curve", "a pair needs both charge and discharge.")
    low = max(charge.filling[0], discharge.filling[0])
    high = min(charge.filling[-1], discharge.filling[-1])
    if high - low < 0.2:
        raise ParameterError("curve", "charge and discharge have no range in common.")
    x = np.unique(np.concatenate([charge.filling, discharge.filling]))
    x = x[(x >= low) & (x <= high)]
    up = np.interp(x, charge.filling, charge.potential)
    down = np.interp(x, discharge.filling, discharge.potential)
    mean, half = (up + down) / 2, (up - down) / 2
    target = _target(x, mean, sources=(charge.source, discharge.source), note=charge.note)
    flat = np.abs(target.slope) < FLAT
    hysteresis = float(np.median(2 * half[flat])) if np.any(flat) else None
    if hysteresis is not None and hysteresis <= 0:
        raise ParameterError("curve", "the charge curve lies below the discharge curve.")
    return replace(target, hysteresis=hysteresis, half_gap=half)


def _target(x: np.ndarray, potential: np.ndarray, sources: tuple[str, ...], note: str) -> Target:
    slope = _slope(x, potential)
    sigma = np.hypot(POTENTIAL_SIGMA, FILLING_SIGMA * slope)
    # points nearer than this are not independent: a pen line was digitised
    independent = np.clip(np.gradient(x) / INDEPENDENT, 1e-3, 1.0)
    return Target(
        x, potential, slope, sigma / np.sqrt(independent), independent, sources=sources, note=note
    )


def _slope(x: np.ndarray, potential: np.ndarray) -> np.ndarray:
    """dU/dx from straight lines through the points within 0.01 filling, at least five."""
    found = np.empty(len(x))
    for i in range(len(x)):
        near = np.abs(x - x[i]) <= 0.01
        if np.count_nonzero(near) < 5:
            near = np.argsort(np.abs(x - x[i]))[:5]
        line = np.polynomial.Polynomial.fit(x[near], potential[near], 1).convert()
        found[i] = line.coef[1] if len(line.coef) > 1 else 0.0
    return found


def plateaus(target: Target) -> tuple[tuple[float, float], ...]:
    """Stretches of filling where the curve is flat, as first guess of miscibility gaps."""
    flat = np.abs(target.slope) < FLAT
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(int), [0]])))
    stretches = [
        (target.filling[a], target.filling[b - 1]) for a, b in zip(edges[::2], edges[1::2])
    ]
    joined: list[tuple[float, float]] = []
    for low, high in stretches:
        if joined and low - joined[-1][1] < 0.03:
            low = joined.pop()[0]
        joined.append((float(low), float(high)))
    return tuple(s for s in joined if s[1] - s[0] >= SHORTEST)
