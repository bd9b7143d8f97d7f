"""The same particle a third time, without either program: NumPy, SciPy's Radau method.

The potential is eliminated in closed form: with a transfer coefficient of one half the total
current is quadratic in exp(F (V - V0) / 2RT). What remains is an ordinary differential equation
of the fillings, integrated by a method that shares nothing with SUNDIALS.
"""

import json
import sys

import numpy as np
import problem as q
from measure import answer, clock
from scipy.integrate import solve_ivp

THERMAL = q.GAS_CONSTANT * q.TEMPERATURE


class Particle:
    def __init__(self, cells, current):
        z = (np.arange(cells) + 0.5) / cells
        modes = np.arange(1, q.MODES + 1)
        self.site_energy = q.heterogeneity() @ np.cos(np.pi * np.outer(modes, z))
        self.stiffness = q.KAPPA / q.SITES / q.LENGTH**2 * cells**2
        self.current = current

    def potential(self, x):
        """mu [J/mol]."""
        padded = np.pad(x, 1, mode="edge")
        bend = padded[2:] - 2 * x + padded[:-2]
        host = THERMAL * (np.log(x) - np.log1p(-x)) + q.OMEGA * (1 - 2 * x)
        strain = q.COHERENCY / q.SITES * (x - x.mean())
        return host - self.stiffness * bend + strain + self.site_energy

    def balance(self, x):
        """exp(F (V - V0) / 2RT) at which the mean current is the imposed one, and the terms."""
        activity = np.exp(self.potential(x) / THERMAL)
        forward, backward = q.RATE_CONSTANT * (1 - x), q.RATE_CONSTANT * (1 - x) * activity
        a, b = forward.mean(), backward.mean()
        e = 2 * a / (self.current + np.sqrt(self.current**2 + 4 * a * b))
        return e, forward / e - backward * e

    def rate(self, _, x):
        return self.balance(x)[1] / q.CAPACITY

    def voltage(self, x):
        return q.STANDARD + 2 * THERMAL / q.FARADAY * np.log(self.balance(x)[0])


def reference(rate, cells, rtol, save):
    particle, times = Particle(cells, q.current(rate)), q.times(rate)
    with clock() as found:
        solution = solve_ivp(
            particle.rate,
            (0.0, times[-1]),
            np.full(cells, q.START),
            method="Radau",
            t_eval=times,
            rtol=rtol,
            atol=rtol * 1e-2,
        )
    assert solution.success, solution.message
    np.savez(save, voltage=[particle.voltage(x) for x in solution.y.T])
    return {"seconds": found, "evaluations": int(solution.nfev)}


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
