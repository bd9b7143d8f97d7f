"""Devices by name."""

from ..core.registry import Registry

DEVICES = Registry(
    "device", {"single-particle": "ambipolar.devices.single_particle:SingleParticle"}
)
