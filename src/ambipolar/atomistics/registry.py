"""What atomistic specifications can name."""

from __future__ import annotations

from ..core.registry import Registry

_HERE = "ambipolar.atomistics"

#: what computes energies and forces
ENGINES = Registry(
    "engine",
    {
        "sevennet": f"{_HERE}.engines.sevennet:SevenNet",
        "chgnet": f"{_HERE}.engines.chgnet:Chgnet",
        "gpaw": f"{_HERE}.engines.gpaw:Gpaw",
        "ase-calculator": f"{_HERE}.engines.calculator:AseCalculator",
    },
)

#: what a calculation starts from
STRUCTURES = Registry(
    "structure",
    {
        "lithium-titanate": f"{_HERE}.cells:LithiumTitanate",
        "prototype": f"{_HERE}.cells:PrototypeCell",
        "file": f"{_HERE}.cells:StructureFile",
    },
)

#: how the energy of oxygen gas is obtained
OXYGEN_TREATMENTS = Registry(
    "oxygen treatment",
    {
        "molecule": f"{_HERE}.thermodynamics.references:OxygenMolecule",
        "from-oxide": f"{_HERE}.thermodynamics.references:OxygenFromOxide",
        "given": f"{_HERE}.thermodynamics.references:GivenOxygen",
    },
)

#: in which basis a density-functional engine writes its wave functions
WAVE_FUNCTIONS = Registry(
    "wave functions",
    {
        "plane-waves": f"{_HERE}.engines.gpaw_waves:PlaneWaves",
        "atomic-orbitals": f"{_HERE}.engines.gpaw_waves:AtomicOrbitals",
    },
)

#: what turns a slab into images
IMAGE_MODELS = Registry(
    "image model",
    {
        "z-contrast": f"{_HERE}.imaging.z_contrast:ZContrast",
        "multislice": f"{_HERE}.imaging.multislice:Multislice",
    },
)

#: what a study runs instead of a device and a protocol
CALCULATIONS = Registry(
    "calculation",
    {
        "vacancy-formation": f"{_HERE}.thermodynamics.vacancy_formation:VacancyFormation",
        "vacancy-spot-check": f"{_HERE}.thermodynamics.vacancy_check:VacancySpotCheck",
        "average-voltage": f"{_HERE}.thermodynamics.average_voltage:AverageVoltage",
        "bias-diagram": f"{_HERE}.thermodynamics.bias:BiasDiagram",
        "insertion-voltage": f"{_HERE}.thermodynamics.insertion:InsertionVoltage",
        "migration-barrier": f"{_HERE}.migration.barriers:MigrationBarrier",
        "barrier-spot-check": f"{_HERE}.migration.spot_check:BarrierSpotCheck",
        "lattice-isotherm": f"{_HERE}.lattice.isotherm:LatticeIsotherm",
        "lattice-phase-diagram": f"{_HERE}.lattice.phase_diagram:LatticePhaseDiagram",
        "stem-images": f"{_HERE}.imaging.stem_images:StemImages",
        "lattice-gas-transport": f"{_HERE}.kinetic.lattice_gas:LatticeGasTransport",
        "master-equation-comparison": f"{_HERE}.kinetic.comparison:MasterEquationComparison",
        "dual-ion-extraction": f"{_HERE}.kinetic.extraction:DualIonExtraction",
    },
)
