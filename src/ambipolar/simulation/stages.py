"""Stages of graphite in an electrode: what a microscope would see at every depth.

A stage is read from the mean filling of the two neighbouring layers, so that a host known only
by its voltage has stages as well: those of its composition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError

if TYPE_CHECKING:
    from xarray import Dataset

#: mean fillings between which a place counts as stage 2; below it is dilute, above it is stage 1
STAGE_LIMITS = (0.25, 0.75)
#: names of the stages in order of their filling
STAGES = ("dilute", "stage 2", "stage 1")


@dataclass(frozen=True, eq=False)
class Stages:
    """Shares of the stages in an electrode.

    Attributes
    ----------
    inside : mean filling of the layers, (time, particle, place inside).
    weights : shares of the places in the volume of a particle, (places,).
    particles : shares of the particles in the volume of their cell, (particles,).
    shares : of the volume of each cell that is in each stage, (time, cell, stage).
    depths : distance of the cells from the face to the separator [m], (cells,).
    """

    inside: np.ndarray
    weights: np.ndarray
    particles: np.ndarray
    shares: np.ndarray
    depths: np.ndarray


def stages_of(device: Any, dataset: Dataset) -> Stages:
    """Stages of the working electrode of a half cell, or the negative one of a full cell.

    Raises
    ------
    ParameterError
        for a device without such an electrode.
    """
    name, electrode = _graphite(device)
    population = electrode.population()
    inside = _inside(dataset, name)
    weights = _weights(population.particle, inside.shape[2])
    cells = electrode.layer.cells
    volumes = np.asarray(population.volumes(), dtype=float).reshape(cells, -1)
    particles = (volumes / volumes.sum(axis=1, keepdims=True)).ravel()
    stage = np.digitize(inside, STAGE_LIMITS)
    each = np.stack([(stage == s) @ weights for s in range(len(STAGES))], axis=2)
    grouped = (each * particles[:, None]).reshape(len(each), cells, -1, len(STAGES))
    centres = (np.arange(cells) + 0.5) / cells * electrode.layer.thickness
    depths = electrode.layer.thickness - centres if name == "negative" else centres
    return Stages(inside, weights, particles, grouped.sum(axis=2), depths)


def _graphite(device: Any) -> tuple[str, Any]:
    if getattr(device, "negative", None) is not None:
        return "negative", device.negative
    if getattr(device, "electrode", None) is not None:
        return "positive", device.electrode
    raise ParameterError("device", "has no porous electrode, so that there are no stages in it.")


def _inside(dataset: Dataset, name: str) -> np.ndarray:
    """Mean of all layers at every place inside every particle, (time, particle, place)."""
    for single in (f"{name}.local_filling", f"{name}.local_filling_"):
        found = [v for v in dataset.data_vars if str(v) == single or _is_layer(str(v), single)]
        if found:
            return np.mean([dataset[v].values for v in found], axis=0)
    return dataset[f"{name}.filling"].values[:, :, None]


def _is_layer(variable: str, stem: str) -> bool:
    return stem.endswith("_") and variable.startswith(stem) and variable[len(stem) :].isdigit()


def _weights(particle: Any, places: int) -> np.ndarray:
    """Shares of the places inside a particle in its volume."""
    if places == 1 or not hasattr(particle, "mesh"):
        return np.full(places, 1 / places)
    weights = np.asarray(particle.mesh().weights, dtype=float)
    return weights / weights.sum()
