"""Materials by name. A new one is one file in ``hosts`` and one line here."""

from __future__ import annotations

from ..core.registry import Registry

_HERE = "ambipolar.materials.hosts"

MATERIALS = Registry(
    "material",
    {
        "LFP": f"{_HERE}.lfp:LFP",
        "LFP-CIET": f"{_HERE}.lfp:LFP_CIET",
        "LTO": f"{_HERE}.lto:LTO",
        "LCO": f"{_HERE}.lco:LCO",
        "LMO": f"{_HERE}.lmo:LMO",
        "NMC": f"{_HERE}.nmc:NMC",
        "NCA": f"{_HERE}.nca:NCA",
        "graphite": f"{_HERE}.graphite:GRAPHITE",
        "graphite-lionsimba": f"{_HERE}.graphite:GRAPHITE_LIONSIMBA",
        "coke": f"{_HERE}.coke:COKE",
        "WO3": f"{_HERE}.wo3:WO3",
    },
)
