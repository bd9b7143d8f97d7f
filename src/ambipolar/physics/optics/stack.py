"""A pane as light sees it: films, glass and electrolyte between a front and a back medium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError, suggestion
from ...core.records import Record, annotation, choice, positive
from .permittivity import Array, ConstantIndex, Permittivity
from .transfer import Medium, TwoPort, medium, through


@dataclass(frozen=True)
class OpticalLayer(Record):
    """One layer. A thick one (glass, liquid) is not coherent: it has no interference fringes.

    ``name`` is how its filling is given; ``cells`` is the number of equal slices over its depth,
    from the front, that have fillings of their own.

    Raises
    ------
    ParameterError
        for a layer without cells, or a thick one with several.
    """

    permittivity: Permittivity = choice("permittivity", "permittivity of the layer")
    thickness: float = positive("m", "thickness", 100e-9)
    coherent: bool = True
    cells: int = 1
    name: str = annotation()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cells < 1 or (self.cells > 1 and not self.coherent):
            raise ParameterError(
                f"{type(self).__name__}.cells",
                f"{self.cells} cells do not make a {'' if self.coherent else 'thick '}layer.",
                "Give at least one, and one only where the layer is not coherent.",
            )


@dataclass(frozen=True)
class Spectra:
    """Reflectance and transmittance, of the shape (..., wavelengths)."""

    wavelength: np.ndarray  #: vacuum wavelengths [m]
    reflectance: np.ndarray
    transmittance: np.ndarray

    @property
    def absorptance(self) -> np.ndarray:
        """What is neither reflected nor transmitted."""
        return 1.0 - self.reflectance - self.transmittance


@dataclass(frozen=True)
class OpticalStack(Record):
    """Layers between two half spaces, numbered from the side from which the light comes."""

    layers: tuple[OpticalLayer, ...] = choice("optical layer", "layers from front to back", ())
    front: Permittivity = choice("permittivity", "medium before the layers", ConstantIndex())
    back: Permittivity = choice("permittivity", "medium behind the layers", ConstantIndex())

    def spectra(
        self,
        wavelength: Array,
        filling: Mapping[str, Array] | None = None,
        *,
        angle: float = 0.0,
        s_fraction: float = 0.5,
    ) -> Spectra:
        r"""Reflectance and transmittance at vacuum wavelengths [m].

        Parameters
        ----------
        wavelength : shape (n,).
        filling : fillings of layers by name, of any shape ``(...)`` (``(..., cells)`` for a layer
            of several cells); the shapes broadcast. Layers that are not named are empty.
        angle : of incidence in the front medium [rad], from the normal.
        s_fraction : part of the light that is polarised normal to the plane of incidence;
            1/2 is unpolarised.

        Raises
        ------
        ParameterError
            for a layer that does not exist, an angle outside 0 to pi/2, or a filling or a
            wavelength outside an optical table.
        """
        wave = np.atleast_1d(np.asarray(wavelength, dtype=float))
        if not np.all(wave > 0) or wave.ndim != 1:
            raise ParameterError("wavelength", "must be a row of positive numbers in metres.")
        if not 0 <= angle < np.pi / 2:
            raise ParameterError("angle", f"must be from 0 to pi/2, got {angle:g}.")
        if not 0 <= s_fraction <= 1:
            raise ParameterError("s_fraction", f"must be from 0 to 1, got {s_fraction:g}.")
        slices = list(self._slices(wave, filling or {}))
        lateral = np.sqrt(slices[0][0].real) * np.sin(angle)
        parts = []
        for weight, p_polarised in ((s_fraction, False), (1 - s_fraction, True)):
            if angle == 0 and p_polarised:
                continue  # both polarisations are one
            if weight > 0 or angle == 0:
                found = self._polarised(slices, lateral, wave, p_polarised)
                parts.append((1.0 if angle == 0 else weight, found))
        reflectance = sum(weight * found.reflection for weight, found in parts)
        transmittance = sum(weight * found.transmission for weight, found in parts)
        reflectance, transmittance = np.broadcast_arrays(reflectance, transmittance)
        return Spectra(wave, reflectance, transmittance)

    def _polarised(
        self, slices: list[_Slice], lateral: Array, wave: np.ndarray, p_polarised: bool
    ) -> TwoPort:
        media: list[Medium] = [
            medium(value, lateral, thickness, p_polarised=p_polarised)
            for value, thickness, _ in slices
        ]
        return through(media, [thick for *_, thick in slices], 2 * np.pi / wave)

    def _slices(self, wave: np.ndarray, filling: Mapping[str, Array]) -> Iterator[_Slice]:
        """Permittivity, thickness and whether it is thick, of every slice of every layer."""
        names = [layer.name for layer in self.layers if layer.name]
        for name in filling:
            if name not in names:
                raise ParameterError(
                    "filling", f"the stack has no layer {name!r}.", suggestion(name, names)
                )
        yield self.front.relative(wave), 0.0, True
        for layer in self.layers:
            x = np.asarray(filling.get(layer.name, 0.0), dtype=float)
            if layer.cells == 1:
                yield _slice(layer, wave, x)
                continue
            x = np.broadcast_to(x, (*x.shape[:-1], layer.cells)) if x.ndim else x
            for cell in range(layer.cells):
                yield _slice(layer, wave, x[..., cell] if x.ndim else x)
        yield self.back.relative(wave), 0.0, True


#: permittivity, thickness [m], whether the phase is lost
_Slice = tuple[Array, Array, bool]


def _slice(layer: OpticalLayer, wave: np.ndarray, x: np.ndarray) -> _Slice:
    thickness = np.asarray(layer.thickness, dtype=float) / layer.cells
    if thickness.ndim:
        thickness = thickness[..., None]
    value = layer.permittivity.relative(wave, x[..., None] if x.ndim else x)
    return value, thickness, not layer.coherent
