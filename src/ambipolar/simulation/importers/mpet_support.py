"""What of MPET cannot be imported, found in all files before anything is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...core.errors import SpecError
from . import mpet_constants
from .mpet_cell import PROPERTY_SETS, is_bath
from .mpet_config import ConfigFile
from .mpet_material import (
    DIFFUSIVE,
    DIFFUSIVITIES,
    FITTED_HOSTS,
    FITTED_PARTICLES,
    ISOTHERMAL_HOSTS,
    ISOTHERMAL_LAWS,
    LAYERED_HOSTS,
    LAYERED_PARTICLES,
    RATE_LAWS,
    REGULAR_HOSTS,
)
from .mpet_particle import SHAPES
from .mpet_protocol import PROFILES

#: the one salt that dilute solutions may have: z and nu of both ions, and the reaction
SALT = {"zp": 1, "zm": -1, "nup": 1, "num": 1, "n": 1, "sp": -1}


def refuse_unsupported(system: ConfigFile, electrodes: Mapping[str, ConfigFile]) -> None:
    """One error that names everything in all files that would change the result.

    Raises
    ------
    SpecError
        if there is any.
    """
    found = [f"{system.path.name} {text}" for text in _of_system(system, electrodes)]
    kelvin = system["T"]
    for electrode in electrodes.values():
        for key, isothermal in (("rxnType", ISOTHERMAL_LAWS), ("muRfunc", ISOTHERMAL_HOSTS)):
            law = electrode[key]
            if law in isothermal and kelvin != mpet_constants.MPET_TEMPERATURE:
                found.append(
                    f"{system.path.name} [Sim Params] T = {kelvin:g} with {law} (only 298)"
                )
        found += [f"{electrode.path.name} {text}" for text in _of_electrode(electrode)]
    if found:
        raise SpecError(
            str(system.path),
            f"not supported: {'; '.join(dict.fromkeys(found))}.",
            "docs/mpet.md lists what can be imported.",
        )


def _of_system(system: ConfigFile, electrodes: Mapping[str, ConfigFile]) -> Iterator[str]:
    if system["profileType"] not in PROFILES:
        yield f"[Sim Params] profileType = {system['profileType']} (only {', '.join(PROFILES)})"
    if system["prevDir"].lower() not in ("", "false"):
        yield "[Sim Params] prevDir (a run to continue from)"
    for end in electrodes:
        if system[f"Npart_{end}"] < 1:
            yield f"[Sim Params] Npart_{end} = 0 (at least 1)"
        if system[f"simPartCond_{end}"] and system[f"G_stddev_{end}"] != 0:
            yield f"[Conductivity] G_stddev_{end} = {system[f'G_stddev_{end}']:g} (only 0)"
    model = system["elyteModelType"]
    if model not in ("dilute", "SM"):
        yield f"[Electrolyte] elyteModelType = {model} (only dilute, SM)"
    yield from _of_bath(system) if is_bath(system) else _of_solution(system)


def _of_bath(system: ConfigFile) -> Iterator[str]:
    for key in ("simBulkCond_c", "simPartCond_c"):
        if system[key]:
            yield f"[Conductivity] {key} = true without an electrolyte"
    if system["elyteModelType"] == "SM" and system["c0"] != mpet_constants.MPET_CONCENTRATION:
        # there the reservoir is a lithium electrode at c0, while the rate sees the activity c0
        yield f"[Electrolyte] c0 = {system['c0']:g} with SM (only 1000)"


def _of_solution(system: ConfigFile) -> Iterator[str]:
    if system["elyteModelType"] == "SM" and system["SMset"] not in PROPERTY_SETS:
        yield f"[Electrolyte] SMset = {system['SMset']} (only {', '.join(PROPERTY_SETS)})"
    for key, only in SALT.items():
        if system[key] != only:
            yield f"[Electrolyte] {key} = {system[key]:g} (only {only})"


def _of_electrode(electrode: ConfigFile) -> Iterator[str]:
    kind, shape, diffusivity = electrode["type"], electrode["shape"], electrode["Dfunc"]
    if kind not in SHAPES:
        yield f"[Particles] type = {kind} (only {', '.join(SHAPES)})"
    elif shape not in SHAPES[kind]:
        yield f"[Particles] shape = {shape} with {kind} (only {', '.join(SHAPES[kind])})"
    for section, key, known in (
        ("Material", "muRfunc", REGULAR_HOSTS | FITTED_HOSTS | LAYERED_HOSTS),
        ("Reactions", "rxnType", RATE_LAWS),
    ):
        if electrode[key] not in known:
            yield f"[{section}] {key} = {electrode[key]} (only {', '.join(known)})"
    if electrode["muRfunc"] in FITTED_HOSTS and kind not in FITTED_PARTICLES:
        allowed = ", ".join(FITTED_PARTICLES)
        yield f"[Particles] type = {kind} with {electrode['muRfunc']} (only {allowed})"
    if (electrode["muRfunc"] in LAYERED_HOSTS) != (kind in LAYERED_PARTICLES) and kind in SHAPES:
        hosts, kinds = ", ".join(LAYERED_HOSTS), ", ".join(LAYERED_PARTICLES)
        yield f"[Particles] type = {kind} with {electrode['muRfunc']} (only {kinds} with {hosts})"
    if kind == "CHR2" and electrode["dgammadc"] != 0:
        yield f"[Material] dgammadc = {electrode['dgammadc']:g} with CHR2 (only 0)"
    if kind in DIFFUSIVE and diffusivity not in DIFFUSIVITIES:
        yield f"[Material] Dfunc = {diffusivity} (only {', '.join(DIFFUSIVITIES)})"
    for key in ("noise", "logPad"):
        if electrode[key]:
            yield f"[Material] {key} = true"
