"""Solid electrolytes."""

from __future__ import annotations

from ...physics.electrolytes.uniform import SolidElectrolyte

#: lithium phosphorus oxynitride, sputtered
LIPON = SolidElectrolyte(
    name="LiPON",
    conductivity_value=2.3e-4,
    activation_energy=53.1e3,
    sources={"conductivity_value": "yu1997", "activation_energy": "yu1997"},
    note="2.3e-6 S/cm at 25 C, 0.55 eV.",
)
