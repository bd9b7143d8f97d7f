"""What the eye and the sun see of a stack, tabulated over the fillings of its layers.

A pane of a hundred times a thousand cells needs a million spectra; they depend on one or two
fillings, so that some hundred and an interpolation serve as well. The error is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from .appearance import Appearance, appearance
from .permittivity import Array
from .photometry import SOLAR, luminous, near_infrared, solar
from .stack import OpticalStack

#: fillings tabulated along each axis; the table of two films has the square of it
NODES = 25
#: an axis is at least this long, so that a film that never changes has a table too
LEAST_RANGE = 1e-3


def table_wavelengths() -> np.ndarray:
    """Steps of 5 nm where the eye sees, and of 20 nm beyond, where spectra are smooth [m]."""
    low, high = SOLAR
    return np.concatenate([np.arange(low, 0.8e-6, 5e-9), np.arange(0.8e-6, high + 1e-9, 20e-9)])


@dataclass(frozen=True)
class Seen:
    """Transmittances and colour, arrays of the shape of the fillings."""

    luminous: np.ndarray
    solar: np.ndarray
    near_infrared: np.ndarray
    colour: Appearance


@dataclass(frozen=True, eq=False)
class SeenTable:
    """A stack's transmittances on a grid of fillings, whose logarithms cubic splines interpolate.

    ``error`` is the largest difference from the stack itself in the middle between nodes, of the
    luminous, solar and near-infrared transmittance and of the tristimulus values.
    """

    names: tuple[str, ...]
    axes: tuple[np.ndarray, ...]
    values: np.ndarray  #: (nodes, ..., 6)
    error: float

    def at(self, fillings: Mapping[str, Array]) -> Seen:
        """What is seen at fillings of one shape; NaN where one of them is NaN.

        Raises
        ------
        ParameterError
            for a filling that is missing, or outside the table.
        """
        from scipy.interpolate import RegularGridInterpolator
        from scipy.sparse.linalg import spsolve

        missing = [name for name in self.names if name not in fillings]
        if missing:
            raise ParameterError("fillings", f"that of {missing[0]!r} is missing.")
        arrays = np.broadcast_arrays(*(np.asarray(fillings[n], dtype=float) for n in self.names))
        points = np.stack([a.ravel() for a in arrays], axis=-1)
        known = np.all(np.isfinite(points), axis=1)
        for name, axis, column in zip(self.names, self.axes, points[known].T):
            slack = 1e-9 + 1e-6 * (axis[-1] - axis[0])
            if column.size and not axis[0] - slack <= column.min() <= column.max() <= (
                axis[-1] + slack
            ):
                raise ParameterError(
                    f"fillings.{name}",
                    f"{column.min():.4g} to {column.max():.4g} lies outside the table,"
                    f" {axis[0]:.4g} to {axis[-1]:.4g}.", "Tabulate a wider range.",
                )  # fmt: skip
        look_up = RegularGridInterpolator(
            self.axes, np.log(self.values), method="cubic", solver=spsolve
        )
        found = np.full((len(points), self.values.shape[-1]), np.nan)
        if known.any():
            inner = np.stack(
                [np.clip(c, a[0], a[-1]) for c, a in zip(points[known].T, self.axes)], axis=-1
            )
            found[known] = np.exp(look_up(inner))
        return _seen(found.reshape(*arrays[0].shape, -1))


def tabulate(
    stack: OpticalStack, ranges: Mapping[str, tuple[float, float]], *, nodes: int = NODES
) -> SeenTable:
    """The table of a stack over ranges of fillings by the name of their layer.

    Raises
    ------
    ParameterError
        without a range, or for fewer than four nodes, which no cubic spline passes.
    """
    if not ranges:
        raise ParameterError("ranges", "the stack has no layer with a filling.")
    if nodes < 4:
        raise ParameterError("nodes", f"must be at least 4, got {nodes}.")
    axes = []
    for low, high in ranges.values():
        middle = (low + high) / 2
        half = max(high - low, LEAST_RANGE) / 2
        start = min(max(middle - half, 0.0), 1.0 - 2 * half)
        axes.append(np.linspace(start, start + 2 * half, nodes))
    names = tuple(ranges)
    values = _exact(stack, names, axes)
    table = SeenTable(names, tuple(axes), values, 0.0)
    between = [(a[1:] + a[:-1]) / 2 for a in axes]
    grid = np.meshgrid(*between, indexing="ij")
    guessed = _packed(table.at(dict(zip(names, grid))))
    error = float(np.max(np.abs(guessed - _exact(stack, names, between))))
    return SeenTable(names, tuple(axes), values, error)


def _exact(stack: OpticalStack, names: tuple[str, ...], axes: list[np.ndarray]) -> np.ndarray:
    """The quantities of the stack itself on the grid of ``axes``, (..., 6)."""
    grid = np.meshgrid(*axes, indexing="ij")
    wave = table_wavelengths()
    spectrum = stack.spectra(wave, dict(zip(names, grid))).transmittance
    seen = (luminous(wave, spectrum), solar(wave, spectrum), near_infrared(wave, spectrum))
    return np.concatenate(
        [np.stack(seen, axis=-1), appearance(wave, spectrum).tristimulus], axis=-1
    )


def _packed(seen: Seen) -> np.ndarray:
    parts = np.stack([seen.luminous, seen.solar, seen.near_infrared], axis=-1)
    return np.concatenate([parts, seen.colour.tristimulus], axis=-1)


def _seen(values: np.ndarray) -> Seen:
    return Seen(values[..., 0], values[..., 1], values[..., 2], Appearance(values[..., 3:]))
