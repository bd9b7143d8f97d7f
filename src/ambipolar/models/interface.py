"""The insertion reaction at a surface, shared by all parts that insert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core import ops
from ..core.constants import FARADAY, GAS_CONSTANT
from ..materials.material import Material
from ..numerics.system import SCALAR, Dims, Variable
from ..physics.kinetics.reaction import Interface

Expression = Any


@dataclass(frozen=True)
class Surroundings:
    """What a part sees of its parent; members are scalars or columns (members, 1)."""

    potential: Expression  #: potential of the solid minus that of the electrolyte [V]
    temperature: Expression  #: T [K]
    ion_activity: Expression = 1.0  #: activity of the ion in the electrolyte [-]
    elapsed: Expression = 0.0  #: time since the start of the run [s]
    #: whether ``potential`` is against an electrode of the guest in the same electrolyte, which
    #: has seen the activity already; it then enters the exchange current alone
    against_guest: bool = False


def field_names(material: Material) -> tuple[str, ...]:
    """Names of the composition fields: ``filling``, or ``filling_1``, ``filling_2``, ..."""
    count = material.free_energy.fields
    return ("filling",) if count == 1 else tuple(f"filling_{i + 1}" for i in range(count))


def fillings(material: Material, state: Mapping[str, Expression]) -> tuple[Expression, ...]:
    """The composition fields of a part."""
    return tuple(state[name] for name in field_names(material))


def overpotential(material: Material, mu: Expression, around: Surroundings) -> Expression:
    r"""eta [V] = :math:`\Delta\phi - V_0 + \mu/zF - (RT/zF) \ln a_+`.

    Without the last term where the potential is that against the guest.
    """
    charge = material.charge_number * FARADAY
    # scalars first: mu is a whole field
    return 1 / charge * mu - reservoir(material, around) / charge


def reservoir(material: Material, around: Surroundings) -> Expression:
    r"""Chemical potential of the guest outside, :math:`-zF(\Delta\phi - V_0) + RT \ln a_+`."""
    charge = material.charge_number * FARADAY
    found = charge * (material.standard_potential - around.potential)
    if around.against_guest:
        return found
    return found + GAS_CONSTANT * around.temperature * ops.log(around.ion_activity)


def excess_of(
    material: Material, x: tuple[Expression, ...], temperature: Expression, index: int
) -> Expression | None:
    """Part of the chemical potential that is no logarithm of the filling [J/mol], if there is one.

    Rates use it where one guest brings one electron.
    """
    energy = material.free_energy
    if not energy.activity_defined or material.charge_number != 1:
        return None
    return energy.excess_potential(x, temperature, index)


def current_variables(
    material: Material, shape: tuple[int, int] = (1, 1), dims: Dims = SCALAR
) -> tuple[Variable, ...]:
    """Algebraic unknowns of an implicit rate law (film resistance); none otherwise."""
    if not material.kinetics.implicit:
        return ()
    label = "reaction current density"
    return tuple(
        Variable(f"current_{name}", "A/m^2", label, shape, dims, algebraic=True)
        for name in field_names(material)
    )


def reaction_current(
    material: Material,
    x: Expression,
    mu: Expression,
    around: Surroundings,
    state: Mapping[str, Expression],
    index: int,
    excess: Expression | None = None,
) -> tuple[Expression, dict[str, Expression]]:
    """Insertion current density [A/m^2] of a surface at filling ``x`` of one field.

    ``excess`` is ``mu`` without its logarithm, where it can be told apart (:func:`excess_of`).
    Returns the current and the residual of its algebraic unknown where the law is implicit.
    """
    activity_potential = mu
    if not getattr(material.free_energy, "activity_defined", True):
        # a host known only by its voltage curve has no activity model: use the ideal one
        entropy = ops.log_filling(x) - ops.log_filling(1 - x)
        activity_potential = GAS_CONSTANT * around.temperature * entropy
    interface = Interface(
        filling=x,
        chemical_potential=activity_potential,
        overpotential=overpotential(material, mu, around),
        temperature=around.temperature,
        ion_activity=around.ion_activity,
        excess=excess,
        reservoir=None if excess is None else reservoir(material, around),
    )
    if not material.kinetics.implicit:
        return material.kinetics.rate(interface), {}
    name = f"current_{field_names(material)[index]}"
    current = state[name]
    return current, {name: material.kinetics.rate_at(interface, current) - current}
