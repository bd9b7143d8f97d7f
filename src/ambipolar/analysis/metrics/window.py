"""Metrics of films and windows: what is seen, how fast it switches, and what the sheets lose."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...physics.optics.bands import SmallPolaronBands
from ...simulation.appearance import at_place, film_appearance, spread
from ...simulation.study import StudyResult
from ..switching import Switching, switching
from .access import dataset_of


def pane_transmittance(
    result: StudyResult, case: str, place: str = "mean", kind: str = "luminous"
) -> list[float]:
    """Transmittance at the start, and at the end of every step."""
    dataset = dataset_of(result, case)
    curve = at_place(_seen(result, case), place, kind)
    step = dataset["step"].values
    ends = [int(np.flatnonzero(step == index)[-1]) for index in np.unique(step)]
    return [float(curve[row]) for row in (0, *ends)]


def lightest_and_darkest(
    result: StudyResult, case: str, place: str = "mean", kind: str = "luminous"
) -> list[float]:
    """Largest and smallest transmittance of a run."""
    curve = at_place(_seen(result, case), place, kind)
    return [float(curve.max()), float(curve.min())]


def switching_times(
    result: StudyResult, case: str, steps: list[int], place: str = "mean", share: float = 0.9
) -> list[float]:
    """Times to a share of the contrast of given steps [s]."""
    return [_switch(result, case, step, place, share).time for step in steps]


def switching_constants(
    result: StudyResult, case: str, steps: list[int], place: str = "mean"
) -> list[float]:
    """Time constants of exponential fits to given steps [s]."""
    return [_switch(result, case, step, place, 0.9).time_constant for step in steps]


def iris_spread(result: StudyResult, case: str, step: int | None = None) -> float:
    """Largest spread of luminous transmittance over the pane during a step, or the whole run."""
    dataset = dataset_of(result, case)
    values = spread(_seen(result, case))
    return float(np.max(values if step is None else values[dataset["step"].values == step]))


def slowing(
    result: StudyResult, case: str, reference: str, step: int, place: str = "mean"
) -> float:
    """Switching time of a case over that of another."""
    slow = _switch(result, case, step, place, 0.9).time
    return slow / _switch(result, reference, step, place, 0.9).time


def charge_kept(result: StudyResult, case: str, reference: str, step: int = 0) -> float:
    """Charge passed in a step over that of another case: what fade leaves."""
    passed = []
    for name in (case, reference):
        dataset = dataset_of(result, name)
        rows = np.flatnonzero(dataset["step"].values == step)
        charge = dataset["charge"].values[rows]
        passed.append(abs(charge[-1] - charge[0]))
    return float(passed[0] / passed[1])


def sheet_losses(result: StudyResult, case: str, at: list[float], step: int = 0) -> list[float]:
    """Voltage lost in both sheets between the bars and given places (0 to 1 along x) [V].

    Taken at the end of a step, from the potentials of the sheets. The profile along the middle
    row is a parabola where the current is uniform; its values at the places are those of the
    parabola through all cells, as no cell lies on the edge.
    """
    dataset = dataset_of(result, case)
    row = np.flatnonzero(dataset["step"].values == step)[-1]
    middle = dataset.sizes["y"] // 2
    across = (dataset["film.potential"] - dataset["counter_film.potential"]).values[row, middle]
    lost = np.abs(float(dataset["voltage"].values[row]) - across)
    x = dataset["x"].values / (dataset["x"].values[-1] + dataset["x"].values[0])
    return np.polynomial.Polynomial.fit(x, lost, 2)(np.asarray(at, dtype=float)).tolist()


def current_spread(result: StudyResult, case: str, step: int = 0) -> float:
    """Relative difference over the pane of how fast the surfaces charge, late in a step."""
    dataset = dataset_of(result, case)
    rows = np.flatnonzero(dataset["step"].values == step)
    gap = (dataset["film.interface"] - dataset["counter_film.interface"]).values
    rate = gap[rows[-1]] - gap[rows[-1 - len(rows) // 10]]
    return float(np.ptp(rate) / np.abs(np.mean(rate)))


def current_decay_time(
    result: StudyResult, case: str, after: float, before: float, step: int = 0
) -> float:
    """Time constant of the current between two times from the start of a step [s]."""
    dataset = dataset_of(result, case)
    rows = dataset["step"].values == step
    elapsed = dataset["time"].values[rows] - dataset["time"].values[rows][0]
    current = dataset["current_density"].values[rows]
    return _decay(elapsed, current, after, before)


def pane_diffusion_time(
    result: StudyResult, case: str, after: float, before: float, step: int = 0
) -> float:
    r"""The decay time of the current over the closed form of two sheets with bars on one side.

    .. math:: \tau = \frac{4}{\pi^2} (R_b + R_t)\, c\, L^2, \qquad
              \frac{1}{c} = \sum \left[\frac{Q_1}{|dU/dx|} + c_{dl}\right]^{-1}

    with the differential capacities of the films at the fillings of the run.
    """
    device: Any = result.devices[result.case(case)]
    dataset = dataset_of(result, case)
    parts = []
    for name, film in (("film", device.film), ("counter_film", device.counter_film)):
        x = float(np.nanmean(dataset[f"{name}.filling"].values))
        host, step_x = film.material, 1e-5
        slope = float(
            host.open_circuit_potential(x + step_x) - host.open_circuit_potential(x - step_x)
        )
        parts.append(film.capacity * 2 * step_x / abs(slope) + film.double_layer)
    capacity = 1.0 / sum(1.0 / c for c in parts)
    sheets = device.conductor.sheet_resistance + device.counter_conductor.sheet_resistance
    expected = 4 / np.pi**2 * sheets * capacity * device.length**2
    return current_decay_time(result, case, after, before, step) / float(expected)


def crossing_time(
    result: StudyResult, case: str, after: float, before: float, film: str = "film", step: int = 1
) -> float:
    r"""Time :math:`L^2/D` to cross a film [s], from how its surface relaxes at rest.

    The slowest wave through a film that takes up nothing decays with :math:`L^2/(\pi^2 D)`. It is
    read between two times from the start of the step.
    """
    dataset = dataset_of(result, case)
    rows = dataset["step"].values == step
    excess = (dataset[f"{film}.surface_filling"] - dataset[f"{film}.filling"]).values[rows]
    elapsed = dataset["time"].values[rows] - dataset["time"].values[rows][0]
    return float(np.pi**2) * _decay(elapsed, np.nanmean(excess, axis=(1, 2)), after, before)


def charge_of_filling(
    result: StudyResult, case: str, fillings: list[float], step: int = 0
) -> list[float]:
    """Charge for given changes of the mean filling, as a step passed it [C/m^2]."""
    dataset = dataset_of(result, case)
    rows = np.flatnonzero(dataset["step"].values == step)
    charge, filling = dataset["charge"].values[rows], dataset["filling"].values[rows]
    per_filling = (charge[-1] - charge[0]) / (filling[-1] - filling[0])
    return (per_filling * np.asarray(fillings, dtype=float)).tolist()


def site_maxima(result: StudyResult, case: str, film: str = "film") -> list[float]:
    """Fillings at which the three intervalence bands (5-6, 4-6, 4-5) have most pairs of sites.

    Raises
    ------
    ParameterError
        for a host without such bands.
    """
    host = getattr(result.devices[result.case(case)], film).material
    law = host.permittivity
    terms = getattr(law, "terms", (law,))
    bands = [term for term in terms if isinstance(term, SmallPolaronBands)]
    if not bands:
        raise ParameterError("claim.arguments.film", f"{host.name} has no intervalence bands.")
    x = np.linspace(0.0, 2.0, 20001)
    six, five, four = bands[0].sites(x)
    return [float(x[np.argmax(pair)]) for pair in (five * six, four * six, four * five)]


def _decay(elapsed: np.ndarray, values: np.ndarray, after: float, before: float) -> float:
    inside = (elapsed >= after) & (elapsed <= before)
    if np.count_nonzero(inside) < 3 or not np.all(values[inside] * values[inside][0] > 0):
        raise ParameterError(
            "claim.arguments.after", "no decay is left between these times.", "Choose others."
        )
    slope = np.polyfit(elapsed[inside], np.log(np.abs(values[inside])), 1)[0]
    return float(-1.0 / slope)


def _switch(result: StudyResult, case: str, step: int, place: str, share: float) -> Switching:
    dataset = dataset_of(result, case)
    rows = np.flatnonzero(dataset["step"].values == step)
    curve = at_place(_seen(result, case), place)
    return switching(dataset["time"].values[rows], curve[rows], share)


def _seen(result: StudyResult, case: str) -> Any:
    name = result.case(case)
    dataset_of(result, case)
    return film_appearance(result.devices[name], result.solutions[name].dataset)
