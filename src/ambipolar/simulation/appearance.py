"""A film or window as the eye and the sun see it, at every place and time of a solution."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError, suggestion
from ..models.sheets.glazing import bare
from ..physics.optics.appearance import Appearance, appearance
from ..physics.optics.interpolated import NODES, SeenTable, tabulate
from ..physics.optics.photometry import visible_wavelengths

if TYPE_CHECKING:
    import xarray as xr

#: fillings of films in a dataset, by the name of the optical layer
_ENDING = ".filling"


class Place(Enum):
    """Where on the pane."""

    MEAN = "mean"  #: average over all cells with a film
    CENTRE = "centre"  #: the cell in the middle
    NEAR = "near"  #: the middle of the left edge, where the bar of the film is by default
    FAR = "far"  #: the middle of the right edge


def seen_table(device: Any, dataset: xr.Dataset, nodes: int = NODES) -> SeenTable:
    """The optical table of a device over the fillings that occur in a dataset.

    Raises
    ------
    ParameterError
        for a device without an optical stack, or a dataset without maps of its films.
    """
    stack = stack_of(device)
    ranges = {}
    for layer in stack.layers:
        name = f"{layer.name}{_ENDING}"
        if layer.name and name in dataset:
            values = dataset[name].values
            known = values[np.isfinite(values)]
            # fillings differ from 0 and 1 by less than the error of a filling
            ranges[layer.name] = (max(float(known.min()), 0.0), min(float(known.max()), 1.0))
    if not ranges:
        raise ParameterError("dataset", "has no map of the filling of an optical layer.")
    return tabulate(stack, ranges, nodes=nodes)


def stack_of(device: Any) -> Any:
    """The optical stack of a device.

    Raises
    ------
    ParameterError
        for a device that has none.
    """
    if not hasattr(device, "optical_stack"):
        raise ParameterError(
            "device", f"{type(device).__name__} has no optical stack: it has no colour.",
            "Films and windows have one.",
        )  # fmt: skip
    return device.optical_stack()


def film_appearance(
    device: Any, dataset: xr.Dataset, *, table: SeenTable | None = None
) -> xr.Dataset:
    """Transmittance and colour of every cell at every time; NaN where there is no film.

    Returns
    -------
    xarray.Dataset
        ``luminous``, ``solar``, ``near_infrared`` (time, y, x) and ``tristimulus``
        (time, y, x, XYZ), with the error of the interpolation as attribute ``error``.
    """
    return _seen(_Run(device, dataset)) if table is None else _look(table, dataset)


class _Run:
    """A device and its dataset, equal only to itself: figures and claims look at the same."""

    def __init__(self, device: Any, dataset: xr.Dataset) -> None:
        self.device, self.dataset = device, dataset

    def __hash__(self) -> int:
        return id(self.dataset)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Run)
            and other.dataset is self.dataset
            and other.device is self.device
        )


@lru_cache(maxsize=12)
def _seen(run: _Run) -> xr.Dataset:
    return _look(seen_table(run.device, run.dataset), run.dataset)


def _look(table: SeenTable, dataset: xr.Dataset) -> xr.Dataset:
    import xarray as xr

    fillings = {
        name: np.clip(dataset[f"{name}{_ENDING}"].values, axis[0], axis[-1])
        for name, axis in zip(table.names, table.axes)
    }
    seen = table.at(fillings)
    dims = dataset[f"{table.names[0]}{_ENDING}"].dims
    units = {"units": "1"}
    return xr.Dataset(
        {
            "luminous": (dims, seen.luminous, units | {"long_name": "luminous transmittance"}),
            "solar": (dims, seen.solar, units | {"long_name": "solar transmittance"}),
            "near_infrared": (
                dims, seen.near_infrared, units | {"long_name": "near-infrared transmittance"},
            ),
            "tristimulus": ((*dims, "XYZ"), seen.colour.tristimulus, units),
        },
        {name: dataset[name] for name in dims},
        {"error": table.error},
    )  # fmt: skip


def swatches(device: Any, seen: xr.Dataset) -> np.ndarray:
    """Colours for a screen (..., 3) from 0 to 1; bare glass where there is no film."""
    values = Appearance(np.nan_to_num(seen["tristimulus"].values)).srgb
    wave = visible_wavelengths()
    glass = appearance(wave, bare(stack_of(device)).spectra(wave).transmittance).srgb
    return np.where(np.isnan(seen["luminous"].values)[..., None], glass, values)


def at_place(seen: xr.Dataset, place: str, quantity: str = "luminous") -> np.ndarray:
    """A transmittance of :func:`film_appearance` against time.

    Raises
    ------
    ParameterError
        for an unknown place.
    """
    names = [p.value for p in Place]
    if place not in names:
        raise ParameterError("place", f"there is no place {place!r}.", suggestion(place, names))
    values = seen[quantity].values
    if place == Place.MEAN.value:
        return np.nanmean(values, axis=(1, 2))
    filled = np.argwhere(np.isfinite(values[0]))
    rows, columns = values.shape[1:]
    column = {"centre": (columns - 1) / 2, "near": 0.0, "far": columns - 1.0}[place]
    wanted = np.array([(rows - 1) / 2, column])
    row, nearest = filled[np.argmin(np.sum((filled - wanted) ** 2, axis=1))]
    return values[:, row, nearest]


def spread(seen: xr.Dataset, quantity: str = "luminous") -> np.ndarray:
    """The iris effect: largest less smallest transmittance over the pane, against time."""
    values = seen[quantity].values
    return np.nanmax(values, axis=(1, 2)) - np.nanmin(values, axis=(1, 2))
