"""Petroleum coke, from its fitted voltage."""

from __future__ import annotations

from ...core import ops
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.kinetics.film_resistance import WithFilmResistance
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material


def coke_potential(x: Array) -> Array:
    """U(x) [V] of LixC6 in disordered carbon [fuller1994]."""
    return -0.132056 + 1.40854 * ops.exp(-3.52312 * x)


#: LixC6 in coke, whose sites fill to one half
COKE = Material(
    name="coke",
    formula="C6",
    free_energy=EmpiricalPotential(formula=coke_potential, valid_from=0.0, valid_to=0.5),
    kinetics=ButlerVolmer(rate_constant=8.3038, exchange=NewmanExchange(maximum_filling=0.5)),
    site_density=26400.0,
    diffusivity=ConstantDiffusivity(prefactor=5.0e-13),
    molar_mass=0.072066,
    filling_range=(0.0, 0.5),
    sources={
        "free_energy": "fuller1994",
        "kinetics": "fuller1994",
        "site_density": "fuller1994",
        "diffusivity": "fuller1994",
        "molar_mass": "prohaska2022",
    },
    note="Rate constant and diffusivity as MPET reads the source. Half of the sites never fill.",
)


def doyle_potential(x: Array) -> Array:
    """U(x) [V] of LixC6 in petroleum coke [doyle1996]."""
    return -0.16 + 1.32 * ops.exp(-3.0 * x) + 10.0 * ops.exp(-2000.0 * x)


#: LixC6 in the coke of the plastic cells of [doyle1996], below a film
COKE_DOYLE = Material(
    name="coke-doyle1996",
    formula="C6",
    free_energy=EmpiricalPotential(formula=doyle_potential, valid_from=0.0, valid_to=0.7),
    kinetics=WithFilmResistance(
        ButlerVolmer(rate_constant=156.8, exchange=NewmanExchange()), film_resistance=0.11
    ),
    site_density=26390.0,
    diffusivity=ConstantDiffusivity(prefactor=3.9e-14),
    molar_mass=0.072066,
    filling_range=(0.0, 0.7),
    sources={
        "free_energy": "doyle1996",
        "free_energy.valid_to": "assumed: where the formula reaches lithium",
        "kinetics": "doyle1996",
        "site_density": "doyle1996",
        "diffusivity": "doyle1996",
        "molar_mass": "prohaska2022",
    },
    note="Numbers as MPET reads the source; others read an exchange current a hundred times less.",
)
