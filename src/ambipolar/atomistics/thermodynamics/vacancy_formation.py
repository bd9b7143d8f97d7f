"""The calculation of vacancy formation energies: classes of sites, treatments of oxygen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import annotation, choice
from ..calculation import Calculation, Watch, silent, within
from ..cells import LithiumTitanate, StructureSource
from ..engines.engine import Engine
from ..engines.sevennet import SevenNet
from ..relaxation import Relaxation, Relaxed, relax
from ..store import Store, default_folder
from .references import OxygenFromOxide, OxygenMolecule, OxygenTreatment, metal_energy
from .vacancies import Vacancy, vacancies

if TYPE_CHECKING:
    import xarray as xr

    from ..energies import Energy

#: pristine cells are relaxed further than defects: what is left there enters every difference
HOST_RELAXATION = Relaxation(force_tolerance=0.03, free_cell=True)


@dataclass(frozen=True)
class VacancyFormation(Calculation):
    """Formation energies of neutral vacancies, several sites of each class.

    Metals are counted from their crystals, oxygen from half a molecule in each of the
    ``oxygen`` treatments. The error of a class is half the range of its relaxed sites.
    """

    structure: StructureSource = choice("structure", "host", LithiumTitanate())
    engine: Engine = choice("engine", "engine of energies and forces", SevenNet())
    oxygen: tuple[OxygenTreatment, ...] = choice(
        "oxygen treatment", "reference states of oxygen", (OxygenMolecule(), OxygenFromOxide())
    )
    sites: tuple = annotation(("Li 8a", "Li 16d", "O 32e"))
    relaxed_sites: int = 3
    screened_sites: int = 12
    relaxation: Relaxation = Relaxation()

    def references(self) -> tuple[str, ...]:
        keys = ("chase1998", "wang2006", "larsen2017")
        return (*self.engine.references(), *self.structure.references(), *keys)

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        host = pristine(self.structure, self.engine, store, within(watch, 0, len(self.sites) + 1))
        found = []
        for place, name in enumerate(self.sites):
            found += vacancies(
                host, name, self.engine, store,
                relaxation=self.relaxation, relaxed_sites=self.relaxed_sites,
                screened_sites=self.screened_sites,
                watch=within(watch, place + 1, len(self.sites) + 1, name),
            )  # fmt: skip
        potentials = self.potentials(store, watch)
        data = _dataset(host, found, potentials)
        data.attrs["engine"] = self.engine.provenance
        return data

    def potentials(self, store: Store, watch: Watch = silent) -> dict[str, list[Energy]]:
        """Chemical potentials of every removed element: one, or one for each oxygen treatment."""
        elements = dict.fromkeys(name.split()[0] for name in self.sites)
        found = {}
        for element in elements:
            if element == "O":
                found[element] = [t.energy(self.engine, store, watch) for t in self.oxygen]
            else:
                found[element] = [metal_energy(element, self.engine, store, watch)]
        return found


def pristine(
    structure: StructureSource, engine: Engine, store: Store, watch: Watch = silent
) -> Relaxed:
    """The host, relaxed with its cell."""
    return relax(structure.atoms(), engine, HOST_RELAXATION, store, watch)


def _dataset(
    host: Relaxed, found: list[Vacancy], potentials: dict[str, list[Energy]]
) -> xr.Dataset:
    import xarray as xr

    labels = dict.fromkeys(e.references["O"] for e in potentials.get("O", ()))
    names = list(labels) or ["none"]
    added = np.array(
        [_along(potentials[v.site_class.split()[0]], len(names)) for v in found]
    )  # (vacancies, treatments)
    relaxed = np.array([v.relaxed for v in found])
    unrelaxed = np.array([v.unrelaxed for v in found])

    def energy(values: np.ndarray, text: str) -> tuple[Any, ...]:
        return (("vacancy", "oxygen"), values, {"units": "eV", "long_name": text})

    plain = {"units": "1"}
    data = xr.Dataset(
        {
            "formation_energy": energy(relaxed[:, None] + added, "formation energy, relaxed"),
            "unrelaxed_energy": energy(unrelaxed[:, None] + added, "formation energy, unrelaxed"),
            "converged": ("vacancy", [v.converged for v in found],
                          {**plain, "long_name": "relaxation reached its tolerance"}),
            "site_index": ("vacancy", [v.site for v in found],
                           {**plain, "long_name": "index of the removed atom"}),
            "atoms": ((), len(host.atoms), {**plain, "long_name": "atoms of the pristine cell"}),
            "lattice_energy": ((), host.energy / len(host.atoms),
                               {"units": "eV", "long_name": "energy of the host per atom"}),
            "volume": ((), host.atoms.get_volume() / len(host.atoms),
                       {"units": "angstrom^3", "long_name": "volume of the host per atom"}),
        },
        coords={
            "vacancy": np.arange(len(found)),
            "site_class": ("vacancy", [v.site_class for v in found]),
            "neighbours": ("vacancy", [v.neighbours for v in found]),
            "oxygen": names,
        },
    )  # fmt: skip
    data.attrs["notes"] = _notes(found, host)
    return data


def _along(energies: list[Energy], length: int) -> list[float]:
    """One value for each oxygen treatment."""
    return [energies[0].value] * length if len(energies) == 1 else [e.value for e in energies]


def _notes(found: list[Vacancy], host: Relaxed) -> list[str]:
    rough = [v.site_class for v in found if not v.converged]
    notes = [f"Vacancy not relaxed to its tolerance: {name}." for name in rough]
    if not host.converged:
        notes.append(f"The host is not relaxed: largest force {host.largest_force:.3f} eV/Å.")
    return notes
