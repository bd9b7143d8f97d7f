"""Lithium iron phosphate: a strong phase separator with coherency strain."""

from __future__ import annotations

from dataclasses import replace

from ...core.constants import AVOGADRO, GAS_CONSTANT, ROOM_TEMPERATURE
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.coupled_ion_electron_transfer import CoupledIonElectronTransfer
from ...physics.kinetics.exchange_current import ActivityExchange
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import LatticeDiffusivity
from ..material import Material

#: LixFePO4 with Butler-Volmer kinetics that obey the activities
LFP = Material(
    name="LFP",
    formula="LiFePO4",
    free_energy=RegularSolution(omega=1.8560e-20 * AVOGADRO),
    kinetics=ButlerVolmer(rate_constant=0.16, exchange=ActivityExchange()),
    site_density=1.3793e28 / AVOGADRO,
    standard_potential=3.422,
    diffusivity=LatticeDiffusivity(prefactor=5.3e-19),
    gradient_energy=5.0148e-10,
    coherency=0.1916e9,
    molar_mass=0.157755,
    sources={
        "free_energy.omega": "cogswell2012",
        "gradient_energy": "cogswell2012",
        "coherency": "cogswell2012",
        "site_density": "cogswell2012",
        "standard_potential": "smith2017",
        "kinetics": "bai2011",
        "kinetics.rate_constant": "smith2017",
        "diffusivity": "smith2017",
        "molar_mass": "prohaska2022",
    },
    note="Numbers as MPET distributes them; the diffusivity is an effective, small one.",
)

#: the same host with coupled ion-electron transfer
LFP_CIET = replace(
    LFP,
    name="LFP-CIET",
    kinetics=CoupledIonElectronTransfer(
        rate_constant=7.5374, reorganization_energy=8.3 * GAS_CONSTANT * ROOM_TEMPERATURE
    ),
    sources={
        **LFP.sources,
        "kinetics": "fraggedakis2021",
        "kinetics.rate_constant": "assumed: same exchange current as LFP at half filling",
        "kinetics.reorganization_energy": "fraggedakis2021",
    },
    note="The rate constant is not measured; it makes both laws agree at rest and half filling.",
)
