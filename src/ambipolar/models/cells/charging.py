"""The double layer between the solid and the electrolyte of a porous electrode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...numerics.system import Equations, Variable
from .pores import InPores

Expression = Any


def variables(cells: int) -> tuple[Variable, ...]:
    """Potential across the double layer, and the current that passes it or charges it."""
    shape, dims = (1, cells), (None, "position")
    return (
        Variable("double_layer", "V", "potential across the double layer", shape, dims),
        Variable("crossing", "A/m^2", "current of a cell", shape, dims, algebraic=True),
    )


def charging(
    state: Mapping[str, Expression], pores: InPores, reaction: Expression, capacity: Expression,
    thickness: Expression,
) -> Equations:  # fmt: skip
    r"""Part of the current charges the double layer, the rest reacts.

    .. math:: C_v \frac{\partial \Delta\phi}{\partial t} = s - s_{rxn}, \qquad
              \Delta\phi = \phi_s - \phi

    Parameters
    ----------
    reaction : current of the reactions into the electrolyte [A/m^3], (1, cells).
    capacity : capacitance per volume C_v [F/m^3], (1, cells).
    thickness : of the electrode [m]; the unknown current is per area of the electrode.

    Returns
    -------
    Equations
        with outputs ``source`` s [A/m^3] and ``charge`` of the double layers [C/m^2].
    """
    import casadi as ca

    source = state["crossing"] / thickness
    across = pores.solid_potential - pores.electrolyte_potential
    cells = state["crossing"].shape[1]
    return Equations(
        rates={"double_layer": (source - reaction) / capacity},
        residuals={"crossing": across - state["double_layer"]},
        initial={"crossing": 0.0},
        outputs={
            "source": source,
            "charge": ca.sum2(capacity * state["double_layer"]) * thickness / cells,
        },
    )
