"""LiPF6 in mixtures of organic carbonates. Formulas take c in mol/m^3; fits are in mol/L."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...core import ops
from ...physics.electrolytes.concentrated import ConcentratedElectrolyte, Property

Array = Any

_POWER_OF_TEN = 2.302585092994046


def _fixed(value: float) -> Property:
    def constant(c: Array, temperature: Array) -> Array:
        return 0.0 * c + value

    return constant


def _polynomial(*coefficients: float) -> Property:
    """Sum of a_k m^k with m in mol/L."""

    def polynomial(c: Array, temperature: Array) -> Array:
        m, value = c / 1000.0, 0.0 * c
        for coefficient in reversed(coefficients):
            value = value * m + coefficient
        return value

    return polynomial


def _squared_conductivity(
    plain: tuple[float, float, float],
    linear: tuple[float, float, float],
    quadratic: tuple[float, float],
) -> Property:
    """kappa [S/m] = m/10 (polynomial in m and T)^2, each tuple the powers of T."""

    def conductivity(c: Array, temperature: Array) -> Array:
        m, t = c / 1000.0, temperature
        zeroth = plain[0] + t * (plain[1] + t * plain[2])
        first = linear[0] + t * (linear[1] + t * linear[2])
        root = zeroth + m * (first + m * (quadratic[0] + t * quadratic[1]))
        return 0.1 * m * root * root

    return conductivity


def valoen_diffusivity(c: Array, temperature: Array) -> Array:
    """D [m^2/s] of LiPF6 in PC/EC/DMC. [valoen2005]"""
    m = c / 1000.0
    decades = -8.43 - 54.0 / (temperature - 229.0 - 5.0 * m) - 0.22 * m
    return ops.exp(_POWER_OF_TEN * decades)


def valoen_thermodynamic_factor(c: Array, temperature: Array) -> Array:
    """1 + dln f/dln c from the product (1 - t+)(1 + dln f/dln c) that was measured. [valoen2005]"""
    m, excess = c / 1000.0, 1.0 - 0.0052 * (temperature - 294.0)
    root = ops.sqrt(m)
    return (0.601 - 0.24 * root + 0.982 * excess * m * root) / (1.0 - 0.38)


VALOEN_REIMERS = ConcentratedElectrolyte(
    name="valoen-reimers",
    conductivity_formula=_squared_conductivity(
        (-10.5, 0.0740, -6.96e-5), (0.668, -0.0178, 2.80e-5), (0.494, -8.86e-4)
    ),
    diffusivity_formula=valoen_diffusivity,
    transference_formula=_fixed(0.38),
    thermodynamic_factor_formula=valoen_thermodynamic_factor,
    valid_to=4000.0,
    sources={
        "conductivity_formula": "valoen2005",
        "diffusivity_formula": "valoen2005",
        "transference_formula": "valoen2005",
        "thermodynamic_factor_formula": "valoen2005",
    },
    note="LiPF6 in PC/EC/DMC (10:27:63 by volume).",
)

VALOEN_BERNARDI = replace(
    VALOEN_REIMERS,
    name="valoen-bernardi",
    conductivity_formula=_squared_conductivity(
        (-8.2488, 0.053248, -2.9871e-5), (0.26235, -0.0093063, 8.069e-6), (0.22002, -1.765e-4)
    ),
    sources={**(VALOEN_REIMERS.sources or {}), "conductivity_formula": "bernardi2011"},
    note="As valoen-reimers with another fit of the conductivity.",
)

LIONSIMBA = ConcentratedElectrolyte(
    name="lionsimba-isothermal",
    conductivity_formula=_polynomial(4.1253e-2, 5.007e-1, -4.7212e-1, 1.5094e-1, -1.6018e-2),
    diffusivity_formula=_fixed(7.5e-10),
    transference_formula=_fixed(0.364),
    valid_to=4000.0,
    sources={
        "conductivity_formula": "torchio2016",
        "diffusivity_formula": "torchio2016",
        "transference_formula": "torchio2016",
        "thermodynamic_factor_formula": "assumed: an ideal solution, as in the source",
    },
    note="At 298 K; the conductivity is that of doyle96-ec-dmc-2-1.",
)

LIONSIMBA_NONISOTHERMAL = replace(
    VALOEN_REIMERS,
    name="lionsimba-nonisothermal",
    transference_formula=_fixed(0.364),
    thermodynamic_factor_formula=_fixed(1.0),
    sources={
        "conductivity_formula": "valoen2005",
        "diffusivity_formula": "valoen2005",
        "transference_formula": "torchio2016",
        "thermodynamic_factor_formula": "assumed: an ideal solution, as in torchio2016",
    },
    note="Transport of valoen-reimers, taken as an ideal solution.",
)

DOYLE_EC_DMC_2_1 = replace(
    LIONSIMBA,
    name="doyle96-ec-dmc-2-1",
    diffusivity_formula=_fixed(7.5e-11),
    transference_formula=_fixed(0.363),
    sources={
        "conductivity_formula": "doyle1996",
        "diffusivity_formula": "doyle1996",
        "transference_formula": "doyle1996",
        "thermodynamic_factor_formula": "assumed: an ideal solution, as in the source",
    },
    note="LiPF6 in EC/DMC 2:1 in a plasticised polymer.",
)

DOYLE_EC_DMC_1_2 = replace(
    DOYLE_EC_DMC_2_1,
    name="doyle96-ec-dmc-1-2",
    conductivity_formula=_polynomial(1.0793e-2, 6.7461e-1, -5.2245e-1, 1.3605e-1, -1.1724e-2),
    note="LiPF6 in EC/DMC 1:2 in a plasticised polymer.",
)


def nyman_conductivity(c: Array, temperature: Array) -> Array:
    """kappa [S/m] of LiPF6 in EC/EMC 3:7 at 298 K. [nyman2008]"""
    m = c / 1000.0
    return 0.1297 * m * m * m - 2.51 * m * ops.sqrt(m) + 3.329 * m


NYMAN = ConcentratedElectrolyte(
    name="nyman",
    conductivity_formula=nyman_conductivity,
    diffusivity_formula=_polynomial(4.862e-10, -3.972e-10, 8.794e-11),
    transference_formula=_fixed(0.2594),
    valid_from=200.0,
    valid_to=2000.0,
    sources={
        "conductivity_formula": "nyman2008",
        "diffusivity_formula": "nyman2008",
        "transference_formula": "chen2020",
        "thermodynamic_factor_formula": "assumed: an ideal solution, as in chen2020",
    },
    note="LiPF6 in EC/EMC 3:7 at 298 K.",
)
