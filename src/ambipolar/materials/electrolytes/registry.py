"""Electrolytes by name: laws that take numbers, and sets that have them."""

from __future__ import annotations

from ...core.registry import Registry

_LAWS = "ambipolar.physics.electrolytes"
_SETS = "ambipolar.materials.electrolytes"

#: sets have the names of MPET (``SMset``), which are found however they are spelled
ELECTROLYTES = Registry(
    "electrolyte",
    {
        "dilute": f"{_LAWS}.dilute:DiluteElectrolyte",
        "concentrated": f"{_LAWS}.concentrated:ConcentratedElectrolyte",
        "constant": f"{_LAWS}.concentrated:ConstantElectrolyte",
        "formula": f"{_LAWS}.formula:FormulaElectrolyte",
        "isothermal": f"{_LAWS}.isothermal:IsothermalElectrolyte",
        "solid": f"{_LAWS}.uniform:SolidElectrolyte",
        "perfect-bath": f"{_LAWS}.uniform:PerfectBath",
        "valoen-reimers": f"{_SETS}.carbonates:VALOEN_REIMERS",
        "valoen-bernardi": f"{_SETS}.carbonates:VALOEN_BERNARDI",
        "lionsimba-isothermal": f"{_SETS}.carbonates:LIONSIMBA",
        "lionsimba-nonisothermal": f"{_SETS}.carbonates:LIONSIMBA_NONISOTHERMAL",
        "doyle96-ec-dmc-2-1": f"{_SETS}.carbonates:DOYLE_EC_DMC_2_1",
        "doyle96-ec-dmc-1-2": f"{_SETS}.carbonates:DOYLE_EC_DMC_1_2",
        "nyman": f"{_SETS}.carbonates:NYMAN",
        "LiPON": f"{_SETS}.solids:LIPON",
    },
)
