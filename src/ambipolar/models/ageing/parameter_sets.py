"""Side reactions with published numbers. A new set is an object here and a line in the registry."""

from __future__ import annotations

from ...physics.side_reactions.film_growth import SolventDiffusionGrowth
from ...physics.side_reactions.metal_deposition import MetalDeposition
from ...physics.side_reactions.surface_reconstruction import DelithiationGrowth
from .interphase import SolidElectrolyteInterphase
from .plating import LithiumPlating
from .reconstruction import SurfaceReconstruction

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

#: on nickel-rich and other layered oxides; everything but the onset is assumed
LAYERED_OXIDE_SURFACE = SurfaceReconstruction(
    growth=DelithiationGrowth(rate=2e-14, onset=0.4, width=0.03, passivation=2e-9),
    resistivity=1e6,
    blocked=0.5,
    blocking_thickness=2e-9,
    sources={
        "growth.onset": "sood2021",
        "growth.rate": "assumed: some nanometres in a hundred hours at high voltage",
        "growth.width": "assumed",
        "growth.passivation": "assumed: of the order of the layers in lin2014",
        "resistivity": "assumed: ten milliohm m^2 for ten nanometres",
        "blocked": "assumed",
        "blocking_thickness": "assumed",
    },
)
