"""Amorphous molybdenum trioxide: a cathodic electrochromic film."""

from __future__ import annotations

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import HoppingConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material
from ..optical.oxides import MOO3_OPTICS, MOO3_SOURCES

#: LixMoO3, amorphous, one site per molybdenum
MOO3 = Material(
    name="MoO3",
    formula="MoO3",
    free_energy=RegularSolution(omega=-0.45 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=2.0, exchange=NewmanExchange()),
    site_density=27788.0,
    standard_potential=2.45,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-15),
    conductivity=HoppingConductivity(empty=1.0e-4, full=10.0, saturation=0.6),
    molar_mass=0.143947,
    permittivity=MOO3_OPTICS,
    sources={
        "free_energy": "assumed: slope of 0.90 V and the ideal entropy",
        "kinetics": "assumed: an order of magnitude",
        "site_density": "assumed: film of 4.0 g/cm^3 with one site per molybdenum",
        "standard_potential": "assumed: half filling at 2.45 V against lithium",
        "diffusivity": "assumed: 1e-11 cm^2/s",
        "conductivity": "assumed: five decades up to x = 0.6",
        "molar_mass": "prohaska2022",
        **MOO3_SOURCES,
    },
    note="Falls from about 3.0 to 1.9 V against lithium.",
)
