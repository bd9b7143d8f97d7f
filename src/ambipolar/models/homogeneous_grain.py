"""Particles without internal gradients that have a shape, so that populations weigh them by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.errors import ParameterError, suggestion
from ..core.records import positive
from .homogeneous import HomogeneousParticle

Expression = Any

#: power of the size with which the volume of one particle grows
DIMENSIONS = {"plate": 2, "cylinder": 2, "sphere": 3}


@dataclass(frozen=True)
class HomogeneousGrain(HomogeneousParticle):
    r"""Uniform filling in a plate, a cylinder or a sphere of size L.

    .. math:: \frac VA = \frac h2,\ \frac L2,\ \frac L3, \qquad V \propto L^2,\ L^2,\ L^3

    The plate reacts on its two faces and the cylinder on its mantle; both have the thickness
    (height) h whatever their size, so that in a population a larger plate holds more and is not
    slower. [smith2017]

    Raises
    ------
    ParameterError
        for an unknown geometry.
    """

    size: float = positive("m", "edge of a plate, radius of a cylinder or a sphere", 40e-9)
    geometry: str = "plate"
    thickness: float = positive("m", "thickness h of a plate between its reacting faces", 20e-9)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.geometry not in DIMENSIONS:
            advice = suggestion(self.geometry, DIMENSIONS)
            raise ParameterError("geometry", f"unknown geometry {self.geometry!r}.", advice)

    @property
    def dimensions(self) -> int:
        return DIMENSIONS[self.geometry]

    def volume_per_area(self) -> Expression:
        return self.thickness / 2 if self.geometry == "plate" else self.size / self.dimensions
