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


def doyle_potential(x: Array) -> Array:
    """U(x) [V] of LixMn2O4 on the 4 V plateaus [doyle1996]; it diverges near x = 1."""
    fourth = x * x * x * x
    # the formula ends at 0.998432: iterates beyond find its value just before, 2.5 V below
    full = ops.exp(-0.492465 * ops.log(ops.maximum(0.998432 - x, 1e-4)))
    return (
        4.19829
        + 0.0565661 * ops.tanh(-14.5546 * x + 8.60942)
        - 0.0275479 * (full - 1.90111)
        - 0.157123 * ops.exp(-0.04738 * fourth * fourth)
        + 0.810239 * ops.exp(-40 * (x - 0.133875))
    )


#: LixMn2O4 of the plastic cells of [doyle1996]
LMO_DOYLE = Material(
    name="LMO-doyle1996",
    formula="LiMn2O4",
    free_energy=EmpiricalPotential(formula=doyle_potential, valid_from=0.15, valid_to=0.995),
    kinetics=ButlerVolmer(rate_constant=150.4, exchange=NewmanExchange()),
    site_density=22860.0,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-13),
    molar_mass=0.180812,
    filling_range=(0.1705, 0.995),
    sources={
        "free_energy": "doyle1996",
        "free_energy.valid_from": "assumed: below the filling of the charged cell",
        "free_energy.valid_to": "assumed: where the formula starts to diverge",
        "kinetics": "doyle1996",
        "site_density": "doyle1996",
        "diffusivity": "doyle1996",
        "molar_mass": "prohaska2022",
    },
    note="Numbers as MPET reads the source; others read an exchange current a hundred times less.",
)
