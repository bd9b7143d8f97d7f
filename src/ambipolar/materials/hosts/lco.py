"""Lithium cobalt oxide, from its fitted voltage."""

from __future__ import annotations

import math
from dataclasses import replace

from ...core.constants import FARADAY
from ...core.ops import Array
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import MetalInsulatorConductivity
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material


def lco_potential(x: Array) -> Array:
    """U(x) [V] of LixCoO2 in the cell of [torchio2016]; it has a pole near x = 0.42."""
    y = x * x
    above = -4.656 + y * (88.669 + y * (-401.119 + y * (342.909 + y * (-462.471 + y * 433.434))))
    below = -1.0 + y * (18.933 + y * (-79.532 + y * (37.311 + y * (-73.083 + y * 95.96))))
    return above / below


#: LixCoO2 as a solid solution with a fitted voltage
LCO = Material(
    name="LCO",
    formula="LiCoO2",
    free_energy=EmpiricalPotential(formula=lco_potential, valid_from=0.4955, valid_to=0.99174),
    kinetics=ButlerVolmer(
        # published as 2.334e-11 m^2.5 mol^-0.5 s^-1; the ion at 1 mol/L
        rate_constant=FARADAY * 2.334e-11 * math.sqrt(1000.0) * 51554.0,
        activation_energy=5000.0,
        exchange=NewmanExchange(),
    ),
    site_density=51554.0,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-14, activation_energy=5000.0),
    molar_mass=0.097871,
    filling_range=(0.4955, 0.99174),
    sources={
        "free_energy": "torchio2016",
        "kinetics": "torchio2016",
        "site_density": "torchio2016",
        "diffusivity": "torchio2016",
        "molar_mass": "prohaska2022",
    },
    note="The range is that of the cell of the source between full and empty.",
)

#: the same host as the channel of a memory: it conducts the less the fuller it is
LCO_CHANNEL = replace(
    LCO,
    name="LCO-channel",
    conductivity=MetalInsulatorConductivity(empty=1.0e4, full=10.0, threshold=0.8, width=0.1),
    sources={
        **LCO.sources,
        "conductivity": "assumed: values of thin films, three decades apart",
        "conductivity.threshold": "miyoshi2010",
    },
    note="Crystals are metallic up to x = 0.71 and insulating from 0.90; the step lies between.",
)
