"""Metrics of patterned sheets: a conductor drawn as a track, pools drawn as images."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of

#: filling below which a part of the track is clear
CLEAR = 0.1
#: length of the bins along a track over which the film is averaged [m]
BIN = 4e-3


def _track(result: StudyResult, case: str) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """Films (time, cells), where the track is, and the distance along it of every cell."""
    device = result.devices[result.case(case)]
    region = device.conductor.region
    if not hasattr(region, "along"):
        raise ParameterError("claim.case", "the conductor of this case is not drawn as a line.")
    grid, dataset = device.grid, dataset_of(result, case)
    film = dataset["film.filling"].values.reshape(dataset.sizes["time"], -1)
    return dataset, film, region.inside(grid.x, grid.y), region.along(grid.x, grid.y)


def _half_clear(film: np.ndarray, track: np.ndarray) -> int:
    """The first row at which half of the track is clear."""
    share = np.mean(film[:, track] < CLEAR, axis=1)
    if share.max() < 0.5:
        raise ParameterError("claim.case", f"at most {share.max():.2f} of the track clears.")
    return int(np.argmax(share >= 0.5))


def half_clear_time(result: StudyResult, case: str) -> float:
    """Time [s] at which half of the track is clear."""
    dataset, film, track, _ = _track(result, case)
    return float(dataset["time"][_half_clear(film, track)])


def path_order(result: StudyResult, case: str) -> float:
    """Rank correlation of filling with distance along the track when half of it is clear."""
    from scipy.stats import spearmanr

    _, film, track, along = _track(result, case)
    row, place = film[_half_clear(film, track)][track], along[track]
    bins = (place // BIN).astype(int)
    means = [row[bins == b].mean() for b in range(bins.max() + 1) if np.any(bins == b)]
    return float(spearmanr(np.arange(len(means)), means).statistic)


def off_track_change(result: StudyResult, case: str) -> float:
    """Mean change of the film off the track when half of the track is clear."""
    _, film, track, _ = _track(result, case)
    row = _half_clear(film, track)
    return float(np.mean(np.abs(film[row] - film[0])[~track]))


def image_contrast(result: StudyResult, case: str) -> float:
    """Largest change of filling inside the pools over the largest outside, at the end."""
    device, dataset = result.devices[result.case(case)], dataset_of(result, case)
    film = dataset["film.filling"].values.reshape(dataset.sizes["time"], -1)
    wet = np.zeros(film.shape[1], bool)
    wet[device.stack().pools.cells] = True
    change = np.abs(film[-1] - film[0])
    return float(np.max(change[wet]) / max(np.max(change[~wet]), 1e-12))
