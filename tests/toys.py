"""Small hosts and protocols that several tests share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.materials.material import Material
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.heterogeneity import FrozenHeterogeneity
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import ActivityExchange, ConstantExchange
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.simulation.protocol.segment import Mode, Segment

TEMPERATURE = 298.15
THERMAL = GAS_CONSTANT * TEMPERATURE


def host(omega_over_rt: float = 4.5, **changes: object) -> Material:
    """A regular-solution host like an olivine; interaction in units of RT."""
    base = Material(
        name="toy",
        free_energy=RegularSolution(omega=omega_over_rt * THERMAL),
        kinetics=ButlerVolmer(0.16, exchange=ActivityExchange()),
        site_density=22904.0,
        standard_potential=3.4,
        gradient_energy=5e-10,
    )
    return replace(base, **changes)


def reversible(material: Material) -> Material:
    """The same host with kinetics so fast that the surface is in equilibrium."""
    return replace(material, kinetics=ButlerVolmer(1e6, exchange=ConstantExchange()))


def allen_cahn_device(cells: int = 40, **changes: object) -> SingleParticle:
    """A coherent phase-separating particle with frozen heterogeneity."""
    particle = AllenCahnReaction(
        length=50e-9, cells=cells, heterogeneity=FrozenHeterogeneity(0.03 * THERMAL)
    )
    return SingleParticle(host(coherency=1.9e8), replace(particle, **changes))


class Drive:
    """A protocol of one segment, for tests of the engine alone."""

    steps = ()

    def __init__(
        self, mode: Mode, value: float, duration: float, samples: int = 51, **more: object
    ) -> None:
        times = np.linspace(0.0, duration, samples)
        self.segment = Segment(mode, value, duration, times, **more)

    def segments(self, scales: object) -> tuple[Segment, ...]:
        return (self.segment,)


class Rate(Drive):
    """Constant C-rate until a change of mean filling has passed."""

    def __init__(self, c_rate: float, change: float, samples: int = 101, **more: object) -> None:
        self.c_rate, self.change, self.samples, self.more = c_rate, change, samples, more

    def segments(self, scales: object) -> tuple[Segment, ...]:
        duration = 3600.0 * self.change / abs(self.c_rate)
        times = np.linspace(0.0, duration, self.samples)
        value = scales.capacity * self.c_rate / 3600.0
        return (Segment(Mode.CURRENT, value, duration, times, **self.more),)


#: an experiment that runs in milliseconds
SMALL_EXPERIMENT = """
name: small
device:
  type: single-particle
  material: LFP
  particle: {type: allen-cahn-reaction, length: 50 nm, cells: 12}
protocol:
  - {type: discharge, c_rate: 1C, duration: 10 min, samples: 20}
"""
