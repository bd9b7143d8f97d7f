"""Vanadium dioxide with hydrogen: an insulator and a metal as two phases."""

from __future__ import annotations

from ...core.constants import GAS_CONSTANT, ROOM_TEMPERATURE
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import ActivityExchange
from ...physics.properties.conductivity import MetalInsulatorConductivity
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import LatticeDiffusivity
from ..material import Material
from ..optical.oxides import VO2_OPTICS, VO2_SOURCES

#: VO2 (insulating) to H0.5VO2 (metallic); x is the filling of half a site per vanadium
VO2 = Material(
    name="VO2",
    formula="VO2",
    guest="H+",
    free_energy=RegularSolution(omega=2.8 * GAS_CONSTANT * ROOM_TEMPERATURE),
    kinetics=ButlerVolmer(rate_constant=1.0, exchange=ActivityExchange()),
    site_density=27550.0,
    standard_potential=0.35,
    diffusivity=LatticeDiffusivity(prefactor=1.0e-15),
    gradient_energy=2.7e-10,
    # an empty host is half way at the thermal transition, 340 K
    conductivity=MetalInsulatorConductivity(
        empty=10.0,
        full=3.0e5,
        threshold=0.2,
        width=0.03,
        threshold_shift=-0.2 / (340.0 - ROOM_TEMPERATURE),
    ),
    molar_mass=2 * 0.0829395,
    permittivity=VO2_OPTICS,
    sources={
        "free_energy": "assumed: Omega = 2.8RT, two phases",
        "kinetics": "assumed: an order of magnitude",
        "site_density": "assumed: crystal of 4.57 g/cm^3, the metal being H0.5VO2",
        "standard_potential": "assumed: 0.35 V against the reversible hydrogen electrode",
        "diffusivity": "assumed: 1e-11 cm^2/s",
        "gradient_energy": "assumed: a phase boundary of about 2 nm",
        "conductivity": "assumed: four and a half decades, the size of the transition in films",
        "conductivity.threshold": "assumed: metallic beyond 0.1 hydrogen per vanadium",
        "conductivity.threshold_shift": "fitted: the empty host turns metallic at 340 K, morin1959",
        "molar_mass": "prohaska2022",
        **VO2_SOURCES,
    },
    note=(
        "Hydrogen first makes the oxide a metal and, near HVO2, an insulator again [yoon2016]; "
        "only the first step is here. Temperature moves the conductivity, not the free energy."
    ),
)
