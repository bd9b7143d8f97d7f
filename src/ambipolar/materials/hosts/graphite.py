"""Graphite: two coupled layers that stage, or the voltage curve of a porous-electrode model."""

from __future__ import annotations

import math

from ...core import ops
from ...core.constants import AVOGADRO, FARADAY
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange, SymmetricActivityExchange
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.thermodynamics.two_layer import TwoLayerGraphite
from ...physics.transport.diffusivity import ConstantDiffusivity, LatticeDiffusivity
from ..material import Material

#: LixC6 with stages 2 and 1 as phases; the site density is that of both layers together
GRAPHITE = Material(
    name="graphite",
    formula="C6",
    free_energy=TwoLayerGraphite(
        omega_a=1.3992e-20 * AVOGADRO,
        omega_b=5.761532e-21 * AVOGADRO,
        omega_c=8.23076e-20 * AVOGADRO,
    ),
    kinetics=ButlerVolmer(rate_constant=0.03, exchange=SymmetricActivityExchange()),
    site_density=1.7e28 / AVOGADRO,
    standard_potential=0.12,
    diffusivity=LatticeDiffusivity(prefactor=1.25e-12),
    gradient_energy=4.0e-7,
    molar_mass=0.072066,
    sources={
        "free_energy": "smith2017graphite",
        "kinetics": "smith2017",
        "site_density": "smith2017",
        "standard_potential": "smith2017",
        "diffusivity": "smith2017",
        "gradient_energy": "smith2017",
        "molar_mass": "prohaska2022",
    },
    note="Numbers as MPET distributes them; stages above 2 are not in the model.",
)


def lionsimba_potential(x: Array) -> Array:
    """U(x) [V] of LixC6 in the cell of [torchio2016]."""
    powers = 0.1387 * x + 0.029 * ops.sqrt(x) - 0.0172 / x + 0.0019 / (x * ops.sqrt(x))
    return 0.7222 + powers + 0.2808 * ops.exp(0.9 - 15 * x) - 0.7984 * ops.exp(0.4465 * x - 0.4108)


#: LixC6 as a solid solution with a fitted voltage
GRAPHITE_LIONSIMBA = Material(
    name="graphite-lionsimba",
    formula="C6",
    free_energy=EmpiricalPotential(
        formula=lionsimba_potential, valid_from=0.01429, valid_to=0.85510
    ),
    kinetics=ButlerVolmer(
        # published as 5.031e-11 m^2.5 mol^-0.5 s^-1; the ion at 1 mol/L
        rate_constant=FARADAY * 5.031e-11 * math.sqrt(1000.0) * 30555.0,
        activation_energy=5000.0,
        exchange=NewmanExchange(),
    ),
    site_density=30555.0,
    diffusivity=ConstantDiffusivity(prefactor=3.9e-14, activation_energy=5000.0),
    molar_mass=0.072066,
    filling_range=(0.01429, 0.85510),
    sources={
        "free_energy": "torchio2016",
        "kinetics": "torchio2016",
        "site_density": "torchio2016",
        "diffusivity": "torchio2016",
        "molar_mass": "prohaska2022",
    },
    note="The range is that of the cell of the source between full and empty.",
)
