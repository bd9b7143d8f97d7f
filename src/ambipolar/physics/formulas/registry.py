"""Functions of one variable by name."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.formulas"

FORMULAS = Registry(
    "formula",
    {"formula": f"{_HERE}.formula:Formula", "linear-table": f"{_HERE}.table:LinearTable"},
)
