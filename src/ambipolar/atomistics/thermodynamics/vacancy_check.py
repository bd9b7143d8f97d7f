r"""Single points of a second engine on the vacancies of a first.

.. math:: E_f = E_2(\mathrm{host} - X) + \mu_{X,2} - E_2(\mathrm{host})

at the places that the first engine found, with reference states of the second engine alone. What
relaxation by the second engine would gain, in host and vacancy, is left out; its forces tell how
much there is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.records import annotation, choice
from ..calculation import Calculation, Watch, silent, within
from ..energies import Energy
from ..engines.engine import Engine
from ..engines.gpaw import Gpaw
from ..relaxation import Relaxed, relax
from ..single_points import single_points
from ..store import Store, default_folder
from .vacancies import Vacancy, vacancies, without
from .vacancy_formation import VacancyFormation, pristine

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class VacancySpotCheck(Calculation):
    """The cheapest vacancy of each class by another engine, as density-functional theory.

    The vacancies are those of ``vacancies``, recalled where they were computed before.
    """

    vacancies: VacancyFormation = VacancyFormation()
    engine: Engine = choice("engine", "engine of the single points", Gpaw())
    sites: tuple = annotation(("Li 8a", "O 32e"))

    def references(self) -> tuple[str, ...]:
        return (*self.vacancies.references(), *self.engine.references())

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        store = Store(default_folder())
        self.engine.identity()  # says now, not after the relaxations, when the engine is missing
        host, found = self._vacancies(store, watch)
        cells = [host.atoms, *(relaxed.atoms for _, relaxed in found)]
        points = single_points(cells, self.engine, store, within(watch, 1, 2, "single points"))
        potentials = [
            dataclasses.replace(self.vacancies, engine=e, sites=self.sites).potentials(store)
            for e in (self.vacancies.engine, self.engine)
        ]
        return _dataset(self, host, found, points, potentials)

    def _vacancies(
        self, store: Store, watch: Watch
    ) -> tuple[Relaxed, list[tuple[Vacancy, Relaxed]]]:
        asked = self.vacancies
        host = pristine(asked.structure, asked.engine, store, within(watch, 0, 4))
        found = []
        for name in self.sites:
            group = vacancies(
                host, name, asked.engine, store,
                relaxation=asked.relaxation, relaxed_sites=asked.relaxed_sites,
                screened_sites=asked.screened_sites, watch=within(watch, 1, 4, name),
            )  # fmt: skip
            best = min(group, key=lambda v: np.inf if np.isnan(v.relaxed) else v.relaxed)
            cell = without(host.atoms, [best.site])
            found.append((best, relax(cell, asked.engine, asked.relaxation, store)))
        return host, found


def _dataset(
    asked: VacancySpotCheck,
    host: Relaxed,
    found: Sequence[tuple[Vacancy, Relaxed]],
    points: Sequence[Mapping[str, float]],
    potentials: Sequence[Mapping[str, Sequence[Energy]]],
) -> xr.Dataset:
    import xarray as xr

    first, second = ([_added(v, mu) for v, _ in found] for mu in potentials)
    removed = np.array([v.relaxed for v, _ in found])
    checked = np.array([point["energy"] - points[0]["energy"] for point in points[1:]])
    forces = np.array([point["largest_force"] for point in points[1:]])
    treatments = [e.references["O"] for e in potentials[0].get("O", ())] or ["none"]
    dims = ("vacancy", "oxygen")
    by_path = removed[:, None] + _columns(first, len(treatments))
    by_check = checked[:, None] + _columns(second, len(treatments))
    force = {"units": "eV/angstrom", "long_name": "largest force in the single points"}
    data = xr.Dataset(
        {
            "formation_energy": (dims, by_path, _eV("formation energy, first engine, relaxed")),
            "checked_energy": (dims, by_check, _eV("formation energy, single points")),
            "correction": (dims, by_check - by_path, _eV("single points less first engine")),
            "largest_force": ("vacancy", forces, force),
            "host_force": ((), points[0]["largest_force"], {**force, "long_name": "of the host"}),
        },
        coords={
            "vacancy": np.arange(len(found)),
            "site_class": ("vacancy", [v.site_class for v, _ in found]),
            "neighbours": ("vacancy", [v.neighbours for v, _ in found]),
            "oxygen": treatments,
        },
    )
    data.attrs["engine"] = f"{asked.vacancies.engine.label}; {asked.engine.label}"
    largest = max(point["largest_force"] for point in points)
    data.attrs["notes"] = [
        f"Structures are those of {asked.vacancies.engine.label}: the largest force of "
        f"{asked.engine.label} on them is {largest:.2f} eV/Å.",
        *(f"{v.site_class}: not relaxed to its tolerance." for v, r in found if not r.converged),
    ]
    if not host.converged:
        data.attrs["notes"].append("The host is not relaxed to its tolerance.")
    return data


def _eV(text: str) -> dict[str, str]:
    return {"units": "eV", "long_name": text}


def _added(vacancy: Vacancy, potentials: Mapping[str, Sequence[Energy]]) -> list[float]:
    return [e.value for e in potentials[vacancy.site_class.split()[0]]]


def _columns(rows: Sequence[Sequence[float]], length: int) -> np.ndarray:
    """One column for each oxygen treatment; an element with one reference state has equal ones."""
    return np.array([list(row) * length if len(row) == 1 else list(row) for row in rows])
