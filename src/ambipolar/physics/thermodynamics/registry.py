"""Every homogeneous free energy by name."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.thermodynamics"

FREE_ENERGIES = Registry(
    "free energy",
    {
        "ideal": f"{_HERE}.regular_solution:IdealMixing",
        "regular-solution": f"{_HERE}.regular_solution:RegularSolution",
        "redlich-kister": f"{_HERE}.redlich_kister:RedlichKister",
        "two-layer-graphite": f"{_HERE}.two_layer:TwoLayerGraphite",
        "stacking-interaction": f"{_HERE}.two_layer:StackingInteraction",
        "tabulated": f"{_HERE}.tabulated:TabulatedPotential",
        "empirical": f"{_HERE}.empirical:EmpiricalPotential",
        "linear-potential": f"{_HERE}.linear_potential:LinearPotential",
        "coherent-excess": f"{_HERE}.strain:CoherentExcess",
    },
)

SURFACE_CONDITIONS = Registry(
    "surface condition",
    {
        "no-flux": f"{_HERE}.surface:NoFlux",
        "surface-composition": f"{_HERE}.surface:SurfaceComposition",
        "surface-slope": f"{_HERE}.surface:SurfaceSlope",
        "surface-energy": f"{_HERE}.surface:SurfaceEnergy",
    },
)
