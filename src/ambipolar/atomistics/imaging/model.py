"""What turns a slab into images: a fast estimate or a simulation of the electron beam."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.records import Record

#: told the share of an image that is done
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Images:
    """Intensities of one slab, shape (y, x), pixel ``[0, 0]`` at the origin of the cell.

    ``extent`` is the size along x and y in angstrom, ``haadf`` and ``abf`` the two detectors.
    """

    haadf: np.ndarray
    abf: np.ndarray
    extent: tuple[float, float]


@dataclass(frozen=True)
class ImageModel(Record, ABC):
    """Makes images of upright slabs (beam along z)."""

    @abstractmethod
    def images(self, slab: Any, progress: Progress = lambda share: None) -> Images:
        """Images of the slab ``ase.Atoms``."""

    @abstractmethod
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of these images."""

    def references(self) -> tuple[str, ...]:
        """Keys of ``references.bib``."""
        return ()
