"""Import of MPET runs of one particle in a perfect bath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import ParameterError, SpecError
from ...devices.single_particle import SingleParticle
from ...numerics.settings import SolverSettings
from ..protocol import Protocol
from ..specification.describe import describe_run
from . import mpet_constants
from .mpet_config import ELECTRODE, SYSTEM, ConfigFile, read_config
from .mpet_material import (
    DIFFUSIVE,
    DIFFUSIVITIES,
    FITTED_HOSTS,
    FITTED_PARTICLES,
    ISOTHERMAL_HOSTS,
    ISOTHERMAL_LAWS,
    RATE_LAWS,
    REGULAR_HOSTS,
    material_of,
    with_size,
)
from .mpet_particle import SHAPES, mean_size, particle_of
from .mpet_protocol import PROFILES, protocol_of

if TYPE_CHECKING:
    from ..specification.spec import RunSpec

#: Tighter than MPET's own tolerances (1e-6), so that a difference that remains is not ours.
SETTINGS = SolverSettings(relative_tolerance=1e-8, absolute_tolerance=1e-10)


@dataclass(frozen=True)
class ImportedRun:
    """An experiment read from the files of another code, ready for ``run``."""

    device: SingleParticle
    protocol: Protocol
    settings: SolverSettings
    title: str
    source: str
    notes: tuple[str, ...] = ()  #: what was not used and why

    def spec(self) -> RunSpec:
        """The same experiment as a specification, ready to be written as YAML."""
        from ..specification.spec import load_spec

        content = {
            "title": self.title,
            "description": "\n".join(self.notes),
            "source": {"key": self.source},
        }
        return load_spec(content | describe_run(self.device, self.protocol, self.settings))


def import_mpet(path: str | Path) -> ImportedRun:
    """Read an MPET run from its system file; the electrode file is found through it.

    Particle, mesh and discretisation are those of MPET, whose rounded physical constants are
    absorbed exactly into temperature, energies and site density (:mod:`.mpet_constants`).
    [smith2017]

    Parameters
    ----------
    path : the system file (``params_system.cfg``).

    Raises
    ------
    SpecError
        naming file and key, for files that cannot be read, for unknown, missing or wrong
        entries, and for everything that would change the result and is not supported.
    """
    system = read_config(Path(path), SYSTEM)
    electrode = read_config(system.path.parent / system["cathode"], ELECTRODE)
    _refuse_unsupported(system, electrode)
    title = f"MPET {system.path.resolve().parent.name}"
    try:
        device, start_voltage = _device(system, electrode, title)
        protocol = protocol_of(system, device, start_voltage)
    except ParameterError as error:
        raise SpecError(str(path), f"{error.path}: {error.detail}", error.advice) from None
    words = [electrode[k] for k in ("muRfunc", "type", "shape", "rxnType")]
    return ImportedRun(
        device=device,
        protocol=protocol,
        settings=SETTINGS,
        title=f"{title}: {', '.join(words)}",
        source="smith2017",
        notes=tuple(_notes(system, electrode)),
    )


def _device(system: ConfigFile, electrode: ConfigFile, title: str) -> tuple[SingleParticle, float]:
    """The device, and the voltage from which MPET ramps a voltage [V]."""
    kelvin, filling, size = system["T"], system["cs0_c"], mean_size(system)
    material = material_of(electrode, kelvin, title)
    temperature = mpet_constants.temperature(kelvin)
    start_voltage = float(np.asarray(material.open_circuit_potential(filling, temperature)))
    if electrode["type"] == "homog_sdn":
        material = with_size(material, size)
    particle = particle_of(electrode, size)
    solid = system["L_c"] * (1 - system["poros_c"]) * system["P_L_c"]  # volume per terminal area
    device = SingleParticle(
        material=material,
        particle=particle,
        initial_filling=filling,
        temperature=temperature,
        ion_activity=system["c0"] / mpet_constants.MPET_CONCENTRATION,
        series_resistance=system["Rser"],
        area_ratio=solid / float(particle.volume_per_area()),
    )
    return device, start_voltage


def _refuse_unsupported(system: ConfigFile, electrode: ConfigFile) -> None:
    """One error that names everything in both files that would change the result."""
    found = [f"{system.path.name} {text}" for text in _unsupported_system(system)]
    kelvin = system["T"]
    for key, isothermal in (("rxnType", ISOTHERMAL_LAWS), ("muRfunc", ISOTHERMAL_HOSTS)):
        law = electrode[key]
        if law in isothermal and kelvin != mpet_constants.MPET_TEMPERATURE:
            found.append(f"{system.path.name} [Sim Params] T = {kelvin:g} with {law} (only 298)")
    found += [f"{electrode.path.name} {text}" for text in _unsupported_electrode(electrode)]
    if found:
        raise SpecError(
            str(system.path),
            f"not supported: {'; '.join(found)}.",
            "One particle in a perfect bath can be imported.",
        )


def _unsupported_system(system: ConfigFile) -> Iterator[str]:
    for key, only in (("Nvol_c", 1), ("Nvol_s", 0), ("Nvol_a", 0), ("Npart_c", 1)):
        if system[key] != only:
            yield f"[Sim Params] {key} = {system[key]} (only {only})"
    if system["profileType"] not in PROFILES:
        yield f"[Sim Params] profileType = {system['profileType']} (only {', '.join(PROFILES)})"
    if system["prevDir"].lower() not in ("", "false"):
        yield "[Sim Params] prevDir (a run to continue from)"
    for key in ("simBulkCond_c", "simPartCond_c"):
        if system[key]:
            yield f"[Conductivity] {key} = true"
    model = system["elyteModelType"]
    if model not in ("dilute", "SM"):
        yield f"[Electrolyte] elyteModelType = {model} (only dilute, SM)"
    elif model == "SM" and system["c0"] != mpet_constants.MPET_CONCENTRATION:
        # there the reservoir is a lithium electrode at c0, while the rate sees the activity c0
        yield f"[Electrolyte] c0 = {system['c0']:g} with SM (only 1000)"


def _unsupported_electrode(electrode: ConfigFile) -> Iterator[str]:
    kind, shape, diffusivity = electrode["type"], electrode["shape"], electrode["Dfunc"]
    if kind not in SHAPES:
        yield f"[Particles] type = {kind} (only {', '.join(SHAPES)})"
    elif shape not in SHAPES[kind]:
        yield f"[Particles] shape = {shape} with {kind} (only {', '.join(SHAPES[kind])})"
    for section, key, known in (
        ("Material", "muRfunc", REGULAR_HOSTS | FITTED_HOSTS),
        ("Reactions", "rxnType", RATE_LAWS),
    ):
        if electrode[key] not in known:
            yield f"[{section}] {key} = {electrode[key]} (only {', '.join(known)})"
    if electrode["muRfunc"] in FITTED_HOSTS and kind not in FITTED_PARTICLES:
        allowed = ", ".join(FITTED_PARTICLES)
        yield f"[Particles] type = {kind} with {electrode['muRfunc']} (only {allowed})"
    if kind in DIFFUSIVE and diffusivity not in DIFFUSIVITIES:
        yield f"[Material] Dfunc = {diffusivity} (only {', '.join(DIFFUSIVITIES)})"
    for key in ("noise", "logPad"):
        if electrode[key]:
            yield f"[Material] {key} = true"


def _notes(system: ConfigFile, electrode: ConfigFile) -> Iterator[str]:
    for file, reason in (
        (system, "without effect on one particle in a perfect bath with this protocol"),
        (electrode, "without effect on this host, particle and rate law"),
    ):
        if file.unused:
            yield f"{file.path.name}: {', '.join(file.unused)} not used, {reason}."
    yield (
        "MPET's rounded constants are absorbed: the temperature"
        f" {system['T']:g} K is {mpet_constants.temperature(system['T']):.6g} K with exact ones."
    )
