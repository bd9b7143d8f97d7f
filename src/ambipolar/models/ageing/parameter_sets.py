"""Side reactions with published numbers. A new set is an object here and a line in the registry."""

from __future__ import annotations

from ...physics.side_reactions.film_growth import SolventDiffusionGrowth
from ...physics.side_reactions.metal_deposition import MetalDeposition
from .interphase import SolidElectrolyteInterphase
from .plating import LithiumPlating

#: on the graphite of an LG M50 cell; the numbers were chosen by their authors to show regimes
SEI_OKANE2022 = SolidElectrolyteInterphase(
    growth=SolventDiffusionGrowth(
        diffusivity=2.5e-22, concentration=2636.0, activation_energy=38e3
    ),
    initial_thickness=5e-9,
    molar_volume=9.585e-5,
    electrons=1.0,
    resistivity=2e5,
    sources={
        "growth": "okane2022",
        "initial_thickness": "okane2022",
        "molar_volume": "okane2022",
        "electrons": "okane2022",
        "resistivity": "okane2022",
    },
)

PLATING_OKANE2022 = LithiumPlating(
    # published as 1e-9 m/s; the ion at 1 mol/L
    deposition=MetalDeposition(rate_constant=0.096485, transfer_coefficient=0.65, monolayer=1.84),
    dead_rate=1e-6,
    sources={
        "deposition.rate_constant": "okane2022",
        "deposition.transfer_coefficient": "okane2022",
        "deposition.monolayer": "assumed: one layer of the (110) face of lithium",
        "deposition.sites": "assumed: six sites beside an ion",
        "dead_rate": "okane2022",
    },
)
