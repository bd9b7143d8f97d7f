"""Amorphous tungsten oxide: an electrochromic solid solution."""

from __future__ import annotations

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import HoppingConductivity
from ...physics.thermodynamics.regular_solution import IdealMixing, RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material
from ..optical.tungsten import AMORPHOUS_WO3, AMORPHOUS_WO3_SOURCES

#: LixWO3, amorphous: U = 3.08 V - 1.56 V x - (2RT/F) ln[x/(1-x)] against lithium
WO3 = Material(
    name="WO3",
    formula="WO3",
    # repulsion between guests and, by the second term, twice the entropy of a lattice gas
    free_energy=RegularSolution(omega=-0.78 * FARADAY) + IdealMixing(),
    # i = 2 i00 sqrt(x(1-x)) 2 sinh(F eta/2RT) with i00 = 0.2 mA/cm^2, hence k0 = 2 i00
    kinetics=ButlerVolmer(rate_constant=4.0, exchange=NewmanExchange()),
    site_density=24150.0,
    standard_potential=2.30,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-14),
    # 0.16 Mohm per square at 500 nm once it holds guests; six decades less when empty
    conductivity=HoppingConductivity(empty=1.25e-5, full=12.5, saturation=0.1),
    molar_mass=0.231837,
    permittivity=AMORPHOUS_WO3,
    sources={
        "free_energy": "assumed: slope of 1.56 V and twice the ideal entropy, after films of a-WO3",
        "kinetics": "assumed: exchange current of 0.2 mA/cm^2 per root, an order of magnitude",
        "site_density": "assumed: density of the amorphous film, 5.6 g/cm^3",
        "standard_potential": "assumed: half filling at 2.30 V against lithium",
        "diffusivity": "assumed: 1e-10 cm^2/s, half of what sequeira2012 reports",
        "conductivity": "assumed: six decades up to x = 0.1, then that of a film of 0.4 Mohm",
        "molar_mass": "prohaska2022",
        **AMORPHOUS_WO3_SOURCES,
    },
    note=(
        "Potentials fall from 3.30 V at x = 0.01 to 2.30 V at half filling. Films are cycled "
        "reversibly below about x = 0.4; that limit is not part of the model."
    ),
)
