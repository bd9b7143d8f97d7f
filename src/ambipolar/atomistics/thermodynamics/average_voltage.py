r"""Average voltage between two compositions of a host, from the energies of their structures.

.. math:: \bar V = -\frac{E_{full} - E_{empty} - n \mu_{metal}}{n e} \qquad [aydinol1997]

Energies at 0 K stand for free energies; for a two-phase reaction this is the plateau.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.errors import ParameterError
from ...core.records import annotation, choice
from ..calculation import Calculation, Watch, silent, within
from ..cells import LithiumTitanate, StructureSource
from ..engines.engine import Engine
from ..engines.sevennet import SevenNet
from ..store import Store, default_folder
from .references import metal_energy
from .vacancy_formation import pristine

if TYPE_CHECKING:
    import xarray as xr
    from ase import Atoms


@dataclass(frozen=True)
class AverageVoltage(Calculation):
    """Voltage between an empty and a full host, both relaxed with their cells.

    The cells may differ in size: energies are counted per unit of the host without its guest.

    Raises
    ------
    ParameterError
        when the two differ in more than the number of guests.
    """

    empty: StructureSource = choice("structure", "host with fewer guests", LithiumTitanate())
    full: StructureSource = choice(
        "structure", "host with more guests", LithiumTitanate(lithiated=True)
    )
    guest: str = annotation("Li")
    engine: Engine = choice("engine", "engine of energies and forces", SevenNet())

    def references(self) -> tuple[str, ...]:
        sources = (*self.empty.references(), *self.full.references())
        return (*self.engine.references(), *sources, "aydinol1997", "larsen2017")

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        import xarray as xr

        store = Store(default_folder())
        ratio = _ratio(self.empty.atoms(), self.full.atoms(), self.guest)
        empty = pristine(self.empty, self.engine, store, within(watch, 0, 2, "empty host"))
        full = pristine(self.full, self.engine, store, within(watch, 1, 2, "full host"))
        metal = metal_energy(self.guest, self.engine, store, watch).value
        guests = _count(full.atoms, self.guest) - ratio * _count(empty.atoms, self.guest)
        if guests <= 0:
            raise ParameterError(
                "full", f"has no more {self.guest} than the empty host.", "Exchange the two."
            )
        energy = full.energy - ratio * empty.energy - guests * metal
        change = full.atoms.get_volume() / (ratio * empty.atoms.get_volume()) - 1
        scalars = {
            "voltage": (-energy / guests, "V", f"average voltage against {self.guest}"),
            "insertion_energy": (energy / guests, "eV", "insertion energy per guest"),
            "guests": (guests, "1", "guests inserted into the cell"),
            "volume_change": (change, "1", "relative change of volume"),
            "atoms": (len(full.atoms), "1", "atoms of the full cell"),
            "converged": (empty.converged and full.converged, "1", "both cells are relaxed"),
        }
        data = xr.Dataset(
            {n: ((), v, {"units": u, "long_name": t}) for n, (v, u, t) in scalars.items()}
        )
        data.attrs["engine"] = self.engine.provenance
        return data


def _count(atoms: Atoms, element: str) -> int:
    return atoms.get_chemical_symbols().count(element)


def _ratio(empty: Atoms, full: Atoms, guest: str) -> float:
    """How many empty cells have the host of the full one."""
    hosts = [
        {e: _count(a, e) for e in sorted(set(a.get_chemical_symbols()) - {guest})}
        for a in (empty, full)
    ]
    if hosts[0].keys() != hosts[1].keys():
        raise ParameterError(
            "full", f"has the elements {', '.join(hosts[1])} besides {guest}, the empty host "
            f"{', '.join(hosts[0])}.", "Both need the same host.",
        )  # fmt: skip
    ratios = [hosts[1][e] / hosts[0][e] for e in hosts[0]]
    if not ratios or not all(math.isclose(r, ratios[0]) for r in ratios):
        raise ParameterError("full", "is another compound than the empty host.", "Check both.")
    return ratios[0]
