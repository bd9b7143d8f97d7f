"""Materials by name. A new one is one file in ``hosts`` and one line here."""

from __future__ import annotations

from ..core.registry import Registry

_HERE = "ambipolar.materials.hosts"

MATERIALS = Registry(
    "material",
    {
        "LFP": f"{_HERE}.lfp:LFP",
        "LFP-CIET": f"{_HERE}.lfp:LFP_CIET",
        "LTO": f"{_HERE}.lto:LTO",
        "LCO": f"{_HERE}.lco:LCO",
        "LMO": f"{_HERE}.lmo:LMO",
        "LMO-doyle1996": f"{_HERE}.lmo:LMO_DOYLE",
        "NMC": f"{_HERE}.nmc:NMC",
        "NCA": f"{_HERE}.nca:NCA",
        "graphite": f"{_HERE}.graphite:GRAPHITE",
        "graphite-lionsimba": f"{_HERE}.graphite:GRAPHITE_LIONSIMBA",
        "coke": f"{_HERE}.coke:COKE",
        "coke-doyle1996": f"{_HERE}.coke:COKE_DOYLE",
        "LCO-channel": f"{_HERE}.lco:LCO_CHANNEL",
        "WO3": f"{_HERE}.wo3:WO3",
        "WO3-H": f"{_HERE}.wo3_variants:WO3_H",
        "WO3-Na": f"{_HERE}.wo3_variants:WO3_Na",
        "WO3-Zn": f"{_HERE}.wo3_variants:WO3_Zn",
        "WO3-Ca": f"{_HERE}.wo3_variants:WO3_Ca",
        "WO3-channel": f"{_HERE}.wo3_variants:WO3_CHANNEL",
        "WO3-bistable": f"{_HERE}.wo3_variants:WO3_BISTABLE",
        "TiO2": f"{_HERE}.tio2:TIO2",
        "TiO2-amorphous": f"{_HERE}.tio2:TIO2_AMORPHOUS",
        "TiO2-channel": f"{_HERE}.tio2:TIO2_CHANNEL",
        "Nb2O5": f"{_HERE}.nb2o5:NB2O5",
        "MoO3": f"{_HERE}.moo3:MOO3",
        "NiO": f"{_HERE}.nio:NIO",
        "IrO2": f"{_HERE}.iro2:IRO2",
        "VO2": f"{_HERE}.vo2:VO2",
        "PEDOT-PSS": f"{_HERE}.pedot_pss:PEDOT_PSS",
    },
)
