"""What atomistic specifications can name."""

from __future__ import annotations

from ..core.registry import Registry

_HERE = "ambipolar.atomistics"

#: what computes energies and forces
ENGINES = Registry(
    "engine",
    {
        "sevennet": f"{_HERE}.engines.sevennet:SevenNet",
        "chgnet": f"{_HERE}.engines.chgnet:Chgnet",
        "gpaw": f"{_HERE}.engines.gpaw:Gpaw",
        "ase-calculator": f"{_HERE}.engines.calculator:AseCalculator",
    },
)

#: in which basis a density-functional engine writes its wave functions
WAVE_FUNCTIONS = Registry(
    "wave functions",
    {
        "plane-waves": f"{_HERE}.engines.gpaw_waves:PlaneWaves",
        "atomic-orbitals": f"{_HERE}.engines.gpaw_waves:AtomicOrbitals",
    },
)

#: what a study runs instead of a device and a protocol
CALCULATIONS = Registry("calculation", {})
