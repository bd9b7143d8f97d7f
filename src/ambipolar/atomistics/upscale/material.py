"""From a structure to a material: the plain data that a host file holds, with its provenance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.constants import AVOGADRO
from ...core.errors import ParameterError
from ..calculation import Watch, silent, within
from ..engines.engine import Engine
from ..lattice.cluster_expansion import ClusterExpansion
from ..lattice.potential import PotentialTable
from ..store import Store
from ..thermodynamics.hull import formation_energies, sampling_error, voltage_at
from ..thermodynamics.insertion import Sample, notes_of, sample_host, second_opinion
from .ensemble import potential_table, resolved
from .expansion import fit_sample, monte_carlo_table
from .settings import FromStructure
from .transport import Transport, hop_transport, plain

if TYPE_CHECKING:
    from ase import Atoms

#: an expansion that predicts left-out energies worse than this is not used [eV/site]: kT/2
TRUSTED_ERROR = 0.0128


@dataclass(frozen=True)
class Voltage:
    """The table of voltages of a material and where it is from."""

    filling: np.ndarray
    potential: np.ndarray  #: [V]
    source: str  #: one line
    method: str  #: ``Monte Carlo`` or ``weighed arrangements``


def material_from_structure(
    atoms: Atoms,
    guest: str,
    engine: Engine,
    store: Store,
    settings: FromStructure | None = None,
    *,
    second: Engine | None = None,
    watch: Watch = silent,
) -> dict[str, Any]:
    """Relax, fit, sample and hop: the data of a host file and the curves it stands on.

    Returns
    -------
    ``material`` (a mapping that a specification of a material reads), ``curves`` (numbers of the
    figure), ``notes`` (sentences) and ``references`` (keys).

    Raises
    ------
    ParameterError
        for a guest without a site, its metal without a simple crystal, or a cell too large.
    """
    settings = settings or FromStructure()
    whole = _Shares(watch, barrier=settings.barrier, second=second is not None)
    sample = sample_host(
        atoms, guest, engine, store,
        most_atoms=int(settings.most_atoms), number=int(settings.configurations),
        sites=settings.sites, relaxation=settings.relaxation, seed=int(settings.seed),
        watch=whole.part("energies"),
    )  # fmt: skip
    other = None
    if second is not None:
        other = second_opinion(sample, second, store, settings.relaxation, whole.part("second"))
    voltage, expansion, said = _voltage(sample, engine, settings, whole.part("voltage"))
    transport, reason = None, "no barrier was computed"
    if settings.barrier:
        transport, reason = _transport(sample, engine, store, settings, whole.part("barrier"))
    notes = [*notes_of(sample), said, *_opinion(sample, engine, other, second)]
    notes.append(_hop_note(transport) if transport else f"Diffusivity assumed: {reason}.")
    material = _material(sample, engine, settings, voltage, transport, reason, notes)
    return {
        "material": material,
        "curves": _curves(sample, voltage, expansion, transport),
        "notes": notes,
        "references": _references(engine, second, transport),
    }


class _Shares:
    """One bar over all stages, each with a share that is about its share of the time."""

    SHARES = {"energies": 0.6, "second": 0.3, "voltage": 0.1, "barrier": 0.3}

    def __init__(self, watch: Watch, *, barrier: bool, second: bool) -> None:
        left_out = {n for n, on in (("barrier", barrier), ("second", second)) if not on}
        self._shares = {n: s for n, s in self.SHARES.items() if n not in left_out}
        self._watch = watch

    def part(self, name: str) -> Watch:
        from ..calculation import Work

        total = sum(self._shares.values())
        names = list(self._shares)
        before = sum(self._shares[n] for n in names[: names.index(name)])

        def tell(work: Any) -> None:
            done = before + self._shares[name] * work.share
            self._watch(Work(done, total, work.text))

        return tell


def _voltage(
    sample: Sample, engine: Engine, settings: FromStructure, watch: Watch
) -> tuple[Voltage, ClusterExpansion | None, str]:
    """Monte Carlo of a cluster expansion that can be trusted, else the weighed arrangements."""
    kelvin = settings.temperature
    expansion, reason = None, ""
    try:
        expansion = fit_sample(sample, engine.label)
        error = expansion.cross_validation_error
        told = f"{len(expansion.orbits)} interactions, cross-validation error {_mev(error)}/site"
        if error > TRUSTED_ERROR:
            reason = (
                f"the cluster expansion is too rough ({told}; trusted to {_mev(TRUSTED_ERROR)})"
            )
        else:
            table = monte_carlo_table(
                sample,
                expansion,
                kelvin,
                quick=settings.quick,
                watch=within(watch, 0, 1, "Monte Carlo"),
            )
            said = (
                f"Voltage: Monte Carlo at {kelvin:g} K of a cluster expansion ({told}); "
                "vibrations and electronic entropy are left out."
            )
            return _of_table(table, sample.charge, told), expansion, said
    except ParameterError as problem:
        reason = f"no cluster expansion serves ({problem.message})"
    used = [p for p in sample.priced if not p.strays] or list(sample.priced)
    guests = np.array([len(p.configuration.filled) for p in used])
    energy = np.array([p.energy for p in used]) - guests * sample.metal
    weight = np.array([p.configuration.weight for p in used])
    x, u = potential_table(guests, energy, weight, sample.cell.size, kelvin)
    source = "hull smoothed by ideal mixing over the arrangements"
    said = f"Voltage: {source} of {sample.cell.size} sites, because {reason}."
    return Voltage(x, u / sample.charge, source, "weighed arrangements"), expansion, said


def _of_table(table: PotentialTable, charge: int, told: str) -> Voltage:
    x, u = resolved(np.asarray(table.filling), np.asarray(table.potential), table.temperature)
    largest = float(np.max(table.error)) / charge
    source = f"Monte Carlo of a cluster expansion, {told}, noise up to {1e3 * largest:.0f} mV"
    return Voltage(x, u / charge, source, "Monte Carlo")


def _mev(energy: float) -> str:
    return f"{1e3 * energy:.1f} meV"


def _transport(
    sample: Sample, engine: Engine, store: Store, settings: FromStructure, watch: Watch
) -> tuple[Transport | None, str]:
    """The hop; where there is none, why."""
    try:
        found = hop_transport(sample, engine, store, images=int(settings.images), watch=watch)
    except ParameterError as problem:
        return None, f"no hop could be computed ({problem.message})"
    if not found.converged:
        force = found.largest_force
        return None, f"the path did not converge (largest force {force:.2f} eV/angstrom)"
    if found.barrier <= 0:
        return None, "the path has no saddle point"
    return found, ""


def _opinion(
    sample: Sample, engine: Engine, other: Sample | None, second: Engine | None
) -> list[str]:
    steps = sample.steps
    text = (
        f"{engine.label}: average voltage {sample.average:.3f} V, hull from {steps.max():.3f} to "
        f"{steps.min():.3f} V."
    )
    if engine.energy_error is not None:
        text += f" Published test error of its energies: {_mev(engine.energy_error)}/atom."
    if other is None or second is None:
        return [f"{text} One engine: its own error is not estimated."]
    return [
        f"{text} {second.label}: {other.average:.3f} V; the difference is "
        f"{abs(other.average - sample.average):.3f} V. An error that both share is not in it."
    ]


def _hop_note(transport: Transport) -> str:
    frequency = "computed" if transport.frequency_computed else "assumed"
    return (
        f"Barrier {transport.barrier:.3f} eV (back {transport.reverse:.3f} eV) of a "
        f"{transport.carrier} over {transport.distance:.2f} angstrom in a cell of "
        f"{transport.atoms} atoms, {transport.images} images; attempt frequency "
        f"{transport.frequency:.2e} Hz ({frequency}); one hop stands for all, correlation is "
        "left out. Learned potentials tend to soften barriers."
    )


def _material(
    sample: Sample,
    engine: Engine,
    settings: FromStructure,
    voltage: Voltage,
    transport: Transport | None,
    reason: str,
    notes: Sequence[str],
) -> dict[str, Any]:
    """The fields of a material, numbers in SI."""
    cell, z = sample.cell, sample.charge
    standard = float(np.trapezoid(voltage.potential, voltage.filling) / np.ptp(voltage.filling))
    full = cell.full
    full_volume = sample.volume(int(sample.hull[-1])) * 1e-30
    masses = full.get_masses().sum() * 1e-3 / cell.size
    return {
        "formula": _formula(full, cell.guest),
        "guest": f"{cell.guest}{'' if z == 1 else z}+",
        "free_energy": {
            "type": "tabulated",
            # the table counts energies of one charge: z times the voltage
            "filling": [round(float(x), 6) for x in voltage.filling],
            "potential": [round(z * float(u), 6) for u in voltage.potential],
            "standard_potential": z * standard,
            "reference_temperature": settings.temperature,
        },
        "kinetics": {"type": "butler-volmer", "rate_constant": 0.1, "exchange": "both-sites"},
        "site_density": 1 / (full_volume * AVOGADRO),
        "standard_potential": standard,
        "diffusivity": _diffusivity(transport, settings.temperature),
        "gradient_energy": 5e-10,
        "charge_number": float(z),
        "molar_mass": float(masses),
        "filling_range": [float(voltage.filling[0]), float(voltage.filling[-1])],
        "sources": _sources(sample, engine, voltage, transport, reason),
        "note": " ".join(notes),
    }


def _formula(full: Atoms, guest: str) -> str:
    """Formula of the full host with the guest first, as ``LiCoO2``."""
    text = full.get_chemical_formula(mode="metal", empirical=True)
    (number,) = re.findall(rf"{guest}(?![a-z])(\d*)", text)
    return f"{guest}{number}" + re.sub(rf"{guest}(?![a-z])\d*", "", text)


def _diffusivity(transport: Transport | None, temperature: float) -> dict[str, Any]:
    if transport is None:
        return {"type": "lattice", "prefactor": 1e-15}
    return {
        "type": "lattice",
        "prefactor": transport.diffusivity(temperature),
        "activation_energy": transport.activation_energy,
        "reference_temperature": temperature,
    }


def _sources(
    sample: Sample, engine: Engine, voltage: Voltage, transport: Transport | None, reason: str
) -> dict[str, str]:
    by = f"computed: {engine.label}, cell of {len(sample.cell.full)} atoms"
    count = len(sample.priced)
    hop = f"assumed: {reason}"
    if transport is not None:
        hop = (
            f"{by}, {transport.images} images, barrier {transport.barrier:.3f} eV, attempt "
            f"frequency {transport.frequency:.2e} Hz, one hop, no error estimate"
        )
    return {
        "free_energy": f"{by}, {count} arrangements; {voltage.source}",
        "standard_potential": f"{by}, mean of the table of voltages",
        "site_density": f"{by}, relaxed volume of the full host",
        "molar_mass": "computed: atomic masses of the full host",
        "diffusivity": hop,
        "kinetics": "assumed: no rate of insertion is computed",
        "gradient_energy": "assumed",
    }


def _curves(
    sample: Sample,
    voltage: Voltage,
    expansion: ClusterExpansion | None,
    transport: Transport | None,
) -> dict[str, Any]:
    """What the figure draws and the summary prints."""
    x, e = sample.filling, sample.energy
    hull = sample.hull
    middles = (np.arange(sample.cell.size) + 0.5) / sample.cell.size
    rest = (x, e, sample.metal, sample.charge)
    return {
        "filling": x.tolist(),
        "formation_energy": formation_energies(x, e).tolist(),
        "origin": [p.configuration.origin for p in sample.priced],
        "hull": hull.tolist(),
        "steps": sample.steps.tolist(),
        "average": sample.average,
        "middles": middles.tolist(),
        "hull_voltage": voltage_at(middles, *rest).tolist(),
        "sampling_error": sampling_error(middles, *rest).tolist(),
        "table_filling": voltage.filling.tolist(),
        "table_voltage": voltage.potential.tolist(),
        "method": voltage.method,
        "cross_validation_error": expansion.cross_validation_error if expansion else None,
        "interactions": len(expansion.orbits) if expansion else 0,
        "volume_change": sample.volume(int(hull[-1])) / sample.volume(int(hull[0])) - 1,
        "transport": plain(transport) if transport else None,
        "sites": sample.cell.size,
        "atoms": len(sample.cell.full),
    }


def _references(engine: Engine, second: Engine | None, transport: Transport | None) -> list[str]:
    keys = [*engine.references(), *(second.references() if second else ()), "aydinol1997"]
    if transport is not None:
        keys += ["henkelman2000", "smidstrup2014", "vineyard1957"]
    return list(dict.fromkeys([*keys, "larsen2017"]))
