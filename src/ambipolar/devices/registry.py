"""Devices by name."""

from ..core.registry import Registry

DEVICES = Registry(
    "device",
    {
        "single-particle": "ambipolar.devices.single_particle:SingleParticle",
        "lateral-film": "ambipolar.devices.lateral_film:LateralFilm",
        "electrochromic-window": "ambipolar.devices.electrochromic_window:ElectrochromicWindow",
        "ecram": "ambipolar.devices.ecram:Ecram",
    },
)
