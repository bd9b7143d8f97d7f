r"""Which ions leave first under a bias: formation energies of vacancies and groups of vacancies.

A guest that leaves for the counter electrode as an ion takes its electron around the circuit, so
that its chemical potential follows the voltage U against the guest metal; oxygen leaves as gas:

.. math::
    E_f(U, \mu_O) = E(\mathrm{defect}) - E(\mathrm{host}) + n_{Li}(\mu_{Li} - eU)
    + n_O(\mu_O^\circ + \Delta\mu_O)

A defect forms by itself beyond the voltage at which its line crosses zero. Groups without charge
carriers (two lithium with one oxygen) need no change of valence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError
from ...core.records import annotation, choice, positive, quantity
from ..calculation import Calculation, Watch, silent, within
from ..cells import LithiumTitanate, StructureSource, site_classes
from ..engines.engine import Engine
from ..engines.sevennet import SevenNet
from ..relaxation import Relaxation, Relaxed, relax
from ..store import Store, default_folder
from .references import OxygenFromOxide, OxygenMolecule, OxygenTreatment, metal_energy, oxygen_shift
from .vacancies import distinct_sites, unrelaxed_energies, without
from .vacancy_formation import pristine

if TYPE_CHECKING:
    import xarray as xr
    from ase import Atoms


@dataclass(frozen=True)
class BiasDiagram(Calculation):
    """Formation energies of vacancies and their groups against voltage.

    ``defects`` are groups of classes of sites, written with a plus sign. Each starts at the site
    of its last class that is cheapest unrelaxed; the others are the nearest of their class. The
    ``variants`` nearest choices are relaxed and their range is the error.
    """

    structure: StructureSource = choice("structure", "host", LithiumTitanate())
    engine: Engine = choice("engine", "engine of energies and forces", SevenNet())
    oxygen: tuple[OxygenTreatment, ...] = choice(
        "oxygen treatment", "reference states of oxygen", (OxygenMolecule(), OxygenFromOxide())
    )
    defects: tuple = annotation(
        ("Li 8a", "Li 16d", "O 32e", "Li 8a + O 32e", "Li 8a + Li 8a + O 32e")
    )
    guest: str = annotation("Li")
    variants: int = 2
    screened_sites: int = 12
    highest_voltage: float = positive("V", "highest voltage against the guest metal", 6.0)
    counter_potential: float = quantity(
        "V", "potential of the counter electrode against the guest metal", 0.3
    )
    temperature: float = positive("K", "temperature of the oxygen gas", 298.15)
    oxygen_pressure: float = positive("Pa", "pressure of oxygen", 21e3)
    relaxation: Relaxation = Relaxation()

    def references(self) -> tuple[str, ...]:
        keys = ("chase1998", "wang2006", "larsen2017")
        return (*self.engine.references(), *self.structure.references(), *keys)

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        parts = len(self.defects) + 1
        host = pristine(self.structure, self.engine, store, within(watch, 0, parts))
        rows = []
        for place, name in enumerate(self.defects):
            told = within(watch, place + 1, parts, name)
            rows.append(self._energies(host, _classes(name), store, told))
        metal = metal_energy(self.guest, self.engine, store, watch).value
        gases = [t.energy(self.engine, store, watch) for t in self.oxygen]
        return self._dataset(rows, metal, {g.references["O"]: g.value for g in gases})

    def _energies(
        self, host: Relaxed, classes: Sequence[str], store: Store, watch: Watch
    ) -> list[float]:
        """E(defect) - E(host) of the variants of one defect [eV]."""
        first = distinct_sites(host.atoms, classes[-1], self.screened_sites)
        prices = unrelaxed_energies(host, first, self.engine, store, watch)
        seed = first[int(np.argmin(prices))]
        groups = _groups(host.atoms, seed, classes[:-1], self.variants)
        if len(classes) == 1:  # variants of a single vacancy are other sites
            order = np.argsort(prices)[: self.variants]
            groups = [(first[int(k)],) for k in order]
        found = []
        for group in groups:
            cell = without(host.atoms, group)
            found.append(relax(cell, self.engine, self.relaxation, store, watch).energy)
        return [energy - host.energy for energy in found]

    def _dataset(
        self, rows: list[list[float]], metal: float, gases: dict[str, float]
    ) -> xr.Dataset:
        import xarray as xr

        voltage = np.linspace(0.0, self.highest_voltage, 241)
        shift = oxygen_shift(self.temperature, self.oxygen_pressure)
        guests = np.array([self._count(d, self.guest) for d in self.defects], dtype=float)
        oxygens = np.array([self._count(d, "O") for d in self.defects], dtype=float)
        raw = np.array([min(row) for row in rows])
        spread = np.array([(max(row) - min(row)) / 2 if len(row) > 1 else np.nan for row in rows])
        base = raw[:, None] + guests[:, None] * metal + np.outer(oxygens, list(gases.values()))
        data = xr.Dataset(
            coords={
                "defect": list(self.defects), "oxygen": list(gases),
                "voltage": ("voltage", voltage, {"units": "V",
                            "long_name": f"voltage against {self.guest}"}),
            }
        )  # fmt: skip
        shifted = base + oxygens[:, None] * shift
        energy = shifted[:, :, None] - guests[:, None, None] * voltage
        removed = np.where(guests > 0, guests, np.nan)[:, None]
        for name, dims, values, unit, text in (
            ("rest_energy", ("defect", "oxygen"), base, "eV", "energy at 0 V, oxygen at 0 K"),
            ("formation_energy", ("defect", "oxygen", "voltage"), energy, "eV", "formation energy"),
            ("threshold", ("defect", "oxygen"), shifted / removed, "V",
             f"voltage against {self.guest} where the defect forms by itself"),
            ("energy_spread", ("defect",), spread, "eV", "half the range over the variants"),
            ("guests", ("defect",), guests, "1", "guests that leave"),
            ("oxygens", ("defect",), oxygens, "1", "oxygen atoms that leave"),
        ):  # fmt: skip
            data[name] = (dims, values, {"units": unit, "long_name": text})
        counter = f"counter electrode against {self.guest} (assumed)"
        data["counter_potential"] = _scalar(self.counter_potential, "V", counter)
        data["oxygen_shift"] = _scalar(shift, "eV", "oxygen at temperature and pressure")
        data.attrs["engine"] = self.engine.provenance
        return data

    @staticmethod
    def _count(defect: str, element: str) -> int:
        return sum(name.split()[0] == element for name in _classes(defect))


def _scalar(value: float, unit: str, text: str) -> tuple:
    return ((), value, {"units": unit, "long_name": text})


def _classes(defect: str) -> list[str]:
    return [part.strip() for part in defect.split("+")]


def _groups(atoms: Atoms, seed: int, classes: Sequence[str], most: int) -> list[tuple[int, ...]]:
    """Groups of sites: the seed with the nearest sites of the other classes, nearest first."""
    names = site_classes(atoms)
    candidates = []
    for name, count in ((c, list(classes).count(c)) for c in dict.fromkeys(classes)):
        sites = [i for i, n in enumerate(names) if n == name and i != seed]
        if len(sites) < count:
            raise ParameterError(
                "defects", f"the structure has too few {name!r} for a group.", "Choose another."
            )
        distances = atoms.get_distances(seed, sites, mic=True)
        near = [sites[int(k)] for k in np.argsort(distances.round(3), kind="stable")][:6]
        candidates.append(list(itertools.combinations(near, count)))
    groups = [sum(parts, ()) for parts in itertools.product(*candidates)]

    def size(group: tuple[int, ...]) -> float:
        return float(np.sum(atoms.get_distances(seed, list(group), mic=True))) if group else 0.0

    return [(*g, seed) for g in sorted(groups, key=size)[:most]]
