"""The host of an MPET electrode file."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from ...core.errors import SpecError
from ...materials.material import Material
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
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.thermodynamics.size_dependent import SizeDependentOmega
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

#: particles with a chemical potential that varies inside
NONUNIFORM = ("ACR", "CHR")
#: particles with transport inside
DIFFUSIVE = ("CHR", "diffn")

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
    potential, formula = REGULAR_HOSTS[host]
    stiffness, strain = 0.0, None
    if particle in NONUNIFORM:
        stiffness, strain = electrode["kappa"], electrode["B"] or None
    diffusivity: Diffusivity = ConstantDiffusivity()
    if particle in DIFFUSIVE:
        diffusivity = DIFFUSIVITIES[electrode["Dfunc"]](
            prefactor=electrode["D"],
            activation_energy=molar_energy(electrode["E_D"]),
            reference_temperature=temperature(MPET_TEMPERATURE),
        )
    fields = ["free_energy", "kinetics", "site_density", "standard_potential"]
    fields += ["diffusivity"] if particle in DIFFUSIVE else []
    fields += ["gradient_energy", "coherency"] if particle in NONUNIFORM else []
    return Material(
        name=f"{host} of {title}",
        formula=formula,
        free_energy=RegularSolution(omega=energy(_omega(electrode))),
        kinetics=rate_law_of(electrode, kelvin),
        site_density=site_density(electrode["rho_s"]),
        standard_potential=potential,
        diffusivity=diffusivity,
        gradient_energy=stiffness,
        coherency=strain,
        sources=dict.fromkeys(fields, "smith2017"),
    )


def with_size(material: Material, length: float) -> Material:
    """The material of a particle type whose Omega depends on its size (``homog_sdn``)."""
    omega = SizeDependentOmega(reference_temperature=temperature(MPET_TEMPERATURE))(length)
    return replace(material, free_energy=RegularSolution(omega=float(omega)))


def rate_law_of(electrode: ConfigFile, kelvin: float) -> RateLaw:
    """The insertion kinetics, with its film where there is one."""
    law = RATE_LAWS[electrode["rxnType"]](electrode, kelvin)
    resistance = electrode["Rfilm"]
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


def _omega(electrode: ConfigFile) -> float:
    value = electrode["Omega_a"]
    if value is None:
        raise SpecError(
            str(electrode.path),
            "[Material] Omega_a is missing.",
            f"{electrode['muRfunc']} needs it.",
        )
    return value
