"""Metrics of films whose guests move along them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of

if TYPE_CHECKING:
    import xarray as xr

#: filling below which the film looks clear
CLEAR = 0.05


def conservation(result: StudyResult, case: str, balance: str) -> float:
    """Largest relative drift of a balance over the run."""
    found = result.solutions[result.case(case)].conservation
    if balance not in found:
        raise ParameterError("claim.arguments.balance", f"known: {', '.join(found)}.")
    return float(found[balance])


def mirror_difference(result: StudyResult, case: str, other: str) -> float:
    """Largest difference between the film of a case and the mirrored film of another."""
    own = dataset_of(result, case)["film.filling"].values
    mirrored = dataset_of(result, other)["film.filling"].values[:, :, ::-1]
    return float(np.nanmax(np.abs(own - mirrored)))


def dry_change(result: StudyResult, case: str) -> float:
    """Largest change of filling where there is no electrolyte."""
    device = result.devices[result.case(case)]
    dry = np.ones(device.grid.size, bool)
    dry[device.stack().pools.cells] = False
    return _largest_change(dataset_of(result, case), dry)


def largest_change(
    result: StudyResult, case: str, step: int | None = None, above: float = 0.0, below: float = 1.0
) -> float:
    """Largest change of filling anywhere during one step or the run.

    ``above`` and ``below`` bound the part of the length that is looked at.
    """
    dataset = dataset_of(result, case)
    if step is not None:
        dataset = dataset.isel(time=np.flatnonzero(dataset["step"].values == step))
    x = dataset["x"].values / (dataset["x"].values[[0, -1]].sum())
    chosen = np.broadcast_to((x >= above) & (x <= below), dataset["film.filling"].shape[1:])
    return _largest_change(dataset, chosen.ravel())


def ohmic_map_error(result: StudyResult, case: str) -> float:
    r"""Largest distance of the last state from :math:`U(x) = \phi_s + const` with equal guests."""
    from scipy.optimize import brentq

    device, last = result.devices[result.case(case)], dataset_of(result, case).isel(time=-1)
    wet = device.stack().pools.cells
    potential = last["film.potential"].values.ravel()[wet]
    filling = last["film.filling"].values.ravel()[wet]
    table = 1 / (1 + np.exp(-np.linspace(-40, 40, 40001)))
    law = np.asarray(device.film.material.open_circuit_potential(table, device.temperature))

    def film(offset: float) -> np.ndarray:
        return np.interp(potential - offset, law[::-1], table[::-1])

    def excess(offset: float) -> float:
        return float(film(offset).mean() - filling.mean())

    offset = brentq(excess, potential.min() - 5, potential.max() + 5, xtol=1e-12)
    return float(np.max(np.abs(film(offset) - filling)))


def time_to_share(
    result: StudyResult, case: str, share: float = 0.9, step: int = 0, of: str = "rise"
) -> float:
    """Time [s] in a step until the dipole has risen to, or fallen by, a share of its range.

    ``of`` is ``rise`` (share of the last value of the step) or ``fall`` (what is lost of the
    first).
    """
    dataset = dataset_of(result, case)
    inside = np.flatnonzero(dataset["step"].values == step)
    time = dataset["time"].values[inside]
    moment = np.abs(dataset["dipole"].values[inside])
    if of == "rise":
        return float(np.interp(share * moment[-1], moment, time - time[0]))
    left = moment[::-1] / moment[0]
    if left[0] > 1 - share:
        raise ParameterError("claim.arguments.share", "the run ends before this share is reached.")
    return float(np.interp(1 - share, left, (time - time[0])[::-1]))


def recovery_to_move(result: StudyResult, case: str, share: float = 0.9) -> float:
    """Time of recovery over time of the move, to the same share of the dipole."""
    move = time_to_share(result, case, share, 0, "rise")
    return time_to_share(result, case, share, 1, "fall") / move


def scaled_times(result: StudyResult, case: str, others: list[str], share: float = 0.9) -> float:
    """Spread of t h over cases with electrolytes of other thickness, relative to their mean."""
    values = []
    for name in (case, *others):
        gap = result.devices[result.case(name)].electrolyte.thickness
        values.append(gap * time_to_share(result, name, share))
    return float(np.ptp(values) / np.mean(values))


def final_difference(result: StudyResult, case: str, others: list[str]) -> float:
    """Largest difference of the last films of several cases."""
    films = [dataset_of(result, name)["film.filling"].values[-1] for name in (case, *others)]
    return float(np.nanmax(np.ptp(films, axis=0)))


def relaxation_rate(result: StudyResult, case: str, step: int = 0) -> float:
    """Rate [1/s] at which the dipole decays, from the second half of a step."""
    dataset = dataset_of(result, case)
    inside = np.flatnonzero(dataset["step"].values == step)
    inside = inside[len(inside) // 2 :]
    moment = np.abs(dataset["dipole"].values[inside])
    return float(-np.polyfit(dataset["time"].values[inside], np.log(moment), 1)[0])


def expected_relaxation_rate(result: StudyResult, case: str) -> float:
    r"""The slowest mode in closed form, :math:`\lambda_1/(1 + \lambda_1 \tau)` [1/s].

    :math:`\lambda_1 = (\pi/L)^2 \kappa h |U'|/Q_1` of a pool of length L, slowed by diffusion
    through the film and charge transfer, :math:`\tau = d^2/3D + Q_1 R_{ct}/|U'|`, and by the
    sheet, which adds its resistance to that of the electrolyte.
    """
    device = result.devices[result.case(case)]
    film, sheet, grid = device.film, device.electrolyte, device.grid
    length = float(np.ptp(grid.x[device.stack().pools.cells])) + grid.dx
    x, temperature, material = film.initial_filling, device.temperature, film.material
    curvature = float(material.free_energy.curvature((x,), temperature))
    steepness = curvature / (material.charge_number * FARADAY)
    ionic = float(sheet.kappa(temperature)) * sheet.thickness
    along = 1 / (1 / ionic + device.conductor.sheet_resistance)
    rate = (np.pi / length) ** 2 * along * steepness / film.capacity
    exchange = material.kinetics.rate_constant * np.sqrt(x * (1 - x))
    transfer = GAS_CONSTANT * temperature / FARADAY / exchange + sheet.thickness / (
        3 * float(sheet.kappa(temperature))
    )
    deep = film.thickness**2 / (3 * float(material.diffusivity.coefficient(x, temperature)))
    # the reaction sees the middle of the uppermost cell, which shortens the way through the film
    deep *= 1 - 1.5 / film.depth_cells + 0.5 / film.depth_cells**2
    return float(rate / (1 + rate * (deep + film.capacity * transfer / steepness)))


def relaxation_error(result: StudyResult, case: str, step: int = 0) -> float:
    """Relative difference of the simulated from the expected rate of the slowest mode."""
    return relaxation_rate(result, case, step) / expected_relaxation_rate(result, case) - 1


def clear_length(result: StudyResult, case: str, at: float) -> float:
    """Length [m] over which the film is clear at a time."""
    dataset = dataset_of(result, case)
    film = _moment(dataset, at)["film.filling"].values.mean(axis=0)
    x = dataset["x"].values
    return float(np.count_nonzero(film < CLEAR) * (x[1] - x[0]))


def growth_with_current(
    result: StudyResult, case: str, others: list[str], metric: str, at: float
) -> float:
    """Smallest increase from one case to the next of ``clear-length`` or ``dipole``, at a time."""
    values = []
    for name in (case, *others):
        if metric == "clear-length":
            values.append(clear_length(result, name, at))
        else:
            values.append(abs(float(_moment(dataset_of(result, name), at)["dipole"])))
    return float(np.min(np.diff(values)))


def linearity(result: StudyResult, case: str, others: list[str], at: float) -> float:
    """Spread of the dipole over current of several cases at a time, relative to their mean."""
    ratios = []
    for name in (case, *others):
        dataset = _moment(dataset_of(result, name), at)
        ratios.append(abs(float(dataset["dipole"]) / float(dataset["left.current"])))
    return float(np.ptp(ratios) / np.mean(ratios))


def filling_at(
    result: StudyResult, case: str, at: float, x: list[float], step: int | None = None
) -> list[float]:
    """Filling of the middle row at positions [m], ``at`` seconds after the start of a step."""
    dataset = dataset_of(result, case)
    if step is not None:
        dataset = dataset.isel(time=np.flatnonzero(dataset["step"].values == step))
        at = at + float(dataset["time"][0])
    row = _moment(dataset, at)["film.filling"].values[dataset.sizes["y"] // 2]
    return np.interp(x, dataset["x"].values, row).tolist()


def cycle_difference(result: StudyResult, case: str, first: int, second: int) -> float:
    """Largest difference of one step's film from the mirrored film of another, step by step."""
    dataset = dataset_of(result, case)
    steps = dataset["step"].values
    own = dataset["film.filling"].values[steps == first]
    other = dataset["film.filling"].values[steps == second][:, :, ::-1]
    return float(np.nanmax(np.abs(own - other)))


def dipole_ratio(result: StudyResult, case: str, other: str, at: float) -> float:
    """Dipole of a case over that of another at a time."""
    own, base = (_moment(dataset_of(result, name), at)["dipole"] for name in (case, other))
    return float(own / base)


def dipole_left(result: StudyResult, case: str, step: int = 1) -> float:
    """Dipole at the end of a step over that at its start."""
    dataset = dataset_of(result, case)
    moment = dataset["dipole"].values[dataset["step"].values == step]
    return float(moment[-1] / moment[0])


def stage_transmittance(result: StudyResult, case: str, step: int) -> list[float]:
    """Transmittance at all probes at the end of a step, in their order."""
    dataset = dataset_of(result, case)
    last = int(np.flatnonzero(dataset["step"].values == step)[-1])
    names = [p.name for p in result.devices[result.case(case)].probes]
    return [float(dataset[f"{name}.transmittance"][last]) for name in names]


def stage_contrast(result: StudyResult, case: str, step: int) -> float:
    """Transmittance at the first probe less that at the last, at the end of a step."""
    values = stage_transmittance(result, case, step)
    return values[0] - values[-1]


def stage_difference(result: StudyResult, case: str, first: int, second: int) -> float:
    """Difference of the transmittance, averaged over the probes, between the ends of two steps."""
    one, two = (np.mean(stage_transmittance(result, case, s)) for s in (first, second))
    return float(abs(one - two))


def mobility_decades(result: StudyResult, case: str) -> float:
    """Decades between the fitted drift mobility and what a magnetic force could give."""
    mechanism = result.devices[result.case(case)].mechanism
    return float(np.log10(abs(mechanism.mobility) / mechanism.physical_mobility()))


def changed_length(result: StudyResult, case: str, by: float = 0.05) -> float:
    """Length [m] over which the filling of the middle row has changed by more than a value."""
    dataset = dataset_of(result, case)
    film = dataset["film.filling"].values[:, dataset.sizes["y"] // 2]
    x = dataset["x"].values
    return float(np.count_nonzero(np.abs(film[-1] - film[0]) > by) * (x[1] - x[0]))


def _moment(dataset: xr.Dataset, time: float) -> xr.Dataset:
    """The dataset at a time; where two steps meet, at the end of the first."""
    return dataset.drop_duplicates("time").interp(time=time)


def _largest_change(dataset: xr.Dataset, chosen: np.ndarray) -> float:
    film = dataset["film.filling"].values
    film = film.reshape(len(film), -1)[:, chosen]
    return float(np.nanmax(np.abs(film - film[0]))) if film.size else 0.0
