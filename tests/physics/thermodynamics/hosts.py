"""Hosts in the reduced units of the theory notes: energies in kT, lengths in sqrt(kappa/rho kT)."""

from __future__ import annotations

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution

T = 298.15
RT = GAS_CONSTANT * T
DENSITY = 2e4  # mol/m^3
UNIT = 1e-9  # m, the unit of length below
KAPPA = DENSITY * RT * UNIT**2

# The rounded constants of MPET: T' makes RT'/F its kT/e, and densities keep rho kT.
MPET_KT = 1.381e-23 * 298.0
MPET_T = MPET_KT / 1.602e-19 * FARADAY / GAS_CONSTANT
MPET_JOULE = GAS_CONSTANT * MPET_T / MPET_KT  # J/mol per J

LFP_OMEGA = 1.8560e-20 * MPET_JOULE
LFP_KAPPA = 5.0148e-10
LFP_COHERENCY = 0.1916e9
LFP_DENSITY = 1.3793e28 / MPET_JOULE


def regular(omega: float) -> RegularSolution:
    """Regular solution of Omega/kT at ``T``."""
    return RegularSolution(omega=omega * RT)


def lfp() -> RegularSolution:
    """LiFePO4 of MPET, to be used at ``MPET_T``."""
    return RegularSolution(omega=LFP_OMEGA)
