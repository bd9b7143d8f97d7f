"""Materials by name. A new one is one file and one line here."""

from __future__ import annotations

from ..core.registry import Registry

_HERE = "ambipolar.materials"

MATERIALS = Registry(
    "material",
    {
        "LFP": f"{_HERE}.lfp:LFP",
        "LFP-CIET": f"{_HERE}.lfp:LFP_CIET",
    },
)
