r"""Formation energies, convex hull and the voltages of its steps.

Between two neighbouring structures of the hull the two coexist and the voltage is constant,

.. math:: V = -\frac{e_2 - e_1 - (x_2 - x_1)\,\mu}{z\,(x_2 - x_1)}

with energies e per site in eV, fillings x and the energy :math:`\mu` of the guest metal per atom
[aydinol1997]. Energies at 0 K stand for free energies.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any


def formation_energies(filling: Array, energy: Array) -> Array:
    """Energy per site above the mixture of the lowest empty and the lowest full host [eV].

    Parameters
    ----------
    filling : of each structure; 0 and 1 must be among them.
    energy : of each structure per site [eV].
    """
    x, e = np.asarray(filling, float), np.asarray(energy, float)
    return e - (1 - x) * e[x == 0].min() - x * e[x == 1].min()


def lower_hull(filling: Array, energy: Array) -> Array:
    """Indices of the structures on the lower convex hull, by increasing filling."""
    x, e = np.asarray(filling, float), np.asarray(energy, float)
    hull: list[int] = []
    for k in np.lexsort((e, x)):
        if hull and x[k] <= x[hull[-1]] + 1e-12:
            continue
        while len(hull) >= 2 and _above(hull[-2], hull[-1], k, x, e):
            hull.pop()
        hull.append(int(k))
    return np.array(hull)


def _above(a: int, b: int, c: int, x: Array, e: Array) -> bool:
    """Whether b is on or above the line from a to c."""
    return (e[b] - e[a]) * (x[c] - x[a]) >= (e[c] - e[a]) * (x[b] - x[a]) - 1e-12


def step_voltages(filling: Array, energy: Array, metal: float, charge: float = 1.0) -> Array:
    """Voltages between neighbouring structures of a hull, which are given by filling [V]."""
    step = np.diff(np.asarray(filling, float))
    return -(np.diff(np.asarray(energy, float)) - step * metal) / (charge * step)


def voltage_at(x: Array, filling: Array, energy: Array, metal: float, charge: float = 1.0) -> Array:
    """Voltage of the hull at fillings x; at a structure of the hull that of the step above it."""
    hull = lower_hull(filling, energy)
    ends, values = np.asarray(filling, float)[hull], np.asarray(energy, float)[hull]
    step = np.clip(np.searchsorted(ends, x, side="right") - 1, 0, len(ends) - 2)
    return step_voltages(ends, values, metal, charge)[step]


def average_voltage(filling: Array, energy: Array, metal: float, charge: float = 1.0) -> float:
    """Voltage between the lowest structures of the smallest and the largest filling [V]."""
    ends = lower_hull(filling, energy)[[0, -1]]
    x, e = np.asarray(filling, float)[ends], np.asarray(energy, float)[ends]
    return float(step_voltages(x, e, metal, charge)[0])


def sampling_error(
    x: Array, filling: Array, energy: Array, metal: float, charge: float = 1.0
) -> Array:
    """Largest change of the hull's voltage at x when any one structure is left out [V].

    The end members stay. It says how far the curve hangs on single structures; what was never
    tried it cannot say.
    """
    filling, energy = np.asarray(filling, float), np.asarray(energy, float)
    whole = voltage_at(x, filling, energy, metal, charge)
    largest = np.zeros_like(np.asarray(whole, float))
    hull = lower_hull(filling, energy)
    for index in hull[1:-1]:
        keep = np.arange(len(filling)) != index
        changed = voltage_at(x, filling[keep], energy[keep], metal, charge)
        largest = np.maximum(largest, np.abs(changed - whole))
    return largest
