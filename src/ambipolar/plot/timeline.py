"""Which axis tells the story of a run: filling, time or voltage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from .style import COLOURS, GREY

if TYPE_CHECKING:
    from xarray import Dataset

#: more steps than this overlap when drawn against filling
MOST_STEPS_AGAINST_FILLING = 8


class Axis(Enum):
    """Abscissa of the main panel."""

    FILLING = "filling"
    TIME = "time"
    VOLTAGE = "voltage"  #: a voltammogram: current against the swept voltage


@dataclass(frozen=True)
class Stretch:
    """Consecutive rows of one step with one direction of the current."""

    rows: slice
    name: str
    colour: str


def main_axis(dataset: Dataset) -> Axis:
    """The axis against which people expect this run to be drawn."""
    if dataset.sizes["time"] < 3:
        return Axis.TIME
    if _sweeps(dataset):
        return Axis.VOLTAGE
    filling = dataset["filling"].values
    steps = int(dataset["step"].values.max()) + 1 if "step" in dataset else 1
    if np.ptp(filling) < 1e-3 or steps > MOST_STEPS_AGAINST_FILLING:
        return Axis.TIME
    # a hold or a rest alone happens in time
    if not any(s.name in ("discharge", "charge") for s in stretches(dataset)):
        return Axis.TIME
    return Axis.TIME if _mostly_held(dataset) else Axis.FILLING


def is_monotone(values: Any) -> bool:
    """Whether values never turn back by more than round-off."""
    change = np.diff(np.asarray(values, dtype=float))
    size = 1e-9 * max(float(np.ptp(values)), 1e-300)
    return bool(np.all(change >= -size) or np.all(change <= size))


def stretches(dataset: Dataset) -> Iterator[Stretch]:
    """Discharge, charge and rest, in the order of time."""
    current = dataset["current_density"].values
    step = dataset["step"].values if "step" in dataset else np.zeros(len(current))
    largest = float(np.max(np.abs(current), initial=0.0))
    sign = np.where(np.abs(current) <= 1e-6 * largest, 0, np.sign(current))
    if len(sign) > 1 and sign[0] == 0 and step[0] == step[1]:
        sign[0] = sign[1]  # a drive that starts at zero is no rest
    change = np.flatnonzero((np.diff(step) != 0) | (np.diff(sign) != 0)) + 1
    edges = [0, *change.tolist(), len(current)]
    looks = {
        1: ("discharge", COLOURS[0]),
        -1: ("charge", COLOURS[1]),
        0: ("rest", GREY),
    }
    for start, stop in zip(edges, edges[1:]):
        name, colour = looks[int(sign[start])]
        # the line reaches to the first row of the next stretch: no gap
        yield Stretch(slice(start, min(stop + 1, len(current))), name, colour)


def _by_step(dataset: Dataset) -> Iterator[Dataset]:
    step = dataset["step"].values if "step" in dataset else np.zeros(dataset.sizes["time"])
    for index in np.unique(step):
        yield dataset.isel(time=np.flatnonzero(step == index))


def _sweeps(dataset: Dataset) -> bool:
    """Whether the voltage is a straight ramp in some step and straight in all of them."""
    ramps = 0
    for part in _by_step(dataset):
        time, voltage = part["time"].values, part["voltage"].values
        if len(time) < 4 or np.ptp(time) == 0:
            continue
        # the slope between neighbours: corners of a table are allowed
        interval = np.diff(time)
        slope = np.diff(voltage)[interval > 0] / interval[interval > 0]
        current = part["current_density"].values
        if np.ptp(current) <= 1e-6 * np.max(np.abs(current), initial=0.0):
            return False
        typical = np.median(np.abs(slope))
        if typical > 0 and np.mean(np.abs(np.abs(slope) - typical) < 1e-3 * typical) > 0.9:
            ramps += 1
        elif typical * np.ptp(time) > 1e-6:
            return False
    return ramps > 0


def _mostly_held(dataset: Dataset) -> bool:
    """Whether the voltage is constant during most of the samples."""
    held = 0
    for part in _by_step(dataset):
        if np.ptp(part["voltage"].values) < 1e-6:
            held += part.sizes["time"]
    return held > 0.5 * dataset.sizes["time"]
