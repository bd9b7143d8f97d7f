"""Which registry holds the objects that a field of a specification may name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ...core.errors import SpecError, UnknownNameError, suggestion
from ...core.registry import Registry


@dataclass(frozen=True)
class Kind:
    """Where objects of one kind are found, as ``"module:attribute"`` below the package.

    ``base`` is the record that a mapping without ``type`` describes, where there is only one.
    """

    registry: str
    base: str = ""


KINDS: dict[str, Kind] = {
    "device": Kind("devices.registry:DEVICES"),
    "device spread": Kind("devices.spread:SPREADS", "devices.spread:DeviceSpread"),
    "particle": Kind("models.registry:PARTICLES"),
    "population": Kind("models.registry:POPULATIONS", "models.population:Population"),
    "side reaction": Kind("models.registry:SIDE_REACTIONS"),
    "film growth": Kind("physics.side_reactions.registry:FILM_GROWTHS"),
    "film lithium": Kind("physics.side_reactions.registry:FILM_LITHIUM"),
    "metal deposition": Kind(
        "physics.side_reactions.registry:DEPOSITIONS",
        "physics.side_reactions.metal_deposition:MetalDeposition",
    ),
    "deposition sites": Kind("physics.side_reactions.registry:DEPOSITION_SITES"),
    "surface reconstruction law": Kind(
        "physics.side_reactions.registry:RECONSTRUCTIONS",
        "physics.side_reactions.surface_reconstruction:DelithiationGrowth",
    ),
    "size distribution": Kind("models.registry:SIZE_DISTRIBUTIONS"),
    "variation": Kind("models.registry:VARIATIONS"),
    "heterogeneity": Kind("models.registry:HETEROGENEITIES"),
    "initial profile": Kind("models.registry:INITIAL_PROFILES"),
    "region": Kind("models.registry:REGIONS"),
    "surface condition": Kind("physics.thermodynamics.registry:SURFACE_CONDITIONS"),
    "material": Kind("materials.registry:MATERIALS", "materials.material:Material"),
    "kinetics": Kind("physics.kinetics.registry:KINETICS"),
    "exchange current": Kind("physics.kinetics.registry:EXCHANGE_CURRENTS"),
    "free energy": Kind("physics.thermodynamics.registry:FREE_ENERGIES"),
    "formula": Kind("physics.formulas.registry:FORMULAS"),
    "permittivity": Kind("physics.optics.registry:PERMITTIVITIES"),
    "line shape": Kind("physics.optics.registry:LINE_SHAPES"),
    "intervalence band": Kind(
        "physics.optics.registry:INTERVALENCE_BANDS", "physics.optics.bands:IntervalenceBand"
    ),
    "optical layer": Kind(
        "physics.optics.registry:OPTICAL_LAYERS", "physics.optics.stack:OpticalLayer"
    ),
    "optical stack": Kind(
        "physics.optics.registry:OPTICAL_STACKS", "physics.optics.stack:OpticalStack"
    ),
    "porous layer": Kind("models.registry:POROUS_LAYERS", "models.electrolyte_layer:PorousLayer"),
    "porous electrode": Kind(
        "models.registry:POROUS_ELECTRODES", "models.cells.electrode:PorousElectrode"
    ),
    "cell heat": Kind("models.registry:CELL_HEATS", "models.cells.heat:CellHeat"),
    "particle chain": Kind("models.registry:PARTICLE_CHAINS", "models.cells.chain:ParticleChain"),
    "metal electrode": Kind(
        "physics.kinetics.registry:METAL_ELECTRODES", "physics.kinetics.metal:MetalElectrode"
    ),
    "electrolyte": Kind("materials.electrolytes.registry:ELECTROLYTES"),
    "diffusivity": Kind("physics.transport.registry:DIFFUSIVITIES"),
    "conductivity": Kind("physics.properties.registry:CONDUCTIVITIES"),
    "sheet electrode": Kind("models.sheets.registry:SHEET_ELECTRODES"),
    "mechanism": Kind("models.sheets.registry:MECHANISMS"),
    "contact": Kind("models.sheets.registry:CONTACTS", "models.sheets.conductor:Contact"),
    "pool": Kind("models.sheets.registry:POOLS", "models.sheets.electrolyte:Pool"),
    "probe": Kind("models.sheets.registry:PROBES", "models.sheets.probe:Probe"),
    "lattice": Kind("atomistics.lattice.registry:LATTICES"),
    "lattice model": Kind("atomistics.lattice.registry:INTERACTIONS"),
    "calculation": Kind("atomistics.registry:CALCULATIONS"),
    "engine": Kind("atomistics.registry:ENGINES"),
    "wave functions": Kind("atomistics.registry:WAVE_FUNCTIONS"),
    "structure": Kind("atomistics.registry:STRUCTURES"),
    "image model": Kind("atomistics.registry:IMAGE_MODELS"),
    "oxygen treatment": Kind("atomistics.registry:OXYGEN_TREATMENTS"),
    "control": Kind("simulation.protocol.controls:CONTROLS"),
    "drive": Kind("simulation.protocol.terminals:DRIVES", "simulation.protocol.terminals:Drive"),
    "cut-off": Kind("simulation.protocol.cutoffs:CUTOFFS"),
    "protocol": Kind("simulation.protocols:PROTOCOLS"),
}


#: fields that follow from the law itself and are never part of a specification
IMPLIED = {"fields"}


def registry_of(kind: str) -> Registry:
    """The registry of a kind."""
    return _load(KINDS[kind].registry)


def base_of(kind: str) -> type | None:
    """The record class that a mapping without ``type`` describes, if there is one."""
    return _load(KINDS[kind].base) if KINDS[kind].base else None


def look_up(kind: str, name: Any, path: str) -> Any:
    """The registered class or object called ``name``.

    Raises
    ------
    SpecError
        at ``path``, with the nearest names.
    """
    registry = registry_of(kind)
    if not isinstance(name, str):
        raise SpecError(path, f"expected the name of a {kind}, got {name!r}.", _known(registry))
    try:
        return registry[name]
    except UnknownNameError as error:
        raise SpecError(path, error.message, error.advice) from None


def name_of(kind: str | None, target: type) -> str:
    """The registered name of a class; its import path where it has none."""
    spelled = f"{target.__module__}:{target.__qualname__}"
    if kind is not None and kind in KINDS:
        for name, entry in registry_of(kind).entries.items():
            if entry == spelled:
                return name
    return spelled


def known_names(kind: str) -> str:
    """A sentence that lists what is registered."""
    return _known(registry_of(kind))


def _known(registry: Registry) -> str:
    return suggestion("", registry.entries)


def _load(target: str) -> Any:
    module, _, attribute = target.partition(":")
    return getattr(import_module(f"ambipolar.{module}"), attribute)
