"""Property maps by name. A new one is one file and one line here."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.properties"

CONDUCTIVITIES = Registry(
    "conductivity",
    {
        "constant": f"{_HERE}.conductivity:ConstantConductivity",
        "linear": f"{_HERE}.conductivity:LinearConductivity",
        "hopping": f"{_HERE}.conductivity:HoppingConductivity",
        "metal-insulator": f"{_HERE}.conductivity:MetalInsulatorConductivity",
        "carrier": f"{_HERE}.conductivity:CarrierConductivity",
    },
)
