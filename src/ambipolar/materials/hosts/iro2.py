"""Iridium oxide: an anodic electrochromic film that exchanges protons."""

from __future__ import annotations

from ...core.constants import FARADAY
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.properties.conductivity import MetalInsulatorConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity
from ..material import Material
from ..optical.oxides import IRO2_OPTICS, IRO2_SOURCES

#: HxIrO2: empty (Ir4+) is dark and conducts, full (Ir3+) is clear and insulates
IRO2 = Material(
    name="IrO2",
    formula="IrO2",
    guest="H+",
    free_energy=RegularSolution(omega=-0.35 * FARADAY),
    kinetics=ButlerVolmer(rate_constant=10.0, exchange=NewmanExchange()),
    site_density=22300.0,
    standard_potential=0.95,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-13),
    conductivity=MetalInsulatorConductivity(empty=1.0e3, full=1.0e-3, threshold=0.6, width=0.15),
    molar_mass=0.224215,
    permittivity=IRO2_OPTICS,
    sources={
        "free_energy": "assumed: slope of 0.70 V and the ideal entropy",
        "kinetics": "assumed: fast proton exchange, an order of magnitude",
        "site_density": "assumed: porous film of 5.0 g/cm^3, one proton per iridium",
        "standard_potential": "assumed: Ir3+/Ir4+ at 0.95 V against hydrogen",
        "diffusivity": "assumed: 1e-9 cm^2/s in the hydrated film",
        "conductivity": "assumed: six decades between Ir4+ and Ir3+",
        "molar_mass": "prohaska2022",
        **IRO2_SOURCES,
    },
    note="Potentials are against the reversible hydrogen electrode.",
)
