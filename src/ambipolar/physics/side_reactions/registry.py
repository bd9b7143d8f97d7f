"""Laws of side reactions by name. A new one is one file and one line here."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.side_reactions"

FILM_GROWTHS = Registry(
    "film growth",
    {
        "reaction-limited": f"{_HERE}.film_growth:ReactionLimitedGrowth",
        "solvent-diffusion": f"{_HERE}.film_growth:SolventDiffusionGrowth",
        "interstitial-diffusion": f"{_HERE}.film_growth:InterstitialDiffusionGrowth",
        "series": f"{_HERE}.film_growth:SeriesGrowth",
        "electron-conduction": f"{_HERE}.electron_conduction:ElectronConductionGrowth",
        "ohmic-film": f"{_HERE}.electron_conduction:OhmicFilmGrowth",
    },
)

FILM_LITHIUM = Registry(
    "film lithium",
    {
        "constant": f"{_HERE}.film_lithium:ConstantLithium",
        "host": f"{_HERE}.film_lithium:HostLithium",
        "equilibrated": f"{_HERE}.film_lithium:EquilibratedFilm",
    },
)

DEPOSITIONS = Registry(
    "metal deposition", {"butler-volmer": f"{_HERE}.metal_deposition:MetalDeposition"}
)

DEPOSITION_SITES = Registry(
    "deposition sites",
    {
        "any-site": f"{_HERE}.metal_deposition:AnySite",
        "no-empty-sites": f"{_HERE}.metal_deposition:NoEmptySites",
    },
)

RECONSTRUCTIONS = Registry(
    "surface reconstruction law",
    {"delithiation": f"{_HERE}.surface_reconstruction:DelithiationGrowth"},
)
