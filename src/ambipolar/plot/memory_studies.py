"""Figures of memories that a specification can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from ..simulation.memory.ions import count_noise, counted
from ..simulation.memory.learning import train_digits
from ..simulation.memory.ramps import Ramp, ramps_of
from ..simulation.memory.step_law import StepLaw, law_of, linear_law
from .memory import plot_bistability, plot_ion_noise, plot_learning, plot_ramps, plot_step_laws
from .style import new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: of the trainings that are drawn: epochs, rate, seeds and slopes of made-up steps
EPOCHS, RATE, SEEDS = 4, 0.4, (1, 2)
SLOPES = (0.0, 0.25, 0.5, 0.75, 1.0 - 1e-9)
#: step of the made-up devices, over half the range
MADE_UP_STEP = 0.01


def ramps(result: Any) -> Figure:
    """Ramps of all cases that have trains in both directions."""
    return plot_ramps({_label(result, n): found for n, found in _ramped(result).items()})


def step_laws(result: Any) -> Figure:
    """Laws of the steps of all cases whose ramps are monotone."""
    return plot_step_laws({_label(result, name): law for name, law in _laws(result).items()})


def bistability(result: Any) -> Figure:
    """Cases that write and wait, and ramps of the hosts that separate into phases."""
    ramped = _ramped(result)
    held = {
        _label(result, n): s.dataset
        for n, s in result.solutions.items()
        if n not in ramped and int(s.dataset["step"].max()) > 1
    }
    jumping = {
        _label(result, n): found for n, found in ramped.items() if _separates(result.devices[n])
    }
    return plot_bistability(held, jumping)


def ion_noise(result: Any) -> Figure:
    """The first law of a step with few ions, and the deviation of counted ions."""
    law = next(iter(_laws(result).values()))
    walks = {f"{n} ions a pulse": _walk(law, n) for n in (10, 1000)}
    numbers = np.geomspace(1, 1e4, 60)
    chosen = np.array([1, 3, 10, 30, 100, 300, 1000, 3000, 10_000])
    drawn = [float(np.std(d) / np.mean(d)) for d in (counted(n, 20_000, 1) for n in chosen)]
    floor = np.column_stack([numbers, count_noise(numbers)])
    return plot_ion_noise(walks, floor, np.column_stack([chosen, drawn]))


def learning(result: Any) -> Figure:
    """What networks of the devices learn; a line of text where scikit-learn is absent."""
    laws: dict[str, StepLaw | None] = {"floating point": None}
    laws |= {_label(result, name): law for name, law in list(_laws(result).items())[:3]}
    try:
        curves = {
            name: [train_digits(law, seed=s, epochs=EPOCHS, rate=RATE) for s in SEEDS]
            for name, law in laws.items()
        }
    except ParameterError as error:
        figure = new_figure(4.8, 1.2)
        figure.text(0.5, 0.5, f"{error.detail}\n{error.advice}", ha="center", va="center")
        return figure
    slopes = {
        gamma: [
            train_digits(
                linear_law(MADE_UP_STEP, gamma, ions=100.0), seed=s, epochs=EPOCHS, rate=RATE
            )
            for s in SEEDS
        ]
        for gamma in SLOPES
    }
    return plot_learning(curves, slopes)


def _separates(device: Any) -> bool:
    """Whether a uniform filling of the host is unstable somewhere."""
    energy = device.material.free_energy
    low, high = device.material.filling_range
    filling = np.linspace(max(low, 0.01), min(high, 0.99), 99)
    return bool(np.any(np.asarray(energy.curvature((filling,), device.temperature)) < 0))


def _ramped(result: Any) -> dict[str, tuple[Ramp, ...]]:
    """Ramps of the cases that have them in both directions."""
    found = {}
    for name, solution in result.solutions.items():
        try:
            trains = ramps_of(solution)
        except ParameterError:
            continue
        if {np.sign(t.value) for t in trains} == {1.0, -1.0}:
            found[name] = trains
    return found


def _laws(result: Any) -> dict[str, StepLaw]:
    found = {}
    for name in _ramped(result):
        try:
            found[name] = law_of(result.solutions[name], result.devices[name])
        except ParameterError:  # two phases: steps are no function of the conductance
            continue
    return found


def _walk(law: StepLaw, ions: int, devices: int = 8) -> np.ndarray:
    """Weights of several devices along a ramp up and down, with that many ions a pulse."""
    from dataclasses import replace

    noisy, random = replace(law, ions=float(ions)), np.random.default_rng(1)
    count = int(2 / law.mean_step)
    weights = [np.full(devices, -1.0)]
    for number in range(2 * count):
        upward = np.full(devices, number < count)
        weights.append(noisy.pulse(weights[-1], upward, random))
    return np.array(weights)


def _label(result: Any, name: str) -> str:
    return next((c.label for c in result.spec.cases if c.name == name and c.label), name)
