"""Counting ions: how many a write moves, how they scatter, and what they cost."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE, ROOM_TEMPERATURE


def ions_of_charge(charge: Any, charge_number: float = 1.0) -> Any:
    """Number of ions that carry a charge [C]."""
    return charge / (charge_number * ELEMENTARY_CHARGE)


def ions_of_filling(device: Any, change: Any) -> Any:
    """Number of ions that change the filling of the nominal channel of ``device`` by ``change``."""
    return device.sites * np.abs(change)


def write_energy(ions: Any, voltage: float, charge_number: float = 1.0) -> Any:
    """Energy QV [J] of moving ions against a voltage [V]."""
    return ions * charge_number * ELEMENTARY_CHARGE * voltage


def count_noise(ions: Any) -> Any:
    r"""Standard deviation over mean of a number of ions, :math:`1/\sqrt N` (Poisson)."""
    return 1.0 / np.sqrt(ions)


def counted(ions: Any, size: int | tuple[int, ...], seed: int) -> np.ndarray:
    """Numbers of ions moved by nominally equal writes, drawn from a Poisson distribution."""
    return np.random.default_rng(seed).poisson(ions, size)


def landauer_limit(temperature: float = ROOM_TEMPERATURE) -> float:
    r"""Least energy :math:`k_B T \ln 2` [J] of erasing one bit."""
    return BOLTZMANN * temperature * math.log(2)
