"""Figures of merit of a memory, each with its definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...simulation.memory.ramps import Ramp
from ...simulation.memory.step_law import StepLaw

#: largest deviation from a straight line to the label that NeuroSim gives it
NEUROSIM_SCALE = 1000.0 / 99.0


def dynamic_range(ramp: Ramp) -> float:
    r"""Largest over smallest conductance of a ramp, :math:`G_{max}/G_{min}`."""
    return float(np.max(ramp.conductance) / np.min(ramp.conductance))


def pulse_states(ramp: Ramp) -> int:
    """Number of states of a ramp as it is mostly quoted: one for every pulse that changed it."""
    return int(np.count_nonzero(np.abs(ramp.steps) > 1e-9 * np.ptp(ramp.conductance)))


def distinct_states(span: float, deviation: float, separation: float = 2.0) -> int:
    r"""Number of states that noise leaves distinguishable.

    .. math:: N = 1 + \left\lfloor \frac{G_{max} - G_{min}}{2 s\, \sigma_G} \right\rfloor

    for states ``separation`` s standard deviations :math:`\sigma_G` from the border between them.
    """
    if deviation <= 0:
        raise ParameterError("deviation", "states without noise have no number.")
    return 1 + int(span / (2 * separation * deviation))


@dataclass(frozen=True)
class Nonlinearity:
    r"""The exponential ramp of NeuroSim and what it calls nonlinearity.

    .. math:: G_{LTP} = G_{min} + B (1 - e^{-P/A}), \qquad
              G_{LTD} = G_{max} - B (1 - e^{(P - P_{max})/A}), \qquad
              B = \frac{G_{max} - G_{min}}{1 - e^{-P_{max}/A}}

    with the pulse number P, counted backwards on the way down (so that both start where steps
    are large: P = 0 at the bottom going up, P = P_max at the top going down). ``a`` is A in
    pulses and ``normalised`` is A/P_max. ``label`` is the largest deviation of the normalised
    curve from a straight line times 1000/99, which reproduces the published table of labels
    against A/P_max to its digits; its sign is that of A. ``nu`` is P_max/A. [chen2018]
    """

    a: float
    pulses: int
    residual: float  #: root mean square deviation of the fit, over the range

    @property
    def normalised(self) -> float:
        """A over the number of pulses."""
        return self.a / self.pulses

    @property
    def nu(self) -> float:
        """Number of pulses over A; 0 is linear."""
        return self.pulses / self.a

    @property
    def label(self) -> float:
        """NeuroSim's label; 0 is linear."""
        return float(np.sign(self.a) * neurosim_label(abs(self.normalised)))


def neurosim_label(normalised: float) -> float:
    r"""Label of an exponential ramp with A/P_max = ``normalised``.

    .. math:: \frac{1000}{99} \max_p \left[\frac{1-e^{-p/a}}{1-e^{-1/a}} - p\right]
    """
    if normalised > 1e6:
        return 0.0
    height = -np.expm1(-1 / normalised)
    place = -normalised * np.log(normalised * height)  # where the slope is one
    return float(NEUROSIM_SCALE * (-np.expm1(-place / normalised) / height - place))


def nonlinearity(ramp: Ramp) -> Nonlinearity:
    """Fit NeuroSim's exponential to a ramp of equal pulses.

    Negative A stands for a ramp that accelerates.

    Raises
    ------
    ParameterError
        for fewer than three pulses, or several devices.
    """
    from scipy.optimize import brentq, minimize_scalar

    if ramp.conductance.ndim > 1 or ramp.pulses < 3:
        raise ParameterError("ramp", "one device and at least three pulses are needed.")
    g = (ramp.conductance - ramp.conductance[0]) / (ramp.conductance[-1] - ramp.conductance[0])
    p = np.linspace(0.0, 1.0, len(g))

    def curve(nu: float) -> np.ndarray:
        return p if abs(nu) < 1e-9 else np.expm1(-nu * p) / np.expm1(-nu)

    # the middle of the ramp brackets nu, least squares refines it
    middle = float(np.interp(0.5, p, g))
    if not 0 < middle < 1:
        raise ParameterError("ramp", "it turns back.", "Take a range in which it is monotone.")
    guess = brentq(lambda nu: np.interp(0.5, p, curve(nu)) - middle, -200.0, 200.0)
    width = 0.2 * abs(guess) + 0.05
    best = minimize_scalar(
        lambda nu: float(np.sum((curve(nu) - g) ** 2)),
        bounds=(guess - width, guess + width),
        method="bounded",
        options={"xatol": 1e-12},
    )
    nu = float(best.x) if abs(best.x) > 1e-9 else 1e-9
    residual = float(np.sqrt(np.mean((curve(nu) - g) ** 2)))
    return Nonlinearity(a=ramp.pulses / nu, pulses=ramp.pulses, residual=residual)


def asymmetry(law: StepLaw) -> float:
    """Largest ratio of the two steps at one weight, larger over smaller; 1 is symmetric."""
    ratio = law.up / law.down
    return float(np.max(np.maximum(ratio, 1 / ratio)))


def asymmetry_at(law: StepLaw, weight: float) -> float:
    r"""Step down over step up at a weight.

    For linear steps at w = 1 this is :math:`(1+\gamma)/(1-\gamma)`.
    """
    down, up = (np.interp(weight, law.weights, v) for v in (law.down, law.up))
    return float(down / up)


def symmetry_point(law: StepLaw) -> float:
    """Weight at which a pulse up and a pulse down cancel.

    Raises
    ------
    ParameterError
        when one direction is stronger everywhere.
    """
    difference = law.up - law.down
    turn = np.flatnonzero(np.diff(np.sign(difference)) != 0)
    if len(turn) == 0:
        raise ParameterError("step law", "one direction is stronger at every weight.")
    i = int(turn[0])
    w, d = law.weights[i : i + 2], difference[i : i + 2]
    return float(w[0] - d[0] * (w[1] - w[0]) / (d[1] - d[0])) if d[1] != d[0] else float(w[0])


def update_noise(steps: np.ndarray) -> float:
    """Standard deviation over mean of nominally equal steps."""
    return float(np.std(steps, ddof=1) / abs(np.mean(steps)))


def retention_time(device: Any, filling: float) -> float:
    r"""Time constant of self-discharge [s].

    .. math:: \tau = (R_{leak} + R_s)\, C_{chem}, \qquad
              C_{chem} = Q \left[\frac{dE}{dx}\right]^{-1}

    with the charge Q of all sites per area. For a regular solution
    :math:`C_{chem} \propto x(1-x) [1 - 2\Omega x(1-x)/RT]^{-1}`, which diverges at the spinodal:
    there is no force that drives a bistable host back to one composition.

    Raises
    ------
    ParameterError
        for a device without leakage.
    """
    if device.leakage_resistance is None:
        raise ParameterError("leakage_resistance", "without leakage nothing is forgotten.")
    resistance = device.leakage_resistance + device.series_resistance
    return float(resistance * chemical_capacitance(device, filling))


def chemical_capacitance(device: Any, filling: float) -> float:
    """Charge per change of the equilibrium voltage [F/m^2], at a filling."""
    material = device.material
    curvature = material.free_energy.curvature((filling,), device.temperature)
    slope = float(curvature) / (material.charge_number * FARADAY)
    return float(device.capacity / slope)


def write_energy(ramp: Ramp, area: float) -> float:
    """Mean energy that the gate supplies for a pulse [J], without regard to its sign."""
    return float(np.mean(np.abs(np.diff(ramp.energy))) * area)
