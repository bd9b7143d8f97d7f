"""Driven surfaces in the units of the theory notes: energies in RT, rates in k0 = 1/s."""

from __future__ import annotations

import numpy as np

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import (
    ActivityExchange,
    ConstantExchange,
    NewmanExchange,
    RootExchange,
)
from ambipolar.physics.stability.surface import DrivenSurface
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution

TEMPERATURE = 298.15
RT = GAS_CONSTANT * TEMPERATURE
SITE_DENSITY = 2.29e4
#: LiFePO4: Omega/RT, B/(rho RT) and kappa/(rho RT) in nm^2
OMEGA, COHERENCY, GRADIENT = 4.50991159990086, 3.3754122786428895, 8.834560279195387

MODELS = {
    "A": ButlerVolmer(1.0, exchange=ActivityExchange()),
    "B": ButlerVolmer(1.0, exchange=RootExchange()),
    "C": ButlerVolmer(1.0, exchange=ConstantExchange()),
    "E": ButlerVolmer(1.0, exchange=NewmanExchange()),
}


def surface(kinetics, omega=OMEGA, coherency=COHERENCY, gradient=GRADIENT, **numbers):
    """A surface on which 1 A/m^2 is a filling rate of 1/s."""
    return DrivenSurface(
        free_energy=RegularSolution(omega=omega * RT),
        kinetics=kinetics,
        site_density=SITE_DENSITY,
        area_per_volume=FARADAY * SITE_DENSITY,
        gradient_energy=gradient * 1e-18 * SITE_DENSITY * RT,
        coherency=coherency * SITE_DENSITY * RT,
        temperature=TEMPERATURE,
        **numbers,
    )


def curvature(x, omega=OMEGA):
    """Derivative of mu_h/RT."""
    return 1 / (x * (1 - x)) - 2 * omega


def potential(x, omega=OMEGA):
    """mu_h/RT."""
    return np.log(x / (1 - x)) + omega * (1 - 2 * x)
