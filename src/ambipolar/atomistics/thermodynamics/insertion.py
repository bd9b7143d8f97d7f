r"""Voltage of a host from the energies of arrangements of its guest.

.. math:: V = -\frac{E_2 - E_1 - n \mu_{metal}}{z n e} \qquad [aydinol1997]

between neighbouring structures of the convex hull, and between its ends for the average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import annotation, choice, quantity
from ..calculation import Calculation, Watch, silent, within
from ..cells import PrototypeCell, StructureSource
from ..engines.engine import Engine
from ..engines.sevennet import SevenNet
from ..relaxation import Relaxation
from ..store import Store, default_folder
from .charges import charge_number, guessed_charges
from .configurations import FREE, Priced, best_cell, configurations, price
from .guest_cells import GuestCell
from .hull import (
    average_voltage,
    formation_energies,
    lower_hull,
    sampling_error,
    step_voltages,
    voltage_at,
)
from .references import metal_energy

if TYPE_CHECKING:
    import xarray as xr
    from ase import Atoms


@dataclass(frozen=True)
class Sample:
    """A host with priced arrangements of its guest."""

    cell: GuestCell
    priced: tuple[Priced, ...]
    metal: float  #: energy of the guest metal per atom [eV]
    charge: int  #: charge number of the guest
    tried: tuple[tuple[str, float], ...] = ()  #: kinds of sites tried for an absent guest [eV]

    @property
    def filling(self) -> np.ndarray:
        """Filling of each arrangement."""
        return np.array([p.configuration.filling for p in self.priced])

    @property
    def energy(self) -> np.ndarray:
        """Energy of each arrangement per site [eV]."""
        return np.array([p.energy for p in self.priced]) / self.cell.size

    @property
    def hull(self) -> np.ndarray:
        """Indices of the arrangements on the convex hull, by filling."""
        return lower_hull(self.filling, self.energy)

    @property
    def steps(self) -> np.ndarray:
        """Voltages between neighbours of the hull [V]."""
        hull = self.hull
        return step_voltages(self.filling[hull], self.energy[hull], self.metal, self.charge)

    @property
    def average(self) -> float:
        """Average voltage from empty to full [V]."""
        return average_voltage(self.filling, self.energy, self.metal, self.charge)

    def volume(self, index: int) -> float:
        """Volume of an arrangement per site [angstrom^3]."""
        return self.priced[index].volume / self.cell.size


def sample_host(
    atoms: Atoms,
    guest: str,
    engine: Engine,
    store: Store,
    *,
    most_atoms: int = 48,
    number: int = 24,
    sites: Sequence[str] = (),
    charges: Mapping[str, float] | None = None,
    relaxation: Relaxation = FREE,
    seed: int = 0,
    watch: Watch = silent,
) -> Sample:
    """Find the sites, choose arrangements, relax them all.

    Raises
    ------
    ParameterError
        for a guest without a site, a metal without a simple crystal, or too few atoms.
    """
    charge = charge_number(guest)
    metal = metal_energy(guest, engine, store, within(watch, 0, 100, f"{guest} metal")).value
    cell, tried = best_cell(
        atoms, guest, engine, store, most_atoms=most_atoms, sites=sites,
        watch=within(watch, 1, 100, "sites"),
    )  # fmt: skip
    known = charges or _charges_of(atoms) or guessed_charges(cell.full, guest)
    chosen = configurations(cell, known, number, seed)
    priced = price(cell, chosen, engine, store, relaxation, watch)
    return Sample(cell, tuple(priced), metal, charge, tuple(tried))


def _charges_of(atoms: Atoms) -> Mapping[str, float]:
    """Formal charges of a crystal that came with the package."""
    from ..structures.prototypes import PROTOTYPES

    name = str(atoms.info.get("prototype", ""))
    return PROTOTYPES[name].charges if name in PROTOTYPES else {}


def second_opinion(
    sample: Sample, engine: Engine, store: Store, relaxation: Relaxation, watch: Watch = silent
) -> Sample:
    """The structures of the hull relaxed by another engine, with its own metal."""
    metal = metal_energy(sample.cell.guest, engine, store, watch).value
    chosen = [sample.priced[k].configuration for k in sample.hull]
    priced = price(sample.cell, chosen, engine, store, relaxation, watch)
    return Sample(sample.cell, tuple(priced), metal, sample.charge)


@dataclass(frozen=True)
class InsertionVoltage(Calculation):
    """Formation energies, hull and voltages of arrangements of a guest in a host.

    Errors: ``sampling_error`` is what leaving out any one structure changes; the difference of a
    ``second_engine``, where one is named, is that of the engines. Both miss what all share.
    """

    structure: StructureSource = choice(
        "structure", "host, with or without its guest", PrototypeCell("layered-lco")
    )
    guest: str = annotation("Li")
    engine: Engine = choice("engine", "engine of energies and forces", SevenNet())
    second_engine: Engine | None = choice("engine", "engine to compare with", None)
    most_atoms: int = quantity("1", "atoms of the filled cell, at most", 48, above=1)
    configurations: int = quantity("1", "arrangements to relax", 24, above=2)
    sites: tuple = annotation(())
    relaxation: Relaxation = FREE
    seed: int = quantity("1", "of the random arrangements", 0, above=0)

    def references(self) -> tuple[str, ...]:
        second = self.second_engine.references() if self.second_engine else ()
        keys = ("aydinol1997", "larsen2017")
        return (*self.engine.references(), *second, *self.structure.references(), *keys)

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        sample = sample_host(
            self.structure.atoms(), self.guest, self.engine, store,
            most_atoms=int(self.most_atoms), number=int(self.configurations), sites=self.sites,
            relaxation=self.relaxation, seed=int(self.seed), watch=watch,
        )  # fmt: skip
        other = None
        if self.second_engine is not None:
            other = second_opinion(sample, self.second_engine, store, self.relaxation, watch)
        return insertion_dataset(sample, self.engine, other, self.second_engine)


def insertion_dataset(
    sample: Sample, engine: Engine, other: Sample | None = None, second: Engine | None = None
) -> xr.Dataset:
    """The arrangements, the hull, its voltages and their errors."""
    import xarray as xr

    data = xr.Dataset({**_per_configuration(sample), **_per_step(sample), **_scalars(sample)})
    if other is not None and second is not None:
        data["second_average_voltage"] = _variable(
            (), other.average, "V", f"average voltage by {second.label}"
        )
    data.attrs["engine"] = engine.label
    data.attrs["guest"] = sample.cell.guest
    data.attrs["notes"] = notes_of(sample)
    return data


def _variable(dims: Any, values: Any, units: str, name: str) -> tuple[Any, Any, dict[str, str]]:
    return dims, np.asarray(values), {"units": units, "long_name": name}


def _per_configuration(sample: Sample) -> dict[str, Any]:
    x, e, dim = sample.filling, sample.energy, "configuration"
    hull = np.isin(np.arange(len(x)), sample.hull)
    volumes = [sample.volume(k) for k in range(len(x))]
    return {
        "configuration_filling": _variable(dim, x, "1", "filling"),
        "energy": _variable(dim, e, "eV", "energy per site"),
        "formation_energy": _variable(
            dim, formation_energies(x, e), "eV", "formation energy per site"
        ),
        "on_hull": _variable(dim, hull, "1", "on the convex hull"),
        "site_volume": _variable(dim, volumes, "angstrom^3", "volume per site"),
        "converged": _variable(dim, [p.converged for p in sample.priced], "1", "relaxed"),
        "strays": _variable(
            dim, [p.strays for p in sample.priced], "1", "guests that left their sites"
        ),
        "origin": (dim, [p.configuration.origin for p in sample.priced]),
    }


def _per_step(sample: Sample) -> dict[str, Any]:
    x, e = sample.filling, sample.energy
    ends = x[sample.hull]
    middles = (np.arange(sample.cell.size) + 0.5) / sample.cell.size
    rest = (x, e, sample.metal, sample.charge)
    return {
        "step_start": _variable("step", ends[:-1], "1", "filling where a step begins"),
        "step_end": _variable("step", ends[1:], "1", "filling where a step ends"),
        "step_voltage": _variable("step", sample.steps, "V", "voltage of the hull"),
        "filling": _variable("filling", middles, "1", "filling"),
        "hull_voltage": _variable("filling", voltage_at(middles, *rest), "V", "voltage, hull"),
        "sampling_error": _variable(
            "filling", sampling_error(middles, *rest), "V", "change without any one structure"
        ),
    }


def _scalars(sample: Sample) -> dict[str, Any]:
    empty, full = (sample.volume(int(k)) for k in sample.hull[[0, -1]])
    return {
        "average_voltage": _variable((), sample.average, "V", "average voltage"),
        "sites": _variable((), sample.cell.size, "1", "guest sites of the cell"),
        "atoms": _variable((), len(sample.cell.full), "1", "atoms of the filled cell"),
        "volume_change": _variable((), full / empty - 1, "1", "change of volume on filling"),
        "metal_energy": _variable((), sample.metal, "eV", "energy of the guest metal per atom"),
    }


def notes_of(sample: Sample) -> list[str]:
    """What a reader must know of a sample."""
    cell = sample.cell
    notes = [
        f"{len(sample.priced)} arrangements on {cell.size} sites ({cell.label}) of a cell of "
        f"{len(cell.full)} atoms; energies at 0 K."
    ]
    rough = sum(not p.converged for p in sample.priced)
    if rough:
        notes.append(f"{rough} arrangements did not relax to the force tolerance.")
    strays = sum(p.strays > 0 for p in sample.priced)
    if strays:
        notes.append(f"In {strays} arrangements guests moved to other sites while relaxing.")
    if sample.tried:
        listed = ", ".join(f"{name} {1e3 * e:.0f} meV" for name, e in sample.tried)
        notes.append(f"Sites tried with one guest, energy above the best: {listed}.")
    return notes
