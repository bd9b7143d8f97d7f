"""Nickel-rich layered oxide NMC811, from its fitted voltage."""

from __future__ import annotations

import math

from ...core import ops
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material


def nmc_potential(x: Array) -> Array:
    """U(x) [V] of the positive electrode of an LG M50 cell [chen2020]."""
    return (
        -0.8090 * x
        + 4.4875
        - 0.0428 * ops.tanh(18.5138 * (x - 0.5542))
        - 17.7326 * ops.tanh(15.7890 * (x - 0.3117))
        + 17.5842 * ops.tanh(15.9308 * (x - 0.3120))
    )


#: LixNi0.8Mn0.1Co0.1O2 as a solid solution with a fitted voltage
NMC = Material(
    name="NMC",
    formula="LiNi0.8Mn0.1Co0.1O2",
    free_energy=EmpiricalPotential(formula=nmc_potential, valid_from=0.2661, valid_to=0.9084),
    kinetics=ButlerVolmer(
        # published per root of the concentrations [A m^-2 (m^3/mol)^1.5]; the ion at 1 mol/L
        rate_constant=3.42e-6 * math.sqrt(1000.0) * 63104.0,
        activation_energy=17800.0,
        exchange=NewmanExchange(),
    ),
    site_density=63104.0,
    diffusivity=ConstantDiffusivity(prefactor=4.0e-15),
    molar_mass=0.0972798,
    filling_range=(0.2661, 0.9084),
    sources={
        "free_energy": "chen2020",
        "kinetics": "chen2020",
        "site_density": "chen2020",
        "diffusivity": "chen2020",
        "molar_mass": "prohaska2022",
    },
)
