"""Memories made up for tests, with closed forms."""

from __future__ import annotations

from dataclasses import replace

from ambipolar.devices.ecram import Ecram
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import ConstantExchange
from ambipolar.physics.properties.conductivity import LinearConductivity
from ambipolar.physics.thermodynamics.linear_potential import LinearPotential
from tests.toys import host

SPAN, RESISTANCE = 0.4, 1.0


def capacitor(**changes: object) -> Ecram:
    """A straight voltage curve behind a resistor, between a gate and a conductance."""
    material = host(
        free_energy=LinearPotential(span=SPAN),
        kinetics=ButlerVolmer(1e7, exchange=ConstantExchange()),
        conductivity=LinearConductivity(empty=1.0, full=100.0),
    )
    device = Ecram(
        material, HomogeneousParticle(50e-9), initial_filling=0.3, series_resistance=RESISTANCE
    )
    return replace(device, **changes)


def time_constant(device: Ecram) -> float:
    """RC [s]; the charge transfer adds 2.6e-9 of the resistance."""
    return RESISTANCE * (1 + 2.57e-9) * device.capacity / SPAN
