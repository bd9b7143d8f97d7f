"""Permittivities, line shapes and layers by name. A new one is one file and one line here."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.optics"

PERMITTIVITIES = Registry(
    "permittivity",
    {
        "constant-index": f"{_HERE}.permittivity:ConstantIndex",
        "cauchy": f"{_HERE}.dispersion:CauchyIndex",
        "sellmeier": f"{_HERE}.dispersion:SellmeierIndex",
        "drude": f"{_HERE}.dispersion:DrudeCarriers",
        "lorentz": f"{_HERE}.bands:LorentzOscillator",
        "absorption-band": f"{_HERE}.bands:AbsorptionBand",
        "small-polaron": f"{_HERE}.bands:SmallPolaronBands",
        "tauc-lorentz": f"{_HERE}.absorption_edge:TaucLorentz",
        "tabulated-index": f"{_HERE}.tabulated:TabulatedIndex",
        "bruggeman": f"{_HERE}.effective_medium:BruggemanMixture",
    },
)

LINE_SHAPES = Registry(
    "line shape",
    {
        "gaussian": f"{_HERE}.line_shape:GaussianLine",
        "lorentzian": f"{_HERE}.line_shape:LorentzLine",
        "small-polaron": f"{_HERE}.line_shape:SmallPolaronLine",
    },
)

INTERVALENCE_BANDS = Registry(
    "intervalence band", {"intervalence": f"{_HERE}.bands:IntervalenceBand"}
)

OPTICAL_LAYERS = Registry("optical layer", {"layer": f"{_HERE}.stack:OpticalLayer"})

OPTICAL_STACKS = Registry("optical stack", {"stack": f"{_HERE}.stack:OpticalStack"})
