"""Titanium dioxide: anatase with two phases, and an amorphous solid solution."""

from __future__ import annotations

from dataclasses import replace

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import ActivityExchange, NewmanExchange
from ...physics.properties.conductivity import (
    HoppingConductivity,
    LinearConductivity,
    MetalInsulatorConductivity,
)
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity, LatticeDiffusivity
from ..material import Material
from ..optical.oxides import (
    AMORPHOUS_TIO2_OPTICS,
    AMORPHOUS_TIO2_SOURCES,
    ANATASE_OPTICS,
    ANATASE_SOURCES,
)

#: anatase: a plateau between Li0.01TiO2 and Li0.6TiO2; x is the filling of 0.61 sites per Ti
TIO2 = Material(
    name="TiO2",
    formula="TiO2",
    # the interaction whose miscibility gap ends at 0.01/0.61 and 0.60/0.61 at 298.15 K
    free_energy=RegularSolution(omega=10493.0),
    kinetics=ButlerVolmer(rate_constant=0.1, exchange=ActivityExchange()),
    site_density=29710.0,
    standard_potential=1.78,
    diffusivity=LatticeDiffusivity(prefactor=1.0e-17),
    gradient_energy=3.0e-10,
    conductivity=MetalInsulatorConductivity(empty=1.0e-4, full=10.0, threshold=0.5, width=0.2),
    molar_mass=0.079865 / 0.61,
    permittivity=ANATASE_OPTICS,
    sources={
        "free_energy.omega": "fitted: phases of wagemaker2002, Li0.01TiO2 and Li0.6TiO2",
        "kinetics": "assumed: an order of magnitude",
        "site_density": "assumed: crystal of 3.89 g/cm^3 with 0.61 sites per titanium",
        "standard_potential": "assumed: the common plateau of anatase, 1.78 V",
        "diffusivity": "assumed: within the decades reported for anatase",
        "gradient_energy": "assumed: a phase boundary of about 2 nm",
        "conductivity": "assumed: five decades from the empty to the lithiated phase",
        "molar_mass": "prohaska2022",
        **ANATASE_SOURCES,
    },
    note=(
        "The second transition, to LiTiO2, is left out. A model of both phases and their rates is "
        "that of deklerk2017."
    ),
)

#: amorphous LixTiO2: one phase, sloping voltage
TIO2_AMORPHOUS = Material(
    name="TiO2-amorphous",
    formula="TiO2",
    free_energy=RegularSolution(omega=-0.5 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=1.0, exchange=NewmanExchange()),
    site_density=43824.0,
    standard_potential=1.60,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-15),
    conductivity=HoppingConductivity(empty=1.0e-6, full=1.0, saturation=0.3),
    molar_mass=0.079865,
    permittivity=AMORPHOUS_TIO2_OPTICS,
    sources={
        "free_energy": "assumed: slope of 1.0 V and the ideal entropy",
        "kinetics": "assumed: an order of magnitude",
        "site_density": "assumed: film of 3.5 g/cm^3 with one site per titanium",
        "standard_potential": "assumed: half filling at 1.60 V against lithium",
        "diffusivity": "assumed: 1e-11 cm^2/s",
        "conductivity": "assumed: six decades up to x = 0.3",
        "molar_mass": "prohaska2022",
        **AMORPHOUS_TIO2_SOURCES,
    },
    note="Falls from about 2.2 to 1.0 V; colours weakly.",
)

#: LixTiO2 as the channel of a memory: nearly linear conductance
TIO2_CHANNEL = replace(
    TIO2_AMORPHOUS,
    name="TiO2-channel",
    conductivity=LinearConductivity(empty=0.1, full=100.0),
    sources={
        **TIO2_AMORPHOUS.sources,
        "conductivity": "assumed: electrons in proportion to lithium, 1 S/cm when full",
    },
    note="One phase, so that its conductance is that of one filling.",
)
