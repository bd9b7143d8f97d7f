"""A rate law: current against overpotential, and exchange current against filling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.constants import GAS_CONSTANT, ROOM_TEMPERATURE
from ..physics.kinetics.reaction import Interface
from .style import COLOURS, WIDTH, new_figure, sequential, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FILLINGS = (0.1, 0.3, 0.5, 0.7, 0.9)


@styled
def plot_kinetics(
    law: Any, *, largest_overpotential: float = 0.4, temperature: float = ROOM_TEMPERATURE
) -> Figure:
    """Current density of a law at several fillings, and its exchange current density.

    The host is taken as an ideal solution, and the ion activity as one.

    Parameters
    ----------
    law : a rate law (an object with ``rate`` and ``exchange_current``).
    largest_overpotential : range of the left panel [V].
    """
    figure = new_figure(WIDTH, 3.2)
    left, right = figure.subplots(1, 2)
    eta = np.linspace(-largest_overpotential, largest_overpotential, 400)
    for filling, colour in zip(FILLINGS, sequential(len(FILLINGS))):
        current = law.rate(_interface(np.full_like(eta, filling), eta, temperature))
        left.semilogy(1e3 * eta, np.abs(current), color=colour, label=f"{filling:g}")
    left.set_xlabel("Overpotential (mV), negative inserts")
    left.set_ylabel("Magnitude of current density (A/m²)")
    left.legend(title="filling", title_fontsize=9.5)
    x = np.linspace(0.002, 0.998, 300)
    right.plot(
        x, law.exchange_current(_interface(x, np.zeros_like(x), temperature)), color=COLOURS[0]
    )
    right.set_xlabel("Site filling (–)")
    right.set_ylabel("Exchange current density (A/m²)")
    right.set_ylim(bottom=0)
    return figure


def _interface(x: np.ndarray, eta: np.ndarray, temperature: float) -> Interface:
    mu = GAS_CONSTANT * temperature * np.log(x / (1 - x))
    return Interface(x, mu, eta, np.full_like(x, temperature), np.ones_like(x))
