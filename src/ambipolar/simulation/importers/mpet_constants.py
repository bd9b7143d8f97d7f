"""Rounded constants of MPET and how they are absorbed exactly into SI parameters.

MPET takes k = 1.381e-23 J/K, e = 1.602e-19 C and N_A = 6.022e23 1/mol [smith2017]. Its
equations contain energies per particle only as multiples of kT and potentials only as multiples
of kT/e, so its results are those of CODATA constants with

- the temperature T' for which RT'/F equals its kT/e,
- energies per mole F u/e, which keep every ratio to RT',
- a site density e rho/F, which keeps the charge density.

Energies per volume (strain, gradient) and everything measured in A, V, m and s keep their values.
"""

from __future__ import annotations

from ...core.constants import FARADAY, GAS_CONSTANT

MPET_BOLTZMANN = 1.381e-23  #: [J/K]
MPET_CHARGE = 1.602e-19  #: [C]
MPET_AVOGADRO = 6.022e23  #: [1/mol]
#: temperature at which MPET's rate constants and diffusivities hold [K]
MPET_TEMPERATURE = 298.0
#: concentration whose activity is 1 [mol/m^3]
MPET_CONCENTRATION = 1000.0


def temperature(kelvin: float) -> float:
    """T' [K] with RT'/F equal to MPET's kT/e."""
    return MPET_BOLTZMANN * kelvin / MPET_CHARGE * FARADAY / GAS_CONSTANT


def energy(joules: float) -> float:
    """Energy per particle [J] as energy per mole [J/mol], the same multiple of kT."""
    return joules * FARADAY / MPET_CHARGE


def molar_energy(joules_per_mole: float) -> float:
    """Activation energy per mole as MPET reads it, the same multiple of kT."""
    return energy(joules_per_mole / MPET_AVOGADRO)


def site_density(sites_per_volume: float) -> float:
    """Sites per volume [1/m^3] as mol/m^3, the same charge density."""
    return sites_per_volume * MPET_CHARGE / FARADAY
