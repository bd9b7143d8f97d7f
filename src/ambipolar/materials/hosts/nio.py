"""Nickel oxide: the anodic counter electrode, which colours when the guest leaves."""

from __future__ import annotations

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import HoppingConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material
from ..optical.oxides import NIO_OPTICS, NIO_SOURCES

#: LixNi4O4 film: full is transparent, empty is brown
NIO = Material(
    name="NiO",
    formula="NiO",
    free_energy=RegularSolution(omega=-0.5 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=2.0, exchange=NewmanExchange()),
    site_density=16735.0,
    standard_potential=3.15,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-15),
    conductivity=HoppingConductivity(empty=1.0, full=1.0e-4),
    molar_mass=4 * 0.074692,
    permittivity=NIO_OPTICS,
    sources={
        "free_energy": "assumed: slope of 1.0 V and the ideal entropy",
        "kinetics": "assumed: an order of magnitude",
        "site_density": "assumed: porous film of 5.0 g/cm^3, one site for four nickel atoms",
        "standard_potential": "assumed: works between 2.5 and 3.8 V against lithium",
        "diffusivity": "assumed: 1e-11 cm^2/s",
        "conductivity": "assumed: holes of the coloured state, four decades",
        "molar_mass": "prohaska2022",
        **NIO_SOURCES,
    },
    note=(
        "Only the surfaces of the grains take part, hence few sites. Pair it full with an empty "
        "cathodic film: both colour as the guest passes over."
    ),
)
