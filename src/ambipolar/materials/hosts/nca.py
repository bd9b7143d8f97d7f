"""Nickel-rich layered oxide NCA, from its fitted voltage."""

from __future__ import annotations

import math

from ...core import ops
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material

#: coefficients of x^0, x^1, ... of the fitted voltage [V]
_COEFFICIENTS = (
    11.8058, -66.3691, 264.427, -554.774, 621.3475, -344.566, 81.246, -23.488, 15.056, -2.222,
    1.638,
)  # fmt: skip


def nca_potential(x: Array) -> Array:
    """U(x) [V] of the NCA electrode of [kim2011]; it falls without bound as x nears 1."""
    polynomial = 0.0 * x
    for coefficient in reversed(_COEFFICIENTS):
        polynomial = polynomial * x + coefficient
    return polynomial - 0.61386 * ops.exp(5.8201 * ops.exp(136.4 * ops.log(x)))


#: LixNi0.8Co0.15Al0.05O2 as a solid solution with a fitted voltage
NCA = Material(
    name="NCA",
    formula="LiNi0.8Co0.15Al0.05O2",
    free_energy=EmpiricalPotential(formula=nca_potential, valid_from=0.41, valid_to=0.98),
    kinetics=ButlerVolmer(
        # published as 4 A/m^2 at x = 0.41 and 1.2 mol/L
        rate_constant=4.0 / math.sqrt(1.2 * 0.41 * 0.59),
        activation_energy=30000.0,
        exchange=NewmanExchange(),
    ),
    site_density=49000.0,
    diffusivity=ConstantDiffusivity(prefactor=3.0e-15, activation_energy=20000.0),
    molar_mass=0.0960817,
    filling_range=(0.41, 0.98),
    sources={
        "free_energy": "kim2011",
        "free_energy.valid_to": "assumed: where the formula starts to fall without bound",
        "kinetics": "kim2011",
        "site_density": "kim2011",
        "diffusivity": "kim2011",
        "molar_mass": "prohaska2022",
    },
    note="The composition, which sets the mass, is assumed to be that of common NCA.",
)
