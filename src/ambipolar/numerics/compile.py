"""From a device to compiled functions, once per structure; all numbers stay inputs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Protocol

import casadi as ca
import numpy as np

from ..core.records import lift, parameters, signature
from .jacobian import sparse_jacobian
from .system import Observable, System, Variable, constant_matrix

#: thresholds of cut-offs that are not active
NEVER = 1e30
SIDES = ("lower", "upper")


class HasSystem(Protocol):
    """Anything that states its equations: a device."""

    def system(self) -> System: ...


@dataclass(frozen=True, eq=False)
class Compiled:
    """Functions of time, state vector ``y`` (differential entries first) and inputs ``p``.

    ``rhs`` and ``slope`` are the expressions of f and df/dy in the symbols ``time``, ``state`` and
    ``inputs``, from which back ends derive what else they need.
    ``residual(t, y, p)`` is f in M dy/dt = f, ``mass`` is M, ``initial(p)`` the initial guess,
    ``events(t, y, p)`` is positive while no cut-off is crossed, ``observe(t, y, p)`` returns the
    observables in order, ``balances(t, y, p)`` the drift of every balance.
    """

    variables: tuple[Variable, ...]
    differential_size: int
    mass: ca.DM
    time: ca.MX
    state: ca.MX
    inputs: ca.MX
    rhs: ca.MX
    slope: ca.MX
    residual: ca.Function
    jacobian: ca.Function
    initial: ca.Function
    events: ca.Function
    observe: ca.Function
    balances: ca.Function
    coordinates: ca.Function
    observables: dict[str, Observable]
    coordinate_info: dict[str, tuple[str, str]]
    balance_names: tuple[str, ...]
    balance_tolerances: tuple[float, ...]
    algebraic_balances: bool
    event_names: tuple[tuple[str, str], ...]
    input_index: dict[str, tuple[int, tuple[int, int]]]
    defaults: dict[str, float]

    @property
    def size(self) -> int:
        """Number of scalar unknowns."""
        return int(self.state.shape[0])

    def slices(self) -> dict[str, slice]:
        """Where each variable lies in the state vector."""
        found, start = {}, 0
        for variable in self.variables:
            found[variable.name] = slice(start, start + variable.size)
            start += variable.size
        return found

    def input_vector(self, record: Any, controls: dict[str, float]) -> np.ndarray:
        """Values of all inputs for a record of the compiled structure and given controls."""
        vector = np.empty(self.inputs.shape[0])
        values: dict[str, Any] = {**self.defaults, **parameters(record), **controls}
        for name, (start, shape) in self.input_index.items():
            value, size = values[name], shape[0] * shape[1]
            # most are plain numbers, for which broadcasting costs more than all the rest
            single = size == 1 and np.ndim(value) == 0
            whole = value if single else np.ravel(np.broadcast_to(value, shape), order="F")
            vector[start : start + size] = whole
        return vector


_CACHE: OrderedDict[Any, Compiled] = OrderedDict()
_CACHE_SIZE = 32


def compile_system(device: HasSystem) -> Compiled:
    """Compile the system of a device, or return the functions of an equal structure.

    Devices that differ only in numbers share one compiled system.
    """
    key = signature(device)
    if key in _CACHE:
        _CACHE.move_to_end(key)
        return _CACHE[key]
    numbers = parameters(device)
    lifted = {path: ca.MX.sym(path, *value.shape) for path, value in numbers.items()}
    compiled = _assemble(lift(device, lifted).system(), lifted)
    _CACHE[key] = compiled
    if len(_CACHE) > _CACHE_SIZE:
        _CACHE.popitem(last=False)
    return compiled


def _assemble(system: System, lifted: dict[str, ca.MX]) -> Compiled:
    # differential entries first, otherwise in the order of the parts
    ordered = tuple(sorted(system.variables, key=lambda v: v.algebraic))
    thresholds = _thresholds(system)
    inputs = {**lifted, **{k: s for k, (s, _) in system.inputs.items()}, **thresholds}
    old = [*(system.state[v.name] for v in ordered), *inputs.values()]
    y = ca.MX.sym("y", sum(v.size for v in ordered))
    p = ca.MX.sym("p", sum(s.numel() for s in inputs.values()))
    new = [*_split(y, old[: len(ordered)]), *_split(p, list(inputs.values()))]

    def flat(expressions: list[Any]) -> list[ca.MX]:
        """In terms of one stacked state and one stacked input vector, each term computed once."""
        found = ca.substitute([ca.MX(e) for e in expressions], old, new)
        # laws repeat each other's guards and reduced variables
        return ca.cse(found) if found else []

    eq, mass = system.equations, _mass(ordered, system.equations)
    (rhs,) = flat([_stack([_equation(v, eq) for v in ordered])])
    (start,) = flat([_stack([_initial(v, eq.initial[v.name]) for v in ordered])])
    drift = [(b.content - b.supplied) / b.scale for b in system.balances.values()]
    watched = [o.expression for o in eq.observables.values()]
    axes = flat([c.values for c in eq.coordinates.values()])
    slope, cj, args = sparse_jacobian(rhs, y), ca.MX.sym("cj"), [system.time, y, p]
    return Compiled(
        variables=ordered,
        differential_size=sum(v.size for v in ordered if not v.algebraic),
        mass=mass, time=system.time, state=y, inputs=p, rhs=rhs, slope=slope,
        residual=ca.Function("residual", args, [rhs]),
        jacobian=ca.Function("jacobian", [*args, cj], [slope - cj * ca.MX(mass)]),
        initial=ca.Function("initial", [p], [start]),
        events=ca.Function("events", args, flat([_stack(_events(system, thresholds))])),
        observe=ca.Function("observe", args, flat(watched)),
        balances=ca.Function("balances", args, flat([_stack(drift)])),
        coordinates=ca.Function("coordinates", [p], axes),
        observables=dict(eq.observables),
        coordinate_info={k: (c.unit, c.label) for k, c in eq.coordinates.items()},
        balance_names=tuple(system.balances),
        balance_tolerances=tuple(b.tolerance for b in system.balances.values()),
        algebraic_balances=any(b.algebraic for b in system.balances.values()),
        event_names=tuple((name, side) for name in system.limits for side in SIDES),
        input_index=_index(inputs),
        defaults={k: v for k, (_, v) in system.inputs.items()} | _inactive(thresholds),
    )  # fmt: skip


def _index(inputs: dict[str, ca.MX]) -> dict[str, tuple[int, tuple[int, int]]]:
    """Where each input begins in the stacked vector, and its shape."""
    index, begin = {}, 0
    for name, symbol in inputs.items():
        index[name] = (begin, symbol.shape)
        begin += symbol.numel()
    return index


def _events(system: System, thresholds: dict[str, ca.MX]) -> list[ca.MX]:
    """Positive while a quantity is between its thresholds; in the order of ``event_names``."""
    found = []
    for name, quantity in system.limits.items():
        found += [quantity - thresholds[f"{name}.lower"], thresholds[f"{name}.upper"] - quantity]
    return found


def _thresholds(system: System) -> dict[str, ca.MX]:
    names = [f"{quantity}.{side}" for quantity in system.limits for side in SIDES]
    return {name: ca.MX.sym(name) for name in names}


def _inactive(thresholds: dict[str, ca.MX]) -> dict[str, float]:
    return {name: -NEVER if name.endswith(".lower") else NEVER for name in thresholds}


def _stack(expressions: list[Any]) -> ca.MX:
    return ca.vertcat(*(ca.vec(ca.MX(e)) for e in expressions)) if expressions else ca.MX(0, 1)


def _split(vector: ca.MX, like: list[ca.MX]) -> list[ca.MX]:
    ends = np.cumsum([0, *(e.numel() for e in like)])
    return [ca.reshape(vector[a:b], e.shape) for a, b, e in zip(ends, ends[1:], like, strict=False)]


def _equation(variable: Variable, eq: Any) -> ca.MX:
    source = eq.residuals if variable.algebraic else eq.rates
    expression = ca.MX(source[variable.name])
    if expression.shape != variable.shape:
        raise ValueError(
            f"equation of {variable.name} has shape {expression.shape}, not {variable.shape}"
        )
    return expression


def _initial(variable: Variable, value: Any) -> ca.MX:
    value = ca.MX(value)
    return value if value.shape == variable.shape else value * ca.MX.ones(*variable.shape)


def _mass(variables: tuple[Variable, ...], eq: Any) -> ca.DM:
    blocks = []
    for v in variables:
        if v.algebraic:
            blocks.append(ca.DM(v.size, v.size))
        elif v.name in eq.mass:
            # positions are the second axis of a column-major matrix: kron(mass, identity)
            blocks.append(ca.kron(constant_matrix(eq.mass[v.name]), ca.DM.eye(v.shape[0])))
        else:
            blocks.append(ca.DM.eye(v.size))
    return ca.diagcat(*blocks)
