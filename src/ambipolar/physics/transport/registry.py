"""Transport laws by name."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.transport"

DIFFUSIVITIES = Registry(
    "diffusivity",
    {
        "constant": f"{_HERE}.diffusivity:ConstantDiffusivity",
        "lattice": f"{_HERE}.diffusivity:LatticeDiffusivity",
        "formula": f"{_HERE}.diffusivity:FormulaDiffusivity",
    },
)
