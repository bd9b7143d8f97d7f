"""The cell that is measured: graphite | LCO with the numbers of the LIONSIMBA benchmark, SI units.

Both programs get these numbers and formulas; ``ops`` is the array language of each.
"""

import numpy as np

CURRENT = 30.0  # A/m^2, about 1C
LEAST_VOLTAGE = 2.5
TEMPERATURE = 298.15
SAMPLES = 150
LAST = 3600.0

NEGATIVE = {"thickness": 88e-6, "porosity": 0.485, "active": 0.4824, "sites": 30555.0,
            "diffusivity": 3.9e-14, "rate": 4.69, "start": 0.8551, "radius": 2e-6}  # fmt: skip
POSITIVE = {"thickness": 80e-6, "porosity": 0.385, "active": 0.59, "sites": 51554.0,
            "diffusivity": 1e-14, "rate": 3.671, "start": 0.4995, "radius": 2e-6}  # fmt: skip
SEPARATOR = {"thickness": 25e-6, "porosity": 0.724}
BRUGGEMAN = 2.0
CONDUCTIVITY = 100.0  # of the solids, S/m, effective
SALT, DIFFUSIVITY, TRANSFERENCE = 1000.0, 7.5e-10, 0.364


def electrolyte_conductivity(c):
    """S/m at c in mol/m^3."""
    return 4.1253e-2 + 5.007e-4 * c - 4.7212e-7 * c**2 + 1.5094e-10 * c**3 - 1.6018e-14 * c**4


def negative_potential(x, ops):
    """V."""
    return (
        0.7222 + 0.1387 * x + 0.029 * x**0.5 - 0.0172 / x + 0.0019 / x**1.5
        + 0.2808 * ops.exp(0.9 - 15 * x) - 0.7984 * ops.exp(0.4465 * x - 0.4108)
    )  # fmt: skip


def positive_potential(x, ops):
    """V."""
    y = x**2
    above = -4.656 + y * (88.669 + y * (-401.119 + y * (342.909 + y * (-462.471 + y * 433.434))))
    below = -1.0 + y * (18.933 + y * (-79.532 + y * (37.311 + y * (-73.083 + y * 95.96))))
    return above / below


def variations(count):
    """Pairs of rate constants for repeats that do not repeat each other."""
    factors = 1 + 0.02 * np.random.default_rng(5).standard_normal((count, 2))
    return [(NEGATIVE["rate"] * a, POSITIVE["rate"] * b) for a, b in factors]


def times():
    """Output times of a discharge [s]."""
    return np.linspace(0.0, LAST, SAMPLES)
