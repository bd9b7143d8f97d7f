"""Other electrochromic oxides. Fillings are those of the hosts of the same name.

Almost all numbers are assumed: positions, widths and strengths that give the hue, the index and
about the coloration efficiency which films of the oxide are known for. They are meant for
devices in which the oxide takes part, not as a reference of the oxide.
"""

from __future__ import annotations

from ...core.constants import ELEMENTARY_CHARGE
from ...physics.optics.absorption_edge import TaucLorentz
from ...physics.optics.bands import (
    AbsorptionBand,
    IntervalenceBand,
    LorentzOscillator,
    SmallPolaronBands,
)
from ...physics.optics.dispersion import DrudeCarriers
from ...physics.optics.effective_medium import BruggemanMixture
from ...physics.optics.line_shape import GaussianLine, LorentzLine, SmallPolaronLine
from ...physics.optics.permittivity import ConstantIndex

_EV = ELEMENTARY_CHARGE
_POLARON = SmallPolaronLine(disorder=0.4 * _EV)


def _edge(gap: float, amplitude: float, infinity: float) -> TaucLorentz:
    """Interband part of an oxide with its gap in eV."""
    return TaucLorentz(
        amplitude=amplitude * _EV,
        gap=gap * _EV,
        peak=(gap + 1.6) * _EV,
        broadening=2.5 * _EV,
        infinity=infinity,
    )


#: NiO, brown when empty of guests and clear when full
NIO_OPTICS = _edge(3.63, 90.0, 1.7) + AbsorptionBand(
    empty_strength=3.777, full_strength=0.0, position=2.9 * _EV, line=GaussianLine(0.8 * _EV)
)
NIO_SOURCES = {
    "permittivity.terms.0": "assumed: porous film with an index of about 1.9",
    "permittivity.terms.0.gap": "valyukh2010",
    "permittivity.terms.1": "assumed: a wide band in the blue, which makes brown",
    "permittivity.terms.1.empty_strength": (
        "fitted: 34 cm^2/C at 550 nm, the efficiency reported for sputtered films"
    ),
}

#: MoO3, as WO3 with its band nearer to the visible
MOO3_OPTICS = _edge(3.0, 110.0, 1.8) + SmallPolaronBands(
    five_six=IntervalenceBand(strength=10.0, position=1.55 * _EV, line=_POLARON),
    four_five=IntervalenceBand(strength=5.0, position=2.2 * _EV, line=_POLARON),
    four_six=IntervalenceBand(strength=5.0, position=3.2 * _EV, line=_POLARON),
)
MOO3_SOURCES = {"permittivity": "assumed: index of about 2.1, a main polaron band at 1.55 eV"}

#: IrO2, blue-black when oxidised and clear when full of protons
IRO2_OPTICS = _edge(3.4, 80.0, 1.9) + AbsorptionBand(
    empty_strength=1.5, full_strength=0.0, position=2.05 * _EV, line=GaussianLine(0.6 * _EV)
)
IRO2_SOURCES = {"permittivity": "assumed: porous film, a band at 600 nm of about 15 cm^2/C"}

#: Li4Ti5O12 and metallic, dark blue Li7Ti5O12
LTO_OPTICS = BruggemanMixture(
    poor=_edge(3.8, 90.0, 1.9),
    rich=_edge(3.8, 90.0, 1.9)
    + LorentzOscillator(1.6, 1.6, 1.75 * _EV, LorentzLine(1.0 * _EV))
    + DrudeCarriers(3e27, 3e27, 3.0, 0.6 * _EV),
)
LTO_SOURCES = {
    "permittivity": (
        "assumed: a wide-gap phase and a metallic one that absorbs most near 700 nm, "
        "as seen in films and in mandal2018"
    )
}

#: anatase and blue Li0.6TiO2
ANATASE_OPTICS = BruggemanMixture(
    poor=_edge(3.2, 200.0, 1.9),
    rich=_edge(3.3, 180.0, 1.9)
    + AbsorptionBand(3.6, 3.6, 1.3 * _EV, SmallPolaronLine(disorder=0.45 * _EV)),
    poor_filling=0.01 / 0.61,
    rich_filling=0.60 / 0.61,
)
ANATASE_SOURCES = {
    "permittivity": "assumed: indices of about 2.4, the lithiated phase with a band at 1.3 eV",
    "permittivity.poor_filling": "wagemaker2002",
    "permittivity.rich_filling": "wagemaker2002",
}

#: amorphous TiO2
AMORPHOUS_TIO2_OPTICS = _edge(3.4, 150.0, 1.9) + AbsorptionBand(
    0.0, 2.7, 1.3 * _EV, SmallPolaronLine(disorder=0.45 * _EV)
)
AMORPHOUS_TIO2_SOURCES = {"permittivity": "assumed: index of about 2.2, a band at 1.3 eV"}

#: Nb2O5, grey-blue when full
NB2O5_OPTICS = _edge(3.4, 160.0, 1.9) + AbsorptionBand(
    0.0, 3.2, 1.5 * _EV, SmallPolaronLine(disorder=0.6 * _EV)
)
NB2O5_SOURCES = {"permittivity": "assumed: index of about 2.2, a wide band at 1.5 eV"}

#: insulating and metallic VO2, as spheres of one in the other
VO2_OPTICS = BruggemanMixture(
    poor=ConstantIndex(2.3)
    + LorentzOscillator(1.3, 1.3, 1.3 * _EV, LorentzLine(0.9 * _EV))
    + LorentzOscillator(3.2, 3.2, 3.3 * _EV, LorentzLine(1.6 * _EV)),
    rich=ConstantIndex(2.0)
    + LorentzOscillator(2.5, 2.5, 3.2 * _EV, LorentzLine(1.8 * _EV))
    + DrudeCarriers(7.9e27, 7.9e27, 1.0, 0.7 * _EV),
)
VO2_SOURCES = {
    "permittivity": (
        "assumed: oscillators and carriers that give n + ik = 2.6 + 0.2i (insulator) and "
        "1.9 + 0.5i (metal) at 633 nm, 2.8 + 0.2i and 1.6 + 2.5i at 1.5 um"
    )
}
