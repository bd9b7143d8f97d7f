"""Electrodes, electrolyte and cell of an MPET system file."""

from __future__ import annotations

import numpy as np

from ...core.errors import SpecError
from ...core.records import Record
from ...devices.full_cell import FullCell
from ...devices.half_cell import HalfCell
from ...devices.particle_population import ParticlePopulation
from ...devices.single_particle import SingleParticle
from ...materials.electrolytes.registry import ELECTROLYTES
from ...materials.material import Material
from ...models.cells.chain import ParticleChain
from ...models.cells.electrode import PorousElectrode
from ...models.electrolyte_layer import PorousLayer
from ...models.particle import Particle
from ...models.population import Population
from ...physics.electrolytes.dilute import DiluteElectrolyte
from ...physics.electrolytes.electrolyte import Electrolyte
from ...physics.electrolytes.isothermal import IsothermalElectrolyte
from ...physics.kinetics.metal import MetalElectrode
from . import mpet_constants
from .mpet_config import FRACTION, LENGTH, NOT_NEGATIVE, POSITIVE, ConfigFile, checked, number
from .mpet_material import material_of, with_size
from .mpet_particle import particles_of, volume_of

#: property sets of ``SMset`` by their name here
PROPERTY_SETS = {
    "valoen_bernardi": "valoen-bernardi",
    "valoen_reimers": "valoen-reimers",
    "LIONSIMBA_isothermal": "lionsimba-isothermal",
    "LIONSIMBA_nonisothermal": "lionsimba-nonisothermal",
    "Doyle96_EC_DMC_2_1": "doyle96-ec-dmc-2-1",
    "Doyle96_EC_DMC_1_2": "doyle96-ec-dmc-1-2",
}

Sizes = dict[str, np.ndarray]
Generator = np.random.RandomState | None
#: entries of the ranges that matter only where the part of the cell is there
_ELECTRODE = {
    "L_{}": LENGTH, "P_L_{}": number(1e-6, 1), "poros_{}": FRACTION, "BruggExp_{}": number(-20, 1),
    "cs0_{}": FRACTION, "mean_{}": LENGTH, "stddev_{}": NOT_NEGATIVE,
}  # fmt: skip
_SEPARATOR = {"L_s": LENGTH, "poros_s": number(1e-6, 1), "BruggExp_s": number(-20, 1)}
_FOIL = {"k0_foil": POSITIVE, "Rfilm_foil": NOT_NEGATIVE}
_DILUTE = {"Dp": POSITIVE, "Dm": POSITIVE}


def is_bath(system: ConfigFile) -> bool:
    """Whether the run has neither electrolyte nor counter electrode: one volume by itself."""
    return (system["Nvol_c"], system["Nvol_s"], system["Nvol_a"]) == (1, 0, 0)


def check_ranges(system: ConfigFile) -> None:
    """Refuse wrong numbers of the parts that the cell has.

    Raises
    ------
    SpecError
        once, naming every entry.
    """
    readers = {}
    for end in _ends(system):
        readers |= {key.format(end): reader for key, reader in _ELECTRODE.items()}
        if system[f"simBulkCond_{end}"]:
            readers[f"sigma_s_{end}"] = POSITIVE
        if system[f"simPartCond_{end}"]:
            readers[f"G_mean_{end}"] = POSITIVE
    readers |= _SEPARATOR if system["Nvol_s"] else {}
    readers |= {} if system["Nvol_a"] else _FOIL
    readers |= _DILUTE if system["elyteModelType"] == "dilute" else {}
    checked(system, readers)


def bath_of(
    system: ConfigFile, electrode: ConfigFile, sizes: np.ndarray, title: str, random: Generator
) -> tuple[Record, float]:
    """Particles in a perfect bath, and the voltage from which MPET ramps a voltage [V]."""
    material, start = _material(system, electrode, "c", title)
    particle = particles_of(electrode, sizes, random)
    material = _sized(electrode, material, particle, sizes)
    solid = system["L_c"] * (1 - system["poros_c"]) * system["P_L_c"]  # volume per terminal area
    common = {
        "material": material,
        "initial_filling": system["cs0_c"],
        "temperature": mpet_constants.temperature(system["T"]),
        "ion_activity": system["c0"] / mpet_constants.MPET_CONCENTRATION,
        "series_resistance": system["Rser"],
        "area_ratio": solid / float(particle.volume_per_area()),
    }
    if isinstance(particle, Population):
        return ParticlePopulation(population=particle, **common), start
    return SingleParticle(particle=particle, **common), start


def cell_of(
    system: ConfigFile, electrodes: dict[str, ConfigFile], sizes: Sizes, title: str,
    random: Generator,
) -> tuple[Record, float]:  # fmt: skip
    """A half or a full cell, and the voltage from which MPET ramps a voltage [V].

    Raises
    ------
    SpecError
        for parameters of a particle that are missing or cannot be used.
    """
    parts, starts = {}, {}
    for end, file in electrodes.items():
        particle = particles_of(file, sizes[end], random)
        parts[end], starts[end] = _electrode(system, file, end, sizes[end], particle, title)
    common = {
        "electrolyte": _electrolyte(system),
        "separator": _layer(system, "s") if system["Nvol_s"] else None,
        "temperature": mpet_constants.temperature(system["T"]),
        "series_resistance": system["Rser"],
        "initial_concentration": system["c0"],
    }
    if "a" in parts:
        cell = FullCell(negative=parts["a"], positive=parts["c"], **common)
        return cell, starts["c"] - starts["a"]
    foil = MetalElectrode(rate_constant=system["k0_foil"], film_resistance=system["Rfilm_foil"])
    return HalfCell(foil=foil, electrode=parts["c"], **common), starts["c"]


def _ends(system: ConfigFile) -> tuple[str, ...]:
    return ("c", "a") if system["Nvol_a"] else ("c",)


def _electrode(
    system: ConfigFile, file: ConfigFile, end: str, sizes: np.ndarray, particle: Particle,
    title: str,
) -> tuple[PorousElectrode, float]:  # fmt: skip
    material, potential = _material(system, file, end, title)
    porosity, conducts = system[f"poros_{end}"], system[f"simBulkCond_{end}"]
    chain = None
    if system[f"simPartCond_{end}"]:
        volume = volume_of(file, float(np.mean(sizes)))
        chain = ParticleChain(conductance=system[f"G_mean_{end}"], volume=volume)
    electrode = PorousElectrode(
        material=_sized(file, material, particle, sizes),
        particle=particle,
        layer=_layer(system, end),
        active_fraction=(1 - porosity) * system[f"P_L_{end}"],
        initial_filling=system[f"cs0_{end}"],
        conductivity=system[f"sigma_s_{end}"] if conducts else None,
        conductivity_exponent=1 - system[f"BruggExp_{end}"] if conducts else 1.5,
        chain=chain,
    )
    return electrode, potential


def _material(
    system: ConfigFile, electrode: ConfigFile, end: str, title: str
) -> tuple[Material, float]:
    """The host, and its potential at the start without what depends on the size [V]."""
    kelvin = system["T"]
    material = material_of(electrode, kelvin, title)
    temperature = mpet_constants.temperature(kelvin)
    potential = material.open_circuit_potential(system[f"cs0_{end}"], temperature)
    return material, float(np.asarray(potential))


def _sized(
    electrode: ConfigFile, material: Material, particle: Particle, sizes: np.ndarray
) -> Material:
    """A population varies its interaction itself; one particle has that of its size."""
    if electrode["type"] != "homog_sdn" or isinstance(particle, Population):
        return material
    return with_size(material, float(sizes[0, 0]))


def _layer(system: ConfigFile, end: str) -> PorousLayer:
    # MPET multiplies eps by eps^-Brugg
    return PorousLayer(
        thickness=system[f"L_{end}"],
        porosity=system[f"poros_{end}"],
        bruggeman_exponent=1 - system[f"BruggExp_{end}"],
        cells=system[f"Nvol_{end}"],
    )


def _electrolyte(system: ConfigFile) -> Electrolyte:
    reference = mpet_constants.MPET_CONCENTRATION
    if system["elyteModelType"] == "dilute":
        return DiluteElectrolyte(
            name="dilute of MPET",
            cation_diffusivity=system["Dp"],
            anion_diffusivity=system["Dm"],
            reference_concentration=reference,
            reference_temperature=mpet_constants.temperature(mpet_constants.MPET_TEMPERATURE),
            sources=dict.fromkeys(("cation_diffusivity", "anion_diffusivity"), "smith2017"),
        )
    known = PROPERTY_SETS.get(system["SMset"])
    if known is None:
        raise SpecError(str(system.path), f"[Electrolyte] SMset = {system['SMset']} is unknown.")
    # the fits are of the stated temperature, not of the one that absorbs k and e
    return IsothermalElectrolyte(electrolyte=ELECTROLYTES[known], fixed_temperature=system["T"])
