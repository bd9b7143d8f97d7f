"""Devices by name."""

from ..core.registry import Registry

DEVICES = Registry(
    "device", {"SingleParticle": "ambipolar.devices.single_particle:SingleParticle"}
)
