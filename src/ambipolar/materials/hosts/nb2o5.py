"""Niobium pentoxide: a solid solution between 2 and 1 V."""

from __future__ import annotations

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import HoppingConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material
from ..optical.oxides import NB2O5_OPTICS, NB2O5_SOURCES

#: Nb2O5 to Li2Nb2O5; x is the filling of the two sites
NB2O5 = Material(
    name="Nb2O5",
    formula="Nb2O5",
    free_energy=RegularSolution(omega=-0.30 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=5.0, exchange=NewmanExchange()),
    site_density=33107.0,
    standard_potential=1.60,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-14),
    conductivity=HoppingConductivity(empty=1.0e-6, full=1.0, saturation=0.2),
    molar_mass=0.265808 / 2,
    permittivity=NB2O5_OPTICS,
    sources={
        "free_energy": "assumed: slope of 0.60 V, a sloping curve without plateaus as augustyn2013",
        "kinetics": "assumed: fast, as augustyn2013 finds; the value is an order of magnitude",
        "site_density": "assumed: film of 4.4 g/cm^3 with two sites per formula",
        "standard_potential": "assumed: half filling at 1.60 V against lithium",
        "diffusivity": "assumed: 1e-10 cm^2/s",
        "conductivity": "assumed: six decades up to x = 0.2",
        "molar_mass": "prohaska2022",
        **NB2O5_SOURCES,
    },
    note="Falls from about 2.0 to 1.2 V against lithium.",
)
