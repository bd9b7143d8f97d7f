"""Measured refractive indices, at one or several fillings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from ...core.records import quantity
from .permittivity import Array, Permittivity


@dataclass(frozen=True)
class TabulatedIndex(Permittivity):
    r"""n and k from a table, linear in wavelength and in filling.

    ``real`` and ``extinction`` hold one row after the other: all wavelengths at the first
    filling, all at the second, and so on. A table of one filling serves all fillings.

    Raises
    ------
    ParameterError
        when the sizes do not fit or the axes do not increase; and on use, for a wavelength or
        a filling outside the table.
    """

    wavelength: tuple[float, ...] = quantity(
        "m", "wavelengths of the table", (), above=0.0, structural=True
    )
    real: tuple[float, ...] = quantity("1", "refractive indices n", (), structural=True)
    extinction: tuple[float, ...] = quantity(
        "1", "extinction coefficients k", (), above=0.0, structural=True
    )
    filling: tuple[float, ...] = quantity("1", "fillings of the table", (0.0,), structural=True)

    def __post_init__(self) -> None:
        for name in ("wavelength", "real", "extinction", "filling"):
            object.__setattr__(self, name, tuple(float(v) for v in getattr(self, name)))
        super().__post_init__()
        owner, size = type(self).__name__, len(self.wavelength) * len(self.filling)
        if len(self.wavelength) < 2 or not self.filling:
            raise ParameterError(f"{owner}.wavelength", "needs two wavelengths and one filling.")
        for name in ("wavelength", "filling"):
            if np.any(np.diff(getattr(self, name)) <= 0):
                raise ParameterError(
                    f"{owner}.{name}", "must increase strictly.", "Sort the table."
                )
        for name in ("real", "extinction"):
            if len(getattr(self, name)) != size:
                raise ParameterError(
                    f"{owner}.{name}",
                    f"has {len(getattr(self, name))} values.",
                    f"Give {size}: every wavelength at every filling.",
                )

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        wave = np.asarray(wavelength, dtype=float)
        self._check("wavelength", wave, self.wavelength, "m")
        rows = len(self.filling)
        table = np.asarray(self.real) + 1j * np.asarray(self.extinction)
        table = table.reshape(rows, -1)
        if rows == 1:
            return np.interp(wave, self.wavelength, table[0]) ** 2 + 0.0 * np.asarray(x)
        fill = np.asarray(x, dtype=float)
        self._check("filling", fill, self.filling, "")
        wave, fill = np.broadcast_arrays(wave, fill)
        column, right = _locate(wave, self.wavelength)
        row, upper = _locate(fill, self.filling)
        below = table[row, column] * (1 - right) + table[row, column + 1] * right
        above = table[row + 1, column] * (1 - right) + table[row + 1, column + 1] * right
        return (below * (1 - upper) + above * upper) ** 2

    def _check(self, name: str, values: Array, axis: tuple[float, ...], unit: str) -> None:
        low, high = float(np.min(values)), float(np.max(values))
        slack = 1e-9 * (axis[-1] - axis[0])
        if not (axis[0] - slack <= low and high <= axis[-1] + slack):
            raise ParameterError(
                f"{type(self).__name__}.{name}",
                f"{low:g} to {high:g} {unit}".rstrip()
                + f" lies outside the optical table, {axis[0]:g} to {axis[-1]:g} {unit}".rstrip()
                + ".",
                "Stay inside, or give a table that reaches further.",
            )


def _locate(values: Array, axis: tuple[float, ...]) -> tuple[Array, Array]:
    """Index of the interval of an increasing axis that holds each value, and where in it."""
    nodes = np.asarray(axis)
    left = np.clip(np.searchsorted(nodes, values, side="right") - 1, 0, len(nodes) - 2)
    return left, (values - nodes[left]) / (nodes[left + 1] - nodes[left])
