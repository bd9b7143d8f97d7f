"""Amorphous tungsten oxide with other guests, and a variant that separates into phases.

Each potential is against the metal of the guest, that of hydrogen against the reversible
hydrogen electrode. What is known of the lithium host is kept; the rest is assumed.
"""

from __future__ import annotations

from dataclasses import replace

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import ActivityExchange, NewmanExchange
from ...physics.properties.conductivity import HoppingConductivity, LinearConductivity
from ...physics.thermodynamics.regular_solution import IdealMixing, RegularSolution
from ...physics.transport.diffusivity import ConstantDiffusivity, LatticeDiffusivity
from .wo3 import WO3

_SHIFT = "assumed: that of lithium, shifted by the standard potentials of the metals and a penalty"

#: HxWO3: a fast guest; U against the reversible hydrogen electrode
WO3_H = replace(
    WO3,
    name="WO3-H",
    guest="H+",
    free_energy=RegularSolution(omega=-0.265 * FARADAY) + IdealMixing(),
    kinetics=ButlerVolmer(rate_constant=10.0, exchange=NewmanExchange()),
    standard_potential=-0.075,
    diffusivity=ConstantDiffusivity(prefactor=5.0e-14),
    conductivity=HoppingConductivity(empty=1.0e-3, full=1.0e3, saturation=0.6),
    filling_range=(0.0, 0.6),
    sources={
        **WO3.sources,
        "free_energy": "assumed: slope of 0.53 V and twice the ideal entropy",
        "kinetics": "assumed: two and a half times that of lithium",
        "standard_potential": "assumed: 0.25 V at x = 0.1 against hydrogen, colour below 0.3 V",
        "diffusivity": "sequeira2012",
        "conductivity": "assumed: six decades up to x = 0.6, so that all states differ",
    },
    note="Above x = 0.6 hydrogen evolves, which is not part of the model.",
)

#: NaxWO3, amorphous
WO3_Na = replace(
    WO3,
    name="WO3-Na",
    guest="Na+",
    standard_potential=1.75,
    kinetics=ButlerVolmer(rate_constant=2.0, exchange=NewmanExchange()),
    diffusivity=ConstantDiffusivity(prefactor=1.0e-14),
    sources={
        **WO3.sources,
        "standard_potential": f"{_SHIFT} of 0.22 V",
        "kinetics": "assumed: half of that of lithium",
        "diffusivity": "sequeira2012",
    },
    note="The potential is that of lithium in shape.",
)

#: sources of guests that bring two electrons
_TWO_ELECTRONS = {
    **WO3.sources,
    "kinetics": "assumed: a tenth of that of lithium",
    "site_density": "assumed: one guest of two charges for two tungsten, so that both become W5+",
    "diffusivity": "assumed: a hundredth of that of lithium",
}
_TWO_ELECTRONS_NOTE = (
    "Each guest brings two electrons: there is one site for two tungsten atoms, and a full host "
    "holds the same charge as with lithium."
)

#: ZnxWO3 with x = 1/2 when full
WO3_Zn = replace(
    WO3,
    name="WO3-Zn",
    guest="Zn2+",
    charge_number=2.0,
    # U = V0 - mu/2F: twice the energy for a slope of 1.0 V
    free_energy=RegularSolution(omega=-1.0 * FARADAY) + IdealMixing(),
    kinetics=ButlerVolmer(rate_constant=0.4, exchange=NewmanExchange()),
    site_density=12075.0,
    standard_potential=0.65,
    diffusivity=ConstantDiffusivity(prefactor=1.0e-16),
    molar_mass=2 * 0.231837,
    sources={
        **_TWO_ELECTRONS,
        "free_energy": "assumed: slope of 1.0 V and twice the ideal entropy",
        "standard_potential": "assumed: films against zinc work between 0.1 and 1.2 V",
    },
    note=_TWO_ELECTRONS_NOTE,
)

#: CaxWO3 with x = 1/2 when full
WO3_Ca = replace(
    WO3_Zn,
    name="WO3-Ca",
    guest="Ca2+",
    free_energy=RegularSolution(omega=-1.56 * FARADAY) + IdealMixing(),
    standard_potential=1.85,
    sources={**_TWO_ELECTRONS, "standard_potential": f"{_SHIFT} of 0.28 V"},
    note=_TWO_ELECTRONS_NOTE,
)

#: LixWO3 as the channel of a memory: its conductance is linear in filling
WO3_CHANNEL = replace(
    WO3,
    name="WO3-channel",
    conductivity=LinearConductivity(empty=0.05, full=50.0),
    sources={
        **WO3.sources,
        "conductivity": "assumed: electrons in proportion to lithium, 12.5 S/m at x = 0.25",
    },
    note="As WO3, whose conductivity saturates, but with steps of equal size.",
)

#: a host like LixWO3 that separates into an empty and a full phase: two stable states
WO3_BISTABLE = replace(
    WO3,
    name="WO3-bistable",
    free_energy=RegularSolution(omega=3 * GAS_CONSTANT * ROOM_TEMPERATURE),
    kinetics=ButlerVolmer(rate_constant=4.0, exchange=ActivityExchange()),
    standard_potential=2.60,
    diffusivity=LatticeDiffusivity(prefactor=1.0e-14),
    gradient_energy=2.4e-10,
    conductivity=WO3_CHANNEL.conductivity,
    sources={
        **WO3_CHANNEL.sources,
        "free_energy": "assumed: Omega = 3RT at room temperature, beyond the 2RT of separation",
        "standard_potential": "assumed: the plateau of a phase-separating variant",
        "gradient_energy": "assumed: a phase boundary of about 2 nm",
        "diffusivity": "assumed: that of lithium in the film, on a lattice",
    },
    note="Made up to study a memory with two phases; no measured host.",
)
