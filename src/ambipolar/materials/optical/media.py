"""Glass, transparent conductors and electrolytes around the films."""

from __future__ import annotations

from ...core.constants import ELEMENTARY_CHARGE
from ...physics.optics.dispersion import CauchyIndex, DrudeCarriers
from ...physics.optics.permittivity import ConstantIndex

AIR = ConstantIndex(1.0)

#: window glass, n = 1.523 at 589 nm; its faint green is left out
#: (assumed: a common soda-lime glass)
GLASS = CauchyIndex(constant=1.5116, quadratic=3.96e-15)

#: tin-doped indium oxide of about 10 ohm per square at 150 nm, n = 1.9 in the visible
#: (assumed: carriers, mass and damping in the middle of what films have)
ITO = ConstantIndex(2.05) + DrudeCarriers(
    empty_density=9e26, full_density=9e26, effective_mass=0.35, damping=0.1 * ELEMENTARY_CHARGE
)

#: fluorine-doped tin oxide, with fewer and less mobile carriers (assumed, as ITO)
FTO = ConstantIndex(2.0) + DrudeCarriers(
    empty_density=5e26, full_density=5e26, effective_mass=0.30, damping=0.12 * ELEMENTARY_CHARGE
)

#: propylene carbonate with salt (assumed: n of the solvent)
LIQUID_ELECTROLYTE = ConstantIndex(1.42)

#: polymer or oxide electrolyte of a laminate (assumed)
SOLID_ELECTROLYTE = ConstantIndex(1.48)
