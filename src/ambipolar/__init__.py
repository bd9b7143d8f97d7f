"""ambipolar: electrochemical ion insertion, from atoms to devices.

Names load on first use, so that ``import ambipolar`` takes milliseconds. ``dir(ambipolar)``
lists them all.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_THERMODYNAMICS = "physics.thermodynamics"
_KINETICS = "physics.kinetics"

#: public name -> "module" or "module:attribute", below this package
_NAMES: dict[str, str] = {
    # run an experiment
    "run": "simulation.run:run",
    "sweep": "simulation.sweep.execute:sweep",
    "Grid": "simulation.sweep.designs:Grid",
    "Zip": "simulation.sweep.designs:Zip",
    "LatinHypercube": "simulation.sweep.designs:LatinHypercube",
    "Solution": "simulation.solution:Solution",
    "import_bpx": "simulation.importers.bpx:import_bpx",
    "protocols": "simulation.protocols",
    "SolverSettings": "numerics.settings:SolverSettings",
    # what to run
    "devices": "devices",
    "materials": "materials",
    "atomistics": "atomistics",
    "Material": "materials.material:Material",
    # particles, and what breaks their symmetry
    "HomogeneousParticle": "models.homogeneous:HomogeneousParticle",
    "AllenCahnReaction": "models.allen_cahn:AllenCahnReaction",
    "DiffusionParticle": "models.radial:DiffusionParticle",
    "CahnHilliardReaction": "models.radial:CahnHilliardReaction",
    "FrozenHeterogeneity": "models.heterogeneity:FrozenHeterogeneity",
    "PersistentNoise": "models.heterogeneity:PersistentNoise",
    # electrodes and cells
    "PorousElectrode": "models.cells.electrode:PorousElectrode",
    "PorousLayer": "models.electrolyte_layer:PorousLayer",
    "ParticleChain": "models.cells.chain:ParticleChain",
    "CellHeat": "models.cells.heat:CellHeat",
    "MetalElectrode": "physics.kinetics.metal:MetalElectrode",
    "ELECTROLYTES": "materials.electrolytes.registry:ELECTROLYTES",
    # many particles
    "Population": "models.population:Population",
    "LogNormalSizes": "models.size_distribution:LogNormalSizes",
    "GivenSizes": "models.size_distribution:GivenSizes",
    "LogNormalVariation": "models.variation:LogNormalVariation",
    "NormalVariation": "models.variation:NormalVariation",
    # side reactions
    "Ageing": "models.ageing.ageing:Ageing",
    "SolidElectrolyteInterphase": "models.ageing.interphase:SolidElectrolyteInterphase",
    "LithiumPlating": "models.ageing.plating:LithiumPlating",
    "SurfaceReconstruction": "models.ageing.reconstruction:SurfaceReconstruction",
    # free energies and surfaces
    "IdealMixing": f"{_THERMODYNAMICS}.regular_solution:IdealMixing",
    "RegularSolution": f"{_THERMODYNAMICS}.regular_solution:RegularSolution",
    "RedlichKister": f"{_THERMODYNAMICS}.redlich_kister:RedlichKister",
    "TwoLayerGraphite": f"{_THERMODYNAMICS}.two_layer:TwoLayerGraphite",
    "TabulatedPotential": f"{_THERMODYNAMICS}.tabulated:TabulatedPotential",
    "EmpiricalPotential": f"{_THERMODYNAMICS}.empirical:EmpiricalPotential",
    "NoFlux": f"{_THERMODYNAMICS}.surface:NoFlux",
    "SurfaceComposition": f"{_THERMODYNAMICS}.surface:SurfaceComposition",
    "SurfaceSlope": f"{_THERMODYNAMICS}.surface:SurfaceSlope",
    "SurfaceEnergy": f"{_THERMODYNAMICS}.surface:SurfaceEnergy",
    # rate laws
    "ButlerVolmer": f"{_KINETICS}.butler_volmer:ButlerVolmer",
    "ActivityExchange": f"{_KINETICS}.exchange_current:ActivityExchange",
    "RootExchange": f"{_KINETICS}.exchange_current:RootExchange",
    "BothSitesExchange": f"{_KINETICS}.exchange_current:BothSitesExchange",
    "NewmanExchange": f"{_KINETICS}.exchange_current:NewmanExchange",
    "ConstantExchange": f"{_KINETICS}.exchange_current:ConstantExchange",
    "CustomExchange": f"{_KINETICS}.exchange_current:CustomExchange",
    "Marcus": f"{_KINETICS}.marcus:Marcus",
    "MarcusHushChidseyExact": f"{_KINETICS}.marcus_hush_chidsey:MarcusHushChidseyExact",
    "MarcusHushChidsey2014": f"{_KINETICS}.marcus_hush_chidsey:MarcusHushChidsey2014",
    "CoupledIonElectronTransfer": (
        f"{_KINETICS}.coupled_ion_electron_transfer:CoupledIonElectronTransfer"
    ),
    "CoupledIonElectronTransferExact": (
        f"{_KINETICS}.coupled_ion_electron_transfer:CoupledIonElectronTransferExact"
    ),
    "WithFilmResistance": f"{_KINETICS}.film_resistance:WithFilmResistance",
    # stability under current
    "phase_map": "physics.stability.growth:phase_map",
    "growth_rate": "physics.stability.growth:growth_rate",
    "critical_current": "physics.stability.thresholds:critical_current",
    "suppression_current": "physics.stability.thresholds:suppression_current",
    "impedance": "simulation.impedance:impedance",
    "sensitivities": "simulation.sensitivity:sensitivities",
    # transport
    "ConstantDiffusivity": "physics.transport.diffusivity:ConstantDiffusivity",
    "LatticeDiffusivity": "physics.transport.diffusivity:LatticeDiffusivity",
}

__all__ = ["__version__", *_NAMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    from importlib import import_module

    if name not in _NAMES:
        from .core.errors import suggestion

        hint = "" if name.startswith("_") else f" {suggestion(name, __all__)}"
        raise AttributeError(f"module 'ambipolar' has no attribute {name!r}.{hint}")
    module, _, attribute = _NAMES[name].partition(":")
    value = import_module(f"{__name__}.{module}")
    if attribute:
        value = getattr(value, attribute)
    globals()[name] = value  # the next access does not come here
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
