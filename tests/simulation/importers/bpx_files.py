"""BPX files written for tests: a graphite | layered-oxide cell with assumed numbers."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

FILE: dict[str, Any] = {
    "Header": {"BPX": "1.1.0", "Title": "Assumed cell", "Model": "DFN"},
    "Parameterisation": {
        "Cell": {
            "Reference temperature [K]": 298.15,
            "Lower voltage cut-off [V]": 2.5,
            "Upper voltage cut-off [V]": 4.3,
            "Nominal cell capacity [A.h]": 5.0,
            "Electrode area [m2]": 0.1,
            "Number of electrode pairs connected in parallel to make a cell": 2,
        },
        "Electrolyte": {
            "Cation transference number": 0.26,
            "Conductivity [S.m-1]": "0.95 * exp(-((x - 1000) / 1500) ** 2)",
            "Diffusivity [m2.s-1]": {"x": [0, 1000, 2000], "y": [3e-10, 1.8e-10, 1e-10]},
            "Conductivity activation energy [J.mol-1]": 17100,
        },
        "Negative electrode": {
            "Particle radius [m]": 6e-6,
            "Thickness [m]": 8e-5,
            "Diffusivity [m2.s-1]": 3e-14,
            "OCP [V]": "0.1 + 0.6 * exp(-40 * x) - 0.05 * tanh(12 * (x - 0.5))",
            "Entropic change coefficient [V.K-1]": {"x": [0, 0.5, 1], "y": [1e-4, -1e-4, 0]},
            "Conductivity [S.m-1]": 100.0,
            "Surface area per unit volume [m-1]": 3e5,
            "Porosity": 0.3,
            "Transport efficiency": 0.12,
            "Reaction rate constant [mol.m-2.s-1]": 4e-6,
            "Reaction rate constant activation energy [J.mol-1]": 35000,
            "Minimum stoichiometry": 0.02,
            "Maximum stoichiometry": 0.85,
            "Maximum concentration [mol.m-3]": 31000,
        },
        "Positive electrode": {
            "Particle radius [m]": 5e-6,
            "Thickness [m]": 7.5e-5,
            "Diffusivity [m2.s-1]": "4e-15 * (1 - 0.5 * x)",
            "OCP [V]": "4.6 - 0.9 * x - 2.0 * exp(-60 * (1 - x))",
            "Conductivity [S.m-1]": 0.2,
            "Surface area per unit volume [m-1]": 3.6e5,
            "Porosity": 0.33,
            "Transport efficiency": 0.15,
            "Reaction rate constant [mol.m-2.s-1]": 2e-5,
            "Minimum stoichiometry": 0.28,
            "Maximum stoichiometry": 0.9,
            "Maximum concentration [mol.m-3]": 44300,
        },
        "Separator": {"Thickness [m]": 1.6e-5, "Porosity": 0.47, "Transport efficiency": 0.32},
    },
    "State": {
        "Initial conditions": {
            "Initial state-of-charge": 0.8,
            "Initial temperature [K]": 298.15,
            "Initial electrolyte concentration [mol.m-3]": 1100,
        },
        "Thermal environment": {"Ambient temperature [K]": 298.15},
    },
}
REMOVED = object()


def content(**changes: Any) -> dict[str, Any]:
    """The file with values changed or removed; keys as ``Cell/Electrode area [m2]``."""
    found = copy.deepcopy(FILE)
    for place, value in changes.items():
        *sections, key = place.split("/")
        part = found if sections and sections[0] in found else found["Parameterisation"]
        for name in sections:
            part = part[name]
        if value is REMOVED:
            part.pop(key, None)
        else:
            part[key] = value
    return found


def write(folder: Path, text: Any, name: str = "cell.json") -> Path:
    """The file in a folder."""
    path = folder / name
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


def spm() -> dict[str, Any]:
    """The same cell as a file of the single-particle model."""
    found = content(**{"Header/Model": "SPM"})
    parts = found["Parameterisation"]
    for name in ("Electrolyte", "Separator"):
        del parts[name]
    for name in ("Negative electrode", "Positive electrode"):
        for key in ("Porosity", "Transport efficiency", "Conductivity [S.m-1]"):
            del parts[name][key]
    return found


def version_zero() -> dict[str, Any]:
    """The same cell as files of version 0 had it."""
    found = content(**{"Header/BPX": 0.4})
    del found["State"]
    parts = found["Parameterisation"]
    parts["Cell"] |= {
        "Initial temperature [K]": 298.15,
        "Ambient temperature [K]": 298.15,
        "Thermal conductivity [W.m-1.K-1]": 1.0,
    }
    parts["Electrolyte"]["Initial concentration [mol.m-3]"] = 1100
    return found
