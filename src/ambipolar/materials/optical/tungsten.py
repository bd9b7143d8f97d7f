"""Tungsten oxide: small polarons in the amorphous film, free electrons in the bronze."""

from __future__ import annotations

from ...core.constants import AVOGADRO, ELEMENTARY_CHARGE
from ...physics.optics.absorption_edge import TaucLorentz
from ...physics.optics.bands import IntervalenceBand, SmallPolaronBands
from ...physics.optics.dispersion import DrudeCarriers
from ...physics.optics.line_shape import SmallPolaronLine

_EV = ELEMENTARY_CHARGE

#: interband part of WO3: transparent to 3.15 eV, n = 1.99 at 633 nm
WO3_INTERBAND = TaucLorentz(
    amplitude=90.0 * _EV, gap=3.15 * _EV, peak=4.8 * _EV, broadening=2.5 * _EV, infinity=1.9
)

_LINE = SmallPolaronLine(phonon=0.07 * _EV, disorder=0.4 * _EV)

#: amorphous LixWO3
AMORPHOUS_WO3 = WO3_INTERBAND + SmallPolaronBands(
    five_six=IntervalenceBand(
        strength=22.57, position=1.2 * _EV, shift=0.2 * _EV, saturation=0.3, line=_LINE
    ),
    four_five=IntervalenceBand(strength=11.3, position=2.0 * _EV, line=_LINE),
    four_six=IntervalenceBand(strength=11.3, position=3.0 * _EV, line=_LINE),
)

AMORPHOUS_WO3_SOURCES = {
    "permittivity.terms.0": "assumed: index of 1.99 at 633 nm, a film of less than crystal density",
    "permittivity.terms.0.gap": "valyukh2010",
    "permittivity.terms.1": "assumed: positions and widths of the three intervalence bands",
    "permittivity.terms.1.five_six.strength": (
        "fitted: 78 cm^2/C at 632.8 nm, the efficiency of a deposited film, at x = 0.2"
    ),
    "permittivity.terms.1.five_six.saturation": "berggren2001",
}

#: sites of crystalline WO3, one for each cell of 3.84 angstrom [mol/m^3]
BRONZE_SITES = 1.0 / (3.84e-10**3 * AVOGADRO)

#: crystalline NaxWO3, metallic above x = 0.25: every guest gives one free electron
SODIUM_TUNGSTEN_BRONZE = WO3_INTERBAND + DrudeCarriers(
    full_density=BRONZE_SITES * AVOGADRO, effective_mass=1.0, damping=0.3 * _EV
)
