"""Lithium manganese spinel, from its fitted voltage."""

from __future__ import annotations

from ...core import ops
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material


def lmo_potential(x: Array) -> Array:
    """U(x) [V] of LixMn2O4 on the 4 V plateaus [fuller1994]; it diverges below x = 0.17."""
    fourth = x * x * x * x
    # a power with a real exponent through the logarithm, which both back ends know
    full = ops.exp(-0.379571 * ops.log(1.00167 - x))
    return (
        4.06279
        + 0.0677504 * ops.tanh(-21.8502 * x + 12.8268)
        - 0.105734 * (full - 1.575994)
        - 0.045 * ops.exp(-71.69 * fourth * fourth)
        + 0.01 * ops.exp(-200 * (x - 0.19))
    )


#: LixMn2O4 as a solid solution with a fitted voltage
LMO = Material(
    name="LMO",
    formula="LiMn2O4",
    free_energy=EmpiricalPotential(formula=lmo_potential, valid_from=0.17, valid_to=0.998),
    kinetics=ButlerVolmer(rate_constant=7.225, exchange=NewmanExchange()),
    site_density=23720.0,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-13),
    molar_mass=0.180812,
    filling_range=(0.17, 0.998),
    sources={
        "free_energy": "fuller1994",
        "free_energy.valid_from": "assumed: where the formula starts to diverge",
        "free_energy.valid_to": "assumed: where the formula starts to diverge",
        "kinetics": "fuller1994",
        "site_density": "fuller1994",
        "diffusivity": "fuller1994",
        "molar_mass": "prohaska2022",
    },
    note="Rate constant and diffusivity as MPET reads the source.",
)
