"""Lithium titanate spinel: two phases at a flat plateau, without strain."""

from __future__ import annotations

from ...core.constants import AVOGADRO
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import ActivityExchange
from ...physics.thermodynamics.regular_solution import RegularSolution
from ...physics.transport.diffusivity import LatticeDiffusivity
from ..material import Material
from ..optical.oxides import LTO_OPTICS, LTO_SOURCES

_MPET = "assumed: the value MPET distributes for LTO, whose model is that of vasileiadis2018"

#: Li4Ti5O12 to Li7Ti5O12; x is the filling of the three sites that change
LTO = Material(
    name="LTO",
    formula="Li4Ti5O12",
    free_energy=RegularSolution(omega=1.43e-20 * AVOGADRO),
    kinetics=ButlerVolmer(rate_constant=3.6, exchange=ActivityExchange()),
    site_density=1.32e28 / AVOGADRO,
    standard_potential=1.55,
    diffusivity=LatticeDiffusivity(prefactor=4.0e-16),
    gradient_energy=1.0e-10,
    molar_mass=0.459083 / 3,
    permittivity=LTO_OPTICS,
    sources={
        "free_energy.omega": _MPET,
        "kinetics": _MPET,
        "site_density": _MPET,
        "standard_potential": "ohzuku1995",
        "diffusivity": _MPET,
        "gradient_energy": _MPET,
        "molar_mass": "prohaska2022",
        **LTO_SOURCES,
    },
    note="No coherency strain: the lattice parameter hardly changes.",
)
