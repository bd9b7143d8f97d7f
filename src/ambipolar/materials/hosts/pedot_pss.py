"""The polymer mixed conductor PEDOT:PSS: cations dedope it."""

from __future__ import annotations

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import CarrierConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material

_CAPACITANCE = 39.0e6  # F/m^3
_SLOPE = 0.70  # V, of the interaction; the entropy of mixing adds 4RT/F at half filling
_SITES = _CAPACITANCE * (_SLOPE + 4 * GAS_CONSTANT * ROOM_TEMPERATURE / FARADAY) / FARADAY

#: x is the share of holes that a cation has replaced; U against the reversible hydrogen electrode
PEDOT_PSS = Material(
    name="PEDOT-PSS",
    formula="PEDOT:PSS",
    guest="H+",
    free_energy=RegularSolution(omega=-_SLOPE / 2 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=50.0, exchange=NewmanExchange()),
    site_density=_SITES,
    standard_potential=0.45,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-10),
    # one hole for each empty site
    conductivity=CarrierConductivity(empty=_SITES, full=1e-4 * _SITES, mobility=2.0e-4),
    sources={
        "free_energy": "assumed: slope of 0.70 V, the usual window of the polymer",
        "kinetics": "assumed: fast, an order of magnitude",
        "site_density": "fitted: 39 F/cm^3 of rivnay2015 at half filling",
        "standard_potential": "assumed: half dedoped at 0.45 V",
        "diffusivity": "assumed: 1e-6 cm^2/s in the swollen film",
        "conductivity": "assumed: one hole for each empty site, with 2 cm^2/Vs",
    },
    note="A volumetric capacitor: sites and slope follow from its capacitance. No formula mass.",
)
