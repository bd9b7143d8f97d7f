"""The particle that is measured, in numbers; every program reads them from here.

A thin olivine particle like LiFePO4: regular solution, gradient energy, mean-field coherency
strain, Butler-Volmer kinetics with activities, and a frozen site energy of 0.03 RT that decides
where phases nucleate. SI units, energies per mole. Needs nothing but the standard library and
NumPy, so that no program measured here is imported by it.
"""

import random

import numpy as np

GAS_CONSTANT = 8.31446261815324  # CODATA 2018 and 2022, exact
FARADAY = 96485.33212331001
TEMPERATURE = 298.15

OMEGA = 11177.03  # interaction, J/mol
KAPPA = 5.0148e-10  # gradient energy, J/m
COHERENCY = 1.916e8  # B, J/m^3
SITES = 22904.0  # mol/m^3
STANDARD = 3.422  # V
RATE_CONSTANT = 0.16  # A/m^2
LENGTH = 100e-9  # m, along the reacting face
THICKNESS = 20e-9  # m, between the two reacting faces
START = 0.01  # site filling
END = 0.97  # site filling at the end of the run
SAMPLES = 301
HETEROGENEITY = 0.03 * GAS_CONSTANT * TEMPERATURE  # J/mol, root mean square
MODES, SEED = 12, 1

CAPACITY = SITES * FARADAY * THICKNESS / 2  # C per m^2 of one reacting face

#: C-rate by name: phases separate near equilibrium; a driven front; separation is suppressed
RATES = {"low": 0.01, "middle": 1.0, "high": 20.0}


def duration(rate):
    """Seconds from START to END at a C-rate."""
    return (END - START) * 3600.0 / rate


def current(rate):
    """Current density at a C-rate [A/m^2]."""
    return CAPACITY / 3600.0 * rate


def times(rate):
    """Output times [s]."""
    return np.linspace(0.0, duration(rate), SAMPLES)


def heterogeneity():
    """Amplitudes [J/mol] of cos(m pi z), m = 1 ... MODES."""
    weights = np.random.default_rng(SEED).standard_normal((1, MODES))
    weights /= np.sqrt(np.sum(weights**2, axis=1, keepdims=True) / 2)
    return HETEROGENEITY * weights[0]


def variations(count):
    """Parameters of the repeats, (k0, Omega, B) each within 3 %: no repeat can reuse a result."""
    draw = random.Random(7)
    found = [(RATE_CONSTANT, OMEGA, COHERENCY)]
    while len(found) < count:
        k0, omega, b = (1 + 0.03 * draw.uniform(-1, 1) for _ in range(3))
        found.append((RATE_CONSTANT * k0, OMEGA * omega, COHERENCY * b))
    return found
