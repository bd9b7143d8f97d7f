"""What specifications of lattice models can name."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.atomistics.lattice"

LATTICES = Registry(
    "lattice",
    {
        "chain": f"{_HERE}.lattices:Chain",
        "square": f"{_HERE}.lattices:Square",
        "triangular": f"{_HERE}.lattices:Triangular",
        "layered-triangular": f"{_HERE}.lattices:LayeredTriangular",
        "honeycomb": f"{_HERE}.lattices:Honeycomb",
        "simple-cubic": f"{_HERE}.lattices:SimpleCubic",
        "face-centred-cubic": f"{_HERE}.lattices:FaceCentredCubic",
        "body-centred-cubic": f"{_HERE}.lattices:BodyCentredCubic",
        "diamond": f"{_HERE}.lattices:Diamond",
        "spinel-sites": f"{_HERE}.lattices:SpinelSites",
    },
)

INTERACTIONS = Registry(
    "lattice model",
    {
        "pair-model": f"{_HERE}.pair_model:PairModel",
        "layered-graphite": f"{_HERE}.graphite:LayeredGraphite",
    },
)
