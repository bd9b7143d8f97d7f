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

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE, FARADAY

Array = Any

BOLTZMANN_EV = BOLTZMANN / ELEMENTARY_CHARGE

#: steps of the voltage are spread over this much filling (standard deviation), so that a cubic
#: spline follows them; assumed, well below what disorder does
STEP_WIDTH = 0.003
#: length for which a turn by one radian counts, in units of the axes
TURNING = 0.15


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
    points: int = 161,
    margin: float = 0.01,
) -> tuple[Array, Array]:
    """Fillings and voltages [V] for a guest of charge one, denser where the voltage is steep."""
    n, e = np.asarray(guests, float), np.asarray(energy, float)
    by_filling = {k: e[n == k].min() for k in np.unique(n)}
    known = np.array(sorted(by_filling))
    slopes = np.diff([by_filling[k] for k in known]) / np.diff(known)
    reach = 12 * BOLTZMANN_EV * temperature
    mu = np.linspace(slopes.min() - reach, slopes.max() + reach, 4001)
    x = mean_filling(mu, n, e, weight, sites, temperature)
    rising = np.concatenate([[True], np.diff(x) > 1e-9])
    inside = rising & (x > 0.5 * margin) & (x < 1 - 0.5 * margin)
    return resolved(x[inside], -mu[inside], temperature, points=points, margin=margin)


def resolved(
    filling: Array, voltage: Array, temperature: float, *, points: int = 161, margin: float = 0.01
) -> tuple[Array, Array]:
    """A falling curve with steps spread over ``STEP_WIDTH``, at points equally far along it.

    Bends count as length, so that there are more points at the corners of a step. A cubic
    spline through points that are even in filling overshoots there, and an overshoot is a
    miscibility gap that was never computed. Both axes count by their span; the logarithm of
    ideal mixing is not spread.

    Parameters
    ----------
    filling, voltage : rising and falling [V], with more points than are asked for at steps.
    """
    from scipy.interpolate import PchipInterpolator
    from scipy.ndimage import gaussian_filter1d

    x, u = np.asarray(filling, float), np.asarray(voltage, float)
    low, high = max(x[0], margin), min(x[-1], 1 - margin)
    fine = np.linspace(low, high, 20_001)
    mixing = BOLTZMANN_EV * temperature * np.log(fine / (1 - fine))
    excess = PchipInterpolator(x, u)(fine) + mixing
    width = STEP_WIDTH / (fine[1] - fine[0])
    curve = gaussian_filter1d(excess, width, mode="nearest") - mixing
    span = max(float(np.ptp(curve)), 1e-6)
    right, down = np.diff(fine) / (high - low), np.diff(curve) / span
    turning = np.abs(np.diff(np.arctan2(down, right), prepend=np.arctan2(down[0], right[0])))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(right, down) + TURNING * turning)])
    chosen = np.interp(np.linspace(0, along[-1], points), along, fine)
    return chosen, np.interp(chosen, fine, curve)


def largest_rise(free_energy: Any, points: int = 20_001) -> float:
    """How far the potential of a table climbs with filling anywhere between its ends [V].

    Zero for a solid solution; what is left of an overshoot of the spline otherwise.
    """
    x = np.linspace(free_energy.filling[0], free_energy.filling[-1], points)
    kelvin = free_energy.reference_temperature
    u = -np.asarray(free_energy.chemical_potential((x,), kelvin)) / FARADAY
    return float(np.max(u - np.minimum.accumulate(u)))
