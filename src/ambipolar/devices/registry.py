"""Devices by name."""

from ..core.registry import Registry

DEVICES = Registry(
    "device",
    {
        "single-particle": "ambipolar.devices.single_particle:SingleParticle",
        "particle-population": "ambipolar.devices.particle_population:ParticlePopulation",
        "lateral-film": "ambipolar.devices.lateral_film:LateralFilm",
        "electrochromic-window": "ambipolar.devices.electrochromic_window:ElectrochromicWindow",
        "electrolyte-cell": "ambipolar.devices.electrolyte_cell:ElectrolyteCell",
        "half-cell": "ambipolar.devices.half_cell:HalfCell",
        "full-cell": "ambipolar.devices.full_cell:FullCell",
        "ecram": "ambipolar.devices.ecram:Ecram",
    },
)
