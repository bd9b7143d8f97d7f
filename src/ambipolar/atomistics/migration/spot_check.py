r"""Single points of a second engine along the path of a first: a correction of its barrier.

.. math:: \Delta E = E_2(\text{saddle}) - E_2(\text{start}),

both at the places that the first engine found. Neither is a stationary point of the second
engine, whose own barrier may be lower or higher; how far off they are is told by its forces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import choice
from ..calculation import Calculation, Watch, silent, within
from ..engines.engine import Engine
from ..engines.gpaw import Gpaw
from ..single_points import single_points
from ..store import Store, default_folder
from .barriers import MigrationBarrier
from .segments import Path

if TYPE_CHECKING:
    import xarray as xr
    from ase import Atoms

#: the images of a path that are computed once more
PLACES = ("start", "saddle", "end")


@dataclass(frozen=True)
class BarrierSpotCheck(Calculation):
    """The start, the saddle and the end of a path by another engine, as density-functional theory.

    The path is that of ``barrier``, recalled where it was computed before; every single point is
    kept by its content, so that a killed check goes on with the next.
    """

    barrier: MigrationBarrier = MigrationBarrier()
    engine: Engine = choice("engine", "engine of the single points", Gpaw())

    def references(self) -> tuple[str, ...]:
        return (*self.barrier.references(), *self.engine.references())

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        self.engine.identity()  # says now, not after the path, when the engine is missing
        path, _, _ = self.barrier.trace(store, within(watch, 0, 2, "path"))
        images, found = chosen_images(path)
        checked = single_points(images, self.engine, store, within(watch, 1, 2, "single points"))
        return _dataset(self, found, checked, path.converged)


def chosen_images(path: Path) -> tuple[list[Atoms], np.ndarray]:
    """Start, saddle and end of a path, with their energies above the start [eV]."""
    energies, images = path.energies, path.images
    places = [0, int(np.argmax(energies)), len(images) - 1]
    return [images[i] for i in places], energies[places]


def _dataset(
    asked: BarrierSpotCheck,
    found: np.ndarray,
    checked: Sequence[dict[str, float]],
    converged: bool,
) -> xr.Dataset:
    import xarray as xr

    energies = np.array([point["energy"] for point in checked])
    forces = np.array([point["largest_force"] for point in checked])
    above = energies - energies[0]

    def energy(value: Any, text: str, dims: Any = ()) -> tuple[Any, ...]:
        return (dims, value, {"units": "eV", "long_name": text})

    data = xr.Dataset(
        {
            "energy": energy(found, "energy above the start, engine of the path", "image"),
            "checked_energy": energy(above, "energy above the start, single points", "image"),
            "largest_force": ("image", forces, {
                "units": "eV/angstrom", "long_name": "largest force in the single points"}),
            "barrier": energy(found[1], "barrier, engine of the path"),
            "checked_barrier": energy(above[1], "barrier, single points"),
            "reverse_barrier": energy(found[1] - found[2], "reverse barrier, engine of the path"),
            "checked_reverse_barrier": energy(above[1] - above[2], "reverse, single points"),
            "correction": energy(above[1] - found[1], "single points less engine of the path"),
        },
        coords={"image": list(PLACES)},
    )  # fmt: skip
    data.attrs["engine"] = f"{asked.barrier.engine.label}; {asked.engine.label}"
    notes = [
        f"Structures are those of {asked.barrier.engine.label}: the largest force of "
        f"{asked.engine.label} on them is {forces.max():.2f} eV/Å."
    ]
    if not converged:
        notes.append("The path is not converged: its barrier is no result.")
    data.attrs["notes"] = notes
    return data
