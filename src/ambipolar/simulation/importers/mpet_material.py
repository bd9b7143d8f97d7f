"""The host of an MPET electrode file."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...core.errors import SpecError
from ...materials.material import Material
from ...materials.registry import MATERIALS
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.coupled_ion_electron_transfer import CoupledIonElectronTransfer
from ...physics.kinetics.exchange_current import (
    ActivityExchange,
    ConstantExchange,
    ExchangeCurrent,
    NewmanExchange,
    SymmetricActivityExchange,
)
from ...physics.kinetics.film_resistance import WithFilmResistance
from ...physics.kinetics.marcus import Marcus
from ...physics.kinetics.marcus_hush_chidsey import MarcusHushChidsey2014
from ...physics.kinetics.reaction import RateLaw
from ...physics.thermodynamics.free_energy import FreeEnergy
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.thermodynamics.size_dependent import SizeDependentOmega
from ...physics.thermodynamics.two_layer import StackingInteraction, TwoLayerGraphite
from ...physics.transport.diffusivity import ConstantDiffusivity, Diffusivity, LatticeDiffusivity
from .mpet_config import ConfigFile
from .mpet_constants import (
    MPET_BOLTZMANN,
    MPET_TEMPERATURE,
    energy,
    molar_energy,
    site_density,
    temperature,
)

#: hosts that are regular solutions: V0 against lithium [V], and the formula
REGULAR_HOSTS = {"LiFePO4": (3.422, "LiFePO4"), "LTO": (1.55, "Li4Ti5O12")}

#: hosts that are fitted voltages, by the registered material that has the formula
FITTED_HOSTS = {
    "LiMn2O4_ss": "LMO-doyle1996",
    "LiMn2O4_ss2": "LMO",
    "LiC6_coke_ss": "coke-doyle1996",
    "LiC6_coke_ss2": "coke",
    "LiCoO2_LIONSIMBA": "LCO",
    "LiC6_LIONSIMBA": "graphite-lionsimba",
}
#: of these, the ones whose entropic term vanishes at 298 K only
ISOTHERMAL_HOSTS = ("LiCoO2_LIONSIMBA", "LiC6_LIONSIMBA")
#: particles that a fitted voltage can be used with
FITTED_PARTICLES = ("homog", "diffn")

#: two coupled layers: V0 against lithium [V], and the formula
LAYERED_HOSTS = {"LiC6": (0.12, "C6")}
#: particles of such hosts, which none else can use
LAYERED_PARTICLES = ("homog2", "CHR2")

#: particles with a chemical potential that varies inside
NONUNIFORM = ("ACR", "CHR", "CHR2")
#: particles with transport inside
DIFFUSIVE = ("CHR", "diffn", "CHR2")

DIFFUSIVITIES: dict[str, type[Diffusivity]] = {
    "constant": ConstantDiffusivity,
    "lattice": LatticeDiffusivity,
}

#: Butler-Volmer laws by what they multiply the rate constant with
EXCHANGES: dict[str, ExchangeCurrent] = {
    "BV": ActivityExchange(),
    "BV_gMod01": SymmetricActivityExchange(),
    "BV_raw": ConstantExchange(),
    "BV_mod01": NewmanExchange(),
    "BV_mod02": NewmanExchange(maximum_filling=0.5),
}


def material_of(electrode: ConfigFile, kelvin: float, title: str) -> Material:
    """The host, with MPET's constants absorbed (:mod:`.mpet_constants`).

    Raises
    ------
    SpecError
        when a parameter that this host needs is absent.
    """
    host, particle = electrode["muRfunc"], electrode["type"]
    kinetics, density = rate_law_of(electrode, kelvin), site_density(electrode["rho_s"])
    changes: dict[str, Any] = {"kinetics": kinetics, "site_density": density}
    if particle in DIFFUSIVE:
        changes["diffusivity"] = DIFFUSIVITIES[electrode["Dfunc"]](
            prefactor=electrode["D"],
            activation_energy=molar_energy(electrode["E_D"]),
            reference_temperature=temperature(MPET_TEMPERATURE),
        )
    if host in FITTED_HOSTS:
        # keeps the name of the registered material, so that YAML can refer to its formula
        base = MATERIALS[FITTED_HOSTS[host]]
        return replace(base, **changes, sources=base.sources | dict.fromkeys(changes, "smith2017"))
    potential, formula = (REGULAR_HOSTS | LAYERED_HOSTS)[host]
    layered = host in LAYERED_HOSTS
    regular = RegularSolution(omega=energy(_needed(electrode, "Omega_a")))
    changes["free_energy"] = _layers(electrode) if layered else regular
    changes["standard_potential"] = potential
    if particle in NONUNIFORM:
        changes["gradient_energy"] = electrode["kappa"]
        changes["coherency"] = electrode["B"] or None
    sources = dict.fromkeys(changes, "smith2017")
    return Material(name=f"{host} of {title}", formula=formula, **changes, sources=sources)


def with_size(material: Material, length: float) -> Material:
    """The material of a particle type whose Omega depends on its size (``homog_sdn``)."""
    omega = SizeDependentOmega(reference_temperature=temperature(MPET_TEMPERATURE))(length)
    return replace(material, free_energy=RegularSolution(omega=float(omega)))


def rate_law_of(electrode: ConfigFile, kelvin: float) -> RateLaw:
    """The insertion kinetics, with its film where there is one."""
    law: Any = RATE_LAWS[electrode["rxnType"]](electrode, kelvin)
    resistance = electrode["Rfilm"]
    if electrode["type"] == "homog2":
        # MPET counts the full reaction of both layers for each of the two: twice the current
        law, resistance = replace(law, rate_constant=2 * law.rate_constant), resistance / 2
    return WithFilmResistance(law, film_resistance=resistance) if resistance > 0 else law


def _common(electrode: ConfigFile) -> dict[str, float]:
    return {
        "rate_constant": electrode["k0"],
        "activation_energy": molar_energy(electrode["E_A"]),
        "reference_temperature": temperature(MPET_TEMPERATURE),
    }


def _butler_volmer(electrode: ConfigFile, kelvin: float) -> RateLaw:
    return ButlerVolmer(
        **_common(electrode),
        transfer_coefficient=electrode["alpha"],
        exchange=EXCHANGES[electrode["rxnType"]],
    )


def _marcus(electrode: ConfigFile, kelvin: float) -> RateLaw:
    # MPET's law is without the barrier exp(-lambda/4) at zero overpotential; k0 takes it
    common, lam = _common(electrode), electrode["lambda"]
    common["rate_constant"] *= math.exp(lam / (4 * MPET_BOLTZMANN * kelvin))
    return Marcus(**common, reorganization_energy=energy(lam))


def _marcus_hush_chidsey(electrode: ConfigFile, kelvin: float) -> RateLaw:
    lam = energy(electrode["lambda"])
    return MarcusHushChidsey2014(**_common(electrode), reorganization_energy=lam)


def _coupled(electrode: ConfigFile, kelvin: float) -> RateLaw:
    lam = energy(electrode["lambda"])
    return CoupledIonElectronTransfer(**_common(electrode), reorganization_energy=lam)


RATE_LAWS: dict[str, Callable[[ConfigFile, float], RateLaw]] = {
    **dict.fromkeys(EXCHANGES, _butler_volmer),
    "Marcus": _marcus,
    "MHC": _marcus_hush_chidsey,
    "CIET": _coupled,
}
#: laws of MPET in which lambda is not scaled with the temperature
ISOTHERMAL_LAWS = ("MHC", "CIET")


def _layers(electrode: ConfigFile) -> FreeEnergy:
    """Two layers with the energy of their stacking, where there is any."""
    parameters = [energy(_needed(electrode, f"Omega_{letter}")) for letter in "abc"]
    stacking = electrode["EvdW"]
    pair = TwoLayerGraphite(omega_a=parameters[0], omega_b=parameters[1], omega_c=parameters[2])
    return pair + StackingInteraction(energy=energy(stacking)) if stacking else pair


def _needed(electrode: ConfigFile, key: str) -> float:
    value = electrode[key]
    if value is None:
        raise SpecError(
            str(electrode.path),
            f"[Material] {key} is missing.",
            f"{electrode['muRfunc']} needs it.",
        )
    return value
