r"""Voltage of computed arrangements weighed by ideal mixing.

.. math::
    x(\mu) = \frac{1}{n} \frac{\sum_c w_c N_c e^{-(E_c - \mu N_c)/kT}}
                              {\sum_c w_c e^{-(E_c - \mu N_c)/kT}}

over the arrangements c of a cell of n sites, each with the number :math:`w_c` of arrangements
that it stands for. With all of them it is exact for that cell; with equal energies per guest it
is the ideal lattice gas whatever the sample. It is always a solid solution: a plateau of an
infinite crystal becomes a slope of about :math:`kT/n` here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE

Array = Any

BOLTZMANN_EV = BOLTZMANN / ELEMENTARY_CHARGE


def mean_filling(
    potential: Array, guests: Array, energy: Array, weight: Array, sites: int, temperature: float
) -> Array:
    """Filling at chemical potentials [eV].

    Parameters
    ----------
    guests : number in each arrangement.
    energy : of each arrangement [eV], with guests counted from their metal.
    weight : arrangements that each stands for.
    """
    mu = np.asarray(potential, float)[:, None]
    n = np.asarray(guests, float)
    exponent = np.log(weight) - (np.asarray(energy) - mu * n) / (BOLTZMANN_EV * temperature)
    share = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return (share @ n) / share.sum(axis=1) / sites


def potential_table(
    guests: Array,
    energy: Array,
    weight: Array,
    sites: int,
    temperature: float,
    *,
    points: int = 81,
    margin: float = 0.01,
) -> tuple[Array, Array]:
    """Fillings and voltages [V] for a guest of charge one, evenly spaced in filling."""
    n, e = np.asarray(guests, float), np.asarray(energy, float)
    by_filling = {k: e[n == k].min() for k in np.unique(n)}
    known = np.array(sorted(by_filling))
    slopes = np.diff([by_filling[k] for k in known]) / np.diff(known)
    reach = 12 * BOLTZMANN_EV * temperature
    mu = np.linspace(slopes.min() - reach, slopes.max() + reach, 4001)
    x = mean_filling(mu, n, e, weight, sites, temperature)
    wanted = np.linspace(margin, 1 - margin, points)
    rising = np.concatenate([[True], np.diff(x) > 1e-12])
    return wanted, -np.interp(wanted, x[rising], mu[rising])
