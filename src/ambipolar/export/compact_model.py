"""What a circuit simulator needs of a memory: tables over filling and lumped elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.constants import FARADAY, GAS_CONSTANT
from ..core.errors import ParameterError
from ..physics.kinetics.butler_volmer import ButlerVolmer
from ..physics.kinetics.reaction import Interface
from ..simulation.specification.describe import describe

#: fillings at which the tables are given, denser at the ends
POINTS = 81


@dataclass(frozen=True)
class CompactModel:
    r"""A memory as a circuit.

    .. math:: C \frac{dx}{dt} = i, \qquad
        i = A\, i_0(x) \left[e^{\alpha h} - e^{-(1-\alpha) h}\right], \qquad
        h = \frac{F}{RT}\,[V_G - E(x) - R i], \qquad i_D = G(x) V_D

    with the charge C of all sites, at a node whose voltage is the filling x.
    """

    filling: np.ndarray
    equilibrium: np.ndarray  #: E(x) [V]
    exchange: np.ndarray  #: A i0(x) [A]
    conductance: np.ndarray  #: G(x) [S]
    charge: float  #: C of all sites [C]
    resistance: float  #: R [ohm]
    leakage: float | None  #: [ohm]
    transfer: float  #: alpha
    thermal: float  #: RT/F [V]
    initial: float  #: filling at the start
    specification: dict[str, Any]


def compact_model(device: Any, points: int = POINTS) -> CompactModel:
    """Tables and elements of a memory with a uniform channel.

    Raises
    ------
    ParameterError
        for a channel with depth, an array, wear, or kinetics other than Butler-Volmer.
    """
    law = device.material.kinetics
    if not isinstance(law, ButlerVolmer):
        raise ParameterError("material.kinetics", "a circuit needs Butler-Volmer kinetics.")
    if type(device.particle).__name__ != "HomogeneousParticle":
        raise ParameterError("particle", "a circuit has no depth.", "Use a homogeneous particle.")
    if device.spread is not None or device.resistance_growth is not None:
        raise ParameterError("device", "a circuit is one device without wear.")
    low, high = device.material.filling_range
    place = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, points + 2)[1:-1])
    x = np.clip(low + (high - low) * place, 1e-4, 1 - 1e-4)
    return CompactModel(
        filling=x,
        equilibrium=np.asarray(device.equilibrium_voltage(x), dtype=float),
        exchange=device.area * _exchange_current(device, x),
        conductance=np.asarray(device.conductance(x), dtype=float),
        charge=float(device.area * device.capacity),
        resistance=max(float(device.series_resistance / device.area), 1e-6),
        leakage=None
        if device.leakage_resistance is None
        else float(device.leakage_resistance / device.area),
        transfer=float(law.transfer_coefficient),
        thermal=GAS_CONSTANT * device.temperature / FARADAY / device.material.charge_number,
        initial=float(device.initial_filling),
        specification=describe(device, "device"),
    )


def _exchange_current(device: Any, x: np.ndarray) -> np.ndarray:
    """Exchange current density [A/m^2], from the slope of the rate at equilibrium."""
    material, small = device.material, 1e-6
    mu = material.free_energy.chemical_potential((x,), device.temperature)
    if not getattr(material.free_energy, "activity_defined", True):
        mu = GAS_CONSTANT * device.temperature * np.log(x / (1 - x))
    rates = [
        material.kinetics.rate(
            Interface(
                filling=x, chemical_potential=mu, overpotential=sign * small,
                temperature=device.temperature, ion_activity=1.0,
            )
        )
        for sign in (-1, 1)
    ]  # fmt: skip
    slope = (np.asarray(rates[0]) - np.asarray(rates[1])) / (2 * small)
    return GAS_CONSTANT * device.temperature / FARADAY * slope + 0.0 * x
