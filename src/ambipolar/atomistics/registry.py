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
        "ase-calculator": f"{_HERE}.engines.calculator:AseCalculator",
    },
)

#: what a study runs instead of a device and a protocol
CALCULATIONS = Registry("calculation", {})
